"""Date formats of the house, by language."""
