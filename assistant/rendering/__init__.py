"""Answers and summaries to terminal, Markdown and JSON."""
