"""Targets that are no address: misspelt, a stand-in, or filled in elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from runbook_lint.model.patterns import regex
from runbook_lint.model.resolution import Resolution, State

_TEMPLATED = regex(
    r"\{\{.{0,1000}?\}\}|\{%.{0,1000}?%\}|<%.{0,1000}?%>|\$\{\w[^}]{0,1000}\}|\$\([A-Za-z_]+\)|\$[A-Z][A-Z0-9_]{2,}\b|%\(\w+\)[sd]"
    r"|<[A-Za-z][\w .-]*>|(?<!\{)\{[A-Za-z_][\w .-]*\}(?!\})",
    re.DOTALL,
)
_STAND_IN = regex(
    r"(?:todo|tbd|tba|tbc|fixme|x{3,}|\.{3}|…|url|link|placeholder|replace[-_ ]?me|change[-_ ]?me)"
    r"|(?:link|url)[-_ ](?:here|goes[-_ ]here|tbd|todo)"
    r"|(?:insert|add|put|paste|your|todo|tbd)[-_ ](?:[\w -]*[-_ ])?(?:link|url|here|address)(?:[-_ ]here)?",
    re.IGNORECASE,
)
_SCHEMES = ("https", "http")
_BROKEN_SCHEME = regex(r"(https?)(?:;/+|:{2,}/*|:/(?!/)|:/{3,}|//+:?/*|:(?=[^/]))", re.IGNORECASE)
_DOUBLED = regex(r"https?:/+(?=https?:?//)", re.IGNORECASE)
_ASCIIDOC = regex(r"link:(?=https?://)", re.IGNORECASE)
_QUOTED = regex(r"(?P<mark>%22|%27|%60|[\"'`]|%E2%80%9C|\u201c)(?P<rest>https?://.*?)(?:(?P=mark)|%E2%80%9D|\u201d)?")
_MAIL = regex(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HOST_FIRST = regex(r"(?:www\.[\w-]+\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|gov|edu)(?:/|\Z))", re.IGNORECASE)
_SCHEME = regex(r"\Ahttps?://", re.IGNORECASE)
_HOST = regex(r"https?://([^/?#]*)", re.IGNORECASE)
_NO_HOST = regex(r"[\s\"'`,;|\\^]")
_BRACKETS = {")": "(", "]": "[", ">": "<"}


def templated(text: str) -> Resolution | None:
    """A target that holds `{{ … }}`, `${…}`, `<region>` or the like."""
    return Resolution(State.TEMPLATED) if _TEMPLATED.search(unquote(text)) else None


def stand_in(text: str) -> Resolution | None:
    """A target that only keeps the place of one: `TODO`, `http://link`, `your-link-here`."""
    word = unquote(text)
    word = _SCHEME.sub("", word).strip("/#<>[] ")
    return Resolution(State.PLACEHOLDER) if _STAND_IN.fullmatch(word) else None


def malformed(text: str) -> Resolution | None:
    """A target that no browser can follow, whatever is or is not at its end."""
    for reason, mended in _faults(text):
        return Resolution(State.MALFORMED, reason=reason, mended=mended, nearest=mended, certain=bool(mended))
    return None


def _faults(text: str) -> Iterator[tuple[str, str]]:
    """Why a target is malformed, and how it should read where that is plain."""
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        yield "the quotes are part of it", quoted["rest"]
    scheme = text.split(":")[0].split("/")[0].lower()
    if scheme in _SLIPS and text[len(scheme) :].startswith((":/", "//")):
        rest = text[len(scheme) :].lstrip(":/")
        yield f'no scheme is called "{scheme}"', f"{_SLIPS[scheme]}://{rest}"
    if _DOUBLED.match(text):
        rest = re.sub(r"\A(https?):?/+", r"\1://", _DOUBLED.sub("", text, count=1), flags=re.IGNORECASE)
        yield "the scheme stands there twice", rest
    broken = _BROKEN_SCHEME.match(text)
    if broken:
        yield f"behind {broken[1]} belongs ://", f"{broken[1]}://{text[broken.end() :]}" if text[broken.end() :] else ""
    if _ASCIIDOC.match(text):
        rest = text[len("link:") :]
        yield "link: is AsciiDoc", rest if "[" not in unquote(rest) else ""
    if text.lower().startswith("file:"):
        yield "file: leads to the reader's own machine", ""
    yield from _host_faults(text)
    plain = unquote(text)
    if "](" in plain:
        yield "a bracket of Markdown is part of it", ""
    opening = _BRACKETS.get(plain[-1:])
    if opening and opening not in plain:
        yield f'a stray "{plain[-1]}" at its end', text[:-1] if text[-1] == plain[-1] else text[:-3]


def _host_faults(text: str) -> Iterator[tuple[str, str]]:
    match = _HOST.match(text)
    if not match:
        return
    host = unquote(match[1])
    if not host.rpartition("@")[2].split(":")[0]:
        yield "no host", ""
    elif _NO_HOST.search(host):
        yield f'"{host}" is no host', ""


def misplaced(text: str) -> Resolution | None:
    """A relative target that was meant to be an address: a host or a mail address without its scheme, a backslash."""
    plain = unquote(text)
    if _MAIL.fullmatch(plain):
        return _without("mailto:", text)
    if _HOST_FIRST.match(plain):
        return _without("https://", text)
    return None


def _without(scheme: str, text: str) -> Resolution:
    whole = scheme + text
    return Resolution(State.MALFORMED, reason=f"without {scheme} it is a path", mended=whole, nearest=whole)


def _slips() -> Iterator[tuple[str, str]]:
    """Every slip of the finger that makes something else of a scheme, and the scheme that was meant."""
    for scheme in _SCHEMES:
        for index, letter in enumerate(scheme):
            yield scheme[:index] + scheme[index + 1 :], scheme
            yield scheme[:index] + letter + scheme[index:], scheme
            yield scheme[:index] + scheme[index + 1 : index + 2] + letter + scheme[index + 2 :], scheme
            for beside in scheme[max(index - 1, 0)] + scheme[min(index + 1, len(scheme) - 1)]:
                yield scheme[:index] + beside + scheme[index + 1 :], scheme


_SLIPS = {slip: scheme for slip, scheme in reversed(list(_slips())) if slip not in _SCHEMES}
