"""What pages share: numbers from outside, and words that were typed and not yet taken."""
