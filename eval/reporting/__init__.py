"""Reports of runs and comparisons: for terminals, pull requests, machines and browsers."""
