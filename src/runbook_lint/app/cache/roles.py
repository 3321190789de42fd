"""Which role each path plays, remembered: globs take long to be asked, and what reads them to be imported."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import blake2b

from runbook_lint.app.cache.stamp import told
from runbook_lint.model.settings import Settings
from runbook_lint.parse.before import Before
from runbook_lint.parse.layout import ROLES, Roles
from runbook_lint.parse.pickled import dumped, loaded


def recall(memory: Before, settings: Settings, paths: Collection[str]) -> bool:
    """Let whoever asks for the roles of paths know them, where just these had the same globs before; whether they had.

    A hash of all paths is kept and a byte for each, no name: one may say what nobody is to read.
    """
    names = sorted(paths) if memory.lasts else []
    data = memory.get(_name(settings)) if names else None
    try:
        hashed, numbers = loaded(data) if data else (b"", b"")
        fits = hashed == _hash(names) and len(numbers) == len(names) and set(numbers) <= set(range(len(ROLES)))
    except (ValueError, TypeError):
        return False
    if not fits:
        return False
    Roles(settings).learn({path: ROLES[number] for path, number in zip(names, numbers, strict=True)})
    return True


def keep(memory: Before, settings: Settings, paths: Collection[str]) -> None:
    """Keep the roles of all paths for the next run."""
    if memory.lasts and paths:
        roles, names = Roles(settings), sorted(paths)
        numbers = bytes(ROLES.index(roles.role(path)) for path in names)
        memory.put(_name(settings), dumped((_hash(names), numbers)))


def _hash(names: list[str]) -> bytes:
    return blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _name(settings: Settings) -> str:
    globs = told((settings.layout, settings.exclude))
    return f"roles {blake2b(globs.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"
