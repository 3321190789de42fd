"""Remotes of git as addresses in the browser."""

from __future__ import annotations

import re

from runbook_lint.model.patterns import regex

_URL_REMOTE = regex(r"(https?|ssh|git|git\+ssh)://(?:[^/]*@)?([^/:@]+)(:\d+)?/(.+)", re.IGNORECASE)
_SCP_REMOTE = regex(r"(?:[^/@:]+@)?([^/:@]+\.[^/:@]+):(?!//)/?(.+)")
_SSH_HOSTS = {
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}


def web_address(remote: str) -> str:
    """The address of a remote in the browser (`https://host/owner/name`), without credentials; "" for a path."""
    text = remote.strip()
    match = _URL_REMOTE.fullmatch(text)
    if match:
        scheme, host, port, path = match.groups()
        web = scheme.lower() if scheme.lower().startswith("http") else "https"
        kept = port if port and scheme.lower().startswith("http") else ""
    else:
        match = _SCP_REMOTE.fullmatch(text)
        if not match:
            return ""
        (host, path), web, kept = match.groups(), "https", ""
    path = path.split("?")[0].split("#")[0].strip("/").removesuffix(".git").strip("/")
    host = _SSH_HOSTS.get(host.lower(), host.lower())
    return f"{web}://{host}{kept or ''}/{path}" if path else ""
