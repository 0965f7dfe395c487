"""Invented families and their papers, for showing and trying; never a real person.

The papers are drawn, scanned and read by the ordinary intake: no text of the
demo is put in by hand.
"""
