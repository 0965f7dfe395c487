"""Pages of the search, and the first page after signing in."""
