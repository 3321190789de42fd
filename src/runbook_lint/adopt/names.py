"""Names that repeat: `checkout/runbook.md` and `payments/runbook.md` are one glob, and so are folders of one name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, commonpath, dirname

from runbook_lint.adopt.words import folder_says, stem, suffix, title_says
from runbook_lint.model.document import Kind
from runbook_lint.model.patterns import regex

_MARKS = regex(r"([*?\[\]\\])")
_NUMBERED = regex(r"([A-Za-z]+[-_ ]?)\d")
_WORDED = regex(r"[A-Za-z]{3,}[-_ ]+")
_VENDORED = regex(r"(?:^|.*?/)(?:node_modules|third_party|bower_components|site-packages|vendor)(?=/)")
_ALIKE = 0.8
_SEVERAL = 3


def spelled(path: str, more: str = "") -> str:
    """A path as a glob that means just this path, with more behind it."""
    plain = _MARKS.sub(r"\\\1", path)
    plain = f"\\{plain}" if plain.startswith("!") else plain  # else the glob would take something back
    return f"{plain}/{more}" if plain and more else plain or more


def within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder; everything lies in ""."""
    inner = folder.rstrip("/")
    return not inner or path == inner or path.startswith(f"{inner}/")


def suffixes(paths: Iterable[str]) -> list[str]:
    """The suffixes of some pages, the most frequent first."""
    return [each for each, _ in Counter(suffix(path) for path in paths).most_common() if each]


def by_name(kinds: Mapping[str, Kind]) -> tuple[dict[Kind, list[str]], dict[str, Kind]]:
    """Globs for file names that stand in several folders and say what the page is, and the pages that are left."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in kinds:
        places[basename(path)].append(path)
    found: dict[Kind, list[str]] = defaultdict(list)
    left = dict(kinds)
    for name, paths in sorted(places.items()):
        told = {kinds[path] for path in paths}
        alone = len({dirname(path) for path in paths})
        said = title_says(stem(name)) or folder_says(stem(name))
        if len(told) == 1 and alone > 1 and said and {said[0]} == told and told != {Kind.DOCUMENT}:
            found[told.pop()].append(f"{before(paths)}{spelled(name)}")
            left = {path: kind for path, kind in left.items() if basename(path) != name}
    return found, left


def recurring(paths: Iterable[str]) -> frozenset[str]:
    """The file names that stand in several folders, as those of the one page that each service has."""
    counts = Counter(basename(path) for path in paths)
    return frozenset(name for name, count in counts.items() if count >= _SEVERAL)


def before(paths: list[str]) -> str:
    """What stands before the name in a glob: `services/*/` where all are as deep, else `**/`."""
    folders = [dirname(path) for path in paths]
    top = commonpath(folders)
    depths = {folder.count("/") - top.count("/") if top else folder.count("/") + bool(folder) for folder in folders}
    start = f"{spelled(top)}/" if top else ""
    return f"{start}*/" if depths == {1} else f"{start}**/"


def same_named(folders: Iterable[str], kinds: Mapping[str, Kind], kind: Kind) -> Iterator[tuple[str, str]]:
    """The prefix and name of folders of one name, where all of that name hold the same."""
    places: dict[str, list[str]] = defaultdict(list)
    for folder in folders:
        if folder:
            places[basename(folder)].append(folder)
    for name, found in sorted(places.items()):
        top = commonpath([dirname(folder) for folder in found]) if len(found) > 1 else ""
        prefix = f"{top}/" if top else ""
        members = [path for path in kinds if within(path, top) and f"/{name}/" in f"/{path[len(prefix) :]}"]
        if len(found) > 1 and sum(kinds[path] is kind for path in members) >= _ALIKE * len(members):
            yield prefix, name


def shared_glob(prefix: str, name: str, more: str) -> str:
    """The glob of all folders of one name below a prefix, as `same_named` tells them."""
    return f"{spelled(prefix)}**/{spelled(name)}/{more}"


def number_glob(paths: list[str]) -> str:
    """`PM[0-9]*` where nearly all names begin with the same letters and a number; empty where they do not."""
    counts = Counter(match[1] for path in paths if (match := _NUMBERED.match(stem(path))))
    prefix, count = counts.most_common(1)[0] if counts else ("", 0)
    return f"{spelled(prefix)}[0-9]*" if len(paths) > 2 and count >= _ALIKE * len(paths) else ""


def worded_globs(paths: Iterable[str], kind: Kind) -> list[str]:
    """`Incident-*.md` for pages of one folder whose names begin with what they are: the next one will be called so."""
    groups: Counter[tuple[str, str, str]] = Counter()
    for path in paths:
        if match := _WORDED.match(stem(path)):
            groups[dirname(path), match[0], suffix(path)] += 1
    return [
        spelled(f"{folder}/{begin}" if folder else begin) + f"*{ending}"
        for (folder, begin, ending), count in sorted(groups.items())
        if count > 1 and (said := title_says(begin) or folder_says(begin)) and said[0] is kind
    ]


def unsuffixed(paths: Iterable[str]) -> list[str]:
    """The files without a page's suffix that are called like the pages beside them: somebody forgot the `.md`."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        places[dirname(path)].append(path)
    found = []
    for members in places.values():
        prefix = number_glob([path for path in members if suffix(path)]).removesuffix("[0-9]*")
        bare = [path for path in members if not suffix(path) and ("." not in basename(path) or " " in basename(path))]
        found += [path for path in bare if prefix and re.match(rf"{re.escape(prefix)}\d", basename(path))]
    return sorted(found)


def vendored(paths: Iterable[str]) -> list[str]:
    """The folders of other people's code that hold pages."""
    return sorted({f"{match[0]}/" for path in paths if suffix(path) and (match := _VENDORED.match(path))})
