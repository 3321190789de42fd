"""A secret leaves in no finding, whichever rule made it: not in its line, its words or its fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from runbook_lint.model.finding import Finding
from runbook_lint.model.world import World
from runbook_lint.parse.secrets import Secret, find_secrets, secrets_of
from runbook_lint.parse.visibility import is_restricted

_GONE = "…"


def without_secrets(text: str, world: World) -> str:
    """A text made from the catalogue's files, without the secrets in them."""
    for path in sorted(world.data_files):
        for word in _words(secrets_of(world, path), world.lines(path)):
            text = text.replace(word, _GONE)
    return text


def secret_words(world: World, within: Iterable[str] | None = None) -> tuple[str, ...]:
    """The texts that must leave in nothing that is made from any file, or from some, longest first."""
    paths = sorted({*world.documents, *world.data_files, *world.alert_files} if within is None else set(within))
    words = {word for path in paths for word in _words(secrets_of(world, path), world.lines(path))}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def cleaner(world: World, known: Sequence[str] | None = None) -> Callable[[str], str]:
    """A function that takes the secrets out of a text: those of the files, and what looks like one in itself.

    `known` are the `secret_words` of the world, where somebody has looked for them already.
    """
    words = secret_words(world) if known is None else known

    def clean(text: str) -> str:
        for word in words:
            text = text.replace(word, _GONE)
        lines = text.split("\n")
        for word in sorted(set(_words(find_secrets(lines), lines)), key=len, reverse=True):
            text = text.replace(word, _GONE)
        return text

    return clean


def redact(findings: Sequence[Finding], world: World, everywhere: bool = False) -> list[Finding]:
    """The findings without the secrets of the files that they speak of, fingerprints not yet made.

    With `everywhere` those of all files: then what a finding says does not depend on which others there are.
    """
    if not findings:
        return []
    paths = {finding.path for finding in findings} | set(world.data_files)
    if everywhere:
        paths |= {*world.documents, *world.alert_files}
    paths |= {place.path for finding in findings for place, _ in finding.related}
    paths |= {alert.file for alert in world.alerts if alert.location.path in paths}  # what a source's alert came in by
    secrets = {path: each for path in paths if (each := secrets_of(world, path))}
    if not secrets:
        return list(findings)
    found = {word for path, each in secrets.items() for word in _words(each, world.lines(path))}
    words = sorted(found, key=lambda word: (-len(word), word))
    return [_redacted(finding, secrets.get(finding.path, ()), words) for finding in findings]


def without_restricted(findings: Iterable[Finding], world: World) -> tuple[Finding, ...]:
    """The findings without the lines of pages that are not for everybody: a log has more readers than a repository."""
    restricted = {path for path, page in world.documents.items() if is_restricted(page, world.settings)}
    return tuple(replace(each, source="") if each.path in restricted else each for each in findings)


def _words(secrets: Iterable[Secret], lines: Sequence[str]) -> Iterator[str]:
    """The texts that must not appear: each line's part of each secret."""
    for secret in secrets:
        for number in range(secret.span.line, secret.span.end_line + 1):
            line = lines[number - 1]
            start = secret.span.column - 1 if number == secret.span.line else 0
            end = secret.span.end_column - 1 if number == secret.span.end_line else len(line)
            if len(line[start:end].strip()) > 3:
                yield line[start:end].strip()


def _redacted(finding: Finding, secrets: Sequence[Secret], words: Sequence[str]) -> Finding:
    def clean(text: str) -> str:
        for word in words:
            text = text.replace(word, _GONE)
        return text

    first, last = finding.span.line, max(finding.span.line, finding.span.end_line)
    on_line = any(secret.span.line <= last and first <= secret.span.end_line for secret in secrets)
    fix = finding.fix
    if fix and any(clean(edit.text) != edit.text for edit in fix.edits):
        fix = None
    return replace(
        finding,
        message=clean(finding.message),
        help=clean(finding.help),
        source="" if on_line else clean(finding.source),
        related=tuple((place, clean(text)) for place, text in finding.related),
        fix=fix,
    )
