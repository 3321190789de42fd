"""How links are meant here: which engine makes the anchors, what a site adds, where the repository lives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from posixpath import dirname

from runbook_lint.model.adoption import Doubt, Setting
from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import State
from runbook_lint.model.settings import Links
from runbook_lint.model.world import World
from runbook_lint.parse.anchors import page_anchors
from runbook_lint.parse.links import page_links, resolutions, resolve
from runbook_lint.parse.own_repository import own_addresses
from runbook_lint.parse.site_links import USUAL_ROOTS

ENGINES = ("github", "gitlab", "mkdocs", "hugo")
_SITES = {
    "mkdocs": ("mkdocs.yml", "mkdocs.yaml", "zensical.toml"),
    "hugo": ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"),
    "gitlab": (".gitlab-ci.yml", ".gitlab/CODEOWNERS"),
    "github": (".github/CODEOWNERS", ".github/dependabot.yml"),
}
_BLOB = regex(r"(https?://[^\s/]+/[^\s]+?)/(?:-/)?(?:blob|tree|raw|edit)/([^/\s]+)/([^\s#?]+)")
_SERVED = frozenset({"static", "public", "assets"})  # what sites copy to their root as it is
_FEWEST, _SHARE = 2, 0.2
_LIKELY = 20  # folders that are tried as the start of links
Missed = list[tuple[str, str]]
"""Links that lead nowhere as the host reads them: from which page, and where to."""


def link_settings(world: World, answers: Mapping[str, str]) -> tuple[list[Setting], list[Doubt]]:
    """What `[links]` should say, and what only people here know."""
    missed = [
        (path, link.target)
        for path in world.documents
        for link, found in page_links(world, path)
        if found.state in (State.NO_FILE, State.UNJUDGED, State.TEMPLATED, State.OTHER_CASE)
        and not re.match(r"[a-z][a-z0-9+.-]*:", link.target, re.IGNORECASE)
    ]
    site = _site_links(world, missed)
    home = _repository(world)
    settings = [*site, *_roots(world, missed, site), *home]
    slugs, doubts = _slugs(world, answers, _site(world, site, [str(each.value) for each in home]))
    return [*slugs, *settings], doubts


def _with(world: World, links: Links) -> World:
    return replace(world, settings=replace(world.settings, links=links), memo={})


def _gained(world: World, links: Links, missed: Missed) -> int:
    """How many of the links lead somewhere when they are read so."""
    other = _with(world, links)
    return sum(resolve(other, path, target).state is State.RESOLVED for path, target in missed)


def _site_links(world: World, missed: Missed) -> list[Setting]:
    """The forms of link that a site adds, where they make links resolve, or the pages are of that site's kind."""
    erb = any(path.endswith((".html.md", ".html.md.erb")) for path in world.documents)
    found = ["html"] if erb else []
    note = "pages are built from .html.md" if erb else ""
    roots = _tops(world)
    names = {path.rpartition("/")[2] for path in world.files}
    hugo = bool(names & {*_SITES["hugo"], "config.toml", "_index.md"})
    forms = ("hugo", "html", "directory") if hugo else ("html", "directory", "hugo")  # of equal ones the first
    gains = {form: _gained(world, Links(site_links=(form,), roots=roots), missed) for form in forms}
    best = max(gains, key=lambda form: gains[form])
    if not erb and gains[best] >= max(_FEWEST, _SHARE * len(missed)):
        found, note = [best], f"{gains[best]} links lead somewhere when they are read so"
    return [Setting("links", "site_links", tuple(found), note)] if found else []


def _tops(world: World) -> tuple[str, ...]:
    folders = {path.split("/")[0] for path in world.documents if "/" in path}
    return tuple(sorted(folders & set(USUAL_ROOTS)))


def _roots(world: World, missed: Missed, site: list[Setting]) -> list[Setting]:
    """The folders that `/x` starts at, by the links that begin so."""
    forms = site[0].value if site else ()
    forms = forms if isinstance(forms, tuple) else ()
    rooted = [(path, target) for path, target in missed if target.startswith("/")]
    folders: set[str] = set()
    for path in world.documents:
        while path := dirname(path):
            if path.count("/") < 3:
                folders.add(path)
    for path in world.files:  # pictures need no page beside them
        parts = path.split("/")
        served = [at for at, part in enumerate(parts[:-1][:3]) if part in _SERVED]
        folders |= {"/".join(parts[: at + 1]) for at in served}
    wanted = {target.lstrip("/").split("/")[0].split("#")[0] for _, target in rooted}
    above = {each for each in folders if any(f"{each}/{name}" in _heads(world) for name in wanted if name)}
    plain = _gained(world, Links(site_links=forms), rooted)
    likely = sorted(above, key=lambda folder: (folder.count("/"), folder))[:_LIKELY]
    chosen: list[str] = []
    found = plain
    while True:
        so = {each: Links(site_links=forms, roots=(*chosen, each)) for each in likely}
        gains = {each: _gained(world, links, rooted) - found for each, links in so.items()}
        best = max(gains, key=lambda folder: (gains[folder], -len(folder)), default="")
        if not best or gains[best] < (1 if best.rpartition("/")[2] in _SERVED else _FEWEST):
            break
        chosen.append(best)
        found += gains[best]
    note = f"{found - plain} links that begin with / lead somewhere from there"
    return [Setting("links", "roots", tuple(chosen), note)] if chosen else []


