"""An alert's message as Slack blocks: nothing in a page can ping anyone, and no limit of Slack's is passed.

Limits and escapes: docs.slack.dev/reference/block-kit/blocks and …/messaging/formatting-message-text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from runbook_lint.model.patterns import regex
from runbook_lint.parse.answers import LABELS
from runbook_lint.parse.incidents import Incident
from runbook_lint.parse.payload import Commit, Payload
from runbook_lint.parse.payload_page import Check, Reference, Said
from runbook_lint.render.payload.words import (
    FEW,
    MOST_STEPS,
    MOST_TEXT,
    UNANSWERED,
    clipped,
    clipped_code,
    head,
    is_url,
    rule_line,
)
from runbook_lint.render.text import visible

MOST_HEADER = 150
MOST_CODE = 1400
MOST_SECTION = 2900  # of 3000: Slack does not say what it counts
_ZERO_WIDTH = "\N{ZERO WIDTH SPACE}"
_ROOM = regex(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_CHANNEL_ID = regex(r"[CG][A-Z0-9]{8,}\Z")
_GROUP_ID = regex(r"S[A-Z0-9]{8,}\Z")

Block = dict[str, Any]  # Any: a JSON object


def payload_slack(payload: Payload) -> str:
    """The message for chat.postMessage or an incoming webhook: `blocks`, and `text` for notifications."""
    blocks = [_header(payload), *_sections(payload)]
    first = payload.said.get("what_broke")
    text = escaped(head(payload) + (f": {clipped(first.text, 300)}" if first else ""))
    return json.dumps({"text": text, "blocks": blocks}, indent=2, ensure_ascii=False) + "\n"


def escaped(text: str) -> str:
    """Text in which Slack finds no mention, link or command."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ROOM.sub(f"@{_ZERO_WIDTH}", text)


def _header(payload: Payload) -> Block:
    text = clipped(head(payload), MOST_HEADER)
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _sections(payload: Payload) -> Iterator[Block]:
    yield from _split([f"*{label}*\n{_said(payload.said.get(name))}" for name, label in LABELS.items()])
    contacts = _contacts(payload)
    if contacts:
        yield _section(contacts)
    if payload.checks:
        steps = [_step(number, check) for number, check in enumerate(payload.checks[:MOST_STEPS], 1)]
        more = len(payload.checks) - MOST_STEPS
        yield {"type": "divider"}
        yield from _split(["*Checks*", *steps, *([f"{more} more on the page"] if more > 0 else [])])
    yield from _listed("Changed lately", [_fitted(_change(each), 400) for each in (payload.changes or ())[:FEW]])
    yield from _listed("Earlier incidents", [_incident(each) for each in payload.incidents[:FEW]])
    yield from _places(payload)


def _change(change: Commit) -> str:
    return f"{change.day} {clipped(change.subject, 200)} ({change.author}, {change.id})"


def _incident(incident: Incident) -> str:
    return f"{_link(incident.id, incident.url)} {_fitted(f'{incident.day} {incident.title}', 400)}"


def _listed(title: str, lines: list[str]) -> Iterator[Block]:
    if lines:
        yield from _split([f"*{title}*", *(f"• {line}" for line in lines)])


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Block:
    """`verbatim`: Slack makes no links or mentions of what merely looks like one."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _split(pieces: Iterable[str]) -> Iterator[Block]:
    """Sections that hold the pieces in order, as many in each as fit; no piece is longer than a section."""
    text = ""
    for piece in pieces:
        if text and len(text) + 1 + len(piece) > MOST_SECTION:
            yield _section(text)
            text = ""
        text = f"{text}\n{piece}" if text else piece
    if text:
        yield _section(text)


def _fitted(text: str, most: int) -> str:
    """A text, escaped, that is no longer than so many characters then."""
    kept = clipped(text, most)
    while len(escaped(kept)) > most:
        kept = clipped(kept, len(kept) * 3 // 4)
    return escaped(kept)


def _said(said: Said | None) -> str:
    if said is None:
        return f"_{UNANSWERED}_"
    parts = [_fitted(said.text, MOST_TEXT) + _links(said.links), _code(said.code) if said.code else ""]
    return "\n".join(part for part in parts if part)


def _step(number: int, check: Check) -> str:
    code = f"\n{_code(check.code)}" if check.code else ""
    return f"{number}. {_fitted(check.text, MOST_TEXT)}{_links(check.links)}{code}"


def _code(text: str) -> str:
    """A code block; three backticks inside would end it."""
    lines = [escaped(line).replace("```", f"`{_ZERO_WIDTH}`{_ZERO_WIDTH}`") for line in clipped_code(text)]
    while sum(map(len, lines)) + len(lines) > MOST_CODE:
        lines = [*lines[:-2], "…"]
    return "\n".join(["```", *lines, "```"])


def _links(links: Iterable[Reference]) -> str:
    shown: list[str] = []
    for link in links:
        if is_url(link.url) and len(link.url) < 500 and sum(map(len, shown)) < 300:
            shown.append(_link(link.text, link.url))
    return f" ({', '.join(shown)})" if shown else ""


def _link(text: str, url: str) -> str:
    label = _fitted(text, 100)
    if not is_url(url) or len(url) > 500:
        return label
    target = url.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    return f"<{visible(target)}|{label.replace('|', '¦')}>"


def _contacts(payload: Payload) -> str:
    """Rota, escalation, channel and phone; only the catalogue may name a channel or a group of Slack's by its id."""
    called = [("Rota", payload.rota), *(("Escalation", each) for each in payload.escalation[:FEW])]
    people = [_link(label, each) if is_url(each) else _mention(each) for label, each in called]
    phone = _fitted(payload.phone, 100)
    return " · ".join(part for part in (*people, _mention(payload.chat), phone) if part)


def _mention(name: str) -> str:
    if _CHANNEL_ID.match(name):
        return f"<#{name}>"
    return f"<!subteam^{name}>" if _GROUP_ID.match(name) else _fitted(name, 100)


def _places(payload: Payload) -> Iterator[Block]:
    page = _link("Open the page", payload.page_url) if is_url(payload.page_url) else _fitted(payload.page_url, 500)
    links = [_link(link.text.capitalize(), link.url) for link in payload.links if is_url(link.url)]
    shown = " · ".join(part for part in (page, *links[:FEW]) if part)
    if shown:
        yield _section(shown)
    rule = rule_line(payload)
    if rule:
        yield {"type": "context", "elements": [_mrkdwn(_fitted(f"Rule: {rule}", 400))]}
