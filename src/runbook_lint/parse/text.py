"""Bytes to lines: encodings, byte order marks and line ends, without shifting a line number."""

from __future__ import annotations

import codecs

from runbook_lint.model.file import DataProblem
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span

NEWLINE = regex(r"\r\n|\r|\n")
_SURROGATE = regex("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file: its lines without their ends, its usual line end, and whether a BOM came first."""

    lines: tuple[str, ...]
    newline: str = "\n"
    bom: bool = False

    @property
    def joined(self) -> str:
        """The text with `\\n` between lines."""
        return "\n".join(self.lines)


def split_lines(text: str) -> tuple[str, ...]:
    """Lines as every editor counts them: CR LF, CR and LF end one, nothing else does."""
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    lines = NEWLINE.split(text) if "\r" in text else text.split("\n")  # three times as fast
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def decode(data: bytes) -> Text | DataProblem:
    """UTF-8 with or without a BOM; anything else is a problem at the first byte that does not fit."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return DataProblem("the file is UTF-16, not UTF-8", help="save the file as UTF-8")
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[3:] if bom else data
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        lines = NEWLINE.split(before)
        place = Span(len(lines), len(lines[-1]) + 1, len(lines), len(lines[-1]) + 2)
        return DataProblem(f"byte 0x{body[error.start]:02x} is not UTF-8", place, "save the file as UTF-8")
    return Text(split_lines(text), usual_newline(text), bom)


def usual_newline(text: str) -> str:
    """The line end that most lines of a text have."""
    return "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"


def encodable(text: str) -> str:
    """Text with what no encoding can carry (half a surrogate pair, as in odd file names) replaced."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
