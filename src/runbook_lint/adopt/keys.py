"""Front matter keys and incident ids as this repository writes them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from runbook_lint.adopt.words import spaced, stem
from runbook_lint.model.adoption import Setting, counted
from runbook_lint.model.dates import parse_date, parse_duration
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import SEVERITIES, Ids
from runbook_lint.model.vocabulary import KEY_ALIASES
from runbook_lint.parse.loose_date import loose_date

_LIKE: Mapping[str, str] = {
    "last_reviewed": r"(?:last )?(?:review(?:ed)?|checked|verified)(?: (?:on|at))?(?: date)?",
    "review_in": r"review (?:in|every|interval|period|frequency|cycle)|reviewed every",
    "reviewed_by": r"(?:last )?review(?:ed by|er)",
    "owner": r"(?:primary |page |document )?owner(?: slack| team| email)?|owned by|maintainer",
    "team": r"(?:owning |responsible )?team(?: name)?|squad",
    "service": r"service(?: name| id)?|system|application|app|component",
    "incident": r"incident(?: id| number| no| key| ref)?",
    "severity": r"severity(?: level)?|sev",
    "started": r"(?:incident )?start(?:ed)?(?: time| at| date)?",
    "detected": r"detected(?: time| at)?|detection time",
    "resolved": r"(?:incident )?(?:resolved|end(?:ed)?)(?: time| at| date)?|resolution time",
    "alert": r"alert(?: name)?|alertname",
}
_FITS: Mapping[str, Callable[[str], bool]] = {
    "last_reviewed": lambda text: bool(parse_date(text) or loose_date(text)),
    "review_in": lambda text: parse_duration(text) is not None,
    "started": lambda text: bool(re.match(r"\d{4}-\d\d", text)),
    "detected": lambda text: bool(re.match(r"\d{4}-\d\d", text)),
    "resolved": lambda text: bool(re.match(r"\d{4}-\d\d", text)),
}
_FEWEST, _OFTEN = 2, 0.1
_ID = regex(r"(?P<word>[A-Za-z]{2,})(?P<dash>[-_]?)(?P<year>\d{4}[-_])?(?P<number>\d+)(?=\b|_|$)")
_DATED = regex(r"[A-Za-z]+[-_]?\d{4}[-_.]?(?:0[1-9]|1[0-2])[-_.]?(?:[0-2]\d|3[01])(?!\d)")  # a day is no number


def key_settings(pages: Sequence[Document]) -> Iterator[Setting]:
    """What to add to `[keys]`: names that stand for a key of ours and hold what it would hold."""
    values: dict[str, list[str]] = defaultdict(list)
    fronts = [page.front_matter.data.value for page in pages if page.front_matter]
    for front in fronts:
        for key, value in front.items() if isinstance(front, dict) else ():
            if isinstance(value, (str, int)) and str(value).strip():
                values[str(key)].append(str(value).strip())
    known = {alias for aliases in KEY_ALIASES.values() for alias in aliases}
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for key, given in sorted(values.items()):
        ours = next((name for name, like in _LIKE.items() if re.fullmatch(like, spaced(key))), "")
        often = len(given) >= max(_FEWEST, _OFTEN * len(fronts))
        fits = _FITS.get(ours, lambda text: True)
        if ours and key not in known and often and sum(map(fits, given)) * 2 > len(given):
            found[ours].append((key, len(given)))
    for ours, names in sorted(found.items()):
        told = ", ".join(counted(count, "page") for _, count in names)
        yield Setting("keys", ours, tuple(name for name, _ in names), told)


def id_settings(pages: Sequence[Document]) -> Iterator[Setting]:
    """How incidents are numbered, and how bad they may be, where that is not as by default."""
    told = [page for page in pages if page.kind is Kind.POSTMORTEM]
    shapes = Counter(_shape(stem(page.path)) for page in told)
    shape, count = shapes.most_common(1)[0] if shapes else ("", 0)
    if shape and count >= _FEWEST and count * 2 > len(told) and shape != Ids().incident:
        yield Setting("ids", "incident", shape, f"the names of {count} of {len(told)} postmortems")
    yield from _severities(told)


def _shape(name: str) -> str:
    """The pattern of the incident's number at the start of a file's name; empty where it has none."""
    match = _ID.match(name)
    if not match or match["word"].casefold() == "incident" or _DATED.match(name):
        return ""
    year = rf"[0-9]{{4}}{match['year'][-1]}" if match["year"] else ""
    return f"{match['word']}{match['dash']}{year}[0-9]+"


def _severities(pages: Sequence[Document]) -> Iterator[Setting]:
    given: set[str] = set()
    for page in pages:
        data = page.front_matter.data if page.front_matter else None
        for key in KEY_ALIASES["severity"] if data else ():
            value = data.get(key) if data else None
            given |= {str(value).strip()} if isinstance(value, (str, int)) else set()
    shape = {re.sub(r"\d+", "", each).casefold() for each in given}
    numbered = all(re.search(r"\d", each) for each in given)
    if given and len(shape) == 1 and numbered and not given <= set(SEVERITIES):
        word = re.sub(r"\d+.*", "", sorted(given)[0])
        numbers = [int(re.findall(r"\d+", each)[0]) for each in given]
        every = tuple(f"{word}{number}" for number in range(min([*numbers, 1]), max([*numbers, 4]) + 1))
        yield Setting("postmortems", "severities", every, "as the pages say; the worst first")
