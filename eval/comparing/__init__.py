"""Comparing two runs, case by case: what got worse, by how much, and whether that is chance."""
