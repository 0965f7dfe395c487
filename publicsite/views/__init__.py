"""Views of the public site that are not pages of the tree: search, report, procedures, errors."""
