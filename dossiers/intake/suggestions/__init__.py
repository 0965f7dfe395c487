"""What the print of a paper suggests for its filing, kept and shown."""
