"""Roles of paths are remembered for the globs that told them, and anything else is asked anew."""

import pytest

from runbook_lint.app.cache import roles
from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.cache.store import Store
from runbook_lint.model.file import Kind
from runbook_lint.model.settings import Layout, Settings
from runbook_lint.parse import layout
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.pickled import dumped

TOLD = {
    "services/a/service.yaml": ("services", None),
    "services/a/runbook.md": (None, Kind.RUNBOOK),
    "docs/a.md": (None, Kind.DOCUMENT),
    "logo.png": (None, None),
}


@pytest.fixture
def memory(tmp_path):
    def opened():
        layout._known.cache_clear()
        return Memory(Store(tmp_path / "cache"), tmp_path)

    return opened


@pytest.fixture
def kept(memory):
    """A memory of a run that kept the roles, in the next run."""
    one = memory()
    roles.keep(one, Settings(), TOLD)
    one.save()
    return memory()


@pytest.fixture
def asked(kept, monkeypatch):
    """The globs that are read."""
    found = []
    matcher = layout.matcher
    monkeypatch.setattr(layout, "matcher", lambda globs: found.append(globs) or matcher(globs))
    return found


def told(settings, paths=TOLD):
    return {path: Roles(settings).role(path) for path in paths}


def test_a_path_that_had_a_role_has_it_without_asking(kept, asked):
    assert roles.recall(kept, Settings(), TOLD)
    assert told(Settings()) == TOLD
    assert asked == []


@pytest.mark.parametrize(
    ("other", "role"),
    [
        (Settings(layout=Layout(runbooks=("docs/*.md",))), (None, Kind.RUNBOOK)),
        (Settings(exclude=("docs",)), (None, None)),
    ],
)
def test_other_globs_are_asked(kept, other, role):
    assert not roles.recall(kept, other, TOLD)
    assert told(other)["docs/a.md"] == role


@pytest.mark.parametrize("paths", [[*TOLD, "docs/b.md"], [*TOLD][1:], []])
def test_of_other_paths_nothing_is_known(kept, asked, paths):
    assert not roles.recall(kept, Settings(), paths)
    assert told(Settings()) == TOLD
    assert asked != []


HASH = roles._hash(sorted(TOLD))


@pytest.mark.parametrize(
    "data",
    [b"", b"nonsense", dumped(7), dumped((1, 2, 3)), dumped((HASH, b"\0\0\0")), dumped((HASH, b"\0\0\0\xff")), dumped((HASH, "abcd"))],
)
def test_what_is_no_role_is_none(kept, monkeypatch, data):
    monkeypatch.setattr(Memory, "get", lambda self, name: data)
    assert not roles.recall(kept, Settings(), TOLD)
    assert told(Settings()) == TOLD


def test_no_name_of_a_file_is_kept(kept, tmp_path):
    found = b"".join(place.read_bytes() for place in (tmp_path / "cache").iterdir())
    assert [path for path in TOLD if path.encode() in found] == []


def test_without_a_store_nothing_is_kept(tmp_path):
    memory = Memory(None, tmp_path)
    roles.keep(memory, Settings(), TOLD)
    assert memory.facts == {}
