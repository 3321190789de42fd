"""`site build`: the site generated, and built by MkDocs; a failed build leaves the last one as it was."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from runbook_lint.app.project import Project
from runbook_lint.app.site import engine
from runbook_lint.app.site.generate import Generated, generate
from runbook_lint.app.site.output import check_output
from runbook_lint.app.site.raw import users_config
from runbook_lint.app.walk import BUILT
from runbook_lint.app.write import alone

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

_NEW = ".runbook-lint-new"


def build_site(project: Project, output: Path | None, strict: bool) -> tuple[Generated, Path]:
    """Generate and build; returns what was generated, and the folder of the site."""
    made = generate(project)
    with engine.running(project, made) as start:
        config = start(strict=strict)
        default = Path(config.site_dir) if users_config(project.root) else project.root / "site"
        target = check_output(project, output or default, made)
        is_new = not target.exists()
        target.mkdir(parents=True, exist_ok=True)
        with alone({target}):  # another build into the same folder waits
            is_new = is_new and not any(target.iterdir())
            _build(config, target, is_new)
    return made, target


def _build(config: MkDocsConfig, target: Path, is_new: bool) -> None:
    new = target / _NEW
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    (target / BUILT).write_text("`runbook-lint site build` replaces everything in this folder.\n", encoding="utf-8")
    config.site_dir = str(new)
    try:
        engine.build(config)
        _take_over(new, target)
        is_new = False
    finally:
        shutil.rmtree(target if is_new else new, ignore_errors=True)


def _take_over(new: Path, target: Path) -> None:
    """Put the new site in the place of the old one; hidden files (git's, `.nojekyll`) stay."""
    for old in target.iterdir():
        if not old.name.startswith("."):
            shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    for each in new.iterdir():
        with suppress(FileNotFoundError):
            (target / each.name).unlink()
        each.replace(target / each.name)


