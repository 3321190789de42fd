"""Our own values as bytes and back: a pickle that makes nothing else and calls nothing else, whoever wrote it."""

from __future__ import annotations

import datetime
import io
import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any


def dumped(value: object) -> bytes:
    """A value of ours as bytes."""
    stream = io.BytesIO()
    _Writer(stream, 5).dump(value)
    return stream.getvalue()


def loaded(data: bytes) -> Any:  # Any: whatever was dumped
    """The value again; ValueError for bytes that are none of ours."""
    try:
        return _Reader(io.BytesIO(data)).load()
    except Exception as error:  # bytes that are no pickle of ours may fail in any way
        raise ValueError(f"not what was packed: {error}") from None


Way = Callable[[Any], tuple[Any, ...]]  # Any: a value, and its class with what it is made of
"""How a value is made again, as pickle wants it."""


class _Ways(dict[type, Way]):
    """How a value of each class is made again: by a call of its class, which takes a tenth of what classes say."""

    def __missing__(self, kind: type) -> Way:
        """Work it out once for each class; KeyError for those that pickle knows better."""
        way = self[kind] = _way_of(kind)
        return way


def _way_of(kind: type) -> Way:
    if issubclass(kind, Enum):
        return lambda value: (kind, (value.value,))  # some Pythons would call getattr
    if is_dataclass(kind):
        names = [each.name for each in fields(kind)]
        if len(names) == 1:
            return lambda value: (kind, (getattr(value, names[0]),))
        parts = attrgetter(*names)
        return lambda value: (kind, parts(value))
    if issubclass(kind, tuple):
        return lambda value: (kind, tuple(value))
    raise KeyError(kind)


class _Writer(pickle.Pickler):
    """Writes our own values as calls of their classes."""

    dispatch_table = _Ways()


class _Reader(pickle.Unpickler):
    """Makes our own values and dates, and calls nothing else, whatever the bytes say."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of a value."""
        return _allowed(module, name)


@cache
def _allowed(module: str, name: str) -> Any:  # Any: a class
    found = getattr(datetime, name, None) if module == "datetime" else _own(module, name)
    if isinstance(found, type) and found.__module__ == module:
        return found
    raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")


def _own(module: str, name: str) -> object:
    from importlib import import_module

    if not module.startswith(("runbook_lint.model.", "runbook_lint.parse.")):
        return None
    found = getattr(import_module(module), name, None)
    values = isinstance(found, type) and (is_dataclass(found) or issubclass(found, (Enum, tuple)))
    return found if values else None
