"""What happens to articles: near-copies, versions, corrections, withdrawals."""
