"""`runbook-lint server`: the Language Server Protocol around the desk."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Awaitable, Callable
from typing import Any, BinaryIO

from lsprotocol import types

from runbook_lint import __version__
from runbook_lint.app.editor.answers import FIX_ALL, Answers
from runbook_lint.app.editor.desk import Desk
from runbook_lint.app.editor.notices import Notices
from runbook_lint.app.editor.pipe import Pipe
from runbook_lint.app.editor.places import Places

TRIGGERS = ["(", "#", "[", "/", ":", " ", ",", "-"]
WATCHED = "**/{CODEOWNERS,*.{md,markdown,erb,yaml,yml,json,toml}}"


class Server:
    """One editor at the other end of a pipe."""

    def __init__(self, config: tuple[str, ...] = (), today: str | None = None) -> None:
        """`config` and `today` are the command line's."""
        self.lsp = Pipe("runbook-lint", __version__)
        self.desk = Desk(config, today)
        self.places = Places(self.lsp, self.desk)
        self.answers = Answers(self.lsp, self.desk, self.places)
        notices = Notices(self.lsp, self.places)
        self.desk.tell, self.desk.complain = notices.tell, notices.complain
        self.ended = False
        self._listen()

    def run(self, given: BinaryIO, taken: BinaryIO) -> int:
        """Serve until the editor ends it; 0 where it said so first, 1 where it was just gone."""
        self.lsp.start_io(given, taken)
        return 0 if self.ended else 1

    def _listen(self) -> None:
        kinds: list[types.CodeActionKind | str] = [types.CodeActionKind.QuickFix, FIX_ALL]
        actions = types.CodeActionOptions(code_action_kinds=kinds, resolve_provider=True)
        self._on(types.INITIALIZED, self.on_initialized)
        self._on(types.SHUTDOWN, self.on_shutdown)
        self._on(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self.on_folders)
        self._on(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self.on_files)
        self._on(types.TEXT_DOCUMENT_DID_OPEN, self.on_open)
        self._on(types.TEXT_DOCUMENT_DID_CHANGE, self.on_change)
        self._on(types.TEXT_DOCUMENT_DID_SAVE, self.on_save)
        self._on(types.TEXT_DOCUMENT_DID_CLOSE, self.on_close)
        self._on(types.TEXT_DOCUMENT_HOVER, self.answers.on_hover)
        self._on(types.TEXT_DOCUMENT_DEFINITION, self.answers.on_definition)
        self._on(types.TEXT_DOCUMENT_COMPLETION, self.answers.on_complete, types.CompletionOptions(TRIGGERS))
        self._on_later(types.TEXT_DOCUMENT_CODE_ACTION, self.answers.on_actions, actions)
        self._on_later(types.CODE_ACTION_RESOLVE, self.answers.on_resolve)

    def _on(self, name: str, answer: Callable[[Any], Any], options: object = None) -> None:
        """Answer a message; pygls writes on what it is given, so it gets a function and no method."""

        def handle(params: Any) -> Any:  # Any: each message has parameters of its own
            return answer(params)

        self.lsp.feature(name, options)(handle)

    def _on_later(self, name: str, answer: Callable[[Any], Awaitable[Any]], options: object = None) -> None:
        async def handle(params: Any) -> Any:  # Any: as above
            return await answer(params)

        self.lsp.feature(name, options)(handle)

    def on_initialized(self, _: types.InitializedParams) -> None:
        """The editor is ready: read its folders, and ask it to say when files change."""
        self.desk.set_folders(self.places.folders())
        files = getattr(self.lsp.client_capabilities.workspace, "did_change_watched_files", None)
        if files is not None and files.dynamic_registration:
            watchers = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            self.lsp.client_register_capability(
                types.RegistrationParams([types.Registration("files", method, watchers)])
            )

    def on_shutdown(self, _: None = None) -> None:
        """The editor will end it now."""
        self.ended = True

    def on_folders(self, _: types.DidChangeWorkspaceFoldersParams) -> None:
        """Folders were opened or closed."""
        self.desk.set_folders(self.places.folders())

    def on_files(self, _: types.DidChangeWatchedFilesParams) -> None:
        """Files changed on disk."""
        for session in self.desk.sessions.values():
            self.desk.judge_soon(session, fresh=True)

    def on_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A file was opened."""
        if found := self.places.find(params.text_document.uri):
            self.desk.opened(*found, params.text_document.uri, params.text_document.text)

    def on_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """Somebody types."""
        if found := self.places.find(params.text_document.uri):
            document = self.lsp.workspace.get_text_document(params.text_document.uri)
            self.desk.typed(*found, document.source)

    def on_save(self, params: types.DidSaveTextDocumentParams) -> None:
        """A file was saved; the configuration, perhaps."""
        if found := self.places.find(params.text_document.uri):
            self.desk.judge_soon(found[0], fresh=True, pause=0)

    def on_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A file was closed."""
        if found := self.places.find(params.text_document.uri):
            self.desk.closed(*found)


def serve(config: tuple[str, ...], today: str | None) -> int:
    """Serve the editor at standard input and output; what else would be printed goes to standard error."""
    logging.basicConfig(stream=sys.stderr)
    traces = os.environ.get("RUNBOOK_LINT_TRACEBACK")
    logging.getLogger("pygls").setLevel(logging.ERROR if traces else logging.CRITICAL)
    given, taken = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    return Server(config, today).run(given, taken)
