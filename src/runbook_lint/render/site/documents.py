"""Pages of the repository itself, each with what a reader needs to know of it on top."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from runbook_lint.model.site import SiteFile
from runbook_lint.parse.site.body import site_body
from runbook_lint.render.site.view import View


def document_pages(view: View) -> Iterator[SiteFile]:
    """Every source page that is on the site, in the order of their paths."""
    for path, place in view.places.pages.items():
        document = view.world.documents[path]
        body = site_body(view.world, document, place)
        yield view.page(
            place,
            "document.md.j2",
            document.title,
            heading=Markup(body.title),  # made safe where it was read
            body=Markup(body.text),
            source=path,
        )
