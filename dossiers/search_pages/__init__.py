"""Search of the area: the question, its results, facets, saved searches, the first page."""
