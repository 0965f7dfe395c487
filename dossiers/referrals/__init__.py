"""Reports of children at risk: taken in from the public, read by those who may."""
