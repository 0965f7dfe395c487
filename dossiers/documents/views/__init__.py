"""Pages of a paper: the viewer, its pictures, copies and corrections."""
