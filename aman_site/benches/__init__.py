"""What the benches of the whole site share."""
