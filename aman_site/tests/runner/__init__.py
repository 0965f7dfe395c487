"""Tests of what runs before Django is there."""
