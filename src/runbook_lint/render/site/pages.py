"""All files of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from runbook_lint.model.site import SiteFile
from runbook_lint.render.site.actions import action_pages
from runbook_lint.render.site.alerts import alert_files
from runbook_lint.render.site.api import api_files
from runbook_lint.render.site.coverage import coverage_pages
from runbook_lint.render.site.dependencies import dependency_pages
from runbook_lint.render.site.documents import document_pages
from runbook_lint.render.site.freshness import freshness_pages
from runbook_lint.render.site.home import home_pages
from runbook_lint.render.site.postmortems import postmortem_pages
from runbook_lint.render.site.scenarios import scenario_pages
from runbook_lint.render.site.services import service_pages
from runbook_lint.render.site.tags import tag_pages
from runbook_lint.render.site.teams import team_pages
from runbook_lint.render.site.view import View

PAGES: tuple[Callable[[View], Iterator[SiteFile]], ...] = (
    api_files,
    home_pages,
    team_pages,
    tag_pages,
    service_pages,
    scenario_pages,
    dependency_pages,
    document_pages,
    alert_files,
    postmortem_pages,
    freshness_pages,
    coverage_pages,
    action_pages,
)
"""What makes the pages of each kind."""


def site_files(view: View) -> Iterator[SiteFile]:
    """Every file of the generated folder but assets and configuration."""
    for pages in PAGES:
        yield from pages(view)
