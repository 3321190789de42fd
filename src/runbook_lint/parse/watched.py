"""What services watch: the code that a manifest and its runbooks describe, and since when they may be out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from runbook_lint.model.catalog import Service
from runbook_lint.model.document import Kind
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.globs import is_glob, matcher, rooted
from runbook_lint.parse.pages import page_service
from runbook_lint.parse.review import Review, reviews

_WILD = regex(r"[*?\[\\!]")


def watched_reviews(world: World) -> Iterator[tuple[Service, Review]]:
    """The dated reviews that a change of watched code makes old: of a service's manifest and of its runbooks."""
    watching = {service.id: service for service in world.catalog.services if service.valid and service.watch}
    manifests = {service.path: service.id for service in watching.values()}
    for review in reviews(world) if watching else ():
        document = world.documents.get(review.path)
        about = page_service(document, world.settings, world.catalog) if document else None
        known = about.id if about and document and document.kind is Kind.RUNBOOK else manifests.get(review.path)
        if review.last_reviewed and known in watching:
            yield watching[known], review


def watches(service: Service) -> Callable[[str], bool]:
    """Whether a path is one of those that a service watches; globs start at the root."""
    return matcher(rooted(tuple(filter(is_glob, service.watch))))


def watched_since(world: World) -> date | None:
    """The oldest review that a change may have overtaken; None where nothing is watched."""
    return min((review.last_reviewed for _, review in watched_reviews(world) if review.last_reviewed), default=None)


def watched_folders(world: World) -> tuple[str, ...]:
    """The folders and files in which everything that is watched lies; none where it may lie anywhere."""
    globs = {glob for service, _ in watched_reviews(world) for glob in service.watch if is_glob(glob)}
    heads = {head_of(glob) for glob in globs if not glob.startswith("!")}  # that takes away, and is no place to look
    return () if "" in heads else tuple(sorted(heads))


def head_of(glob: str) -> str:
    """The folders of a glob before its first wildcard, the whole of it where there is none."""
    plain = glob.removeprefix("./").strip("/")
    wild = _WILD.search(plain)
    return plain[: plain.rfind("/", 0, wild.start()) + 1].rstrip("/") if wild else plain
