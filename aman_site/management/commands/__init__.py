"""One command per file; `./aman` calls them."""
