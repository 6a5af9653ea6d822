"""The makers of shipped files: what of them runs without PyTorch."""
