"""What a terminal can show: colours where they are wanted."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from runbook_lint.model.patterns import regex
from runbook_lint.render.findings import Paint, plain

_STYLES = {"error": "31;1", "warning": "33;1", "info": "36;1", "path": "1", "code": "1", "dim": "34", "help": "1",
           "added": "32", "removed": "31"}  # fmt: skip

_RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
_COMMAND = regex(r"##(?=\w*\[)")
"""GitHub, Azure and TeamCity look for `##[…]`, `##vso[…]`, `##teamcity[…]` anywhere in a line of the log."""


def for_log(text: str) -> str:
    """A text in which the runner of a CI job, if it is one that prints here, finds no command of a page's."""
    return _COMMAND.sub("# #", text) if any(map(os.environ.get, _RUNNERS)) else text


def emit(text: str) -> None:
    """Print a machine's format byte by byte: its line ends are its own on every system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def paint_for(stream: TextIO | None = None) -> Paint:
    """Colours for a stream: FORCE_COLOR and NO_COLOR decide, else whether it is a terminal."""
    stream = stream or sys.stdout
    if os.environ.get("NO_COLOR"):
        return plain
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
    if not forced and (not stream.isatty() or os.environ.get("TERM") == "dumb"):
        return plain
    return _ansi


def _ansi(text: str, style: str) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"
