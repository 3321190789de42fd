"""What an editor is told without asking: diagnostics, and what is wrong with the configuration."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types

from runbook_lint.app.editor.desk import blamed
from runbook_lint.app.editor.pipe import Pipe
from runbook_lint.app.editor.places import Places
from runbook_lint.app.editor.session import Session


class Notices:
    """What was told last is remembered, so that nothing is said twice."""

    def __init__(self, lsp: Pipe, places: Places) -> None:
        """The editor at the other end."""
        self.lsp, self.places = lsp, places
        self.shown: dict[str, tuple[int | None, list[types.Diagnostic]]] = {}
        self.complaints: dict[Path, tuple[str, str]] = {}

    def tell(self, session: Session, path: str | None) -> None:
        """Send the diagnostics of one open file or of all, where they are others than before."""
        for each in [path] if path is not None else list(session.texts):
            uri = session.uris.get(each, "")
            wire = self.places.wire(session)
            found = [wire.diagnostic(finding) for finding in session.findings(each)] if each in session.texts else []
            self._publish(uri, found, self.places.version(uri) if each in session.texts else None)

    def complain(self, session: Session, message: str) -> None:
        """Show what is wrong with the configuration, once, and where it stands there; nothing once it is mended."""
        last, uri = self.complaints.pop(session.root, ("", ""))
        if message == last:
            self.complaints |= {session.root: (last, uri)} if message else {}
            return
        if uri:
            self._publish(uri, [])
        if not message:
            return
        name, line = blamed(session, message)
        uri = self.places.uri(session, name) if name else ""
        self.complaints[session.root] = message, uri
        if uri:
            place = types.Range(types.Position(line - 1, 0), types.Position(line, 0))
            error = types.DiagnosticSeverity.Error
            self._publish(uri, [types.Diagnostic(place, message, severity=error, source="runbook-lint")])
        shown = types.ShowMessageParams(types.MessageType.Error, f"runbook-lint: {message}")
        self.lsp.window_show_message(shown)

    def _publish(self, uri: str, found: list[types.Diagnostic], version: int | None = None) -> None:
        if self.shown.get(uri, (None, [])) == (version, found):
            return
        if found or version is not None:
            self.shown[uri] = version, found
        else:
            self.shown.pop(uri, None)
        self.lsp.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))
