"""A link's target taken apart, and put together again."""

from __future__ import annotations

from posixpath import dirname, normpath, relpath
from urllib.parse import unquote

from runbook_lint.model.document import Document
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.parse.memo import once_each

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]+:")  # one letter is a drive of Windows
_TO_ENCODE = regex(r"[\x00-\x20\"<>\\^`{|}()\[\]%#?&\x7f]")


@dataclass(frozen=True, slots=True)
class Target:
    """A relative target: `path` and `fragment` are percent-decoded once, `written` is the path as it stands there."""

    path: str
    written: str
    query: str
    fragment: str


def take_apart(text: str) -> Target:
    """Path, query and fragment of a target, or of what follows the host of a URL."""
    before, _, fragment = text.partition("#")
    written, mark, query = before.partition("?")
    return Target(unquote(written), written, mark + query, unquote(fragment))


@once_each
def link_targets(page: Document) -> tuple[str, ...]:
    """The targets of a page's links, in their order."""
    return tuple(link.target for link in page.links)


def has_scheme(text: str) -> bool:
    """Whether a target names a scheme or a host, so that it is no path."""
    return text.startswith("//") or bool(_SCHEME.match(text))


def is_web(text: str) -> bool:
    """Whether a text begins as an address that a browser opens from anywhere."""
    return text.startswith(("https://", "http://"))


def encoded(path: str) -> str:
    """A path as a target may carry it, whatever brackets stand around it."""
    return _TO_ENCODE.sub(lambda match: f"%{ord(match[0]):02X}", path)


def joined(folder: str, path: str) -> str | None:
    """A path from a folder of the repository, without dots; None for one that leads above the root."""
    whole = normpath(f"{folder}/{path}" if folder else path).lstrip("/")
    if whole == ".." or whole.startswith("../"):
        return None
    return "" if whole == "." else whole


def mended_target(origin: str, target: Target, path: str) -> str:
    """The target that leads from a file to another one, in the manner of the old one."""
    if target.path.startswith("/"):
        new = f"/{path}"
    else:
        new = relpath(path or ".", dirname(origin) or ".")
        if target.path.startswith("./") and not new.startswith("../"):
            new = f"./{new}"
    if ":" in new.split("/")[0]:
        new = f"./{new}"
    return encoded(new) + target.query + (f"#{encoded(target.fragment)}" if target.fragment else "")
