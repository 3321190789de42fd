"""This project as others find it: its files in a git repository with a tag, and the tools that fetch hooks from there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Repo

from runbook_lint import __version__

URL = "https://github.com/runbook-lint/runbook-lint"
TAG = f"v{__version__}"


def publish(folder: Path) -> Repo:
    """What is in the work tree now, committed or not, as a repository whose newest tag is this version's."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    if listed.returncode:
        pytest.skip("this is no git checkout, so it cannot be published")
    repo = Repo(folder)
    names = [name for name in os.fsdecode(listed.stdout).split("\0") if name and (ROOT / name).is_file()]
    repo.write({name: (ROOT / name).read_bytes() for name in names if not name.startswith(("tests/", "docs/images/"))})
    repo.git("init", "-q", "-b", "main")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "published")
    repo.git("tag", TAG)
    return repo


def tool(name: str) -> str:
    """Where a tool of the dev group is; without it the test is skipped, and fails in CI."""
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
    if found is None:
        assert not os.environ.get("CI"), f"CI has {name}"
        pytest.skip(f"{name} is not installed")
    return found


def environment(home: Path) -> dict[str, str]:
    """That of somebody to whom the project's address is the published copy; `home` holds what the tools keep."""
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "FORCE_COLOR", "CI")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    trust = {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}  # uv, which prek calls, else trusts only its own
    return {**clean, **trust, "HOME": str(home), "PRE_COMMIT_HOME": str(home / "pre-commit"), "PREK_HOME": str(home / "prek"),
            "PRE_COMMIT_COLOR": "never", "NO_COLOR": "1", "PATH": path, "GIT_CONFIG_NOSYSTEM": "1"}  # fmt: skip


def at_home(home: Path, published: Repo) -> dict[str, str]:
    """The environment of a home in which git fetches the project from its copy."""
    home.mkdir(exist_ok=True)
    assert not (home / ".gitconfig").exists()
    (home / ".gitconfig").write_text(
        f'[user]\n\tname = Test\n\temail = test@test.example\n[url "{published.root}"]\n\tinsteadOf = {URL}\n'
    )
    return environment(home)
