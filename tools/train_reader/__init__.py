"""Trains the reader that the package ships: ``python -m tools.train_reader --data FOLDER``."""
