"""What measures and proves: imports every app, is imported by none, is not on a server."""
