"""Where a new postmortem belongs and what it is called: its id, its folder and its file's name."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from posixpath import basename, dirname, normpath
from string import Formatter

from runbook_lint.model.document import Kind
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.drafting.new_plan import file_stem
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.postmortems import postmortems

FIELDS = ("year", "month", "incident", "slug")
"""What `postmortems.path` may ask for."""

_LONGEST_SLUG = 60
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "ł": "l", "Ł": "L", "đ": "d"})
_WILD = regex(r"[*?\[\]!]")
_YEAR = regex(r"(?<!\d)(?:19|20)\d\d(?=\D?\Z)")
_DATED = regex(r"(?:\A|(?<=/))(?P<year>(?:19|20)\d\d)(?P<between>[-/_]?)(?P<month>[01]\d)?(?=/|\Z)")
_DIGITS = regex(r"(?:\[0-9\]|\\d)(?:\+|\*|\{(\d+)(?:,\d*)?\})?\Z")


def slug(title: str) -> str:
    """A title as a part of a file's name: ASCII, lower case, words with `-` between them, "" where none is left."""
    plain = unicodedata.normalize("NFKD", title.translate(_LETTERS))
    kept = "".join(char for char in plain if not unicodedata.combining(char) and char not in "'’")
    words = re.findall(r"[a-z0-9]+", kept.encode("ascii", "replace").decode("ascii").lower())
    whole = "-".join(words)
    if len(whole) <= _LONGEST_SLUG:
        return whole
    return whole[: _LONGEST_SLUG + 1].rpartition("-")[0] or whole[:_LONGEST_SLUG]


def is_incident_id(text: str, settings: Settings) -> bool:
    """Whether a text is an id of an incident by the configuration."""
    return re.fullmatch(settings.ids.incident, text) is not None


def ids_in_path(path: str, settings: Settings) -> Iterator[str]:
    """The incident ids that a file's name carries."""
    whole = rf"(?<![A-Za-z0-9])(?:{settings.ids.incident})(?![A-Za-z0-9])"
    for match in re.finditer(whole, basename(path), re.IGNORECASE):
        yield match[0]


def written_ids(world: World, more: Iterable[str] = ()) -> Mapping[str, str]:
    """Every incident id that a postmortem has, restricted or not, in its front matter or its file's name, and its path.

    Keys are casefolded. `more` are paths of postmortems that are newer than the world.
    """
    roles = Roles(world.settings)
    found: dict[str, str] = {}
    for each in postmortems(world):
        if each.incident:
            found.setdefault(each.incident.strip().casefold(), each.path)
    for path in sorted({*world.files, *more}):
        if roles.kind(path) is Kind.POSTMORTEM:
            for id in ids_in_path(path, world.settings):
                found.setdefault(id.casefold(), path)
    return found


def next_id(world: World, day: date, more: Iterable[str] = ()) -> str:
    """The id after the highest one there is; "" where no id of the configured form can be made of a number."""
    known = written_ids(world, more)
    highest: dict[str, tuple[int, int]] = {}
    spelt = {id.casefold(): id for id in _spellings(world, known.values())}
    for id in spelt.values():
        match = re.fullmatch(r"(.*?)(\d+)", id, re.DOTALL)
        if match:
            prefix = _YEAR.sub(str(day.year), match[1]) if _YEAR.search(match[1]) else match[1]
            number = int(match[2]) if prefix == match[1] else 0
            highest[prefix] = max(highest.get(prefix, (0, 0)), (number, len(match[2])))
    for prefix, (number, width) in sorted(highest.items(), key=lambda item: item[1], reverse=True) or [_first(world)]:
        id = f"{prefix}{number + 1:0{width}}"
        if is_incident_id(id, world.settings) and id.casefold() not in known:
            return id
    return ""


def _spellings(world: World, paths: Iterable[str]) -> Iterator[str]:
    for each in postmortems(world):
        if is_incident_id(each.incident, world.settings):
            yield each.incident
    for path in paths:
        yield from (id for id in ids_in_path(path, world.settings) if is_incident_id(id, world.settings))