def _heads(world: World) -> frozenset[str]:
    """Every folder, and every page with and without its suffixes."""
    heads: set[str] = set()
    for path in world.files:
        heads |= {path, re.sub(r"(?:\.html)?\.(?:md|markdown)(?:\.erb)?$", "", path)}
        while path := dirname(path):
            heads.add(path)
    return frozenset(heads)


def _site(world: World, site: list[Setting], homes: list[str]) -> str:
    """The engine that the files around the pages speak of; empty where they do not."""
    forms = site[0].value if site else ()
    if isinstance(forms, tuple) and "hugo" in forms:
        return "hugo"
    names = {path.rpartition("/")[2] for path in world.files} | set(world.files)
    engine = next((each for each, marks in _SITES.items() if names & set(marks)), "")
    urls = (*own_addresses(world), *homes)
    host = next((each for each in ("gitlab", "github") if any(each in url for url in urls)), "")
    return engine if engine in ("mkdocs", "hugo") else host or engine


def _slugs(world: World, answers: Mapping[str, str], site: str) -> tuple[list[Setting], list[Doubt]]:
    """The engine by which most anchors are there; the site's or the host's own where several are as good."""
    counts, total = _anchors(world)
    most = max(counts.values(), default=0)
    best = [engine for engine in ENGINES if counts[engine] == most]
    engine = site if site in best else best[0]
    doubts = []
    if not site and most > min(counts.values()) and len(best) > 1:
        told = {each: f"{counts[each]} of {total} anchors are there" for each in best}
        doubts = [Doubt("slugs", "Which of these shows the pages?", told, engine)]
    engine = answers.get("slugs", engine)
    note = f"{counts[engine]} of {total} anchors are there; as GitHub makes them {counts['github']}"
    if counts[engine] == counts["github"]:
        note = "what shows the pages" + (f"; {counts[engine]} of {total} anchors are there" if total else "")
    return ([Setting("links", "slugs", engine, note)] if engine != "github" else []), doubts


def _anchors(world: World) -> tuple[Counter[str], int]:
    """How many of the pages' anchors are there by each engine."""
    counts: Counter[str] = Counter(dict.fromkeys(ENGINES, 0))
    known: dict[tuple[str, str], Mapping[str, object]] = {}
    total = 0
    for path, links in resolutions(world).items():
        for found in links:
            at = found.path or path
            if not found.anchor or at not in world.documents or found.state not in (State.RESOLVED, State.NO_ANCHOR):
                continue
            total += 1
            for engine in ENGINES:
                if (at, engine) not in known:
                    known[at, engine] = page_anchors(world.documents[at], engine)
                counts[engine] += found.anchor in known[at, engine]
    return counts, total


def _repository(world: World) -> list[Setting]:
    """Where the repository lives, by the links that name its files, where git has no remote that says so."""
    if own_addresses(world):
        return []
    targets = [link.target for page in world.documents.values() for link in page.links]
    targets += [alert.runbook for alert in world.alerts]
    seen: dict[str, Counter[bool]] = {}
    branches: dict[str, Counter[str]] = {}
    for match in filter(None, map(_BLOB.match, targets)):
        address, branch, path = match.groups()
        there = path.rstrip("/") in world.files and "/" in path
        seen.setdefault(address, Counter())[there] += 1
        branches.setdefault(address, Counter())[branch] += there
    best = max(seen, key=lambda each: seen[each][True], default="")
    if not best or seen[best][True] < _FEWEST or seen[best][True] < seen[best][False]:
        return []
    note = f"{seen[best][True]} links lead to files of this repository there"
    branch = branches[best].most_common(1)[0][0]
    said = [Setting("links", "branch", branch)] if world.repository.branch != branch else []
    return [Setting("links", "repository", best, note), *said]
