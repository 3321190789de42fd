"""Actions written as list items: checkboxes, `(owner: x, due: y)`, `@owner`, tickets, groups and details."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from runbook_lint.model.document import Document, Label
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.parse.postmortem_parts.action_columns import NAMES, role_of
from runbook_lint.parse.postmortem_parts.action_words import action_state, action_type
from runbook_lint.parse.postmortem_parts.areas import Areas
from runbook_lint.parse.postmortem_parts.moments import DAY
from runbook_lint.parse.postmortem_parts.pieces import MOST, Piece, place, says_nothing
from runbook_lint.parse.postmortem_parts.tickets import links_in, proof_of, ticket_of
from runbook_lint.parse.sections import Section

_FIELDS = ("owner", "due", "state", "type", "ticket", "evidence", "priority")
_WORDS = "|".join(sorted({name for role in _FIELDS for name in NAMES[role]}, key=len, reverse=True))
_FIELD = regex(
    rf"(?:(?<=[(\[,;|–—/])|(?<=\.)|(?<=\s-))\s*[*_]*(?P<name>{_WORDS})\s*[*_]*[:=]\s*[*_]*\s*"
    rf"(?P<value>[^,;|()\[\]*\s](?:(?!(?:\.|\s[-–—])\s+(?:{_WORDS})\s*[:=]|\s[-–—]\s+\*|\.?\s*\Z)[^,;|()\[\]*])*(?:(?<=\d),\s\d{{4}})?)",
    re.IGNORECASE,
)
_DETAIL = regex(rf"\s*(?P<name>{_WORDS})\s*[:=]\s*(?P<value>\S.*)\Z", re.IGNORECASE)
_META = regex(rf"\s*[(\[](?:[^()\[\]]*[,;]\s*)?(?:{_WORDS})\s*[:=][^()\[\]]*[)\]]", re.IGNORECASE)
_TAIL = regex(rf"\s[-–—|]\s*(?:{_WORDS})\s*[:=].*\Z", re.IGNORECASE)
_HANDLE = r"@(?P<{0}>[A-Za-z][\w.-]*(?:/[\w-]+)?)"
_OWNER = regex(
    rf"\A\s*{_HANDLE.format('first')}\b(?=[\s:,])|(?:[\s(\[]|\A){_HANDLE.format('last')}[)\].]*\s*\Z"
    rf"|\({_HANDLE.format('within')}\)"
)
_DUE = regex(
    rf"(?:\b(?i:due|by|before|until|deadline)(?::|\s+(?i:on|by|date))?\s+|[(\[])(?P<day>{DAY})(?:[)\]]|\b)"
)
_SIGNED = regex(
    rf"\s*(?:\((?P<in>[^()\[\],;:]{{2,40}}),\s*(?:due\s+)?(?P<to>{DAY})\)"
    rf"|\s(?P<sign>[-–—/|→])\s+(?P<by>[^-–—/|→,;:()]{{2,40}}?)\s+(?P=sign)\s+(?:due\s+)?(?P<on>{DAY}))\s*\.?\Z",
    re.IGNORECASE,
)  # `(ops, 2026-08-01)`, `… - ops - 2026-08-01`
_RANK = regex(r"\A\s*[\[(]?(?P<rank>P[0-5])(?:[\])]\s*:?|:|\s[-–—])\s+")
_ID = regex(r"\A\s*(?P<id>(?:[A-Z]{1,4}-?\d{1,3}|#\d{1,3}))(?:[:.)]|\s[-–—])\s+")
_IN_BRACKETS = regex(
    r"\A\s*[\[(](?P<first>[^\[\]()]{2,24})[\])]\s*:?\s+|[\[(](?P<last>[^\[\]()]{2,24})[\])]\s*\.?\s*\Z"
)
_AT_END = regex(r"\s[-–—]\s+(?P<word>[^\s].{0,20}?)\.?\s*\Z")
_AT_START = regex(r"\A(?P<word>[A-Za-z' ]{2,14}):\s+(?=\S)")
_LOUD = regex(
    r"(?<![\w-])(?:DONE|COMPLETED|WIP|IN PROGRESS|WONTFIX|WON'T FIX|WON'T DO|DECLINED|VERIFIED)(?![\w-])"
)
_BOX = regex(r"\[[ xX]\]")


@dataclass(frozen=True, slots=True)
class Found:
    """An action as it stands there: values without and with their Markdown, and their places, by our names."""

    text: str
    span: Span
    plain: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Span] = field(default_factory=dict)
    ticket: str = ""
    evidence: str = ""
    table: bool = False


def listed_actions(document: Document, areas: Areas, pieces: Sequence[Piece]) -> Iterator[Found]:
    """The items of every section of actions; an item that only names a group lends it to those inside."""
    labels = {label.span: label for label in document.labels}
    for section in areas.of("actions"):
        yield from _in_section(document, section, list(areas.body(section, pieces)), labels)


def _in_section(
    document: Document, section: Section, body: Sequence[Piece], labels: Mapping[Span, Label]
) -> Iterator[Found]:
    inner: dict[Span | None, list[Piece]] = {}
    for piece in body:
        inner.setdefault(piece.parent, []).append(piece)
    opening = labels.get(section.span) if section.bold else None
    if opening and opening.rest and not any(piece.item for piece in body) and not says_nothing(opening.rest):
        yield _item(document, Piece(opening.rest, opening.rest_span, item=True), (), "", None)
    outside = {section.span, None} | {piece.parent for piece in body} - {piece.span for piece in body}
    group = ""
    for piece in body:
        if piece.level or (not piece.item and not piece.parent and _is_lead(piece, labels)):
            group = piece.text.strip(" :")
        elif piece.item and piece.parent in outside:
            yield from _actions_in(document, piece, inner, group, labels)


def _is_lead(piece: Piece, labels: Mapping[Span, Label]) -> bool:
    """Whether a paragraph only names what follows it: bold without text, or a few words before a colon."""
    label = labels.get(piece.span)
    return (label is not None and not label.rest) or (piece.text.endswith(":") and len(piece.text) <= 40)


def _actions_in(
    document: Document, piece: Piece, inner: Mapping[Span | None, list[Piece]], group: str, labels: Mapping[Span, Label]
) -> Iterator[Found]:
    children = [each for each in inner.get(piece.span, ()) if each.item]
    if children and _names_group(piece, children, labels):
        for child in children:
            yield from _actions_in(document, child, inner, piece.text.strip(" :"), labels)
        return
    if says_nothing(piece.text) and not children:
        return
    details = [each for each in children if _DETAIL.match(each.text)]
    yield _item(document, piece, details, group, labels.get(piece.span))
    for child in children:
        if child not in details and (child.done is not None or _own(child.text)):
            yield from _actions_in(document, child, inner, group, labels)


def _names_group(piece: Piece, children: Sequence[Piece], labels: Mapping[Span, Label]) -> bool:
    if piece.done is not None or any(_DETAIL.match(child.text) for child in children):
        return False
    label = labels.get(piece.span)
    bare = label is not None and not label.rest
    return bare or piece.text.rstrip().endswith(":") or bool(action_type(piece.text) or action_state(piece.text))


def _own(text: str) -> bool:
    """Whether a nested item is an action of its own: it names who or until when."""
    return bool(_FIELD.search(text) or _OWNER.search(text))


def _item(document: Document, piece: Piece, details: Sequence[Piece], group: str, label: Label | None) -> Found:
    reader = _Item(document, piece)
    reader.box()
    reader.fields()
    for detail in details:
        reader.detail(detail)
    reader.guess(label)
    reader.group(group)
    return reader.found()


class _Item:
    """One item while it is read; the first that is said of a value holds."""

    def __init__(self, document: Document, piece: Piece) -> None:
        self.document, self.piece = document, piece
        self.text = piece.text
        self.plain: dict[str, str] = {}
        self.written: dict[str, str] = {}
        self.cells: dict[str, Span] = {}
        self.spans = [piece.span]
        self.boxed: tuple[str, Span] | None = None

    def put(self, role: str, value: str, span: Span) -> None:
        if role not in self.plain and value:
            self.plain[role], self.written[role], self.cells[role] = value, value, span

    def box(self) -> None:
        """A field in words says more than a box, so the box is only kept in hand."""
        line, column = self.piece.span.line, self.piece.span.column
        match = _BOX.match(self.document.line(line), column - 1)
        if self.piece.done is not None and match:
            self.boxed = (match[0], Span(line, column, line, column + 3))

    def fields(self) -> None:
        for span in self._lines():
            line = self.document.line(span.line)
            for match in _FIELD.finditer(line, span.column - 1, min(span.end_column, span.column + MOST) - 1):
                at = Span(span.line, match.start("value") + 1, span.line, match.end("value") + 1)
                for role in role_of(match["name"])[:1]:
                    self.put(role, match["value"].strip(), at)
        self.text = _TAIL.sub("", _META.sub("", self.text)).strip()

    def detail(self, piece: Piece) -> None:
        match = _DETAIL.match(piece.text)
        if match:
            value = match["value"].strip()
            self.spans.append(piece.span)
            for role in role_of(match["name"])[:1]:
                self.put(role, value, place(self.document, piece.span, value))

    def guess(self, label: Label | None) -> None:
        """What stands there without a name: an id, `@owner`, `by 2026-08-01`, `(done)`, a bold type."""
        rank = _RANK.match(self.text)
        if rank:
            self.put("priority", rank["rank"], self.at(rank["rank"]))
            self.text = self.text[rank.end() :]
        signed = _SIGNED.search(self.text)
        if signed:
            name, day = (signed["in"] or signed["by"]).strip(), signed["to"] or signed["on"]
            self.put("owner", name, self.at_end(name))
            self.put("due", day, self.at_end(day))
            self.text = self.text[: signed.start()]
        number = _ID.match(self.text)
        if number:
            self.put("id", number["id"], self.at(number["id"]))
            self.text = self.text[number.end() :]
        owner = _OWNER.search(self.text)
        if owner:
            name = next(filter(None, owner.groups()))
            self.put("owner", name, self.at(name))
        due = _DUE.search(self.text)
        if due:
            self.put("due", due["day"], self.at(due["day"]))
        if label is not None and label.rest and action_type(label.text):
            self.put("type", label.text, self.at(label.text))
        self.words()
        if self.boxed:
            self.put("state", *self.boxed)

    def words(self) -> None:
        """A state or type in brackets, a state behind a dash or as a mark."""
        for _ in range(2):
            match = _IN_BRACKETS.search(self.text)
            word = (match["first"] or match["last"]) if match else ""
            role = "state" if word and action_state(word) else "type" if word and action_type(word) else ""
            if match and role:
                self.put(role, word, self.at(word))
            if match and (role == "state" or (role and match["first"])):
                self.text = (self.text[: match.start()] + " " + self.text[match.end() :]).strip()
        end, start = _AT_END.search(self.text), _AT_START.match(self.text)
        for match in (end, start):
            word = match["word"] if match else ""
            if word and action_state(word) in ("done", "verified", "declined", "in-progress"):
                self.put("state", word, self.at(word))
        loud = _LOUD.search(self.text)
        if loud:
            self.put("state", loud[0], self.at(loud[0]))
        mark = self.text[:1] + self.text[-1:]
        for sign in mark:
            if sign in "✅✔☑🚧⏳❌🚫" and "state" not in self.plain:
                self.put("state", sign, self.at(sign))
                self.text = self.text.strip(sign + "️ ")

    def group(self, name: str) -> None:
        """What the heading or item above says of all below it."""
        bracket = _IN_BRACKETS.search(name)
        if action_type(name) and "type" not in self.plain:
            self.plain["type"] = name
        elif bracket and bracket["last"] and action_state(bracket["last"]) and "state" not in self.plain:
            self.plain["state"] = bracket["last"]
        elif action_state(name) and "state" not in self.plain:
            self.plain["state"] = name

    def at(self, value: str) -> Span:
        """Where a value stands on one of the item's lines, else the item."""
        places = ((place(self.document, span, value), span) for span in self._lines())
        return next((found for found, line in places if found != line), self.piece.span)

    def at_end(self, value: str) -> Span:
        """Where a value stands last in the item, else the item."""
        for span in reversed(list(self._lines())):
            at = self.document.line(span.line).rfind(value, span.column - 1, span.end_column - 1)
            if at >= 0:
                return Span(span.line, at + 1, span.line, at + 1 + len(value))
        return self.piece.span

    def _lines(self) -> Iterator[Span]:
        whole = self.piece.span
        for number in range(whole.line, whole.end_line + 1):
            first = whole.column if number == whole.line else 1
            last = whole.end_column if number == whole.end_line else len(self.document.line(number)) + 1
            yield Span(number, first, number, max(first, last))

    def found(self) -> Found:
        links = links_in(self.document, self.spans)
        ticket, words = ticket_of(self.text, links)
        if ticket:
            self.put("ticket", words, self.at(words))
        text = " ".join(self.text.split())
        return Found(text, self.piece.span, self.plain, self.written, self.cells, ticket, proof_of(links))
