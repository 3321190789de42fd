"""Pages of the repository itself, each with what a reader needs to know of it on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from markupsafe import Markup

from runbook_lint.model.document import Kind
from runbook_lint.model.site import SiteFile
from runbook_lint.parse.page_says import page_says
from runbook_lint.parse.site.body import Manuscript, manuscript, write_body
from runbook_lint.parse.site.lead import in_words
from runbook_lint.render.site.heads import foot, plain_head, responder_head, responder_tail
from runbook_lint.render.site.postmortems import postmortem_head
from runbook_lint.render.site.view import View

Part = Callable[[View, str, str], Markup]

HEADS: Mapping[Kind, Part] = {
    Kind.RUNBOOK: responder_head,
    Kind.PLAN: responder_head,
    Kind.POSTMORTEM: postmortem_head,
}
"""What stands between a page's title and its words, by its kind: made of the view, its path and its place."""

TAILS: Mapping[Kind, Part] = {Kind.RUNBOOK: responder_tail, Kind.PLAN: responder_tail}
"""What stands behind them."""

OTHER_BOOST = 0.6
"""How search counts pages that are no runbook, plan or postmortem."""


def document_pages(view: View, paths: Iterable[str]) -> Iterator[SiteFile]:
    """The pages of some sources that are on the site."""
    for path in paths:
        document, place = view.world.documents[path], view.places.pages[path]
        body = view.bodies.get(path) or write_body(manuscript_of(view, path))
        yield view.page(
            place,
            "document.md.j2",
            document.title,
            boost=OTHER_BOOST if document.kind is Kind.DOCUMENT else 1,
            heading=Markup(body.title),  # made safe where it was read
            head=HEADS.get(document.kind, plain_head)(view, path, place),
            body=Markup(body.text),
            tail=TAILS.get(document.kind, _nothing)(view, path, place),
            foot=foot(view, path, place),
        )
        yield from (SiteFile(copy, copy=source) for copy, source in body.copies)


def manuscript_of(view: View, path: str) -> Manuscript:
    """What the body of a page is made of; what its head says in the same words is not in it."""
    document = view.world.documents[path]
    has_box = HEADS.get(document.kind) is responder_head
    said = in_words(page_says(view.world, document)) if has_box else frozenset()
    return manuscript(view.world, document, view.places.pages[path], said)


def _nothing(view: View, path: str, place: str) -> Markup:
    return Markup("")
