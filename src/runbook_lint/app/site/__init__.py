"""Writing, building and serving the site."""
