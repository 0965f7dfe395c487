"""How the search finds and ranks, beside other engines."""
