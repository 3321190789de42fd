"""Drawn repositories, and the command line run as a person runs it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest_plugins = ("browser",) if os.name == "posix" else ()  # it takes locks that Windows does not have

ROOT = Path(__file__).parents[1]
CORPORA = Path(os.environ.get("RUNBOOK_LINT_CORPORA", ROOT.parent / "shared" / "corpora"))


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


class Repo:
    """A folder of drawn files in which commands run."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, files: dict[str, str | bytes]) -> "Repo":
        for path, text in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=Test", "-c", "user.email=test@test.example", "-c", "commit.gpgsign=false")
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout

    def run(self, *arguments: str, given: bytes = b"", cwd: str = ".", env: dict[str, str] | None = None) -> Done:
        """`runbook-lint …` in a process of its own, as of a fixed day unless --today is among the arguments."""
        command = [sys.executable, "-m", "runbook_lint", *arguments]
        wants_day = arguments and arguments[0] in ("check", "baseline", "coverage", "reviewed") and "--today" not in arguments
        command += ["--today", "2026-09-01"] if wants_day else []
        clean = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
        done = subprocess.run(
            command, cwd=self.root / cwd, input=given, capture_output=True, env={**clean, **(env or {})}
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Commands share a cache of their own: none is left in repositories that are only looked at."""
    own = tmp_path_factory.getbasetemp()  # a worker's is in that of the run
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    os.environ["RUNBOOK_LINT_CACHE_DIR"] = str(run / "cache")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    (tmp_path / "repo").mkdir()
    return Repo(tmp_path / "repo")


@pytest.fixture(scope="session")
def corpora() -> Path:
    if not CORPORA.is_dir():
        pytest.skip("the corpora of real repositories are not beside this checkout")
    return CORPORA
