"""Find the lines of a page, read them in Arabic and French, put the words in order."""
