"""What links need to know of the repository itself: its addresses, its branch, its symlinks and submodules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import dirname

from runbook_lint.app import git
from runbook_lint.app.read import read_regular
from runbook_lint.model.tree import Repository
from runbook_lint.parse.globs import is_glob
from runbook_lint.parse.web_address import web_address

Asked = Callable[[], tuple[Mapping[str, Iterable[str]], Mapping[str, str]]]
"""What git says of remotes and branches, when it is called for."""

_HOPS = 40  # as many symlinks as a kernel follows


def read_repository(
    root: Path, paths: frozenset[str], listing: git.GitListing | None, skipped: frozenset[str],
    asked: Asked | None,
) -> Repository:  # fmt: skip
    """The repository's facts; where git was not asked only the symlinks, and the folders not looked into."""
    listed = listing.symlinks | listing.others if listing else paths
    links = {path: target for path in sorted(listed) if (target := _link(root / path)) is not None}
    foreign = skipped | (listing.submodules if listing else frozenset())
    followed = follow(links, paths, foreign)
    if asked is None:
        return Repository(symlinks=followed, submodules=foreign)
    try:
        remotes, branches = asked()
    except (git.GitFailed, OSError):
        remotes, branches = {}, {}
    names = _own_remotes(remotes)
    urls = dict.fromkeys(web_address(url) for name in names for url in remotes[name])
    return Repository(
        urls=tuple(url for url in urls if url),
        branch=_default_branch(names, branches),
        symlinks=followed,
        submodules=foreign,
        prefix=git.prefix(root),
        ignored=tuple(glob for path in sorted(paths) for glob in _ignored(root, path)),
    )


def _ignored(root: Path, path: str) -> Iterator[str]:
    """The globs of a .gitignore, from the root."""
    folder, _, name = path.rpartition("/")
    if name != ".gitignore":
        return
    try:
        lines = read_regular(root / path).decode("utf-8", "replace").splitlines()
    except OSError:
        return  # git cannot read it either
    for line in (each for each in lines if each.strip() and not each.startswith("#")):
        mark, glob = ("!", line[1:]) if line.startswith("!") else ("", line)
        inner = glob if "/" in glob.rstrip("/ ") else f"**/{glob}"
        whole = f"{mark}/{folder}/{inner.lstrip('/')}" if folder else line
        if is_glob(whole):
            yield whole


def _link(place: Path) -> str | None:
    """What a symlink says, None for anything else."""
    try:
        return os.readlink(place).replace(os.sep, "/")  # noqa: PTH115 (a Path would lose a trailing dot)
    except (OSError, ValueError):
        return None


def _own_remotes(remotes: Mapping[str, Iterable[str]]) -> list[str]:
    """The remotes of this very repository: origin, upstream, and forks by their name; others may be a neighbour's."""
    order = sorted(remotes, key=lambda name: (name != "origin", name != "upstream", name))
    if not order:
        return []
    name = _name(remotes[order[0]])
    return [each for each in order if each in ("origin", "upstream") or _name(remotes[each]) == name]


def _name(urls: Iterable[str]) -> str:
    return next((web_address(url).rpartition("/")[2].casefold() for url in urls), "")


def _default_branch(remotes: Iterable[str], branches: Mapping[str, str]) -> str:
    """What a remote's HEAD points at, else the only one of main and master that is there."""
    for remote in remotes:
        head = branches.get(f"refs/remotes/{remote}/HEAD", "")
        if head:
            return head.removeprefix(f"refs/remotes/{remote}/")
    usual = {name for name in ("main", "master") for ref in branches if ref.rpartition("/")[2] == name}
    return usual.pop() if len(usual) == 1 else ""


def follow(links: Mapping[str, str], paths: frozenset[str], foreign: frozenset[str]) -> dict[str, str | None]:
    """Every symlink with the path it leads to in the end, None where it leads out of the repository or nowhere."""
    folders = {""}
    for path in (*paths, *(f"{each}/." for each in foreign)):
        while (path := dirname(path)) not in folders:
            folders.add(path)
    plain = (paths - set(links)) | folders

    def there(path: str) -> bool:
        return path in plain or any(path == each or path.startswith(f"{each}/") for each in foreign)

    return {link: _end(link, links, there) for link in links}


def _end(link: str, links: Mapping[str, str], there: Callable[[str], bool]) -> str | None:
    from runbook_lint.parse.targets import joined  # most repositories have no link

    path: str | None = link
    for _ in range(_HOPS):
        if path is None:
            return None
        parts = path.split("/")
        fronts = ("/".join(parts[: index + 1]) for index in range(len(parts)))
        front = next((each for each in fronts if each in links), None)
        if front is None:
            return path if there(path) else None
        target = links[front]
        whole = None if target.startswith("/") else joined(dirname(front), target)
        path = None if whole is None else f"{whole}{path[len(front) :]}".lstrip("/")
    return None
