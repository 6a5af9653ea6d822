"""Bytes to documents: text, Markdown, HTML, PDF, JSON and JSON lines."""
