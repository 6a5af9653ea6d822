"""Benchmarks on public data, each beside simple baselines in the same table."""
