"""Pages of the scanning desk."""
