"""Measurements of the card index: invented papers, and what questions cost."""
