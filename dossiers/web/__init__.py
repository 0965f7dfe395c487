"""What pages share: numbers from outside."""
