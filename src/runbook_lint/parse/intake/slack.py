"""A channel of a Slack workspace's export: the messages of a day file, in the order they were written.

Source: slack.com/help, "How to read Slack data exports"; api.slack.com, "message" events and "Formatting text".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from runbook_lint.model.patterns import regex
from runbook_lint.parse.intake.json_values import Found
from runbook_lint.parse.intake.timeline_rows import People, Read, Row, counted, moment

Json = dict[str, Any]  # Any: JSON

_TS = regex(r"\d{9,10}\.\d{1,9}")
_TALK = frozenset(
    {"", "bot_message", "file_share", "file_comment", "me_message", "thread_broadcast", "reply_broadcast"}
)
"""Subtypes in which somebody says something; the others tell of the channel itself."""
_LEFT_OUT = {
    "channel_join": "joins and leaves",
    "channel_leave": "joins and leaves",
    "group_join": "joins and leaves",
    "group_leave": "joins and leaves",
    "bot_add": "joins and leaves",
    "bot_remove": "joins and leaves",
    "tombstone": "deleted messages",
    "message_deleted": "deleted messages",
    "message_changed": "records of an edit",
}
_OTHERS = "other events of the channel"
MARKS = frozenset({"pushpin", "round_pushpin", "star", "star2", "memo", "spiral_note_pad", "bookmark", "stopwatch"})
"""Reactions that mark a message for the timeline, besides a pin or a star in Slack itself."""


def is_message(value: Any) -> bool:
    """Whether a value is a message as Slack writes one."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("ts"), str)
        and _TS.fullmatch(value["ts"]) is not None
        and value.get("type", "message") == "message"
    )


def read_messages(found: Sequence[Found], people: People) -> Read:
    """The messages as rows; thread replies stand at their own time, the channel's own events are counted."""
    messages = sorted(
        ((line, value) for line, value in found if is_message(value)), key=lambda each: float(each[1]["ts"])
    )
    rows, left_out = [], ["values that are no message"] * (len(found) - len(messages))
    seen: set[tuple[str, str, str]] = set()
    for line, message in messages:
        subtype = _text(message, "subtype")
        if subtype not in _TALK:
            left_out.append(_LEFT_OUT.get(subtype, _OTHERS))
            continue
        text = plain("\n".join(_said(message)), people)
        identity = (message["ts"], _text(message, "user"), text)
        if not text.strip() or identity in seen:
            left_out.append("messages written twice" if text.strip() else "messages without words")
            continue
        seen.add(identity)
        rows.append(Row(line, moment(message["ts"], line, None), text, _author(message, people), _is_marked(message)))
    return Read(tuple(rows), tuple(counted(left_out)))


def _author(message: Json, people: People) -> str:
    """The role of who wrote it; a bot is nobody to blame, so it keeps its name."""
    profile = message.get("bot_profile")
    if message.get("subtype") == "bot_message" or (message.get("bot_id") and isinstance(profile, dict)):
        names = (_text(profile, "name"), _text(message, "username"), _text(message, "bot_id"))
        return people.role(*names) or next((name for name in names[:2] if name), "Bot")
    person = message.get("user_profile")
    keys = ("name", "display_name", "real_name", "email")
    return people.name(_text(message, "user"), *(_text(person, key) for key in keys), _text(message, "username"))


def _said(message: Json) -> Iterator[str]:
    """What a message says: its text, else what a bot attached; and the files it came with, by name."""
    text = _text(message, "text")
    if text.strip():
        yield text
    else:
        for attachment in _dicts(message, "attachments"):
            parts = [_text(attachment, key) for key in ("pretext", "title", "text")]
            yield " ".join(part for part in parts if part) or _text(attachment, "fallback")
        for block in () if message.get("attachments") else _dicts(message, "blocks"):
            yield _text(block.get("text"), "text")
    for file in _dicts(message, "files"):
        yield f"(file {_text(file, 'name') or _text(file, 'title')})"


_ANGLED = regex(r"<([^<>]*)>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def plain(text: str, people: People) -> str:
    """Slack's own markup as plain text: people as roles, links as `text (URL)`; emoji codes stay."""
    text = _ANGLED.sub(lambda match: _angled(match[1], people), text)
    for entity, char in _ENTITIES:
        text = text.replace(entity, char)
    return text


def _angled(inside: str, people: People) -> str:
    target, _, label = inside.partition("|")
    kind, name = target[:1], target[1:]
    if kind == "@":
        return f"@{people.name(name, label)}"
    if kind == "#":
        return f"#{label or 'channel'}"
    if kind == "!":
        return label if "^" in name else f"@{label.lstrip('@') or name}"
    if target.startswith("mailto:"):
        return people.role(target[7:], label) or "(e-mail address)"
    if "://" not in target:
        return label or f"<{inside}>"
    return f"{label} ({target})" if label and label not in target else target


def _is_marked(message: Json) -> bool:
    reactions = (_text(reaction, "name").split("::")[0] for reaction in _dicts(message, "reactions"))
    return bool(message.get("pinned_to") or message.get("is_starred") or any(name in MARKS for name in reactions))


def _text(value: Any, key: str) -> str:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _dicts(value: Json, key: str) -> list[Json]:
    found = value.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def user_roles(users: Any, roles: Mapping[str, str]) -> dict[str, str]:
    """A map of roles by a member's id, from one by names or addresses and the export's `users.json`."""
    people = People(roles)
    found = dict(roles)
    for user in users if isinstance(users, list) else ():
        profile = user.get("profile") if isinstance(user, dict) else None
        names = [_text(user, "name"), _text(user, "real_name")]
        names += [_text(profile, key) for key in ("display_name", "real_name", "email")]
        role = people.role(_text(user, "id"), *names)
        if role and _text(user, "id"):
            found[_text(user, "id")] = role
    return found
