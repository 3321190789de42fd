"""Values of which some is only there when somebody asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any


class Later:
    """A value that may come without some of its fields: then it has `later`, which makes each when it is asked for.

    `later` is called with the value and the field's name, and may keep what it makes in the value, or not.
    """

    if not TYPE_CHECKING:  # no name that is not a field is one because of this

        def __getattr__(self, name: str) -> Any:
            """A field that is not there yet, or not there any more."""
            later = self.__dict__.get("later")
            if later is None:
                raise AttributeError(name)
            return later(self, name)
