"""A part of a repository's files, judged by a run of its own, and what such a run says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import blake2b

from runbook_lint.model.finding import Finding
from runbook_lint.model.frozen import dataclass

MOST = 999_999
"""How many parts there may be."""


@dataclass(frozen=True, slots=True, order=True)
class Shard:
    """One of `total` parts, counted from 1: the paths whose hash falls into it.

    A path is that of a file from the root, as findings have it, so every machine draws the same parts, and a new file
    moves no other. Every text is in exactly one: what a finding names need not be a file.
    """

    number: int
    total: int

    def __contains__(self, path: object) -> bool:
        """Whether what is found at this path belongs here."""
        digest = blake2b(str(path).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.total == self.number - 1

    def __str__(self) -> str:
        """As --shard has it."""
        return f"{self.number}/{self.total}"


@dataclass(frozen=True, slots=True)
class Since:
    """What a branch did since it left `ref` at `commit`, in files; `elsewhere` are findings that came with that.

    `configured` says that the configuration was another one then, `named` that the files were named by a hook and need
    not have changed.
    """

    ref: str
    commit: str
    touched: int
    gone: int
    renamed: int
    elsewhere: int
    configured: bool = False
    named: bool = False


@dataclass(frozen=True)
class Part:
    """What a shard's run says of itself, so that the others can be put to it.

    `versions` are ours and those of the parsers, `rules` the codes of those that ran, `settings` and `tree` hashes of
    all that was set and read, `commit` git's HEAD ("" without one). `fails` says that what was found decides for exit
    status 1, `accepted_gone` how many accepted findings are gone; `unread` and `warnings` are what the whole run has.
    """

    shard: Shard
    versions: Mapping[str, str]
    rules: tuple[str, ...]
    settings: str
    today: date
    commit: str
    tree: str
    prefix: str
    fails: bool
    accepted_gone: int = 0
    since: Since | None = None
    unread: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


Bytes = Mapping[tuple[str, int, int], int]
"""Columns in bytes of UTF-8, by path, line and column in code points; only those that differ."""


@dataclass(frozen=True)
class Report:
    """A shard's report as it was read; `place` is the file's name."""

    place: str
    part: Part
    findings: tuple[Finding, ...]
    summary: Mapping[str, int]
    columns: Bytes
