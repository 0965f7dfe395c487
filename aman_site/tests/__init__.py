"""Tests of walls and wiring."""
