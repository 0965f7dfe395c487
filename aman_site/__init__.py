"""Walls and wiring: settings, urls, middleware. Imports everybody, imported by nobody."""
