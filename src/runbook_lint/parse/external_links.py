"""The links of a repository that lead to somebody else's pages, each with the places where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from runbook_lint.model.document import Data, Link
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Location
from runbook_lint.model.resolution import State
from runbook_lint.model.world import World
from runbook_lint.parse.link_problems import links_in_state, place
from runbook_lint.parse.links import resolve
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_borrowed, is_template
from runbook_lint.parse.secrets import find_secrets
from runbook_lint.parse.visibility import is_restricted

_RESERVED = regex(r"(?:\A|\.)(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost\.localdomain)\.?\Z")
_KEYED = regex(
    r"[?&;](?:(?:access|auth|private|id)?_?token|api_?key|pass(?:word|wd)|secret|(?:x-(?:amz|goog)-)?signature|sig)=[^&]{8}",
    re.IGNORECASE,
)
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a link stands; `link` is the Markdown link there, None elsewhere."""

    location: Location
    written: str
    link: Link | None = None


@once
def external_links(world: World) -> dict[str, tuple[Use, ...]]:
    """Every URL that can be asked for, without its fragment, in the order of the alphabet.

    Left out are restricted pages, names that are reserved for examples, and what holds a password or a key.
    """
    hidden = world.silent | {path for path, page in world.documents.items() if is_restricted(page, world.settings)}
    found: dict[str, list[Use]] = {}
    for use in (*_of_pages(world), *_of_data(world), *_of_alerts(world)):
        url = askable(use.written)
        if url and use.location.path not in hidden:
            found.setdefault(url, []).append(use)
    return {url: tuple(found[url]) for url in sorted(found) if not holds_key(url)}


def holds_key(url: str) -> bool:
    """Whether a URL opens what is behind it to whoever has it: nobody else should see that, nor a file keep it."""
    return bool(_KEYED.search(url)) or any(find_secrets([url]))


def askable(text: str) -> str:
    """A target as it is asked for: http or https, no fragment; "" for one that nobody should be asked for."""
    url = text.strip().partition("#")[0]
    url = f"https:{url}" if url.startswith("//") else url
    if not re.match(r"https?://", url, re.IGNORECASE) or re.search(r"[\s\x00-\x1f\x7f]", url) or len(url) > _MOST:
        return ""
    host, user = host_of(url)
    return "" if not host or user or _RESERVED.search(host) else url


def host_of(url: str) -> tuple[str, bool]:
    """A URL's host in small letters, "" where it has none that can be read, and whether it names a user."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for one that is none
    except ValueError:
        return "", False
    return (parts.hostname or "").casefold(), parts.username is not None


def _of_pages(world: World) -> Iterator[Use]:
    for path, link, _ in links_in_state(world, State.EXTERNAL):
        yield Use(Location(path, place(link)), link.target, link)
    for path, page in world.documents.items():
        if page.front_matter and not is_template(path) and not is_borrowed(path):
            yield from _of_values(world, path, page.front_matter.data)


def _of_data(world: World) -> Iterator[Use]:
    for path, file in world.data_files.items():
        for part in file.parts:
            yield from _of_values(world, path, part)


def _of_values(world: World, path: str, data: Data) -> Iterator[Use]:
    for where, text in _texts(data.value, ()):
        if _leads_out(world, path, text):
            yield Use(Location(path, data.span(*where)), text)


def _texts(value: Any, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:  # Any: YAML
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, (*where, key))
    elif isinstance(value, (list, tuple)):
        for number, each in enumerate(value):
            yield from _texts(each, (*where, number))


def _of_alerts(world: World) -> Iterator[Use]:
    for alert in world.alerts:
        for key, text in (*alert.annotations.items(), *alert.labels.items()):
            if _leads_out(world, alert.file, text):
                own = key == alert.runbook_key and alert.runbook_location.path
                yield Use(alert.runbook_location if own else alert.location, text)


def _leads_out(world: World, path: str, text: str) -> bool:
    return bool(askable(text)) and resolve(world, path, text).state is State.EXTERNAL
