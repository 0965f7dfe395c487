"""Tables of letters and particles, each with its source and date."""
