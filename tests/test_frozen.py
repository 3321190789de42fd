"""Our frozen dataclasses are those of the standard library in all that anybody does with them."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field
from functools import cached_property

import pytest

from runbook_lint.model import frozen


class Plain:
    """A class that somebody may decorate."""

    name: str
    days: int = 3
    parts: list = field(default_factory=list)
    memo: dict = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self):
        if self.days < 0:
            raise ValueError("no days")

    @property
    def twice(self):
        return self.days * 2


class Told:
    """One that has methods of its own."""

    name: str

    def __repr__(self):
        return f"<{self.name}>"

    def __eq__(self, other):
        return True


class Empty:
    """One without fields."""


def both(cls, **how):
    """The class as the standard library makes it, and as we do."""
    copies = [type(cls.__name__, (), {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}) for _ in "12"]
    return [make(frozen=True, **how)(each) for make, each in zip((dataclass, frozen.dataclass), copies, strict=True)]


HOW = pytest.mark.parametrize("how", [{}, {"slots": True}], ids=["plain", "slots"])


@HOW
@pytest.mark.parametrize(
    "ask",
    [
        lambda kind: repr(kind("a", parts=[1])),
        lambda kind: kind("a", 4, [], {}) == kind("a", 4, [], {"x": 1}),
        lambda kind: kind("a") == kind("b"),
        lambda kind: kind("a") == 3,
        lambda kind: kind("a").parts is kind("a").parts,
        lambda kind: kind("a").twice,
        lambda kind: dataclasses.replace(kind("a"), days=9).days,
        lambda kind: dataclasses.asdict(kind("a", 1, [2])),
        lambda kind: dataclasses.astuple(kind("a", 1, [2])),
        lambda kind: [(each.name, each.compare, each.repr) for each in dataclasses.fields(kind)],
        lambda kind: kind.__match_args__,
        lambda kind: copy.deepcopy(kind("a", 1, [[2]])).parts,
        lambda kind: hasattr(kind("a"), "__dict__"),
    ],
)  # fmt: skip
def test_what_is_asked_is_told_the_same(how, ask):
    theirs, ours = both(Plain, **how)
    assert ask(ours) == ask(theirs)


@HOW
@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind("a", days=-1),
        lambda kind: kind("a", nothing=1),
        lambda kind: hash(kind("a")),
        lambda kind: setattr(kind("a"), "name", "b"),
        lambda kind: delattr(kind("a"), "name"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_the_same(how, wrong):
    errors = []
    for kind in both(Plain, **how):
        with pytest.raises((TypeError, ValueError, FrozenInstanceError)) as error:
            wrong(kind)
        errors.append((error.type, str(error.value).replace("Plain.", "")))
    assert errors[0] == errors[1]


@HOW
def test_methods_that_a_class_has_stay(how):
    for kind in both(Told, **how):
        assert repr(kind("a")) == "<a>"
        assert kind("a") == kind("b") == 3
    theirs, ours = both(Empty, **how)
    assert (repr(ours()), ours() == ours(), hash(ours())) == (repr(theirs()), True, hash(theirs()))


@HOW
def test_equal_values_have_the_same_hash(how):
    @frozen.dataclass(frozen=True, **how)
    class Value:
        one: str
        other: tuple = ()

    assert {Value("a"), Value("a", ()), Value("b")} == {Value("a"), Value("b")}
    assert hash(Value("a")) == hash(("a", ()))


@frozen.dataclass(frozen=True, slots=True)
class Packed:
    name: str
    days: int = 3


def test_a_value_with_slots_is_pickled():
    assert pickle.loads(pickle.dumps(Packed("a", 4))) == Packed("a", 4)


def test_what_is_worked_out_once_is_kept():
    @frozen.dataclass(frozen=True)
    class Value:
        name: str

        @cached_property
        def long(self):
            return self.name * 3

    value = Value("a")
    assert (value.long, vars(value)) == ("aaa", {"name": "a", "long": "aaa"})


def test_what_can_be_ordered_or_changed_is_the_library_s():
    @frozen.dataclass(frozen=True, order=True)
    class Ordered:
        name: str

    @frozen.dataclass
    class Changed:
        name: str

    changed = Changed("a")
    changed.name = "b"
    assert (Ordered("a") < Ordered("b"), changed) == (True, Changed("b"))
