"""What `./aman bench pages` measures; nothing here runs while the site serves."""
