"""The second factor: who needs one, how it is enrolled, how a lost one is replaced."""
