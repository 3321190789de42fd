"""`runbook-lint site serve`."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from runbook_lint.app.commands.options import project_options
from runbook_lint.app.project import Project, open_project
from runbook_lint.app.site.extra import check_extra


@click.command("serve")
@project_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port; 0 for any.")
@click.option(
    "--dirty/--no-dirty", default=None, help="Rebuild only the pages that a change touches; default: on a large site."
)
def command(config: tuple[str, ...], today: str | None, host: str, port: int, dirty: bool | None) -> int:
    """Build the site, serve it, and keep both current while you write.

    A change to a page, a manifest, the configuration or mkdocs.yml is built at once and the browser reloads. What
    cannot be built is told, and the last site that could be is served on.
    """
    check_extra()
    from runbook_lint.app.site.serve import serve_site
    from runbook_lint.app.watch import LIVES_LONG

    gc.set_threshold(LIVES_LONG)

    here = Path.cwd()

    def project() -> Project:
        return open_project(here, config, today, {"site.search": "builtin"})  # Pagefind would take longer than MkDocs

    serve_site(project, host, port, dirty)
    return 0
