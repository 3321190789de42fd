"""MkDocs, run in this process: its configuration read, its words passed on, its failures told in one line."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runbook_lint.app.project import Project
from runbook_lint.app.site import hook
from runbook_lint.app.site.generate import Generated
from runbook_lint.app.site.messages import Messages
from runbook_lint.app.site.raw import read_raw, users_config
from runbook_lint.model.errors import UsageError

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

Start = Callable[..., "MkDocsConfig"]


@contextmanager
def running(project: Project, made: Generated, seen: set[str] | None = None) -> Iterator[Start]:
    """MkDocs at our disposal: its words are passed on, what it raises becomes one of our errors.

    What was `seen` before is not said again. Gives a function that reads the configuration: the repository's own
    mkdocs.yml, else the generated one.
    """
    from mkdocs.exceptions import MkDocsException

    messages = Messages(made.sources, made.paths, set() if seen is None else seen)
    given = hook.GIVEN.set(made)
    try:
        with _heard(messages), _one_time(project.today):
            yield lambda **options: _load(project.root, made, options)
    except MkDocsException as error:
        raise UsageError(messages.told(str(error))) from None
    except UsageError:
        raise
    except Exception as error:  # what a plugin, an extension or a theme of the user's may raise
        if os.environ.get("RUNBOOK_LINT_TRACEBACK") or (isinstance(error, OSError) and error.strerror):
            raise
        told = f"{type(error).__name__}: {error} (RUNBOOK_LINT_TRACEBACK=1 shows where)"
        raise UsageError(f"MkDocs stopped: {told}") from None
    finally:
        hook.GIVEN.reset(given)


def _load(root: Path, made: Generated, options: Mapping[str, Any]) -> MkDocsConfig:
    """MkDocs' configuration, with our hook in it whether the file names it or not."""
    from mkdocs.config import load_config

    theirs = users_config(root)
    overrides = dict(options)
    if theirs:
        overrides["docs_dir"] = str(made.folder / "docs")
        raw = read_raw(theirs)
        if not raw.get("theme"):
            overrides["theme"] = dict(made.config["theme"])
        if "site_name" not in raw:
            overrides["site_name"] = made.config["site_name"]
    config = load_config(str(theirs or made.folder / "mkdocs.yml"), **overrides)
    if not any(getattr(each, "RUNBOOK_LINT_HOOK", False) for each in config.plugins.values()):
        config.plugins["runbook-lint"] = hook  # type: ignore[assignment]  # a module with events
    return config


@contextmanager
def _heard(messages: Messages) -> Iterator[None]:
    """MkDocs' log goes to the messages and nowhere else."""
    logger = logging.getLogger("mkdocs")
    before = logger.level, logger.propagate
    logger.addHandler(messages)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(messages)
        logger.setLevel(before[0])
        logger.propagate = before[1]


@contextmanager
def _one_time(today: date) -> Iterator[None]:
    """MkDocs writes times into a site; all of them are this day's, so that the same tree gives the same bytes."""
    name = "SOURCE_DATE_EPOCH"
    before = os.environ.get(name)
    os.environ.setdefault(name, str(int(datetime(today.year, today.month, today.day, tzinfo=UTC).timestamp())))
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]


def build(config: MkDocsConfig, dirty: bool = False) -> None:
    """One build, with the events of plugins before and after it."""
    from mkdocs.commands.build import build as mkdocs_build

    config.plugins.on_startup(command="build", dirty=dirty)
    try:
        mkdocs_build(config, dirty=dirty)
    finally:
        config.plugins.on_shutdown()
