"""The pinned copies of imported catalogues in the repository: every command reads them, none fetches them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from runbook_lint.app.read import read_regular
from runbook_lint.model.errors import UsageError

if TYPE_CHECKING:
    from runbook_lint.parse.lock import Pin

FOLDER = ".runbook-lint/imports"
_SYNC = "run `runbook-lint sync` and commit what it writes"


def pinned_catalogues(root: Path, imports: Mapping[str, str]) -> dict[str, bytes]:
    """The bytes of every import that is configured; a usage error where one is not as it was pinned."""
    if not imports:
        return {}
    found: dict[str, bytes] = {}
    pins = read_pins(read_lock_file(root))
    for name, source in sorted(imports.items()):
        problem, data = check_pin(root, name, source, pins.get(name))
        if problem:
            raise UsageError(f"import {name}: {problem}")
        found[name] = data
    return found


def read_lock_file(root: Path) -> bytes | None:
    """The bytes of the lock file, None where there is none."""
    from runbook_lint.parse.lock import NAME

    place = root / NAME
    try:
        return read_regular(place) if place.exists() else None
    except OSError as error:
        raise UsageError(f"{NAME}: cannot be read: {error.strerror}") from None


def read_pins(lock: bytes | None) -> dict[str, Pin]:
    """The pins in a lock file's bytes; none where there is no lock file."""
    from runbook_lint.parse.lock import NAME, read_lock

    try:
        return read_lock(lock.decode("utf-8")) if lock is not None else {}
    except UnicodeDecodeError as error:
        raise UsageError(f"{NAME}: cannot be read: {error}") from None


def check_pin(root: Path, name: str, source: str, pin: Pin | None) -> tuple[str, bytes]:
    """What is wrong with an import's copy and the next step, empty where nothing is; and its bytes."""
    from runbook_lint.parse.lock import NAME, digest

    if pin is None:
        return f"it was never synced; {_SYNC}", b""
    if pin.source != source:
        return f"its source has changed since it was synced; {_SYNC}", b""
    path = copy_path(name)
    try:
        data = read_regular(root / path)
    except FileNotFoundError:
        return f"{path} is missing; restore it from git, or {_SYNC}", b""
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}", b""
    if digest(data) != pin.sha256:
        return f"{path} is not what {NAME} pins; restore it from git, or {_SYNC}", b""
    return "", data


def copy_path(name: str) -> str:
    """Where the copy of an import stands, relative to the root."""
    return f"{FOLDER}/{name}.json"
