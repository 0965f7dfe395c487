"""A child process with limits, and the messages it exchanges with us."""
