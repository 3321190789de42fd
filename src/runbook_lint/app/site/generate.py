"""`site generate`: everything that an engine needs, as files in one folder."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from runbook_lint.app.processes import all_done
from runbook_lint.app.project import Project
from runbook_lint.app.site.assets import configured_assets, copies, own_assets
from runbook_lint.app.site.bodies import bodies_of
from runbook_lint.app.site.finished import Files, note, stamp_of, taken
from runbook_lint.app.site.folder import Written, check_folder, write_folder
from runbook_lint.app.site.history import read_history
from runbook_lint.app.site.searched import Searched
from runbook_lint.lint.alert_coverage import cover_alerts
from runbook_lint.lint.coverage import CRITERIA, cover
from runbook_lint.lint.options import options_of
from runbook_lint.lint.redact import cleaner, secret_words
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.before import Before
from runbook_lint.render.site.config import site_config
from runbook_lint.render.site.pages import Part, prepare, site_parts
from runbook_lint.render.site.view import View

_CONFIG_HEAD = "# Written by `runbook-lint site generate`; changes are lost. Put yours into mkdocs.yml at the root.\n"


@dataclass(frozen=True)
class Generated:
    """What was written where: `sources` maps the page of each source, below `docs/`, to the source's path.

    `paths` are all files below `docs/`, `inputs` the files of the repository that they were made from.
    """

    folder: Path
    settings: Settings
    config: Mapping[str, Any]  # MkDocs' own options
    sources: Mapping[str, str]
    paths: frozenset[str]
    inputs: frozenset[str]
    done: Written

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return sum(path.endswith(".md") for path in self.paths)


def view_of(project: Project, world: World) -> View:
    """What the pages are made from."""
    required = options_of(next(rule for rule in project.rules if rule.name == "section-missing"), project.settings)
    history = read_history(project.root, world)
    covered, alerts = cover(world, required.required), cover_alerts(world)
    return View(world, covered, alerts, site_templates(), history, CRITERIA, secret_words(world))


def site_templates() -> dict[str, str]:
    """The templates of the site's pages, by name."""
    folder = files("runbook_lint") / "templates" / "site"
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir() if each.name.endswith(".j2")}


def generate(project: Project) -> Generated:
    """Write the site's sources: `docs/` and `mkdocs.yml` in the configured folder."""
    folder = check_folder(project.root, project.settings.site.folder)
    workspace = project.workspace()
    with _kept():
        tree = workspace.tree()
        world = project.world(tree)
        view = view_of(project, world)
    texts, shown = _finished(tree, view, project.memory, folder / "docs")
    wanted = configured_assets(workspace) | shown
    docs = {**copies(workspace, wanted), **own_assets(), **texts}
    config = site_config(view, docs)
    contents = {f"docs/{path}": data for path, data in docs.items()}
    contents |= {"mkdocs.yml": _yaml(config), ".gitignore": b"*\n"}
    done = write_folder(folder, contents)
    sources = {place: path for path, place in view.places.pages.items()}
    rules = {path for alert in world.alerts for path in (alert.file, alert.location.path)}
    inputs = frozenset({*world.documents, *world.data_files, *rules, *wanted.values()})
    return Generated(folder, project.settings, config, sources, frozenset(docs), inputs, done)


@contextmanager
def _kept() -> Iterator[None]:
    """What is made here stays to the end: memory is not looked through for what could go, now or later.

    What an earlier run in this process made may go again.
    """
    gc.unfreeze()
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


def _finished(tree: Tree, view: View, memory: Before, docs: Path) -> Files:
    """The files of the site: those in the folder, where nothing at all has changed, else new ones."""
    if not memory.lasts:
        return files_of(view, memory)
    stamp = stamp_of(tree, view)
    found = taken(memory, stamp, docs)
    if found is None:
        found = files_of(view, memory)
        note(memory, stamp, *found)
    return found


def files_of(view: View, memory: Before) -> Files:
    """The files of the site, made.

    What `memory` kept of earlier runs changes nothing in it.
    """
    view = replace(view, bodies=bodies_of(view, memory))
    searched = Searched(memory, cleaner(view.world, view.secrets), view.secrets)
    prepare(view)
    texts: dict[str, bytes] = {}
    shown: dict[str, str] = {}
    for made in all_done([partial(_made, part, searched) for part in site_parts(view)]):
        texts |= {path: data for path, data, _ in made if isinstance(data, bytes)}
        shown |= {path: source for path, source, _ in made if isinstance(source, str)}
        searched.note(name for _, _, name in made)
    searched.keep()
    return texts, shown


def _made(part: Part, searched: Searched) -> list[tuple[str, bytes | str, bytes]]:
    """What a part makes: files by their paths below `docs/`, as bytes or as the path of the file that is copied.

    Behind each the name under which it goes by as one without secrets.
    """
    return [(each.path, each.copy, b"") if each.copy else (each.path, *searched.clean(each.text)) for each in part()]


def _yaml(config: Mapping[str, Any]) -> bytes:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.sort_base_mapping_type_on_output = False, False  # type: ignore[assignment]
    yaml.width = 1000
    stream = io.StringIO(_CONFIG_HEAD)
    stream.seek(0, io.SEEK_END)
    yaml.dump(dict(config), stream)
    return stream.getvalue().encode()
