"""A real chat model, mostly a small one on this machine, measured with the whole program."""
