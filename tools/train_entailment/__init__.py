"""Trains the entailment model: whether sentences of articles support a claim."""
