"""Pages of sharing, of emergency access and of the access report."""
