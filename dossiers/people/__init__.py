"""People and what may be known of them: requests to have somebody in a dossier of one's own."""
