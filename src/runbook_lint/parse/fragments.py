"""The part of a target behind `#`: an anchor of a page, a line of a file, or the browser's own business."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import basename
from urllib.parse import quote

from runbook_lint.model.document import Document
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.suggest import near_miss, nearest
from runbook_lint.model.world import World
from runbook_lint.parse.anchors import anchor_names, page_anchors
from runbook_lint.parse.doubts import labels
from runbook_lint.parse.memo import once_each
from runbook_lint.parse.site_links import SPHINX, WIKI, engines, has_engine
from runbook_lint.parse.tree_paths import Found, Place, tree_paths

_LINES = regex(r"L(\d+)(?:C\d+)?(?:-L?(\d+)(?:C\d+)?)?", re.IGNORECASE)
_NOT_OURS = regex(  # footnotes are numbered by the engine; the rest is the browser's or a script's
    r":~:|/|!|(?:user-content-)?fn(?:ref)?[:-]|__tabbed_|note_\d|0\Z|diff-|issuecomment-|lines-\d|markdown-header-"
)
_INCLUDES = regex(
    r"<%=|\{%-?\s*(?:include|render|snippet)|\{\{(?:[<%]\s*[\w/-]*|#)include|<!--\s*@include:|--8<--|\{include\}|^\{!.*!\}|^::include"
    r"|^::: (?:mkdocs-\w|\w+(?:\.\w+)+\s*$)|^[`:]{3,}\{(?:eval-rst|auto\w+|click|typer|argparse)[\w:]*\}"  # generated
)
_LIKE_GITHUB = frozenset(  # engines whose anchors are GitHub's; others differ in punctuation
    {*SPHINX, "docusaurus.config.js", "docusaurus.config.ts", "sidebars.js", "astro.config.mjs", "astro.config.ts"}
    | {*WIKI}
)
_THANKS = regex(  # the kinds of contribution of all-contributors
    r"(?:audio|a11y|blog|business|code|content|data|design|doc|eventOrganizing|example|financial|fundingFinding|ideas|infra"
    r"|maintenance|mentoring|platform|plugin|projectManagement|promotion|question|research|review|security|talk|test|tool"
    r"|translation|tutorial|userTesting|video)-[\w-]+\Z"
)
_TIGHT_HEADING = regex(r"#{1,6}([^\s#].*)")  # no heading to CommonMark, one to Redcarpet and Python-Markdown
_FRONT_PAGES = ("readme.md", "index.md", "_index.md", "readme.markdown", "index.html.md.erb", "index.html.md")


def anchors_of(world: World, path: str) -> Mapping[str, Span]:
    """The anchors of a page by the configured engine, worked out once."""
    kept: dict[str, Mapping[str, Span]] = world.memo.setdefault(__name__, {})
    if path not in kept:
        kept[path] = page_anchors(world.documents[path], world.settings.links.slugs)
    return kept[path]


def front_page(world: World, folder: str) -> str:
    """The page that is shown for a folder, an empty string where it has none."""
    names = {name.lower(): name for name in _names_in(world, folder)}
    found = next((names[name] for name in _FRONT_PAGES if name in names), "")
    return f"{folder}/{found}".lstrip("/") if found else ""


def _names_in(world: World, folder: str) -> list[str]:
    kept: dict[str, list[str]] = world.memo.setdefault(f"{__name__}.folders", {})
    if not kept:
        for path in sorted(tree_paths(world).files):
            kept.setdefault(path.rpartition("/")[0], []).append(basename(path))
    return kept.get(folder, [])


def resolve_fragment(world: World, place: Place, fragment: str) -> Resolution:
    """What a fragment means on the file or folder that a target leads to."""
    there = Resolution(State.RESOLVED, place.path, fragment)
    if not fragment or fragment.lower() == "top" or _NOT_OURS.match(fragment):
        return there
    path = front_page(world, place.path) if place.found is Found.FOLDER else place.path
    if place.found is Found.FOLDER and (not path or fragment == "readme"):
        return Resolution(State.UNJUDGED, place.path, fragment, reason="a folder without a page") if not path else there
    if path in world.documents and has_anchor(world, path, fragment):
        return Resolution(State.RESOLVED, path, fragment)
    lines = _LINES.fullmatch(fragment)
    if lines:
        return _line(world, path, fragment, int(lines[2] or lines[1]))
    if path in world.documents:
        return _missing(world, path, fragment)
    page = path.lower().endswith((".md", ".markdown", ".erb", ".mdx"))
    return Resolution(State.UNJUDGED, path, fragment, reason="the page is not read") if page else there


def has_anchor(world: World, path: str, fragment: str) -> bool:
    """Whether a page has an anchor, as its engine's site would find it: GitHub's finds it in any case."""
    anchors = anchor_names(world.documents[path], world.settings)
    if fragment in anchors:
        return True
    names = [fragment, fragment.removeprefix("user-content-"), quote(fragment)]
    if world.settings.links.slugs == "github":
        names += [name.lower() for name in names]
    return any(name in anchors for name in names)


def is_line(fragment: str) -> bool:
    """Whether a fragment names lines of a file."""
    return bool(_LINES.fullmatch(fragment))


def _line(world: World, path: str, fragment: str, line: int) -> Resolution:
    known = world.lines(path)
    if known and line > len(known):
        reason = f"it has {len(known)} lines" if len(known) > 1 else "it has one line"
        return Resolution(State.NO_ANCHOR, path, fragment, reason=reason)
    return Resolution(State.RESOLVED, path, fragment)


@once_each
def includes_others(document: Document) -> bool:
    """Whether a page takes parts of others in, so that its own text has not all of its anchors."""
    return any(_INCLUDES.search(line) for line in document.lines)


def _missing(world: World, path: str, fragment: str) -> Resolution:
    if includes_others(world.documents[path]):
        return Resolution(State.UNJUDGED, path, fragment, reason="the page includes others")
    if _by_robot(world.documents[path], fragment):
        return Resolution(State.UNJUDGED, path, fragment, reason="a robot writes such")
    if _by_other_engine(world, path, fragment):
        return Resolution(State.UNJUDGED, path, fragment, reason="a site finds it: set [links] slugs")
    anchors = anchors_of(world, path)
    same = _by_letters(world, path).get(_letters(fragment), ())
    if len(same) == 1 and _letters(fragment):
        return Resolution(State.NO_ANCHOR, path, fragment, nearest=same[0], certain=True)
    slips = [name for name in anchors if near_miss(fragment, (name,))]
    if len(slips) == 1:
        return Resolution(State.NO_ANCHOR, path, fragment, nearest=slips[0], likely=True)
    return Resolution(State.NO_ANCHOR, path, fragment, nearest=_near(fragment, anchors))


def _by_robot(document: Document, fragment: str) -> bool:
    """Whether the robot that thanks all contributors wrote it: what has no page of its own leads to `#ideas-name`."""
    return bool(_THANKS.match(fragment)) and any("ALL-CONTRIBUTORS" in line for line in document.lines)


def _by_letters(world: World, path: str) -> Mapping[str, list[str]]:
    """The anchors of a page by their letters, worked out once."""
    kept: dict[str, dict[str, list[str]]] = world.memo.setdefault(f"{__name__}.letters", {})
    if path not in kept:
        found = kept[path] = {}
        for name in anchors_of(world, path):
            found.setdefault(_letters(name), []).append(name)
    return kept[path]


def _by_other_engine(world: World, path: str, fragment: str) -> bool:
    """Whether a site seems to be built of the page, by an engine that finds the anchor where ours does not."""
    links, page = world.settings.links, world.documents[path]
    if not (links.site_links or links.slugs == "mkdocs" or has_engine(world, path)):
        return False
    others = ("mkdocs", "hugo", "gitlab") if links.slugs == "github" else ()
    if fragment in labels(world) or any(fragment in page_anchors(page, each) for each in others):
        return True
    unlike = engines(world, path) - _LIKE_GITHUB if others else None
    if unlike and _letters(fragment) in _by_letters(world, path):
        return True
    tight = (_TIGHT_HEADING.match(line) for line in page.lines)
    return any(_letters(match[1]) == _letters(fragment) for match in tight if match)


def _near(fragment: str, anchors: Mapping[str, Span]) -> str:
    """The anchor most like a missing one: by its letters, else the only one that holds it or most of it."""
    near = nearest(fragment, anchors)
    if near:
        return near
    alike = [name for name in anchors if (name in fragment or fragment in name) and _most(name, fragment)]
    return alike[0] if len(alike) == 1 else ""


def _most(name: str, fragment: str) -> bool:
    shorter, longer = sorted((len(name), len(fragment)))
    return shorter >= 5 and 2 * shorter >= longer


def _letters(anchor: str) -> str:
    return "".join(char for char in anchor.casefold() if char.isalnum())
