"""The commands behind `./aman bench` and `./aman check`."""
