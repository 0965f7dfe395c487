"""Ways in for files: the plain form, resumable uploads, the watched folder."""
