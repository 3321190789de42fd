"""The answers to what an editor asks at a place: hover, definition, completion, what can be mended."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from runbook_lint.app.editor.desk import Desk
from runbook_lint.app.editor.mending import has_safe_fixes, mended, offered
from runbook_lint.app.editor.pipe import Pipe
from runbook_lint.app.editor.places import Places
from runbook_lint.app.editor.session import Session
from runbook_lint.app.editor.wire import Wire
from runbook_lint.editor.completion import complete
from runbook_lint.editor.definition import definition
from runbook_lint.editor.hover import hover

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.runbook-lint"


class Answers:
    """What is asked of the desk's sessions, in the editor's own terms."""

    def __init__(self, lsp: Pipe, desk: Desk, places: Places) -> None:
        """The editor at the other end, and what it has open."""
        self.lsp, self.desk, self.places = lsp, desk, places

    def on_hover(self, params: types.HoverParams) -> types.Hover | None:
        """What is known of the word under the pointer."""
        found = self._at(params)
        if found is None:
            return None
        session, path, line, column, wire = found
        world, judged = session.world(path), session.judged
        if world is None or judged is None:
            return None
        told = hover(world, judged.project.rules, session.findings(path), path, session.lines(path), line, column)
        if told is None:
            return None
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, told.text), wire.range(path, told.span))

    def on_definition(self, params: types.DefinitionParams) -> list[types.Location] | None:
        """Where the link or the name under the cursor leads."""
        found = self._at(params)
        world = found[0].world(found[1]) if found else None
        if found is None or world is None:
            return None
        session, path, line, column, wire = found
        return [wire.location(each) for each in definition(world, path, session.lines(path), line, column)]

    def on_complete(self, params: types.CompletionParams) -> types.CompletionList | None:
        """What may be typed here."""
        found = self._at(params)
        world = found[0].world(found[1]) if found else None
        if found is None or world is None or found[0].judged is None:
            return None
        session, path, line, column, wire = found
        rules = found[0].judged.project.rules
        offers = complete(world, rules, path, session.lines(path), line, column)
        return wire.completions(path, line, column, *offers) if offers else None

    async def on_actions(self, params: types.CodeActionParams) -> list[types.CodeAction] | None:
        """What can be mended on some lines, one by one, and in the whole file."""
        found = self.places.find(params.text_document.uri)
        if found is None:
            return None
        session, path = found
        wire, made = self.places.wire(session), list[types.CodeAction]()
        if _wanted(params.context.only, types.CodeActionKind.QuickFix.value):
            for offer in offered(session, path, params.range.start.line + 1, params.range.end.line + 1):
                edit = wire.edit(offer.edits, self.places.versions(session))
                solved = [wire.diagnostic(offer.finding)]
                kind = types.CodeActionKind.QuickFix
                made.append(types.CodeAction(offer.title, kind, solved, is_preferred=offer.safe or None, edit=edit))
        if _wanted(params.context.only, FIX_ALL) and has_safe_fixes(session, path):
            whole = types.CodeAction("Mend all that is safe (runbook-lint)", FIX_ALL, data=params.text_document.uri)
            made.append(whole if self._resolves() else await self.on_resolve(whole))
        return made

    async def on_resolve(self, action: types.CodeAction) -> types.CodeAction:
        """The edits of what mends the whole file: they take a while, so they are made when they are wanted."""
        found = self.places.find(action.data) if isinstance(action.data, str) else None
        if found:
            session, path = found
            versions = self.places.versions(session)
            edits = await self.desk.worker.run(lambda: mended(session, path))
            action.edit = self.places.wire(session).edit(edits, versions)
        return action

    def _at(self, params: Any) -> tuple[Session, str, int, int, Wire] | None:  # Any: several kinds of parameters
        found = self.places.find(params.text_document.uri)
        if found is None or found[1] not in found[0].texts:
            return None
        wire = self.places.wire(found[0])
        return (*found, *wire.place(found[1], params.position), wire)

    def _resolves(self) -> bool:
        actions = getattr(self.lsp.client_capabilities.text_document, "code_action", None)
        support = actions.resolve_support if actions else None
        return support is not None and "edit" in support.properties


def _wanted(only: Any, kind: str) -> bool:  # Any: a sequence of kinds, or nothing
    """Whether an editor that asked for some kinds of actions wants this one; a kind takes in those below it."""
    names = [each.value if isinstance(each, types.CodeActionKind) else each for each in only or ()]
    return not names or any(kind == name or kind.startswith(f"{name}.") or name == "" for name in names)
