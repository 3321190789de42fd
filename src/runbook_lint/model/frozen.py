"""Frozen dataclasses that are made in a third of the time: every run makes hundreds of classes before it does anything.

`dataclasses.dataclass` writes up to eight methods for each class and compiles them one by one. Here only `__init__` is
compiled; the others are the same for every class, and do what those would do.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, **other):
        """As `dataclasses.dataclass`, to which all is left that is not frozen, or is asked for anything else."""
        if cls is None:
            return lambda cls: dataclass(cls, frozen=frozen, slots=slots, **other)
        if other or not frozen:
            return dataclasses.dataclass(cls, frozen=frozen, slots=slots, **other)
        return _frozen(dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots), slots)


def _frozen(cls: type[Any], slots: bool) -> type[Any]:
    """A class that has fields, with the methods of a frozen dataclass, but for those that it has of its own."""
    parts = _parts_of([each.name for each in dataclasses.fields(cls) if each.compare])

    def same(self: Any, other: Any) -> Any:
        return parts(self) == parts(other) if other.__class__ is self.__class__ else NotImplemented

    methods = {"__init__": _init_of(cls), "__repr__": _told, "__setattr__": _refuse, "__delattr__": _refuse_deletion}
    methods |= {"__eq__": same, "__hash__": lambda self: hash(parts(self))}
    if slots:
        methods |= {"__getstate__": _state, "__setstate__": _set_state}
    own = {name for name, value in vars(cls).items() if value is not None}  # where __eq__ is written, __hash__ is None
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _parts_of(names: list[str]) -> Any:  # Any: what makes of a value all that it is compared by
    return attrgetter(*names) if names else lambda value: ()


_set = object.__setattr__


def _init_of(cls: type[Any]) -> Any:  # Any: a method
    """The `__init__` of a class: it takes the fields in their order, and `_set` stands for what is not given."""
    given, lines = ["self"], ["pass"]
    known: dict[str, Any] = {"_set": _set}
    for each in dataclasses.fields(cls):
        default, value = "", each.name
        if each.default is not dataclasses.MISSING:
            known[f"_{each.name}"], default = each.default, f"=_{each.name}"
        elif each.default_factory is not dataclasses.MISSING:
            known[f"_{each.name}"], default = each.default_factory, "=_set"
            value = f"_{each.name}() if {each.name} is _set else {each.name}"
        given.append(each.name + default)
        lines.append(f"_set(self, {each.name!r}, {value})")
    lines += ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    exec(f"def __init__({', '.join(given)}):\n " + "\n ".join(lines), known)  # names of our own fields
    return known["__init__"]


def _told(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({shown})"


def _refuse(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        _set(self, each.name, value)
