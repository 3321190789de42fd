"""Patterns that are compiled when they are first asked: there are hundreds, and a run asks few of them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class _Later:
    """A pattern in all that it can do; what was asked once is kept, so that asking again costs no more than it did."""

    def __init__(self, *given: Any) -> None:
        self._given = given

    @cached_property
    def _compiled(self) -> re.Pattern[Any]:
        return re.compile(*self._given)

    def __getattr__(self, name: str) -> Any:  # Any: whatever a pattern has, made of whatever `re.compile` takes
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self._compiled, name)
        self.__dict__[name] = found
        return found


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression, as `re.compile` makes it; one that is none is told when it is first asked."""
    return cast("re.Pattern[AnyStr]", _Later(text, flags))
