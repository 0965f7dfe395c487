"""Pages about people: merging their records, requests to have them in a dossier."""