def _first(world: World) -> tuple[str, tuple[int, int]]:
    """What the ids' pattern begins with before its number: `INC-` of `INC-[0-9]+`."""
    pattern = world.settings.ids.incident
    digits = _DIGITS.search(pattern)
    head = re.sub(r"\\(\W)", r"\1", pattern[: digits.start()]) if digits else ""
    return head, (0, int(digits[1]) if digits and digits[1] else 1)


def postmortem_path(world: World, incident: str, title: str, day: date, service_folder: str = "") -> str:
    """Where a new postmortem goes: what `postmortems.path` says, else where the layout's globs have the others.

    Empty where the layout does not tell.
    """
    given, name = world.settings.postmortems.path, "-".join(filter(None, (file_stem(incident), slug(title))))
    if given:
        return _filled(given, incident, title, day)
    roles = Roles(world.settings)
    globs = [glob.lstrip("/") for glob in world.settings.layout.postmortems if not glob.startswith("!")]
    for glob in globs:
        for folder in _folders(world, glob, day, service_folder):
            path = f"{folder}/{name}{_suffix(glob)}".lstrip("/")
            if roles.kind(path) is Kind.POSTMORTEM:
                return path
    return ""


def _filled(pattern: str, incident: str, title: str, day: date) -> str:
    values = {"year": str(day.year), "month": f"{day.month:02}", "incident": file_stem(incident)}
    values["slug"] = slug(title) or "incident"
    try:
        fields = [field for _, field, _, _ in Formatter().parse(pattern) if field is not None]
        unknown = next((field for field in fields if field not in FIELDS), None)
        if unknown is not None:
            known = ", ".join(f"{{{each}}}" for each in FIELDS)
            raise UsageError(f"postmortems.path: {{{unknown}}} is no field of it; there are {known}")
        return normpath(pattern.format(**values)).lstrip("/")
    except ValueError as error:
        raise UsageError(f"postmortems.path: {pattern} cannot be read: {error}") from None


def _suffix(glob: str) -> str:
    """The suffix that a glob's pages have, `.md` where it leaves that open."""
    tail = _WILD.split(basename(glob))[-1]
    return tail[tail.index(".") :] if "." in tail else ".md"


def _folders(world: World, glob: str, day: date, service_folder: str) -> Iterator[str]:
    """The folders a glob may mean for an incident of a day, the likeliest first."""
    roles, parts = Roles(world.settings), [part for part in dirname(glob).split("/") if part != "**"]
    there = Counter(dirname(path) for path in world.files if roles.kind(path) is Kind.POSTMORTEM)
    yield from dict.fromkeys(_moved(folder, day) for folder, _ in there.most_common() if _DATED.search(folder))
    wild = next((index for index, part in enumerate(parts) if _WILD.search(part)), None)
    if wild is None:
        yield "/".join(parts)
    elif any(dirname(service.folder) == "/".join(parts[:wild]) for service in world.catalog.services):
        yield _wild_filled(parts, (basename(service_folder),))
    elif not there:
        yield _wild_filled(parts, (str(day.year), f"{day.month:02}"))
    if len(there) == 1:
        yield next(iter(there))


def _wild_filled(parts: list[str], values: tuple[str, ...]) -> str:
    """A folder with the parts that are `*` replaced in order; "" where there are more of them, or other wildcards."""
    left, filled = list(values), []
    for part in parts:
        if part == "*" and left and left[0]:
            filled.append(left.pop(0))
        elif _WILD.search(part):
            return ""
        else:
            filled.append(part)
    return "/".join(filled)


def _moved(folder: str, day: date) -> str:
    """A dated folder of another incident as that of this day: `2025/03` as `2026/11`."""

    def now(match: re.Match[str]) -> str:
        month = f"{match['between']}{day.month:02}" if match["month"] else match["between"]
        return f"{day.year}{month}"

    return _DATED.sub(now, folder, count=1)
