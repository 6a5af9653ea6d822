"""A chat model's grades of answers, and how far they agree with people's."""
