"""Changes of accounts; each in one transaction with its journal line and its notices."""
