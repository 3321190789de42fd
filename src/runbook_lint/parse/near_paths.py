"""What a target that leads nowhere may have meant: by extension, by a moved file's name, by its letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from posixpath import basename, dirname, splitext

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.suggest import near_miss, nearest
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.targets import joined
from runbook_lint.parse.tree_paths import fold, locate, tree_paths

_COMMON = regex(
    r"(?:readme|index|_index|runbook|playbook|overview|summary|changelog|contributing|license|main|notes|todo|setup"
    r"|install|usage|faq|troubleshooting|alerts?|service|config|values|kustomization|dockerfile|makefile"
    r"|image|screenshot|diagram|architecture|logo|untitled)?[-_ ]?\d*",
    re.IGNORECASE,
)
_PAGES = (".md", ".markdown", ".mdx", ".erb")
_MOVING = frozenset({*_PAGES, ".html", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".drawio", ".pdf"})


@dataclass(frozen=True, slots=True)
class Near:
    """A path that does exist; `certain` where it is the only one that can have been meant."""

    path: str
    certain: bool = False


def near_path(world: World, wanted: str, origin: str) -> Near | None:
    """The nearest thing to a path that is not there; what git's history says goes first."""
    if wanted in world.renames:
        return Near(world.renames[wanted], True)
    for candidates, sure in ((_other_extension(world, wanted), True), (_same_name(world, wanted), _is_unusual(wanted))):
        found = list(dict.fromkeys(each for each in candidates if each != origin))
        if len(found) == 1:
            return Near(found[0], sure)
        if found:
            return Near(max(found, key=lambda each: (_shared(each, wanted), -len(each))))
    alike = _alike(world, wanted)
    return Near(alike) if alike else None


def near_origin(world: World, origin: str, path: str) -> Near | None:
    """What a page's relative link led to before the page itself was renamed."""
    for old in _old_names(world).get(origin, ()):
        was = joined(dirname(old), path)
        now = world.renames.get(was, was) if was else None
        if now in world.files and now is not None and now != origin:
            return Near(now, True)
    return None


@once
def _old_names(world: World) -> dict[str, list[str]]:
    """The paths that renamed files had."""
    found: dict[str, list[str]] = {}
    for old, new in world.renames.items():
        found.setdefault(new, []).append(old)
    return found


def _other_extension(world: World, wanted: str) -> Iterator[str]:
    """The page beside it that has the same name but for the extension."""
    if basename(wanted):
        yield from _by_stem(world).get((dirname(wanted), _stem(basename(wanted))), ())


@once
def _by_stem(world: World) -> dict[tuple[str, str], list[str]]:
    """The pages by their folder, and by their name without what makes it a page's."""
    found: dict[tuple[str, str], list[str]] = {}
    for folder, names in _siblings(world).items():
        for name in names:
            if name.endswith((*_PAGES, ".html")):
                found.setdefault((folder, _stem(name)), []).append(f"{folder}/{name}".lstrip("/"))
    return found


def _stem(name: str) -> str:
    return fold(re.sub(r"(?:\.(?:html?|md|markdown|mdx|erb))+\Z", "", name))


def _same_name(world: World, wanted: str) -> Iterator[str]:
    """Files of the same name elsewhere; a path that ends as the wanted one does goes first."""
    name, folder = basename(wanted), basename(dirname(wanted))
    if "." not in name:
        return
    named = tree_paths(world).named.get(fold(name), ())
    below = [path for path in named if "/" in wanted and f"/{path}".endswith(f"/{wanted}")]
    if _is_unusual(wanted) or below or splitext(name)[1].lower() not in _MOVING:
        yield from below if len(below) == 1 else named
    else:
        yield from (path for path in named if basename(dirname(path)) == folder)


def _is_unusual(wanted: str) -> bool:
    """Whether a page's or an image's name is its own: two words or more, and not such as every folder may have."""
    stem, suffix = basename(wanted).split(".")[0], splitext(wanted)[1].lower()
    if suffix not in _MOVING:
        return False  # rules and values of two environments share their names
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", stem)
    return len(words) > 1 and sum(map(len, words)) >= 8 and not _COMMON.fullmatch(stem)


def _alike(world: World, wanted: str) -> str:
    """The path that is spelt most like it: in its folder, then a folder beside, then among all pages."""
    folder, name = dirname(wanted), basename(wanted)
    near = nearest(name, _siblings(world).get(folder, ())) if locate(world, folder).exists else None
    if near:
        return f"{folder}/{near}".lstrip("/")
    if folder and "." in name:
        with_name = _folders_with(world).get(fold(name), {})
        closest = nearest(basename(folder), with_name)
        if closest:
            return with_name[closest]
    return _slip(world, name)


def _slip(world: World, name: str) -> str:
    """The one page whose name is a slip of the finger away, wherever it stands."""
    near = near_miss(name, _page_names(world)) if _is_unusual(name) else None
    return _page_names(world)[near] if near else ""


@once
def _page_names(world: World) -> dict[str, str]:
    return {basename(path): path for path in world.documents}


@once
def _folders_with(world: World) -> dict[str, dict[str, str]]:
    """The names of the folders that hold a file of a name, each with that file."""
    return {name: {basename(dirname(path)): path for path in paths} for name, paths in tree_paths(world).named.items()}


@once
def _siblings(world: World) -> dict[str, tuple[str, ...]]:
    """The names in every folder."""
    inside: dict[str, list[str]] = {}
    paths = tree_paths(world)
    for path in sorted(paths.files | paths.folders):
        if path:
            inside.setdefault(dirname(path), []).append(basename(path))
    return {folder: tuple(names) for folder, names in inside.items()}


def _shared(path: str, wanted: str) -> int:
    """How many folders and names two paths share, from the start and from the end."""
    parts, others = path.split("/"), wanted.split("/")
    return _equal(parts, others) + _equal(parts[::-1], others[::-1])


def _equal(parts: list[str], others: list[str]) -> int:
    pairs = zip(parts, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
