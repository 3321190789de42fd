"""The values that new pages are filled with."""
