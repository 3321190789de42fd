"""Scenarios: what goes wrong, and who takes it."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.site import SiteFile
from runbook_lint.parse.site.scenarios import scenario_lines
from runbook_lint.parse.site.services import called
from runbook_lint.render.site.view import View


def scenario_pages(view: View) -> Iterator[SiteFile]:
    """The scenario map."""
    found = scenario_lines(view.world)
    yield view.page("scenarios.md", "scenarios.md.j2", "Scenarios", scenarios=found, called=called)
