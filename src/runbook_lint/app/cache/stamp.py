"""What a cache was made by: another version of anything that reads files makes another cache."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

from runbook_lint import __version__

_READERS = ("markdown_it", "mdit_py_plugins", "pyromark", "ruamel.yaml", "yaml", "jsonschema", "detect_secrets")


@cache
def engine() -> str:
    """The version of all that reads files; our own by its files as well, which change while we write it."""
    seen = blake2b(f"{__version__} {sys.version_info[:2]} {sys.implementation.name}".encode(), digest_size=8)
    for place in _code():
        try:
            state = place.stat()
            seen.update(f"{place}{state.st_size}{state.st_mtime_ns}".encode())
        except OSError:
            seen.update(str(place).encode())
    return seen.hexdigest()


def _code() -> Iterator[Path]:
    for name in _READERS:
        top, *rest = name.split(".")
        found = find_spec(top)  # of `ruamel.yaml` it would import `ruamel`
        for place in (found and found.submodule_search_locations) or ():
            yield Path(place, *rest, "__init__.py")
    package = Path(__file__).parents[2]
    for folder in ("model", "parse", "rules", "lint", "schemas"):
        for here, folders, names in os.walk(package / folder):
            folders.sort()
            yield from (Path(here, name) for name in sorted(names) if name.endswith((".py", ".json")))


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
