"""What an editor has open: its folders with their sessions, and when each of them is judged."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from runbook_lint.app.editor.session import Session
from runbook_lint.app.editor.worker import Worker
from runbook_lint.app.workspace import CONFIG_NAMES, find_config, find_root
from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex

PAUSE = 0.4
"""Seconds without a keystroke after which the rules that look across files judge."""
TICK = 0.02
"""Seconds in which keystrokes are taken together."""

_LINE = regex(r":(\d+): |at line (\d+)")

Tell = Callable[[Session, str | None], None]
"""Tell what of a session is new: the findings of a path, or of all its open files."""


class Desk:
    """The open folders and files. `tell` is called when findings are new, `complain` when something is wrong."""

    tell: Tell
    complain: Callable[[Session, str], None]

    def __init__(self, config: tuple[str, ...] = (), today: str | None = None) -> None:
        """`config` and `today` are the command line's."""
        self.config, self.today = config, today
        self.sessions: dict[Path, Session] = {}
        self.folders: tuple[Path, ...] = ()
        self.worker = Worker()
        self._turns: dict[tuple[Path, str], int] = {}
        self._fresh: set[Path] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def set_folders(self, folders: Iterable[Path]) -> None:
        """The folders that are open now; what lies outside them is left alone, unless none is open."""
        self.folders = tuple(folders)
        roots = dict.fromkeys(map(_root, self.folders))
        old, self.sessions = self.sessions, {}
        for root in roots:
            self.sessions[root] = old.pop(root) if root in old else self._session(root)
        for session in self.sessions.values():
            self.judge_soon(session, fresh=session.judged is None, pause=0)
        for session in old.values():
            for path in list(session.texts):
                place, text = session.root / path, session.texts.pop(path)
                self.tell(session, path)
                if found := self.find(place):
                    found[0].texts[found[1]], found[0].uris[found[1]] = text, session.uris[path]

    def find(self, place: Path) -> tuple[Session, str] | None:
        """The session of a file and its path there; the deepest where folders nest. None for one that is outside."""
        place = Path(os.path.abspath(place))  # noqa: PTH100  # a link is named, not what it points at
        for root in sorted(self.sessions, key=lambda root: -len(root.parts)):
            path = self.sessions[root].path(place)
            if path is not None:
                return self.sessions[root], path
        if self.folders:
            return None
        root = _root(place.parent)
        session = self.sessions.setdefault(root, self._session(root))
        path = session.path(place)
        return (session, path) if path is not None else None

    def _session(self, root: Path) -> Session:
        return Session(root, self.config, self.today)

    def opened(self, session: Session, path: str, uri: str, text: str) -> None:
        """A file was opened."""
        session.texts[path], session.uris[path] = text, uri
        self.judge_soon(session, pause=0)

    def typed(self, session: Session, path: str, text: str) -> None:
        """A text changed: its own rules judge at once, the others after a pause."""
        session.texts[path] = text
        self._soon(session, path, TICK, partial(self._tell, session, path))
        self.judge_soon(session, pause=PAUSE)

    def closed(self, session: Session, path: str) -> None:
        """A file was closed: what the disk says holds again."""
        session.texts.pop(path, None)
        self.tell(session, path)
        session.uris.pop(path, None)
        self.judge_soon(session, fresh=True, pause=PAUSE)

    def judge_soon(self, session: Session, fresh: bool = False, pause: float = PAUSE) -> None:
        """Judge all rules after a pause, unless something happens before it is over; `fresh` reads the disk again."""
        if fresh:
            self._fresh.add(session.root)
        self._soon(session, "", pause, partial(self._judge, session))

    def _soon(self, session: Session, what: str, pause: float, work: Callable[[], Awaitable[None]]) -> None:
        turn = self._turns[session.root, what] = self._turns.get((session.root, what), 0) + 1

        async def later() -> None:
            await asyncio.sleep(pause)
            if self._turns[session.root, what] == turn:
                await work()

        self._start(later())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _tell(self, session: Session, path: str) -> None:
        if path in session.texts:
            self.tell(session, path)

    async def _judge(self, session: Session) -> None:
        turn = self._turns[session.root, ""]

        def work() -> bool:
            if self._turns[session.root, ""] != turn:  # while it waited for the thread, somebody typed on
                return False
            fresh = session.root in self._fresh
            self._fresh.discard(session.root)
            try:
                session.judge(fresh)
                if fresh:
                    gc.freeze()  # a repository lives on: nobody who types waits for a look through all of it
            except Exception:
                self._fresh.add(session.root)
                raise
            return True

        try:
            done = await self.worker.run(work)
        except UsageError as error:
            self.complain(session, str(error))
        except Exception as error:  # a bug is ours; the editor goes on without its findings
            self.complain(session, f"internal error: {type(error).__name__}: {error}; this is a bug, please report it")
        else:
            if done:
                self.complain(session, "")
                self.tell(session, None)


def _root(folder: Path) -> Path:
    """Where `check` would start from a folder; a broken configuration's error is told when it is read."""
    try:
        return find_root(folder, find_config(folder))
    except UsageError:
        return folder


def blamed(session: Session, message: str) -> tuple[str, int]:
    """The configuration that an error is about and the line there; an empty name where it is about none."""
    names = (name for name in CONFIG_NAMES if (session.root / name).is_file())
    name = next((name for name in names if message.startswith(f"{name}:")), "")
    match = _LINE.search(message)
    return name, int(match[1] or match[2]) if match else 1
