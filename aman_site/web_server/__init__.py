"""The web server: gunicorn, with a worker that no slow connection can hold up."""
