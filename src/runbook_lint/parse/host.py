"""The repository's host: where it shows a file, lets one be edited, and shows a commit."""

from __future__ import annotations

from urllib.parse import quote

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.world import World
from runbook_lint.parse.own_repository import own_addresses


@dataclass(frozen=True, slots=True)
class Routes:
    """The paths behind a repository's address: to a file, its editor, a commit, and one of a file's lines."""

    view: str = "/blob/{branch}/{path}"
    edit: str = "/edit/{branch}/{path}"
    commit: str = "/commit/{id}"
    line: str = "#L{line}"


_GITLAB = Routes("/-/blob/{branch}/{path}", "/-/edit/{branch}/{path}", "/-/commit/{id}")
_BITBUCKET = Routes("/src/{branch}/{path}", "/src/{branch}/{path}?mode=edit", "/commits/{id}", "#lines-{line}")
_GITEA = Routes("/src/branch/{branch}/{path}", "/_edit/{branch}/{path}")
_HOSTS = {
    "gitlab": _GITLAB,
    "bitbucket": _BITBUCKET,
    "gitea": _GITEA,
    "forgejo": _GITEA,
    "codeberg": _GITEA,
}  # every other host is taken for GitHub, whose paths most of them know


def file_address(urls: tuple[str, ...], branch: str, path: str, edit: bool = False) -> str:
    """Where the first of a repository's addresses shows a file, or lets it be edited; "" where it has none."""
    if not urls:
        return ""
    routes = _routes(urls[0])
    branch = branch or _no_branch(routes, edit)
    route = (routes.edit if edit else routes.view).format(branch=quote(branch), path=quote(path))
    return _bare(urls[0]) + route if branch else ""


def host_address(world: World, path: str, edit: bool = False, line: int = 0) -> str:
    """Where people see a file of this repository, one of its lines, or its editor; "" where nobody said where it is."""
    urls = own_addresses(world)
    branch = world.settings.links.branch or world.repository.branch
    prefix = world.repository.prefix
    address = file_address(urls, branch, f"{prefix}/{path}" if prefix else path, edit)
    return address + (_routes(urls[0]).line.format(line=line) if address and line else "")


def commit_address(world: World, id: str) -> str:
    """Where people see a commit of this repository; "" where nobody said where it is."""
    urls = own_addresses(world)
    return _bare(urls[0]) + _routes(urls[0]).commit.format(id=quote(id)) if urls else ""


def _bare(url: str) -> str:
    return url.rstrip("/").removesuffix(".git")


def _routes(url: str) -> Routes:
    host = url.split("//")[-1].split("/")[0].casefold()
    return next((routes for name, routes in _HOSTS.items() if name in host), Routes())


def _no_branch(routes: Routes, edit: bool) -> str:
    """What stands for the default branch where nobody knows its name; no host edits, nor Gitea shows, `HEAD`."""
    return "" if edit or routes is _GITEA else "HEAD"
