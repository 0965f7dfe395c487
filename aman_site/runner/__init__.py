"""What `./aman` does before Django is there: standard library only."""
