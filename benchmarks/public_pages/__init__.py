"""What a public page costs a telephone on a slow line."""
