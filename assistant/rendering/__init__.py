"""Results in each format: for a terminal, as Markdown, JSON, HTML, CSV and Word documents."""
