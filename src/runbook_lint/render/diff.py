"""What fixes would change, as a unified diff that `git apply` takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import unified_diff

from runbook_lint.render.findings import Paint, plain
from runbook_lint.render.text import visible

_STYLES = {"+": "added", "-": "removed", "@": "dim"}


def file_diff(path: str, before: str, after: str, clean: Callable[[str], str] = str) -> Iterator[str]:
    """The lines of one file's diff, line ends and all; `clean` takes out of each what must not be shown."""
    old, new = ([f"{line}\n" for line in text.split("\n")] for text in (before, after))
    names = (_name(f"a/{path}"), _name(f"b/{path}"))
    for number, line in enumerate(unified_diff(_whole(old), _whole(new), *names)):
        yield line if number < 2 else clean(line)


def _name(path: str) -> str:
    """A path as git writes it in a diff: quoted where it could end the line, drive a terminal or look like another."""
    parts = ["".join(f"\\{byte:03o}" for byte in char.encode("utf-8", "surrogateescape")) for char in path]
    told = [char if visible(char) == char else part for char, part in zip(path, parts, strict=True)]
    quoted = "".join(f"\\{char}" if char in '"\\' else each for char, each in zip(path, told, strict=True))
    if quoted != path:
        return f'"{quoted}"'
    return f"{path}\t" if " " in path else path  # else the name would end at its first blank


def _whole(lines: list[str]) -> list[str]:
    """Lines as diff counts them: behind a line end there is none, and a last one without it says so."""
    last = lines[-1].removesuffix("\n")
    return [*lines[:-1], *([f"{last}\n\\ No newline at end of file\n"] if last else [])]


def painted(lines: Iterator[str], paint: Paint = plain) -> Iterator[str]:
    """A diff for a terminal: in colour, and no line of it drives the terminal."""
    for line in lines:
        for part in line.rstrip("\n").split("\n"):
            text, style = visible(part.rstrip("\r").replace("\t", "    ")), _STYLES.get(part[:1])
            yield paint(text, style) if style else text
