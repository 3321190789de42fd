"""Tags, and what carries them."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.site import SiteFile
from runbook_lint.parse.site.services import called
from runbook_lint.parse.site.tags import Tagged, tags
from runbook_lint.render.site.view import View

MOST = 20
"""Services, and pages, that are named behind a tag."""
_TAGS = 500


def tag_pages(view: View) -> Iterator[SiteFile]:
    """The tags by name; where there are very many, those that are used most."""
    found = tags(view.world)
    most = sorted(sorted(found, key=_uses)[:_TAGS], key=lambda tag: tag.name.casefold())
    yield view.page("tags.md", "tags.md.j2", "Tags", tags=most, total=len(found), most=MOST, called=called)


def _uses(tag: Tagged) -> tuple[int, str]:
    return -len(tag.services) - len(tag.pages), tag.name.casefold()
