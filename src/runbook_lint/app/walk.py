"""A folder's files where git does not list them."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from runbook_lint.model.frozen import dataclass

VENDORED = frozenset(
    {"node_modules", "vendor", "third_party", "site-packages", "venv", "__pycache__", "bower_components"}
)

GENERATED = ".runbook-lint-site.json"
"""The list of files in a folder that `site generate` wrote."""

BUILT = ".runbook-lint-built"
"""The mark of a folder that `site build` built; neither holds sources."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What is read (`paths`), what is only known to be there, and the folders that were not looked into."""

    paths: frozenset[str]
    others: frozenset[str]
    skipped: frozenset[str]


def walk(root: Path, wanted: Collection[str]) -> Walk:
    """All files but hidden ones and those of hidden, vendored and generated folders.

    `wanted` are hidden names to read.
    """
    paths, others, skipped = set[str](), set[str](), set[str]()
    for folder, folders, files in os.walk(root):
        here = Path(folder).relative_to(root).as_posix()
        below = "" if here == "." else f"{here}/"
        if below and (GENERATED in files or BUILT in files):
            skipped.add(here)
            folders.clear()
            continue
        for name in files:
            (others if name[0] == "." and name not in wanted else paths).add(below + name)
        passed = {name for name in folders if name[0] == "." or name in VENDORED}
        skipped |= {below + name for name in passed}
        others |= {below + name for name in folders if Path(folder, name).is_symlink()}
        folders[:] = sorted(set(folders) - passed)
    return Walk(frozenset(paths), frozenset(others), frozenset(skipped))
