"""`site serve`, driven over the loopback as a browser would."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from site_tree import RUNBOOK, TREE

PATIENCE = 60


class Served:
    """A running `site serve`."""

    def __init__(self, root, *arguments: str) -> None:
        self.root = root
        self.log = (root.parent / "serve.log").open("w+")
        command = [sys.executable, "-m", "runbook_lint", "site", "serve", "--port", "0", "--today", "2026-11-21"]
        env = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen([*command, *arguments], cwd=root, stdout=self.log, stderr=self.log, env=env)
        self.url = self.until(lambda: re.search(r"Serving at (http://\S+)", self.said()))[1]

    def said(self) -> str:
        self.log.flush()
        return (self.root.parent / "serve.log").read_text()

    def get(self, place: str) -> str:
        with urllib.request.urlopen(self.url + place, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def until(self, wanted: Callable[[], object]):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := wanted():
                return found
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)
        raise AssertionError(self.said())

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@pytest.fixture
def serve(repo) -> Iterator[Callable[..., Served]]:
    running: list[Served] = []

    def start(*arguments: str) -> Served:
        running.append(Served(repo.root, *arguments))
        return running[-1]

    yield start
    for each in running:
        if each.process.poll() is None:
            each.process.kill()
        each.process.wait()
        each.log.close()


@pytest.mark.parametrize("arguments", [(), ("--dirty",)])
def test_a_change_is_served_and_a_broken_page_stops_nothing(repo, serve, arguments):
    repo.write(TREE)
    served = serve(*arguments)
    assert served.url.startswith("http://127.0.0.1:")
    assert "the gates do not open" in served.get("services/pier/runbook/")
    other = served.get("docs/guide/")
    assert "livereload" in other

    repo.write({"services/pier/runbook.md": RUNBOOK.replace("do not open", "stay shut")})
    served.until(lambda: "the gates stay shut" in served.get("services/pier/runbook/"))

    repo.write({"runbook-lint.toml": "[site]\nnme = 1\n"})
    served.until(lambda: "the last site is still served" in served.said())
    assert "the gates stay shut" in served.get("services/pier/runbook/")

    repo.write({**TREE, "services/pier/alerts/New.md": "# New\n\nA new plan.\n"})
    served.until(lambda: "rebuilt" in served.said().partition("still served")[2])
    served.until(lambda: "A new plan" in served.get("alerts/New/"))
    with pytest.raises(urllib.error.HTTPError, match="404"):
        served.get("nowhere/")
    assert served.stop() == 0
    assert "Traceback" not in served.said()
    assert served.said().endswith("stopped\n")


def test_a_port_that_is_taken_is_told(repo):
    repo.write(TREE)
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = repo.run("site", "serve", "--port", str(port))
    assert (done.code, done.err) == (
        2,
        f"runbook-lint: 127.0.0.1:{port}: cannot serve there: Address already in use; try another --port\n",
    )
