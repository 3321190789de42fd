"""The pages of the site, as Markdown that any engine can build and GitHub can show."""
