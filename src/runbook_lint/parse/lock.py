"""runbook-lint.lock: which bytes of each imported catalogue hold here, for people to review and machines to check."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from hashlib import sha256

from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass

NAME = "runbook-lint.lock"
_HEAD = "# Written by `runbook-lint sync`: the catalogues that are imported, by their hashes. Commit it.\nversion = 1\n"


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a catalogue came from and its hash; `commit` is what its exporter said of it."""

    source: str
    sha256: str
    commit: str = ""


def is_import_name(name: str) -> bool:
    """Whether an import may be called so: the name is a file's as well, on any file system."""
    return bool(re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", name))


def digest(data: bytes) -> str:
    """The hash of a catalogue, whose line ends git may have changed on the way."""
    return sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def read_lock(text: str) -> dict[str, Pin]:
    """The pins by the import's name."""
    try:
        table = tomllib.loads(text)
        version = table.get("version")
        if version != 1:
            step = "upgrade, or delete the file and sync"
            raise UsageError(f"{NAME}: version {version}, this runbook-lint reads 1; {step}")
        return {name: _pin(given) for name, given in table.get("imports", {}).items() if is_import_name(name)}
    except (tomllib.TOMLDecodeError, RecursionError, AttributeError, KeyError, TypeError):
        raise UsageError(f"{NAME}: not as `runbook-lint sync` writes it; restore it, or delete it and sync") from None


def _pin(given: Mapping[str, str]) -> Pin:
    return Pin(str(given["source"]), str(given["sha256"]), str(given.get("commit", "")))


def lock_text(pins: Mapping[str, Pin]) -> str:
    """The lock file: the same pins give the same text."""
    return _HEAD + "".join(_entry(name, pins[name]) for name in sorted(pins))


def _entry(name: str, pin: Pin) -> str:
    commit = f"commit = {_quoted(pin.commit)}\n" if pin.commit else ""
    return f"\n[imports.{name}]\nsource = {_quoted(pin.source)}\nsha256 = {_quoted(pin.sha256)}\n{commit}"


def _quoted(text: str) -> str:
    """A TOML string; JSON's differs from it in DEL, and in half a surrogate pair."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
