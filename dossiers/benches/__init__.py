"""What the benchmarks share: a database of their own and invented material."""
