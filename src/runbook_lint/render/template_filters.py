"""The filters of a template that escape: what a value needs to stand in a page, a table or YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from runbook_lint.model.patterns import regex
from runbook_lint.parse.markdown_text import at_line_start, escaped
from runbook_lint.parse.scalars import is_plain
from runbook_lint.parse.yaml_text import quoted
from runbook_lint.render.text import visible

MOST = 1_000_000
"""Characters of any text in a template, and of what it makes."""


_ADDRESS = regex(r"(https?://[^\s<>`\"']*[^\s<>`\"'.,;:!?)\]}])")


class TooMuch(Exception):
    """A template grows out of bounds."""


def inline(value: Any) -> str:
    """A value as one line of Markdown that shows the same characters: no markup, HTML or entity of its own."""
    return at_line_start(escaped(" ".join(visible(str(value).replace("\n", " ")).split())))


def linked(value: Any) -> str:
    """As `inline`, with the web addresses in the text as links."""
    parts = _ADDRESS.split(" ".join(visible(str(value).replace("\n", " ")).split()))
    shown = (f"<{_in_cell(part)}>" if index % 2 else escaped(part) for index, part in enumerate(parts))
    return at_line_start("".join(shown))


def _in_cell(address: str) -> str:
    """An address that neither ends a table's cell nor escapes what follows."""
    return address.replace("|", "%7C").replace("\\", "%5C")


def paragraphs(value: Any) -> str:
    """A text of several lines as paragraphs, with its web addresses as links and no other markup."""
    parts = re.split(r"\n\s*\n", str(value).replace("\r\n", "\n"))
    return "\n\n".join(filter(None, map(linked, parts)))


def code(value: Any) -> str:
    """A value as inline code, in as many backticks as it needs; a space beside those it begins or ends with."""
    text = " ".join(visible(str(value).replace("\n", " ")).split())
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def block(value: Any, language: str = "") -> str:
    """A value as a fenced code block, fenced longer than any fence in it, without its last line end."""
    lines = [visible(line.replace("\t", "    ")) for line in str(value).strip("\n").splitlines()]
    longest = max((len(run) for run in re.findall(r"`{3,}", "\n".join(lines))), default=2)
    fence = "`" * (longest + 1)
    return "\n".join([fence + language, *lines, fence])


def yaml(value: Any) -> str:
    """A value as a YAML scalar or flow list on one line, plain where YAML takes it for text."""
    if isinstance(value, Mapping):
        raise TypeError("`yaml` writes scalars and lists, no mapping")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return f"[{', '.join(yaml(each) for each in value)}]"
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    text = str(value)
    return text if is_plain(text) else quoted(text)


def join(values: Iterable[Any], between: str = "") -> str:
    """Values beside each other."""
    parts = [str(each) for each in values]
    if sum(map(len, parts)) + len(parts) * len(between) > MOST:
        raise TooMuch
    return between.join(parts)


def replace(value: Any, old: str, new: str) -> str:
    """A text with every occurrence of a part replaced."""
    text = str(value)
    if len(text) + text.count(old) * len(new) > MOST:
        raise TooMuch
    return text.replace(old, new)


def indent(value: Any, width: int = 2, first: bool = False) -> str:
    """A text with all its lines, or all but the first, moved to the right; empty lines stay empty."""
    lines = str(value).split("\n")
    if not 0 <= width <= 40:
        raise ValueError("`indent` takes 0 to 40 spaces")
    return "\n".join(" " * width + line if line and (first or number) else line for number, line in enumerate(lines))


FILTERS: Mapping[str, Callable[..., str]] = {
    "inline": inline,
    "cell": inline,
    "linked": linked,
    "paragraphs": paragraphs,
    "code": code,
    "block": block,
    "yaml": yaml,
    "join": join,
    "replace": replace,
    "indent": indent,
}
"""Beside a choice of Jinja's own; `cell` is `inline`, which escapes the bar of a table as well."""
