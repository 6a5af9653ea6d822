"""How well and how fast copies of a story are told: ``python -m eval.copies``."""
