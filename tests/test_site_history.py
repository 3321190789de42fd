"""What the site knows of git: read in one pass, and nothing where git cannot say."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from site_tree import MANIFEST, TREE

from runbook_lint.app import git
from runbook_lint.app.project import open_project
from runbook_lint.app.site.history import read_history
from runbook_lint.model.site import Commit, History
from runbook_lint.parse.changed import service_finder

DAY = date(2026, 11, 20)
STAMP = {"GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z"}


@pytest.fixture
def drawn(repo, monkeypatch):
    for key, value in STAMP.items():
        monkeypatch.setenv(key, value)
    repo.write(TREE)
    repo.git("init", "-q", "-b", "main")
    return repo


def commit(repo, subject: str, files: dict[str, str | bytes] | None = None) -> Commit:
    repo.write(files or {})
    repo.git("add", "-A")
    repo.git("commit", "-qm", subject)
    return Commit(repo.git("rev-parse", "HEAD").strip(), DAY, subject)


def history(root: Path) -> History:
    project = open_project(root, today="2026-11-21")
    return read_history(root, project.world(project.workspace().tree()))


def test_the_last_commit_of_each_page_and_the_recent_ones_of_a_service(drawn):
    first = commit(drawn, "Pier")
    guide = commit(drawn, "Guide", {"docs/guide.md": "# Guide\n\nMore.\n"})
    code = commit(drawn, "Watched code", {"code/pier/gates.py": "1\n", "code/other.py": "1\n"})
    plan = commit(drawn, "Plan", {"services/pier/alerts/GateStuck.md": "# GateStuck\n\nMore.\n"})
    found = history(drawn.root)
    assert found.head == plan
    assert found.last == {
        "docs/guide.md": guide,
        "services/pier/alerts/GateStuck.md": plan,
        "services/pier/alerts/pier.rules.yaml": first,
        "services/pier/runbook.md": first,
        "services/pier/service.yaml": first,
        "services/teams.yaml": first,
    }
    assert found.recent == {"SVC-PIER": (plan, code, first)}


def test_only_the_newest_five_changes_of_a_service_are_shown(drawn):
    made = [commit(drawn, f"Change {number}", {"services/pier/note.txt": f"{number}\n"}) for number in range(7)]
    assert history(drawn.root).recent == {"SVC-PIER": tuple(made[:1:-1])}


def test_a_renamed_page_was_last_changed_when_it_was_renamed(drawn):
    commit(drawn, "Pier")
    drawn.git("mv", "docs/guide.md", "docs/how-we-work.md")
    renamed = commit(drawn, "A better name")
    assert history(drawn.root).last["docs/how-we-work.md"] == renamed
    assert "docs/guide.md" not in history(drawn.root).last


def test_the_edge_of_a_shallow_clone_is_no_change(drawn, tmp_path):
    commit(drawn, "Pier")
    guide = commit(drawn, "Guide", {"docs/guide.md": "# Guide\n\nMore.\n"})
    head = commit(drawn, "Plan", {"services/pier/alerts/GateStuck.md": "# GateStuck\n\nMore.\n"})
    for depth, known in ((1, {}), (2, {"services/pier/alerts/GateStuck.md": head})):
        clone = tmp_path / f"clone-{depth}"
        subprocess.run(["git", "clone", "-q", f"--depth={depth}", f"file://{drawn.root}", str(clone)], check=True)
        found = history(clone)
        assert (found.head, found.last) == (head, known)
    assert guide.id


def test_what_a_commit_says_of_a_restricted_page_is_not_repeated(drawn):
    page = "---\nincident: INC-7\ntitle: Leak\nvisibility: restricted\n---\n# Leak\n"
    told = commit(drawn, "The leak of INC-7", {"postmortems/2026/INC-7-leak.md": page, "docs/guide.md": "# New\n"})
    found = history(drawn.root)
    assert found.last["docs/guide.md"] == Commit(told.id, DAY, "")
    assert "postmortems/2026/INC-7-leak.md" not in found.last
    assert found.recent == {}


def test_nor_what_one_says_of_a_postmortem_that_is_gone_or_stands_elsewhere_now(drawn):
    first = commit(drawn, "Pier")
    page = {"postmortems/drafts/INC-7.md": "---\nincident: INC-7\nvisibility: restricted\n---\n# Leak\n"}
    commit(drawn, "The leak of INC-7", {**page, "services/pier/note.txt": "1\n"})
    drawn.git("mv", "postmortems/drafts", "postmortems/2026")
    commit(drawn, "INC-7 is reviewed", {"services/pier/note.txt": "2\n"})
    last = commit(drawn, "Note", {"services/pier/note.txt": "3\n"})
    assert history(drawn.root).recent == {"SVC-PIER": (last, first)}


def test_a_folder_of_a_repository_has_paths_of_its_own(repo, monkeypatch):
    for key, value in STAMP.items():
        monkeypatch.setenv(key, value)
    repo.write({f"ops/{path}": text for path, text in TREE.items()})
    repo.git("init", "-q", "-b", "main")
    first = commit(repo, "Pier")
    commit(repo, "Elsewhere", {"code/main.py": "1\n"})
    found = history(repo.root / "ops")
    assert found.last["services/pier/runbook.md"] == first
    assert found.recent == {"SVC-PIER": (first,)}


def test_without_git_or_commits_there_is_nothing_and_nothing_is_said(drawn, capsys, monkeypatch):
    assert history(drawn.root) == History()
    monkeypatch.setattr(git, "in_repository", lambda root: False)
    assert history(drawn.root) == History()
    assert capsys.readouterr() == ("", "")


def test_a_broken_repository_is_told_once(drawn, capsys, monkeypatch):
    commit(drawn, "Pier")

    def refuse(*_):
        raise git.GitFailed("bad object")

    monkeypatch.setattr(git, "file_log", refuse)
    assert history(drawn.root) == History()
    told = "runbook-lint: git cannot tell what was changed (bad object): pages are without their last commits\n"
    assert capsys.readouterr() == ("", told)


def test_git_is_asked_as_often_for_many_pages_as_for_one(drawn, monkeypatch):
    commit(drawn, "Pier", {f"docs/{number}.md": f"# {number}\n" for number in range(40)})
    asked: list[tuple[str, ...]] = []
    real = git._git
    monkeypatch.setattr(git, "_git", lambda root, *rest, **more: (asked.append(rest), real(root, *rest, **more))[1])
    project = open_project(drawn.root, today="2026-11-21")
    world = project.world(project.workspace().tree())
    asked.clear()
    assert len(read_history(drawn.root, world).last) == 46
    assert [next(each for each in call if each in ("log", "rev-parse")) for call in asked] == ["rev-parse", "log"]


@pytest.mark.parametrize(
    ("path", "services"),
    [
        ("services/pier/runbook.md", {"SVC-PIER"}),
        ("services/pier/deep/er/x", {"SVC-PIER"}),
        ("services/pierhead/runbook.md", {"SVC-HEAD"}),
        ("code/pier/gates.py", {"SVC-PIER"}),
        ("code/pier", set()),
        ("lib/a/b.py", {"SVC-HEAD"}),
        ("lib/skip/b.py", set()),
        ("any/where.go", {"SVC-HEAD"}),
        ("README.md", set()),
    ],
)
def test_whose_a_changed_file_is(repo, path, services):
    head = 'service: SVC-HEAD\nteam: HARBOUR\nwatch: ["lib/**", "!lib/skip/**", "**/*.go"]\n'
    repo.write({**TREE, "services/pierhead/service.yaml": head, "services/pier/service.yaml": MANIFEST})
    project = open_project(repo.root, today="2026-11-21")
    assert service_finder(project.world(project.workspace().tree()))(path) == services
