"""What a cache was made by: another version of anything that reads files makes another cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields, is_dataclass, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

from runbook_lint import __version__
from runbook_lint.app.installed import files_of, version_of
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree

_OURS = "runbook-lint"
_PACKAGE = Path(__file__).parents[2]
READERS = (
    "markdown-it-py", "mdit-py-plugins", "pyromark", "ruamel.yaml", "pyyaml",
    "jsonschema", "bc-detect-secrets", "pathspec", "merman",
)  # fmt: skip
WRITERS = ("nh3", "pymdown-extensions")
"""What else the body of a page on the site is written by: it cleans HTML, and knows names of emoji."""
SITE = (*WRITERS, "jinja2", "markupsafe", "mermaid-py")
_ROOMS = ("model", "parse", "rules", "lint", "schemas")
_SITE_ROOMS = ("render", "app", "templates")


@cache
def engine() -> str:
    """The version of all that reads files: the same wherever the same is installed, as on the next machine of CI."""
    told = f"{__version__} {sys.version_info[:3]} {sys.implementation.name}"
    parsers = (f"{name} {known}" for name, known in readers().items())
    return blake2b("\n".join((told, *parsers, *(_installed() or _written(_ROOMS)))).encode(), digest_size=8).hexdigest()


def readers() -> dict[str, str]:
    """The versions of the parsers, "none" where one is not installed."""
    return {name: version_of(name) for name in READERS}


@cache
def writers() -> str:
    """The versions of what writes the bodies of pages beside the engine."""
    return " ".join(f"{name} {version_of(name)}" for name in WRITERS)


@cache
def site_engine() -> str:
    """The version of all that makes the site, the engine among it."""
    ours = () if _installed() else _written(_SITE_ROOMS)
    lines = (engine(), *(f"{name} {version_of(name)}" for name in SITE), *ours)
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()


def _installed() -> list[str]:
    """What the installer says of our files; nothing where they are not in its place, as while we write them."""
    lines = files_of(_OURS, _PACKAGE.parent)
    return sorted(line for line in lines if line.startswith("runbook_lint/") and "__pycache__" not in line)


def _written(rooms: Iterable[str]) -> Iterator[str]:
    """Size and time of each of our files, while we write them."""
    folders = [f"{_PACKAGE}/{room}" for room in rooms]
    for folder in folders:  # which grows
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.name.endswith((".py", ".json", ".j2")):
                state = entry.stat()
                yield f"{entry.path[len(str(_PACKAGE)):]} {state.st_size} {state.st_mtime_ns}"


def digest_of(tree: Tree, *rest: object) -> bytes:
    """What stands for a tree with everything in it, and for what else counts: 16 bytes."""
    bare = replace(tree, contents={}, authored={}, imported={})
    digest = blake2b(told((bare, *rest)).encode("utf-8", "surrogatepass"), digest_size=16)
    for files in (tree.contents, tree.authored, tree.imported):
        digest.update(b"\0\0")  # no file is named so: which of them one is among counts as well
        for path, content in sorted(files.items()):
            digest.update(f"\0{path}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
            digest.update(content)
    return digest.digest()


def names_of(contents: Mapping[str, bytes], settings: Settings) -> dict[str, bytes]:
    """What each file is called in the store: by everything that what it is made into depends on."""
    base = blake2b(f"{engine()}\0{told(settings)}\0".encode("utf-8", "surrogatepass"), digest_size=16)
    names = {}
    for path, content in contents.items():
        name = base.copy()
        name.update(path.encode("utf-8", "surrogatepass") + b"\0")
        name.update(content)
        names[path] = name.digest()
    return names


def told(value: object) -> str:
    """A value in words that are the same in every process."""
    if is_dataclass(value):
        return f"{type(value).__name__}({','.join(told(getattr(value, each.name)) for each in fields(value))})"
    if isinstance(value, Mapping):
        return f"{{{','.join(f'{told(key)}:{told(each)}' for key, each in value.items())}}}"
    if isinstance(value, Set):
        return f"{{{','.join(sorted(map(told, value)))}}}"
    if isinstance(value, (tuple, list)):
        return f"({','.join(map(told, value))})"
    return repr(value)
