"""The hook that lets plain `mkdocs build` build the site: it generates, and fills the configuration in.

A `mkdocs_hook.py` beside mkdocs.yml imports this module's names, and mkdocs.yml names it under `hooks`.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority, get_plugin_logger

from runbook_lint.app.project import open_project
from runbook_lint.app.site.after import after_build
from runbook_lint.app.site.fill import fill
from runbook_lint.app.site.generate import Generated, generate
from runbook_lint.app.site.raw import read_raw
from runbook_lint.app.site.theirs import add_named_files, files_behind
from runbook_lint.app.site.watched import watched_places
from runbook_lint.model.errors import UsageError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files

RUNBOOK_LINT_HOOK = True
__all__ = ["RUNBOOK_LINT_HOOK", "on_config", "on_files", "on_post_build", "on_serve"]

GIVEN: ContextVar[Generated | None] = ContextVar("given", default=None)
"""What `site build` and `site serve` have generated already."""

_log = get_plugin_logger("runbook-lint")
_MADE: ContextVar[Generated | None] = ContextVar("made", default=None)


@event_priority(100)  # before the plugins that read the configuration
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Generate the site's sources and build from them."""
    try:
        root = Path(config.config_file_path).parent
        made = GIVEN.get() or _generated(root)
        raw = read_raw(Path(config.config_file_path))
        if not raw.get("theme") and config.theme.name != "material":
            _log.warning("mkdocs.yml names no theme; add `theme: {name: material}`, which the pages are made for")
        fill(config, raw, made)
    except UsageError as error:
        raise PluginError(str(error)) from None
    _MADE.set(made)
    return config


def _generated(root: Path) -> Generated:
    project = open_project(root, today=_day())
    made = generate(project)
    project.memory.save()
    return made


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the styles, scripts and pictures that the user's configuration names in its own folder."""
    return add_named_files(files, config)


@event_priority(-100)  # when everything else is written
def on_post_build(config: MkDocsConfig) -> None:
    """What is made of the built pages."""
    made = _MADE.get()
    if made is None:
        return
    try:
        after_build(Path(config.site_dir), made)
    except UsageError as error:
        raise PluginError(str(error)) from None


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: object) -> LiveReloadServer:
    """Watch the sources instead of what is made of them."""
    made = _MADE.get()
    if made is not None:
        path = Path(config.config_file_path)
        server.unwatch(config.docs_dir)
        for place in {*watched_places(path.parent, made), *files_behind(path)}:
            server.watch(str(place))
    return server


def _day() -> str | None:
    """The day that SOURCE_DATE_EPOCH fixes, as reproducible builds do."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date().isoformat() if epoch.isdigit() else None
