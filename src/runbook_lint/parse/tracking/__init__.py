"""Postmortems and their actions as rows, and the changes to them."""
