"""A repository looked over as if nobody had configured it, and judged by a configuration that is not written yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from runbook_lint.adopt import catalogue, rule_files
from runbook_lint.adopt.detect import Files, detect
from runbook_lint.adopt.names import spelled, unsuffixed, vendored
from runbook_lint.app.changes import with_changes
from runbook_lint.app.project import Project, all_rules
from runbook_lint.app.read import read_regular
from runbook_lint.app.workspace import Workspace, warn
from runbook_lint.lint.run import run_rules
from runbook_lint.lint.select import select_rules
from runbook_lint.model.adoption import Adoption
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.report import Report
from runbook_lint.model.settings import Layout, Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.before import Before
from runbook_lint.parse.config import read_config
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.pages import own_kind
from runbook_lint.parse.world import build_world

_PAGES = ("**/*.md", "**/*.markdown", "**/*.mdown", "**/*.mkd", "**/*.mdx", "**/*.md.erb")
_MOST = 512 * 1024  # bytes: a list of services that a person keeps is no larger


@dataclass(frozen=True)
class Looked:
    """All that was read, ready to be made something of as often as an answer changes it."""

    root: Path
    today: date
    world: World
    files: Files

    def adoption(self, answers: Mapping[str, str], front_matter: bool) -> Adoption:
        """What the repository holds, given what people answered so far."""
        return detect(self.world, self.files, answers, front_matter)


def look_over(root: Path, today: date) -> Looked:
    """Read every page, rule file and manifest below a folder, whatever the layout would say of it."""
    plain = Layout(services=(), runbooks=(), plans=(), alert_rules=(), postmortems=(), teams=(), documents=_PAGES)
    first = Workspace(root, Settings(layout=plain))
    if first.warning:
        warn(first.warning)
    settings = Settings(exclude=tuple(spelled(each) for each in vendored(first.paths)))
    odd = tuple(f"/{spelled(path)}" for path in unsuffixed(first.paths - first.absent))
    plain = replace(plain, documents=(*_PAGES, *odd))
    authored = Workspace(root, replace(settings, layout=plain)).authored()
    ready, unready = rule_files.rule_files(authored)
    data = _data(root, first.paths - first.absent)
    services = catalogue.manifest_globs(catalogue.manifests(data))
    backstage = catalogue.entity_globs(catalogue.entities(data))
    services = (*services, *backstage)
    yaml = [path for path in first.paths if path.endswith((".yaml", ".yml", ".json"))]
    files = Files(
        rules=rule_files.rule_globs(ready, yaml),
        services=services,
        backstage=(*backstage, *Files().backstage),
        unready=unready,
        catalogues=tuple(catalogue.catalogues(data)),
    )
    layout = replace(plain, services=files.services, alert_rules=files.rules, teams=Layout().teams)
    wide = replace(settings, layout=layout)
    return Looked(root, today, build_world(Workspace(root, wide).tree(), wide, today), files)


def _data(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """The YAML files that may hold a manifest or a list of services."""
    found = {}
    for path in sorted(paths):
        place = root / path
        try:
            if path.endswith((".yaml", ".yml")) and place.stat().st_size <= _MOST:
                data = read_regular(place)
                if catalogue.may_list_services(data):
                    found[path] = data
        except OSError:  # nobody asked for this file by name
            continue
    return found


def judged(looked: Looked, text: str) -> tuple[World, Report]:
    """What `check` would say with a configuration that is not written yet."""
    rules = all_rules()
    settings = read_config(text, rules, "runbook-lint.toml")
    project = Project(looked.root, None, settings, rules, looked.today)
    tree = project.workspace().tree()
    project = replace(project, memory=_parsed(looked, settings, tree))
    world = with_changes(project.world(tree), looked.root, select_rules(settings, rules))
    return world, run_rules(world, rules)


def _parsed(looked: Looked, settings: Settings, tree: Tree) -> Before:
    """The pages as they were parsed already, each with the kind that the new configuration gives it."""
    roles, before = Roles(settings), Before()
    before.settings = settings
    for path, page in looked.world.documents.items():
        kind = roles.kind(path)
        if kind is not None and path in tree.contents:
            before.files[path] = tree.contents[path], own_kind(replace(page, kind=kind), settings)
    return before
