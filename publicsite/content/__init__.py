"""The centre's public texts as data: `tree.toml` and one file a language."""
