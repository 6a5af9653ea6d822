"""Measuring: how well and how fast the program answers, by commands that anyone can run."""
