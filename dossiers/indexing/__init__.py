"""What the search is told of the archive: people and papers as plain entries."""
