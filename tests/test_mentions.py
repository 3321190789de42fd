"""Commits, branches and pull requests that carry an incident's id, from git alone."""

from pathlib import Path

import pytest
from conftest import Repo

from runbook_lint.app.mentions import Mentions, mentions

MESSAGES = [
    ("[INC-1234] Give the pool more room", True, []),
    ("Give the pool more room\n\nFollows [INC-1234].", True, []),
    ("Give the pool more room [INC-1233, INC-1234]", True, []),
    ("inc-1234: give the pool more room", True, []),
    ("Give the pool more room [INC-1234] (#12)", True, ["#12"]),
    ("Merge pull request #13 from gannet/inc-1234-pool\n\nGive the pool more room", True, ["#13"]),
    ("Merge pull request #14 from gannet/pool\n\n[INC-1234] Give the pool more room", True, ["#14"]),
    ("Merge branch 'INC-1234-pool' into 'main'\n\nGive it room\n\nSee merge request gannet/checkout!15", True, ["gannet/checkout!15"]),
    ("Merged in INC-1234-pool (pull request #16)", True, ["#16"]),
    ("Merged PR 17: [INC-1234] Give the pool more room", True, ["#17"]),
    ("[INC-12345] Another one (#18)", False, []),
    ("[XINC-1234] Another one", False, []),
    ("Give the pool more room\n\nNot related to INC-1234 (#19)", False, []),
    ("[INC-1234] Undo what #20 did", True, []),
]


@pytest.mark.parametrize(("message", "carries", "requests"), MESSAGES)
def test_messages(repo: Repo, message: str, carries: bool, requests: list[str]) -> None:
    repo.git("init", "-q", "-b", "main")
    repo.git("commit", "-q", "--allow-empty", "-m", message)
    found = mentions(repo.root, "INC-1234")
    assert [commit.subject for commit in found.commits] == ([message.split("\n")[0]] if carries else [])
    assert list(found.pull_requests) == requests
    assert found.complete


def test_branches_here_and_at_remotes(repo: Repo) -> None:
    repo.git("init", "-q", "-b", "main")
    repo.git("commit", "-q", "--allow-empty", "-m", "Begin")
    for branch in ("fix/inc-1234-pool", "INC-1234", "inc-12345", "other"):
        repo.git("branch", branch)
    repo.git("update-ref", "refs/remotes/origin/fix/inc-1234-pool", "HEAD")
    repo.git("update-ref", "refs/remotes/origin/inc-1234-later", "HEAD")
    assert mentions(repo.root, "INC-1234").branches == ("INC-1234", "fix/inc-1234-pool", "inc-1234-later")


def test_commits_of_other_branches_count_once(repo: Repo) -> None:
    repo.git("init", "-q", "-b", "main")
    repo.git("commit", "-q", "--allow-empty", "-m", "Begin")
    repo.git("switch", "-q", "-c", "fix")
    repo.git("commit", "-q", "--allow-empty", "-m", "[INC-1234] Fix")
    repo.git("update-ref", "refs/remotes/origin/fix", "HEAD")
    repo.git("switch", "-q", "main")
    assert [commit.subject for commit in mentions(repo.root, "INC-1234").commits] == ["[INC-1234] Fix"]


@pytest.mark.parametrize("incident", ["INC-1.34", "INC-(1", "INC-[1", "--all", "-n", "$(id)"])
def test_an_id_is_no_pattern_and_no_option(repo: Repo, incident: str) -> None:
    repo.git("init", "-q", "-b", "main")
    repo.git("commit", "-q", "--allow-empty", "-m", f"[{incident}] Fix")
    repo.git("commit", "-q", "--allow-empty", "-m", "[INC-1234] Fix")
    found = mentions(repo.root, incident)
    assert [commit.subject for commit in found.commits] == [f"[{incident}] Fix"]


def test_without_git_or_commits_nothing_is_said(repo: Repo, tmp_path: Path) -> None:
    assert mentions(tmp_path, "INC-1234") == Mentions(complete=False)
    repo.git("init", "-q")
    assert mentions(repo.root, "INC-1234") == Mentions(complete=False)
    assert mentions(repo.root, "") == Mentions()


def test_nothing_of_the_repository_runs(repo: Repo) -> None:
    repo.git("init", "-q", "-b", "main")
    repo.git("commit", "-q", "--allow-empty", "-m", "[INC-1234] Fix")
    touched = repo.root / "ran"
    script = repo.root / "script.sh"
    script.write_text(f"#!/bin/sh\ntouch {touched}\ncat\n")
    script.chmod(0o755)
    for key in ("core.pager", "pager.log", "core.fsmonitor", "gpg.program", "core.sshCommand", "log.diffMerges"):
        repo.git("config", key, "on" if key == "log.diffMerges" else str(script))
    repo.git("config", "log.showSignature", "true")
    assert [commit.subject for commit in mentions(repo.root, "INC-1234").commits] == ["[INC-1234] Fix"]
    assert not touched.exists()
