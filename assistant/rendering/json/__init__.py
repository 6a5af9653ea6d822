"""What the program gives out as JSON, in forms that make it, read it and describe it."""
