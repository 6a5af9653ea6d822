"""Gold cases: questions and summaries over articles, with what a right result holds."""
