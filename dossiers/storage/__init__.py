"""The store of a place and what keeps it whole: whose it is, what backups have seen."""
