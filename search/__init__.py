"""The card index: finds entries by name or text within a scope it is given.

It knows cards, not papers: plain values in, keys out. It imports no app of ours.
"""
