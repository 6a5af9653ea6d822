"""Runs: every case asked of the program that people use, and what came of it, on disk."""
