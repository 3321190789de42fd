"""Absolute URLs that lead back into this repository, at its host or below its site."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.world import World
from runbook_lint.parse.memo import once
from runbook_lint.parse.web_address import web_address

_ROUTES = regex(
    r"/(?:-/)?(?:(?:blob|tree|raw|edit|blame)/|(?:src|raw|blame|_edit)/branch/|src/(?!branch/|tag/|commit/))(?P<rest>.+)"
)
_RAW_HOST = "raw.githubusercontent.com"
_USUAL_BRANCHES = ("main", "master")


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where a URL leads here: a path with query and fragment as they stand, and the URL before them.

    `judged` is false for what is none of the default branch's files: a tag, an issue, the wiki. `site`
    marks a page by the address that the site serves it at.
    """

    rest: str = ""
    before: str = ""
    judged: bool = True
    site: bool = False


@once
def own_addresses(world: World) -> tuple[str, ...]:
    """The repository's own addresses, those of the configuration first."""
    given = (web_address(each) or each.rstrip("/") for each in world.settings.links.repository)
    return tuple(dict.fromkeys((*given, *world.repository.urls)))


def own_place(world: World, url: str) -> OwnPlace | None:
    """Where a URL leads in this repository, None where it leads elsewhere."""
    for address in own_addresses(world):
        rest = _behind(url, address)
        if rest is not None:
            return _place(world, url, rest)
        raw = _raw_address(address)
        rest = _behind(url, raw) if raw else None
        if rest is not None:
            return _on_branch(world, url, rest.lstrip("/"))
    site = world.settings.site.url
    rest = _behind(url, site) if site else None
    return OwnPlace(rest, url[: len(url) - len(rest)], site=True) if rest is not None else None


def _behind(url: str, address: str) -> str | None:
    """What follows an address in a URL, whatever the scheme, `www.` or the case of host, owner and name."""
    head = re.match(r"(?:https?:)?//(?:www\.)?", url, re.IGNORECASE)
    bare = re.sub(r"\A(?:https?:)?//(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/")
    if not head or url[head.end() : head.end() + len(bare)].casefold() != bare.casefold():
        return None
    rest = url[head.end() + len(bare) :]
    rest = rest[len(".git") :] if re.match(r"\.git(?:[/?#]|\Z)", rest) else rest
    return rest if rest[:1] in ("", "/", "?", "#") else None


def _raw_address(address: str) -> str:
    host, _, path = address.partition("://")[2].partition("/")
    return f"https://{_RAW_HOST}/{path}" if host.casefold() == "github.com" else ""


def _place(world: World, url: str, rest: str) -> OwnPlace:
    if not rest.split("#")[0].split("?")[0].strip("/"):
        return OwnPlace(rest.lstrip("/"), url[: len(url) - len(rest)])
    route = _ROUTES.match(rest)
    return _on_branch(world, url, route["rest"]) if route else OwnPlace(judged=False)


def _on_branch(world: World, url: str, rest: str) -> OwnPlace:
    """The path behind the name of the default branch, which may hold slashes itself."""
    rest = rest.removeprefix("refs/heads/")
    for branch in (form for name in _branches(world) for form in (name, quote(name, safe=""))):
        if rest.startswith(branch) and rest[len(branch) : len(branch) + 1] in ("", "/", "?", "#"):
            return _below_root(world, url, rest[len(branch) :].lstrip("/"))
    return OwnPlace(judged=False)


def _below_root(world: World, url: str, path: str) -> OwnPlace:
    """A path of git's repository as one below the folder that is checked."""
    prefix = world.repository.prefix
    if prefix:
        if not unquote(path).startswith(f"{prefix}/"):
            return OwnPlace(judged=False)
        path = path[len(prefix) + 1 :]
    return OwnPlace(path, url[: len(url) - len(path)])


def _branches(world: World) -> tuple[str, ...]:
    known = world.settings.links.branch or world.repository.branch
    return (known, "HEAD") if known else (*_USUAL_BRANCHES, "HEAD")
