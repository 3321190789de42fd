"""`site serve`: the site in a browser while its sources are written."""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from runbook_lint.app.project import Project
from runbook_lint.app.site import engine
from runbook_lint.app.site.generate import Generated, generate
from runbook_lint.app.site.raw import users_config
from runbook_lint.app.site.theirs import files_behind
from runbook_lint.app.site.watched import watched_places
from runbook_lint.app.stopping import stoppable
from runbook_lint.app.workspace import warn
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.before import Before

MANY = 300
"""From how many pages on a change rebuilds only the pages it touches: all of them would take ten seconds."""


class Preview:
    """The site as it is now: built whole into a folder of its own each time, or page by page where it is large."""

    def __init__(self, project: Callable[[], Project], folder: Path, url: str, dirty: bool | None) -> None:
        """`project` reads the configuration anew, `folder` is ours; `dirty` None leaves it to the number of pages."""
        self.project, self.folder, self.url, self.dirty = project, folder, url, dirty
        self.builds = 0
        self.seen: set[str] = set()
        self.site = folder
        self.made: Generated | None = None
        self.memory: Before | None = None
        self._behind: object = None

    def build(self) -> bool:
        """Build what is new; False where nothing was."""
        project = self.project()
        self.memory = self.memory or project.memory
        made = generate(replace(project, memory=self.memory))
        self.memory.save()
        behind = made.config, _times(project.root)
        same = behind == self._behind
        if self.builds and same and not (made.done.written or made.done.removed):
            return False
        part = bool(self.builds) and same and self._is_large(made)
        site = self.site if part else self.folder / str(self.builds)
        with engine.running(project, made, self.seen) as start:
            engine.build(start(strict=False, site_dir=str(site), site_url=self.url), dirty=part)
        for old in {*self.folder.iterdir()} - {site, self.site}:  # the last one may be being read
            shutil.rmtree(old, ignore_errors=True)
        self.site, self.made, self._behind = site, made, behind
        self.builds += 1
        return True

    def _is_large(self, made: Generated) -> bool:
        return made.pages > MANY if self.dirty is None else self.dirty


def _times(root: Path) -> tuple[tuple[str, int], ...]:
    config = users_config(root)
    return tuple((str(place), place.stat().st_mtime_ns) for place in (files_behind(config) if config else ()))


class Server(LiveReloadServer):
    """MkDocs' own server, around a preview; a build that fails leaves the last one in its place."""

    def __init__(self, preview: Preview, root: Path, host: str, port: int) -> None:
        """`root` is the repository's."""
        super().__init__(self.rebuild, host, port, str(preview.site))
        self.preview, self.top = preview, root
        self.watch_sources()

    def watch_sources(self) -> None:
        """Watch every place that the site is made from; new ones are added."""
        config = users_config(self.top)
        places = [*watched_places(self.top, self.preview.made), *(files_behind(config) if config else ())]
        for place in places:
            if str(place) not in self._watched_paths:
                self.watch(str(place))

    def rebuild(self) -> None:
        """Build, and serve what was built; whatever fails is told in a line, and nothing is reloaded."""
        try:
            built = self.preview.build()
            self.watch_sources()
        except (UsageError, OSError) as error:
            warn(f"{error}; the last site is still served")
            built = False
        except Exception as error:  # whatever a user's extension or hook may raise
            warn(f"{type(error).__name__}: {error}; the last site is still served")
            built = False
        if not built:
            self._wanted_epoch = self._visible_epoch  # browsers keep what they show
            return
        self.root = str(self.preview.site)
        done = self.preview.made.done if self.preview.made else None
        print(f"rebuilt: {done.written:,} files changed" if done else "rebuilt", flush=True)

    def server_activate(self) -> None:
        """Say where, once it is there."""
        super().server_activate()
        host, port = self.server_address[:2]
        print(f"Serving at http://{host!s}:{port}/ (Ctrl+C stops it)", flush=True)


def serve_site(project: Callable[[], Project], host: str, port: int, dirty: bool | None) -> None:
    """Serve until somebody stops it."""
    logging.getLogger("mkdocs.livereload").setLevel(logging.CRITICAL)
    root = project().root
    with _stopped_in_words(), tempfile.TemporaryDirectory(prefix="runbook-lint-site-") as name:
        preview = Preview(project, Path(name), f"http://{host}:{port}/", dirty)
        preview.build()
        if preview.made and preview.made.pages > MANY and dirty is None:
            warn(
                f"{preview.made.pages:,} pages: a change rebuilds only the pages that it touches; "
                "search stays as it is now until this is started again (--no-dirty rebuilds everything)"
            )
        server = Server(preview, root, host, port)
        try:
            server.serve()  # type: ignore[no-untyped-call]  # MkDocs left it untyped
        except OSError as error:
            raise UsageError(f"{host}:{port}: cannot serve there: {error.strerror}; try another --port") from None
        except KeyboardInterrupt:
            print("stopped", flush=True)
        finally:
            server.shutdown()


@contextmanager
def _stopped_in_words() -> Iterator[None]:
    try:
        with stoppable():
            yield
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
