"""pygls' server as we want it: whole texts, an answer to every request, and errors where logs go."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInvalidRequest
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from runbook_lint.app.workspace import warn


class _Protocol(LanguageServerProtocol):
    """Answers requests that cannot be understood; pygls leaves whoever asked waiting."""

    def structure_message(self, data: dict[str, Any]) -> Any:  # Any: JSON, and what is made of it
        """What a message says."""
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "id" in data and "method" in data:
                self._send_response(data["id"], None, error.to_response_error())
            raise

    def handle_message(self, message: Any) -> None:  # Any: one of lsprotocol's many classes
        """Refuse what is asked after the end, where pygls is silent."""
        if self._shutdown and hasattr(message, "id") and hasattr(message, "method"):
            self._send_response(message.id, None, JsonRpcInvalidRequest().to_response_error())
        else:
            super().handle_message(message)


class Pipe(LanguageServer):
    """A server that does not pop up a window for each odd message."""

    def __init__(self, name: str, version: str) -> None:
        """Texts are sent whole: pygls counts lines as Python does, where U+2028 ends one."""
        whole = types.TextDocumentSyncKind.Full
        super().__init__(
            name,
            version,
            text_document_sync_kind=whole,
            protocol_cls=_Protocol,
            max_workers=2,
        )

    def report_server_error(self, error: Exception, source: Any) -> None:  # Any: pygls' kinds of errors
        """One line on stderr, which editors keep in a log."""
        warn(f"{type(error).__name__}: {error}")
