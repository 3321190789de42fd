"""Docs-as-code for runbooks and postmortems: a linter, templates and a site over one catalogue."""

__version__ = "0.1.0"
