"""The first page: what is there, and what needs somebody."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.site import SiteFile
from runbook_lint.render.site.view import View


def home_pages(view: View) -> Iterator[SiteFile]:
    """The home page."""
    yield view.page("index.md", "home.md.j2", view.world.settings.site.name or "Runbooks", services=view.coverage)
