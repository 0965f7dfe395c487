"""Dossiers: open them, put them in their place, look through them, export them."""
