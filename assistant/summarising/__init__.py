"""From one or many articles to a summary."""
