"""The block of YAML (or Hugo's TOML) on top of a page."""

from __future__ import annotations

from collections.abc import Sequence

from runbook_lint.model.document import Data, DataProblem, FrontMatter
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.yaml_reader import read_yaml, waiver_comments

_DEEPEST = 100  # parts of a dotted key: tomllib's time grows with the square of them
_TOML_PLACE = regex(r"\(at line (\d+), column (\d+)\)")
_TOML_VALUE = regex(r'''("(?:[^"\\]|\\.)*"|'[^']*')(?=\s*(?:#|$))|[^#"'\[{]+(?=#|$)''')
_ENTRY = {
    "---": regex(r"""(?:[\w.-]+|"[^"]+"|'[^']+')\s*:(?:\s|$)"""),
    "+++": regex(r"""(?:[\w.-]+|"[^"]+"|'[^']+')\s*=|\["""),
}


def read_front_matter(lines: Sequence[str]) -> FrontMatter | None:
    """The front matter of a page, None where it has none.

    A page that begins with a rule (`---`) and closes it around plain text has none: only a mapping,
    an empty block, or a block that cannot be read but has an entry (`key: value`) in it counts.
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
    if data.problem is not None and not _entries(lines[1 : end - 1], fence):
        return None
    if data.problem is None and not isinstance(data.value, dict) and data.value is not None:
        return None
    return FrontMatter(data, span)


def is_unclosed(lines: Sequence[str]) -> bool:
    """Whether a page starts a front matter of two entries or more and never ends it."""
    fence = lines[0].rstrip() if lines else ""
    if fence not in _ENTRY or any(line.rstrip() in (fence, "...") for line in lines[1:]):
        return False
    head = next((number for number, line in enumerate(lines[1:], 1) if not line.strip()), len(lines))
    return _entries(lines[1:head], fence) > 1


def _entries(lines: Sequence[str], fence: str) -> int:
    """How many lines start an entry; none where most do not, as in prose that has a colon somewhere."""
    starts = [line for line in lines if line.strip() and line[0] not in " \t#-"]
    entries = [line for line in starts if _ENTRY[fence].match(line)]
    return len(entries) if len(entries) * 2 >= len(starts) else 0


def _toml(text: str) -> Data:
    import tomllib

    if any(line.split("=")[0].count(".") > _DEEPEST for line in text.split("\n")):
        return Data(problem=DataProblem("the TOML nests too deeply", Span(2, 1, 2, 1)))

    try:
        value = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = _TOML_PLACE.search(str(error))
        number, column = (int(match[1]) + 1, int(match[2])) if match else (2, 1)
        reason = _TOML_PLACE.sub("", str(error)).strip()
        problem = DataProblem(f"not valid TOML: {reason}", Span(number, column, number, column))
        return Data(comments=tuple(waiver_comments(text, 2)), problem=problem)
    spans: dict[tuple[str | int, ...], Span] = {}
    keys: dict[tuple[str | int, ...], Span] = {}
    for number, line in enumerate(text.split("\n"), 2):
        key, _, rest = line.partition("=")
        name = key.strip().strip("\"'")
        if line.lstrip().startswith("["):
            break
        if name in value and (name,) not in keys:
            keys[(name,)] = Span(number, 1, number, len(key.rstrip()) + 1)
            start = len(line) - len(rest.lstrip())
            match = _TOML_VALUE.match(line, start)
            end = start + len(match[0].rstrip()) if match else len(line.rstrip())
            spans[(name,)] = Span(number, start + 1, number, end + 1)
    comments = tuple(waiver_comments(text, 2))
    return Data({key: _plain(item) for key, item in value.items()}, spans, keys, comments)


def _plain(value: object) -> object:
    """TOML's own dates as the ISO strings that the rest of the house reads."""
    return value.isoformat() if hasattr(value, "isoformat") else value
