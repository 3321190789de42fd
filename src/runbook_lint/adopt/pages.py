"""Which pages are runbooks, plans and postmortems, as globs of the layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import basename, dirname

from runbook_lint.adopt.cover import cover
from runbook_lint.adopt.evidence import Seen, judge, leads, look
from runbook_lint.adopt.names import recurring, within
from runbook_lint.adopt.words import suffix
from runbook_lint.model.adoption import Doubt, Setting, Taken, counted
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.settings import Layout, Settings
from runbook_lint.model.world import World
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.pages import is_front_page

NAMES = {Kind.PLAN: "plans", Kind.POSTMORTEM: "postmortems", Kind.RUNBOOK: "runbooks"}
_CHOICES = {
    "runbooks": "procedures and troubleshooting",
    "plans": "what to do about one alert each",
    "postmortems": "what happened, incident by incident",
    "documents": "none of these",
}
_KINDS = {name: kind for kind, name in NAMES.items()} | {"documents": Kind.DOCUMENT}
_FEWEST = 3
_ASKED = 5  # folders of a repository in which no page says what it is
_UNSURE = (0.3, 0.7)
_SURE = 1.5  # what a page must say itself to be named alone


@dataclass(frozen=True, slots=True)
class Sorted:
    """The pages with their kinds by the globs, and how these came about."""

    pages: tuple[Document, ...]
    layout: Layout
    taken: tuple[Taken, ...]
    settings: tuple[Setting, ...]
    doubts: tuple[Doubt, ...]


def sort_pages(world: World, answers: Mapping[str, str]) -> Sorted:
    """Take every page for something."""
    led = leads(world)
    alerts = frozenset(alert.name for alert in world.alerts)
    often = recurring(world.documents)
    beside = Counter(map(dirname, world.documents))
    seen = {
        path: look(page, led.get(path, ()), alerts, basename(path) in often, beside[dirname(path)] == 1)
        for path, page in world.documents.items()
    }
    titles = {dirname(path): page.title for path, page in world.documents.items() if is_front_page(path)}
    kinds = judge(seen.values(), titles)
    doubts = tuple(_doubts(seen, kinds))
    kinds = {path: _answered(path, kind, answers) if not seen[path].fixed else kind for path, kind in kinds.items()}
    fixed = frozenset(path for path, each in seen.items() if each.fixed)
    globs = cover(kinds, fixed, frozenset(path for path, each in seen.items() if each.own[kinds[path]] < _SURE))
    layout = Layout(
        documents=_documents(world),
        runbooks=globs[Kind.RUNBOOK],
        plans=globs[Kind.PLAN],
        postmortems=globs[Kind.POSTMORTEM],
    )
    roles = Roles(Settings(layout=layout))
    pages = tuple(replace(page, kind=roles.kind(path) or Kind.DOCUMENT) for path, page in world.documents.items())
    taken = tuple(_taken(pages, globs, seen))
    return Sorted(pages, layout, taken, tuple(_settings(pages, layout)), doubts)


def _answered(path: str, kind: Kind, answers: Mapping[str, str]) -> Kind:
    for key, answer in answers.items():
        what, _, folder = key.partition(":")
        if what == "pages" and answer in _KINDS and within(path, folder):
            return _KINDS[answer]
    return kind


def _doubts(seen: Mapping[str, Seen], kinds: Mapping[str, Kind]) -> Iterator[Doubt]:
    """Folders of which hardly a page says itself what it is, or whose pages do not agree."""
    folders: dict[str, list[str]] = {}
    none = not any(kind in NAMES for kind in kinds.values())
    for path, each in seen.items():
        if not each.fixed:
            folders.setdefault("/".join(path.split("/")[:2]) if path.count("/") > 1 else dirname(path), []).append(path)
    for folder, paths in sorted(folders.items()):
        kind, count = Counter(kinds[path] for path in paths).most_common(1)[0]
        silent = sum(not seen[path].why(kind) for path in paths) / len(paths)
        agreed = count / len(paths)
        mixed = _UNSURE[0] < agreed < _UNSURE[1]
        if folder and len(paths) >= _FEWEST and none and len(folders) <= _ASKED:
            text = f"{folder}/: what are these {len(paths)} pages? (nothing here says that they are runbooks)"
            yield Doubt(f"pages:{folder}", text, _CHOICES, _name(kind))
        elif folder and len(paths) >= _FEWEST and (mixed or (kind is not Kind.DOCUMENT and silent > _UNSURE[1])):
            two = Counter(kinds[path] for path in paths).most_common(2)
            told = ", ".join(f"{number} look like {_name(each)}" for each, number in two)
            text = f"{folder}/: what are these {len(paths)} pages? ({told if mixed else 'only their place says so'})"
            yield Doubt(f"pages:{folder}", text, _CHOICES, _name(kind))


def _name(kind: Kind) -> str:
    return NAMES.get(kind, "documents")


def _documents(world: World) -> tuple[str, ...]:
    usual = Layout().documents
    more = sorted({suffix(path) for path in world.documents} - {""})
    return (*usual, *(f"**/*{each}" for each in more if not each.endswith((".md", ".markdown", ".md.erb"))))


def _taken(
    pages: tuple[Document, ...], globs: Mapping[Kind, tuple[str, ...]], seen: Mapping[str, Seen]
) -> Iterator[Taken]:
    for kind in (Kind.RUNBOOK, Kind.PLAN, Kind.POSTMORTEM):
        members = [page.path for page in pages if page.kind is kind]
        if members:
            counts = Counter(seen[path].why(kind) or "by their place" for path in members)
            told = ", ".join(f"{why}: {count}" for why, count in counts.most_common(3))
            yield Taken(NAMES[kind], len(members), globs[kind], told)
    others = sum(page.kind not in NAMES for page in pages)
    if others:
        forms = sum(seen[page.path].fixed for page in pages if page.kind not in NAMES)
        why = f"front pages and forms: {forms}" if forms else ""
        yield Taken("other pages", others, (), why)


def _settings(pages: tuple[Document, ...], layout: Layout) -> Iterator[Setting]:
    """The globs that are not the default's, or do not come to the same."""
    usual = Roles(Settings())
    for kind, name in NAMES.items():
        mine = {page.path for page in pages if page.kind is kind}
        if {page.path for page in pages if usual.kind(page.path) is kind} != mine:
            yield Setting("layout", name, getattr(layout, name), counted(len(mine), "page") if mine else "none")
    if layout.documents != Layout().documents:
        yield Setting("layout", "documents", layout.documents)
