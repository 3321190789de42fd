"""One file from the network or the disk: bounded in time and size, and nothing is sent along."""

from __future__ import annotations

import time
from http.client import HTTPException, HTTPMessage
from ipaddress import ip_address
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from runbook_lint import __version__
from runbook_lint.app.read import read_regular

LIMIT = 32 * 1024 * 1024
"""Bytes of a catalogue: that of a repository with ten thousand pages has a third of it."""
SECONDS = 60.0
"""For all of one file; and half of it for any single answer of the server."""
_REDIRECTS = 5


class FetchFailed(Exception):
    """Why a file could not be had, in a few words."""


def fetch(source: str, root: Path, seconds: float = SECONDS, limit: int = LIMIT) -> bytes:
    """The bytes behind a URL, or of a file; of a folder its catalog.json."""
    if "://" in source:
        return _download(source, seconds, limit)
    return _read(root / source, limit)


def _read(place: Path, limit: int) -> bytes:
    try:
        if place.is_dir():
            place = place / "catalog.json"
            if not place.exists():
                raise FetchFailed("the folder has no catalog.json; run `runbook-lint export -o catalog.json` there")
        if place.stat().st_size > limit:
            raise FetchFailed(_too_large(limit))
        return read_regular(place)
    except FileNotFoundError:
        raise FetchFailed("no such file; give the path or the https URL of a catalog.json") from None
    except OSError as error:
        raise FetchFailed(f"cannot be read: {error.strerror}") from None
    except ValueError as error:  # a NUL in it
        raise FetchFailed(f"no path: {error}") from None


def _download(url: str, seconds: float, limit: int) -> bytes:
    refuse(url)
    end = time.monotonic() + seconds
    headers = {"User-Agent": f"runbook-lint/{__version__}", "Accept": "application/json", "Accept-Encoding": "identity"}
    try:
        with build_opener(_Redirects).open(Request(url, headers=headers), timeout=seconds / 2) as response:
            chunks, size = [], 0
            while chunk := response.read1(65536):
                chunks.append(chunk)
                size += len(chunk)
                if size > limit:
                    raise FetchFailed(_too_large(limit))
                if time.monotonic() > end:
                    raise FetchFailed(f"not done within {seconds:g} seconds")
            if response.length:
                raise FetchFailed("the connection ended before the file did")
            return b"".join(chunks)
    except HTTPError as error:
        raise FetchFailed(f"{error.code} {error.reason}") from None
    except TimeoutError:
        raise FetchFailed(f"no answer within {seconds / 2:g} seconds") from None
    except URLError as error:
        slow = isinstance(error.reason, TimeoutError)
        reason = getattr(error.reason, "strerror", None) or error.reason
        raise FetchFailed(f"no answer within {seconds / 2:g} seconds" if slow else str(reason)) from None
    except (OSError, HTTPException, ValueError) as error:
        raise FetchFailed(str(error) or type(error).__name__) from None


class _Redirects(HTTPRedirectHandler):
    max_redirections = _REDIRECTS
    max_repeats = 2
    inf_msg = "it redirects in a circle, or too often: "

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        refuse(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def refuse(url: str) -> None:
    """Raise for a URL that is not fetched: another scheme, credentials in it, plain http beyond this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        raise FetchFailed(f"no URL: {error}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise FetchFailed("neither a path nor an https URL")
    if parts.username is not None:
        raise FetchFailed("credentials in the URL; fetch the file with a tool that keeps them, and give its path")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise FetchFailed("plain http, which anyone on the way may change; use https, or give the path of a file")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _too_large(limit: int) -> str:
    return f"more than {limit // 1024:,} KiB, too large for a catalogue"
