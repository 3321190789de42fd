"""What an answer means, and what is remembered after it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from urllib.parse import urlsplit

from runbook_lint.model.link_memory import Answer, LinkRecord, Verdict
from runbook_lint.model.patterns import regex
from runbook_lint.parse.external_links import askable, holds_key

_GONE = frozenset({404, 410})
_BLOCKED = frozenset({401, 402, 403, 407, 429, 451, 999})  # 999 is what LinkedIn says to all but browsers
_PERMANENT = frozenset({301, 308})
_LONGEST = 200
TOO_MANY, UNAVAILABLE = 429, 503
LATER = frozenset({TOO_MANY, UNAVAILABLE})
"""What a server says that would rather be asked later."""
_WALL = regex(r"(?:\A|[/._-])(log-?in|sign-?in|sso|saml2?|oauth2?|auth|session|captcha)(?:[/._?-]|\Z)", re.I)

FAILURES: Mapping[str, tuple[Verdict, str]] = {
    "name": (Verdict.FAILING, "no such host"),
    "refused": (Verdict.FAILING, "the host takes no connection"),
    "private": (Verdict.PRIVATE, "the address is not public"),
    "timeout": (Verdict.UNKNOWN, "no answer in time"),
    "large": (Verdict.UNKNOWN, "more than is read"),
    "network": (Verdict.UNKNOWN, "cannot be reached from here"),
    "tls": (Verdict.UNKNOWN, "its certificate is not trusted"),
    "circle": (Verdict.UNKNOWN, "too many redirects"),
    "other": (Verdict.UNKNOWN, "could not be asked"),
}
"""What can go wrong before there is a status, and what that says of the link."""


def judged(url: str, answer: Answer) -> tuple[Verdict, str]:
    """The verdict on an answer, and why in a few words."""
    hop = f", after a redirect to {_told(answer.hops[-1][0])}" if answer.hops else ""
    if answer.status is None:
        verdict, reason = FAILURES.get(answer.failure, FAILURES["other"])
        return verdict, reason + hop
    reason = f"{answer.status} {_phrase(answer.status)}".strip()
    if 200 <= answer.status < 300:
        wall = _wall(url, answer.hops[-1][0]) if answer.hops else ""
        return (Verdict.BLOCKED, f"asks for a {wall}{hop}") if wall else (Verdict.GOOD, "")
    if answer.status in _GONE:
        return Verdict.FAILING, reason + hop
    if answer.status in _BLOCKED:
        return Verdict.BLOCKED, reason + hop
    if answer.status >= 500 and answer.status != UNAVAILABLE:
        return Verdict.FAILING, reason + hop
    return Verdict.UNKNOWN, reason + hop


def _told(url: str) -> str:
    """Where a redirect led, as it may be kept and shown: servers put sessions and signatures into its query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    place = f"{parts.scheme}://{host}{parts.path}"
    place = f"{parts.scheme}://{host}" if holds_key(place) else place
    return place if len(place) <= _LONGEST else f"{place[:_LONGEST]}…"


_FORGE = regex(r"(?:\A|\.)(?:github|gitlab|bitbucket|gitea|codeberg)\.")


def forge_project(url: str) -> str:
    """The repository on a forge that a URL leads into, as `host/owner/name`; "" where it leads elsewhere."""
    parts = urlsplit(url)
    names = parts.path.strip("/").split("/")
    host = (parts.hostname or "").casefold()
    return f"{host}/{'/'.join(names[:2])}".casefold() if _FORGE.search(host) else ""


def settled(answer: Answer) -> bool:
    """Whether asking with GET after HEAD could not change anything, or should not be tried."""
    good = answer.status is not None and 200 <= answer.status < 300
    return good or answer.status in LATER or answer.failure in ("name", "private", "refused")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _wall(asked: str, reached: str) -> str:
    """What stands before the page that was asked for, a login or a captcha; "" where nothing does."""
    before, after = urlsplit(asked), urlsplit(reached)
    found = _WALL.search(f"{after.hostname}{after.path}")
    if not found or _WALL.search(f"{before.hostname}{before.path}"):
        return ""
    return "captcha" if found[1].casefold() == "captcha" else "login"


def remembered(
    url: str, before: LinkRecord | None, answer: Answer, today: date, public: Container[str] = ()
) -> LinkRecord:
    """The record after an answer. Several failures on one day count once; what says nothing changes no count.

    A forge says 404 to strangers of what is private: that counts only where the link was good before, or its
    project is among the `public` ones.
    """
    verdict, reason = judged(url, answer)
    project = forge_project(url)
    if answer.status == HTTPStatus.NOT_FOUND and project and not (before and before.good) and project not in public:
        verdict, reason = Verdict.BLOCKED, f"{reason}, or private"
    was = before or LinkRecord(verdict, today)
    if verdict is Verdict.GOOD:
        return LinkRecord(verdict, today, good=today, status=answer.status, moved=moved_to(url, answer))
    now = replace(was, verdict=verdict, checked=today, status=answer.status, reason=reason, moved="")
    if verdict is not Verdict.FAILING:
        return now
    counted = before is not None and before.checked == today and before.failures > 0
    return replace(now, failures=was.failures + (not counted), since=min(was.since or today, today))


def moved_to(url: str, answer: Answer) -> str:
    """Where a good link has moved for good: as far as every redirect on the way is a permanent one.

    Not to a site's first page, nor to a login: that is how sites say that a page is gone, or for members. Not back
    from https to http either, nor to what nobody should write into a page: a session, a password, a key.
    """
    reached = ""
    for hop, status in answer.hops:
        if status not in _PERMANENT:
            break
        reached = hop.partition("#")[0]
    if not reached or (urlsplit(reached).path in ("", "/") and urlsplit(url).path not in ("", "/")):
        return ""
    if askable(reached) != reached or holds_key(reached) or (_is_safe(url) and not _is_safe(reached)):
        return ""
    return "" if reached == url or _wall(url, reached) else reached


def _is_safe(url: str) -> bool:
    return url[:6].casefold() == "https:"


def same_page(url: str, moved: str) -> bool:
    """Whether a move only adds what is usual: https, `www.`, a slash at the end."""
    return _bare(url) == _bare(moved) and (_is_safe(moved) or not _is_safe(url))


def _bare(url: str) -> tuple[str, int | None, str, str]:
    parts = urlsplit(url)
    port = None if parts.port in (80, 443) else parts.port
    return (parts.hostname or "").removeprefix("www."), port, parts.path.rstrip("/"), parts.query
