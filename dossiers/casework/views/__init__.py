"""Pages of a dossier."""
