"""The browser app: layout, events and the server around them; all else is the Assistant's."""
