"""What is remembered: the catalogue (SQLite), the vectors (Chroma), the words (tantivy)."""
