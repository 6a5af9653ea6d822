"""Fuzzing of everything that takes what strangers wrote."""
