"""The address at which people read a page: on the site, else at the repository's host, else its path."""

from __future__ import annotations

import re
from posixpath import splitext
from urllib.parse import quote

from runbook_lint.model.world import World
from runbook_lint.parse.site_links import served_at

_SUFFIX = re.compile(r"(?:\.html)?\.(?:md|markdown|mdx)(?:\.erb)?\Z", re.IGNORECASE)


def page_url(world: World, path: str, anchor: str = "", catalog: str = "") -> str:
    """A page's URL; its path in the repository where nobody said at which address people read it.

    `catalog` is the import that the page belongs to, "" for this repository.
    """
    if catalog:
        other = world.imports[catalog]
        url = _address(path, other.site, other.urls, other.branch, other.roots, other.site_links)
        return _with_anchor(url or f"{catalog}: {path}", anchor)
    settings, repository = world.settings, world.repository
    urls = settings.links.repository or repository.urls
    branch = settings.links.branch or repository.branch
    whole = f"{repository.prefix}/{path}" if repository.prefix else path
    site = _on_site(path, settings.site.url, settings.links.roots, settings.links.site_links)
    return _with_anchor(site or _at_host(whole, urls, branch) or path, anchor)


def _address(
    path: str, site: str, urls: tuple[str, ...], branch: str, roots: tuple[str, ...], forms: tuple[str, ...]
) -> str:
    return _on_site(path, site, roots, forms) or _at_host(path, urls, branch)


def _on_site(path: str, site: str, roots: tuple[str, ...], forms: tuple[str, ...]) -> str:
    """The address that a site gives a page; a file that is no page stays at the host."""
    if not site or not _SUFFIX.search(path):
        return ""
    root = next((f"{root.strip('/')}/" for root in roots if path.startswith(f"{root.strip('/')}/")), "")
    inner = path[len(root) :]
    if "html" in forms:
        return f"{site.rstrip('/')}/{quote(_SUFFIX.sub('', inner))}.html"
    served = served_at(inner) if "." in splitext(inner)[1] else inner
    return f"{site.rstrip('/')}/{quote(served)}/".replace("//", "/").replace(":/", "://", 1)


def _at_host(path: str, urls: tuple[str, ...], branch: str) -> str:
    if not urls:
        return ""
    url = urls[0].rstrip("/").removesuffix(".git")
    host = url.split("//")[-1].split("/")[0]
    route = "-/blob" if "gitlab" in host else "src" if "bitbucket" in host else "blob"
    return f"{url}/{route}/{quote(branch or 'HEAD')}/{quote(path)}"


def _with_anchor(url: str, anchor: str) -> str:
    return f"{url}#{quote(anchor)}" if anchor else url
