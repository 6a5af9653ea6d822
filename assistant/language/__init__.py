"""Pure text: sentences, passages, figures, quotations, dates."""
