"""Where things are for an editor: its folders, its names for files, their versions."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from runbook_lint.app.editor.desk import Desk
from runbook_lint.app.editor.pipe import Pipe
from runbook_lint.app.editor.session import Session
from runbook_lint.app.editor.wire import Wire


class Places:
    """URIs to files and back."""

    def __init__(self, lsp: Pipe, desk: Desk) -> None:
        """The editor at the other end, and what it has open."""
        self.lsp, self.desk = lsp, desk

    def folders(self) -> list[Path]:
        """The folders that are open."""
        workspace = self.lsp.workspace
        uris = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
        return [place for uri in uris if (place := _place(uri)) is not None and place.is_dir()]

    def find(self, uri: str) -> tuple[Session, str] | None:
        """The session of a file and its path there; None for one that is none of ours."""
        place = _place(uri)
        return self.desk.find(place) if place else None

    def wire(self, session: Session) -> Wire:
        """How values of a session are told."""
        encoding = self.lsp.server_capabilities.position_encoding or "utf-16"
        name = encoding.value if isinstance(encoding, types.PositionEncodingKind) else encoding
        return Wire(lambda path: self.uri(session, path), name, session.lines)

    def uri(self, session: Session, path: str) -> str:
        """The URI of a file: the editor's own where it is open."""
        return session.uris.get(path) or from_fs_path(str(session.root / path)) or ""

    def version(self, uri: str) -> int | None:
        """The version of an open file."""
        document = self.lsp.workspace.text_documents.get(uri)
        return document.version if document else None

    def versions(self, session: Session) -> dict[str, int | None] | None:
        """The versions of the open files, where the editor takes edits with them."""
        edit = getattr(self.lsp.client_capabilities.workspace, "workspace_edit", None)
        if edit is None or not edit.document_changes:
            return None
        return {path: self.version(uri) for path, uri in session.uris.items()}


def _place(uri: str) -> Path | None:
    """The file of a URI; None for what is on no disk."""
    try:
        path = to_fs_path(uri) if uri.startswith("file:") else None
    except ValueError:  # no URI at all
        return None
    return Path(path) if path and "\0" not in path else None
