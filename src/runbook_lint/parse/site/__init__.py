"""What the site is made of, worked out of the world: where each page stands, and its text made portable."""
