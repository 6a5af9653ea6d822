"""What runs a model: the embedder, the chat model, token counting, prompt files."""
