"""Our values as LSP's: places in the editor's units, findings as diagnostics, offers as completions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lsprotocol import types

from runbook_lint.editor.completion import Offers
from runbook_lint.editor.position import line_at, to_column, to_units
from runbook_lint.model.finding import Edit, Finding, Severity
from runbook_lint.model.position import Location, Span

Lines = Callable[[str], Sequence[str]]
"""The lines of a file, by its path from the root."""

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_KINDS = {
    "service": types.CompletionItemKind.Module,
    "team": types.CompletionItemKind.Class,
    "person": types.CompletionItemKind.Constant,
    "alert": types.CompletionItemKind.Event,
    "section": types.CompletionItemKind.Struct,
    "page": types.CompletionItemKind.File,
    "anchor": types.CompletionItemKind.Reference,
    "rule": types.CompletionItemKind.EnumMember,
    "value": types.CompletionItemKind.Value,
}


class Wire:
    """The tongue of one editor: how it counts columns, and how it names the files of a repository."""

    def __init__(self, uri: Callable[[str], str], encoding: str, lines: Lines) -> None:
        """`encoding` is what was agreed on: utf-8, utf-16 or utf-32."""
        self.uri, self.encoding, self.lines = uri, encoding, lines

    def place(self, path: str, position: types.Position) -> tuple[int, int]:
        """Line and column of ours."""
        text = line_at(self.lines(path), position.line + 1)
        return position.line + 1, to_column(text, position.character, self.encoding)

    def range(self, path: str, span: Span) -> types.Range:
        """A span of ours."""
        lines = self.lines(path)
        start = to_units(line_at(lines, span.line), span.column, self.encoding)
        end = to_units(line_at(lines, span.end_line), span.end_column, self.encoding)
        return types.Range(types.Position(span.line - 1, start), types.Position(span.end_line - 1, end))

    def location(self, place: Location) -> types.Location:
        """A place in the repository."""
        return types.Location(self.uri(place.path), self.range(place.path, place.span))

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        """A finding; one without a width takes the rest of its line, so that it is seen."""
        span = finding.span
        if span[:2] == span[2:]:
            width = len(line_at(self.lines(finding.path), span.line))
            span = span._replace(end_column=max(width + 1, span.column))
        related = [types.DiagnosticRelatedInformation(self.location(place), text) for place, text in finding.related]
        return types.Diagnostic(
            range=self.range(finding.path, span),
            message=f"{finding.message}\n{finding.help}" if finding.help else finding.message,
            severity=_SEVERITIES[finding.severity],
            code=finding.name,
            code_description=types.CodeDescription(finding.url) if finding.url.startswith("http") else None,
            source="runbook-lint",
            related_information=related or None,
        )

    def edit(self, edits: Iterable[Edit], versions: dict[str, int | None] | None) -> types.WorkspaceEdit:
        """Edits by file; with the `versions` of the open ones where the editor refuses what is older than its text."""
        by_path: dict[str, list[types.TextEdit]] = {}
        for edit in edits:
            by_path.setdefault(edit.path, []).append(types.TextEdit(self.range(edit.path, edit.span), edit.text))
        if versions is None:
            return types.WorkspaceEdit(changes={self.uri(path): made for path, made in by_path.items()})
        documents = [
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(self.uri(path), versions.get(path)), list(made)
            )
            for path, made in by_path.items()
        ]
        return types.WorkspaceEdit(document_changes=list(documents))

    def completions(self, path: str, line: int, column: int, offers: Offers, whole: bool) -> types.CompletionList:
        """Offers, in their order."""
        range_ = self.range(path, Span(line, offers.start + 1, line, column))
        items = [
            types.CompletionItem(
                label=offer.text,
                kind=_KINDS[offer.kind],
                detail=offer.detail or None,
                sort_text=f"{number:04}",
                text_edit=types.TextEdit(range_, offer.text),
            )
            for number, offer in enumerate(offers.items)
        ]
        return types.CompletionList(is_incomplete=not whole, items=items)
