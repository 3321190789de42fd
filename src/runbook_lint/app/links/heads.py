"""What lychee asks the guard: the head of a request to a proxy."""

from __future__ import annotations

from urllib.parse import urlsplit

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex

_LINE = regex(r"(CONNECT|GET|HEAD) (\S+) HTTP/1\.[01]\Z")
_OURS = frozenset({"proxy-authorization", "proxy-connection", "connection", "keep-alive"})


class BadHead(Exception):
    """Something else than a request that lychee makes."""


@dataclass(frozen=True, slots=True)
class Head:
    """A request: to whom, and its lines; a `tunnel` is for TLS, of which only the host can be seen."""

    host: str
    port: int
    tunnel: bool
    first: str
    lines: tuple[tuple[str, str], ...]

    def forwarded(self, with_token: bool) -> bytes:
        """The request as the server gets it: one, and then the connection ends."""
        left = _OURS if with_token else _OURS | {"authorization", "cookie"}
        kept = [f"{name}: {value}" for name, value in self.lines if name.casefold() not in left]
        return "\r\n".join([self.first, *kept, "Connection: close", "", ""]).encode("latin-1")


def read_head(data: bytes) -> Head:
    """The head of a request, with the empty line at its end."""
    first, *rest = data.decode("latin-1").split("\r\n")[:-2]
    line = _LINE.match(first)
    pairs = [each.partition(":") for each in rest]
    if not line or not all(colon for _, colon, _ in pairs):
        raise BadHead
    tunnel = line[1] == "CONNECT"
    try:
        parts = urlsplit(f"//{line[2]}" if tunnel else line[2])
        port = parts.port or 80
    except ValueError:
        raise BadHead from None
    if not parts.hostname or (not tunnel and parts.scheme != "http"):
        raise BadHead
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    lines = tuple((name.strip(), value.strip()) for name, _, value in pairs)
    return Head(parts.hostname.casefold().rstrip("."), port, tunnel, f"{line[1]} {path} HTTP/1.1", lines)


def closing(head: bytes) -> bytes:
    """The head of a server's answer, with the word that the connection ends behind it."""
    first, *rest = head.decode("latin-1").split("\r\n")[:-2]
    kept = [line for line in rest if line.partition(":")[0].strip().casefold() not in _OURS]
    return "\r\n".join([first, *kept, "Connection: close", "", ""]).encode("latin-1")
