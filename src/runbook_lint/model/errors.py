"""The one exception that a person is meant to see."""


class UsageError(Exception):
    """A broken configuration or a wrong use: one line that names the place and the next step; exit 2."""
