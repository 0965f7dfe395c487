"""Engines that hold the text of the cards; which one is a setting, the answers are the same."""
