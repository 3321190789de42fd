"""Everything that `init` makes of a repository, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from runbook_lint.adopt.alerts import alert_settings, with_pages
from runbook_lint.adopt.catalogue import catalog_settings
from runbook_lint.adopt.keys import id_settings, key_settings
from runbook_lint.adopt.links import link_settings
from runbook_lint.adopt.pages import sort_pages
from runbook_lint.adopt.sections import section_settings
from runbook_lint.model.adoption import Adoption, Setting, Taken, counted
from runbook_lint.model.alert import AlertFile
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import SITE
from runbook_lint.model.settings import Layout
from runbook_lint.model.world import World
from runbook_lint.parse.pages import is_signpost

_WIKI_LINK = regex(r"(?<![\w`\\])!?\[\[(?![_\s])[^\[\]`]*[^\[\]`\s]\]\]")
_FEWEST = 3  # links of a form: that they are no slip
_FOREIGN_PAGES = {".adoc": "AsciiDoc", ".asciidoc": "AsciiDoc", ".rst": "reStructuredText", ".org": "Org mode"}
LINKS_ALONE = ("CT", "FR", "RB", "PM", "plan-section-missing", "first-five-incomplete", "front-matter-invalid")
"""What is off where no page is to be edited: all that asks for a manifest, front matter or sections."""


@dataclass(frozen=True, slots=True)
class Files:
    """What the files without a page's name are: rule files and manifests by glob, and what cannot be read as it is.

    `backstage` are those of the `services` that are Backstage's.
    """

    rules: tuple[str, ...] = ()
    services: tuple[str, ...] = Layout().services
    backstage: tuple[str, ...] = ("**/catalog-info.yaml",)
    unready: Mapping[str, Sequence[str]] = field(default_factory=dict)
    catalogues: tuple[tuple[str, int], ...] = ()


def detect(world: World, files: Files, answers: Mapping[str, str], front_matter: bool = True) -> Adoption:
    """What the repository holds and the configuration that says so; `world` has every page as a document."""
    world = replace(world, alerts=with_pages(world.alerts), memo={})
    pages = sort_pages(world, answers)
    sorted_world = replace(world, documents={page.path: page for page in pages.pages}, memo={})
    links, link_doubts = link_settings(sorted_world, answers)
    alerts, alert_doubts = alert_settings(world.alerts, world.catalog.services, answers)
    settings = [*_excluded(world), *_files(world, files), *pages.settings, *links, *alerts]
    if front_matter:
        settings += catalog_settings(world.catalog, bool(files.catalogues))
        settings += [*id_settings(pages.pages), *key_settings(pages.pages), *section_settings(pages.pages)]
    else:
        note = "links and alerts alone: nothing that asks for front matter, sections or manifests"
        settings += [Setting("", "ignore", LINKS_ALONE, note)]
        if world.catalog.services:  # for `coverage`: owners may be listed elsewhere
            settings += catalog_settings(world.catalog, bool(files.catalogues))
        settings += [each for each in section_settings(pages.pages) if each.table.startswith("sections")]
    taken = (*_services(world, files), *pages.taken, *_alerts(world, files))
    doubts = (*pages.doubts, *link_doubts, *alert_doubts)
    if not any(each.what != "other pages" for each in taken):
        bare = all(is_signpost(page) for page in world.documents.values())
        taken = () if bare else taken
    return Adoption(taken, tuple(settings), doubts, tuple(_notes(world, files, taken)), answers)


def _excluded(world: World) -> Iterator[Setting]:
    """Folders of other people's code that hold pages; they were left out of this world already."""
    if world.settings.exclude:
        yield Setting("", "exclude", world.settings.exclude, "pages that came with other people's code")


def _files(world: World, files: Files) -> Iterator[Setting]:
    if files.services != Layout().services:
        yield Setting("layout", "services", files.services, counted(len(world.catalog.services), "manifest"))
    if files.rules and files.rules != Layout().alert_rules:
        note = f"{counted(len(_read(world)), 'file')}, {counted(len(world.alerts), 'alert')}"
        yield Setting("layout", "alert_rules", files.rules, note)


def _services(world: World, files: Files) -> Iterator[Taken]:
    for source, name in (("native", "manifests"), ("backstage", "Backstage components")):
        mine = [each for each in world.catalog.services if each.source == source]
        globs = tuple(glob for glob in files.services if (glob in files.backstage) == (source == "backstage"))
        if mine:
            why = f"teams: {len(world.catalog.teams)}, people: {len(world.catalog.people)}"
            yield Taken(name, len(mine), globs, why)


def _alerts(world: World, files: Files) -> Iterator[Taken]:
    read = _read(world)
    if read:
        led = sum(bool(alert.runbook) for alert in world.alerts)
        why = f"alerts: {len(world.alerts):,}, of which name a page: {led:,}"
        yield Taken("rule files", len(read), files.rules, why)


def _read(world: World) -> list[AlertFile]:
    """The files that hold alerts; a glob of theirs may take in others."""
    return [file for file in world.alert_files.values() if file.alerts and not file.outside]


def _notes(world: World, files: Files, taken: Sequence[Taken]) -> Iterator[str]:
    if taken and not {"runbooks", "plans", "postmortems"} & {each.what for each in taken}:
        yield "no runbook, plan or postmortem was found: name yours in [layout], or begin one with `runbook-lint new`"
    for path, count in files.catalogues:
        form = f"{path} lists {counted(count, 'service')} in a form of its own"
        yield f"{form}, and is not read: {SITE}/migration/ says how to bring it over"
    for form, paths in sorted(files.unready.items()):
        shown = ", ".join(paths[:2]) + (" …" if len(paths) > 2 else "")
        written = f"alerts are written as {form} in {counted(len(paths), 'file')} ({shown})"
        yield f"{written}: render them and name the result in [layout] alert_rules"
    links = _wiki_links(world)
    if sum(links) >= _FEWEST:
        told = f"{counted(sum(links), 'link')} in {counted(len(links), 'page')}"
        yield f"{told} are written [[so]], as wikis and notes have them: they are not judged"
    others = Counter(_FOREIGN_PAGES.get(path[path.rfind(".") :], "") for path in world.files)
    for name, count in sorted(others.items()):
        if name:
            yield f"{counted(count, 'file')} in {name} {'is' if count == 1 else 'are'} not read"


def _wiki_links(world: World) -> list[int]:
    """How many links each page that has some writes as `[[Page]]`; in code two brackets are a test of the shell's."""
    counts = [sum(len(_WIKI_LINK.findall(line)) for line in page.prose) for page in world.documents.values()]
    return [count for count in counts if count]
