"""From a question to an answer: retrieval, the two engines, citations."""
