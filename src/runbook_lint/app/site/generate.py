"""`site generate`: everything that an engine needs, as files in one folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from runbook_lint.app.project import Project
from runbook_lint.lint.alert_coverage import cover_alerts
from runbook_lint.lint.coverage import cover
from runbook_lint.lint.options import options_of
from runbook_lint.lint.redact import cleaner
from runbook_lint.model.world import World
from runbook_lint.render.site.pages import site_files
from runbook_lint.render.site.view import View


def view_of(project: Project, world: World) -> View:
    """What the pages are made from."""
    required = options_of(next(rule for rule in project.rules if rule.name == "section-missing"), project.settings)
    return View(world, cover(world, required.required), cover_alerts(world), site_templates())


def site_templates() -> dict[str, str]:
    """The templates of the site's pages, by name."""
    folder = files("runbook_lint") / "templates" / "site"
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".j2")}


def generate(project: Project) -> Path:
    """Write the site's sources; returns the folder that holds `docs/` and `mkdocs.yml`."""
    world = project.world(project.workspace().tree())
    folder = project.root / project.settings.site.folder
    clean = cleaner(world)
    for each in site_files(view_of(project, world)):
        place = folder / "docs" / each.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(clean(each.text), encoding="utf-8")
    return folder
