"""Scores of what came of cases: separate from running, so old runs can be scored again."""
