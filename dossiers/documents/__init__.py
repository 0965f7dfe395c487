"""Filed papers: file, correct, verify, classify, copy, throw away, take back."""
