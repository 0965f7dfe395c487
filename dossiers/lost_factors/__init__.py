"""The pages of the way back from a lost second factor: ask for a reset, confirm one, refuse one."""
