"""Find number, dates, kind, office and names in the words of a page."""
