"""Our own values as bytes and back: a pickle that makes nothing else and calls nothing else, whoever wrote it."""

from __future__ import annotations

import datetime
import io
import pickle
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
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


class _Writer(pickle.Pickler):
    """Writes our own values as calls of their classes: what dataclasses do by themselves takes five times as long."""

    def reducer_override(self, value: object) -> Any:  # Any: as pickle wants it
        """How a value is made again."""
        if isinstance(value, Enum):
            return type(value), (value.value,)  # some Pythons would call getattr
        names = _names_of(type(value))  # type: ignore[arg-type]  # a class has a hash, whatever its instances do
        return (type(value), tuple([getattr(value, name) for name in names])) if names else NotImplemented


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind)) if is_dataclass(kind) else ()


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
