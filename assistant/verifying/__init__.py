"""Whether a sentence says what the sentences that it cites say."""
