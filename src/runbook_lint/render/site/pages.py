"""All files of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from runbook_lint.model.site import SiteFile
from runbook_lint.render.site.documents import document_pages
from runbook_lint.render.site.home import home_pages
from runbook_lint.render.site.view import View

PAGES: tuple[Callable[[View], Iterator[SiteFile]], ...] = (home_pages, document_pages)
"""What makes the pages of each kind."""


def site_files(view: View) -> Iterator[SiteFile]:
    """Every file of the generated folder but assets and configuration."""
    for pages in PAGES:
        yield from pages(view)
