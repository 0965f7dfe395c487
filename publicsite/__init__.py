"""The street front: public pages. Knows the archive only by its public door."""
