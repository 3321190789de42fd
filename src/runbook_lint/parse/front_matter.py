"""The block of YAML (or Hugo's TOML) on top of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from runbook_lint.model.document import Data, DataProblem, FrontMatter
from runbook_lint.model.position import Span
from runbook_lint.parse.yaml_reader import read_yaml

_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_front_matter(lines: Sequence[str]) -> FrontMatter | None:
    """The front matter of a page, None where it has none.

    A page that begins with a rule (`---`) and closes it around plain text has none: only a mapping,
    an empty block, or a block that is no YAML at all counts.
    """
    fence = lines[0].rstrip() if lines else ""
    if fence not in ("---", "+++"):
        return None
    ends = (fence, "...") if fence == "---" else (fence,)
    end = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() in ends), 0)
    if not end:
        return None
    text = "\n".join(lines[1 : end - 1]) + "\n"
    span = Span(1, 1, end, len(lines[end - 1]) + 1)
    if fence == "+++":
        return FrontMatter(_toml(text), span, "toml")
    data = read_yaml(text, first_line=2)
    if data.problem is None and not isinstance(data.value, dict) and data.value is not None:
        return None
    return FrontMatter(data, span)


def _toml(text: str) -> Data:
    import tomllib

    try:
        value = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = _TOML_PLACE.search(str(error))
        number, column = (int(match[1]) + 1, int(match[2])) if match else (2, 1)
        reason = _TOML_PLACE.sub("", str(error)).strip()
        return Data(problem=DataProblem(f"not valid TOML: {reason}", Span(number, column, number, column)))
    spans: dict[tuple[str | int, ...], Span] = {}
    keys: dict[tuple[str | int, ...], Span] = {}
    for number, line in enumerate(text.split("\n"), 2):
        key, _, rest = line.partition("=")
        name = key.strip().strip("\"'")
        if line.lstrip().startswith("["):
            break
        if name in value and (name,) not in keys:
            keys[(name,)] = Span(number, 1, number, len(key.rstrip()) + 1)
            start = len(line) - len(rest.lstrip()) + 1
            spans[(name,)] = Span(number, start, number, len(line.rstrip()) + 1)
    return Data({key: _plain(item) for key, item in value.items()}, spans, keys)


def _plain(value: object) -> object:
    """TOML's own dates as the ISO strings that the rest of the house reads."""
    return value.isoformat() if hasattr(value, "isoformat") else value
