"""Stories: which articles run together, and what is told of them."""
