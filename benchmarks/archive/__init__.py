"""A large archive, made up: rights, search, typing and refusals are measured on it."""
