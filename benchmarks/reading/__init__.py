"""How well and how fast papers are read, beside engines without us."""
