"""Files of strangers: checked, scanned for viruses, opened in a child."""
