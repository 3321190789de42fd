"""A site that was made of the very same things before: its files are taken from the folder that they stand in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from runbook_lint.app.cache.stamp import digest_of, site_engine
from runbook_lint.app.site.folder import inner
from runbook_lint.model.tree import Tree
from runbook_lint.parse.before import Before
from runbook_lint.render.site.view import View

Files = tuple[dict[str, bytes], dict[str, str]]
"""The finished texts by their paths below `docs/`, and by theirs the files of the repository that come along."""

_FACT = "site-finished"


def stamp_of(tree: Tree, view: View) -> str:
    """A hash of all that a site is made of: the tree, the settings, the day, git's history, and what makes it."""
    return digest_of(tree, site_engine(), view.world.settings, view.world.today, view.history).hex()


def taken(memory: Before, stamp: str, docs: Path) -> Files | None:
    """The files of a site of this stamp, where every one of them stands in its folder as it was written there."""
    try:
        known = json.loads(memory.get(_FACT) or b"{}")
        if known.get("stamp") != stamp:
            return None
        if not all(map(inner, (*known["files"], *known["shown"]))):  # no list of ours, whoever wrote it
            return None
        texts = {path: (docs / path).read_bytes() for path in known["files"]}
        whole = all(_digest(texts[path]) == digest for path, digest in known["files"].items())
        return (texts, dict(zip(known["shown"], map(str, known["shown"].values()), strict=True))) if whole else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):  # gone, or not what `note` kept
        return None


def note(memory: Before, stamp: str, texts: Mapping[str, bytes], shown: Mapping[str, str]) -> None:
    """These are the files of a site of this stamp."""
    files = {path: _digest(data) for path, data in texts.items()}
    memory.put(_FACT, json.dumps({"stamp": stamp, "files": files, "shown": dict(shown)}).encode())


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
