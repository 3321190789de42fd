"""The repository on disk: what is read, what is refused, and how it is said."""

import os
import shutil

import pytest

DOC = {"runbook-lint.toml": 'select = ["DC"]\nmax-kib = 64\n', "docs/a.md": "# A\n"}


def found(repo, *arguments):
    return repo.run("check", "--format", "concise", "-q", *arguments).out.splitlines()


def test_without_git_hidden_and_vendored_folders_are_passed_over(repo):
    repo.write(DOC).write({"node_modules/x/README.md": "x", ".cache/y.md": "y", "vendor/z.md": "z"})
    assert repo.run("check", "--show-files").out == "docs/a.md\n"


def test_git_decides_what_is_ignored_tracked_or_not(repo):
    repo.write(DOC).write({".gitignore": "/out/\n", "out/b.md": "b", "new.md": "n", ".github/c.md": "c"})
    repo.git("init", "-q")
    repo.git("add", "docs")
    assert repo.run("check", "--show-files").out == ".github/c.md\ndocs/a.md\nnew.md\n"


def test_a_deleted_file_is_gone_before_it_is_committed(repo):
    repo.write(DOC).write({"docs/b.md": "b"})
    repo.git("init", "-q")
    repo.git("add", "-A")
    (repo.root / "docs/b.md").unlink()
    assert repo.run("check", "--show-files").out == "docs/a.md\n"


def test_a_sparse_checkout_still_knows_what_it_leaves_out(repo):
    repo.write(DOC).write({"services/x/service.yaml": "service: SVC-X\nteam: A\n", "services/x/runbook.md": "# X\n"})
    repo.git("init", "-q")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "all")
    repo.git("update-index", "--skip-worktree", "services/x/runbook.md")
    (repo.root / "services/x/runbook.md").unlink()
    done = repo.run("check", "--select", "runbook-missing,DC")
    assert done.out == "No findings in 1 document and 1 service\n"


@pytest.mark.parametrize(
    ("name", "target", "message"),
    [
        ("out.md", "/etc/hostname", "a link out of the repository"),
        ("loop.md", "loop.md", "a link that leads to itself"),
        ("gone.md", "nowhere.md", "a link to a file that does not exist"),
    ],
)
def test_a_bad_link_is_a_finding(repo, name, target, message):
    repo.write(DOC)
    (repo.root / "docs" / name).symlink_to(target)
    assert found(repo) == [f"docs/{name}:1:1: DC003 {message}"]


def test_a_link_inside_the_repository_is_judged_at_its_target_only(repo):
    repo.write(DOC).write({"docs/a.md": b"\xff"})
    (repo.root / "docs/b.md").symlink_to("a.md")
    assert found(repo) == ["docs/a.md:1:1: DC002 byte 0xff is not UTF-8"]


def test_a_page_that_is_a_link_to_itself_keeps_no_report_from_being_written(repo):
    repo.write({"a.md": "# A\n"})
    (repo.root / "loop.md").symlink_to("loop.md")
    done = repo.run("check", "--format", "concise:../report.txt")
    assert (done.code, done.out) == (1, "")
    assert (repo.root.parent / "report.txt").read_text() == (
        "loop.md:1:1: DC003 a link that leads to itself\n1 error in 1 document and 0 services\n"
    )


def test_a_folder_loop_ends(repo):
    repo.write(DOC)
    (repo.root / "docs/again").symlink_to("..")
    assert repo.run("check", "--show-files").out == "docs/a.md\n"
    repo.git("init", "-q")
    assert repo.run("check", "--show-files").out == "docs/a.md\n"


def test_a_large_page_is_not_read(repo):
    repo.write(DOC).write({"docs/big.md": "x" * 50_000_000})
    assert found(repo) == ["docs/big.md:1:1: DC003 48,828 KiB, more than the 64 KiB that are read"]


def test_a_folder_that_is_named_like_a_page(repo):
    repo.write(DOC).write({"runbooks/runbook.md/notes.md": "# Notes\n"})
    assert found(repo) == ["runbooks/runbook.md:1:1: DC003 a folder, not a file"]


def test_a_pipe_is_not_waited_for(repo):
    repo.write(DOC)
    os.mkfifo(repo.root / "docs/pipe.md")
    assert found(repo) == ["docs/pipe.md:1:1: DC003 a device or pipe, not a file"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_page(repo):
    repo.write(DOC)
    (repo.root / "docs/a.md").chmod(0)
    assert found(repo) == ["docs/a.md:1:1: DC003 cannot be read: Permission denied"]


def test_a_name_with_a_newline_stays_on_one_line(repo):
    repo.write(DOC).write({"docs/a\nb.md": b"\xff"})
    assert found(repo) == ["docs/a\\nb.md:1:1: DC002 byte 0xff is not UTF-8"]


def test_generated_and_vendored_pages_get_no_findings(repo):
    repo.write(DOC).write({"gen/a.md": b"\xff", "b.md": b"\xff", ".gitattributes": "gen/** linguist-generated\n"})
    repo.git("init", "-q")
    assert found(repo) == ["b.md:1:1: DC002 byte 0xff is not UTF-8"]


def test_nothing_is_written(repo):
    repo.write(DOC)
    repo.git("init", "-q")
    before = sorted(path.relative_to(repo.root) for path in repo.root.rglob("*"))
    repo.run("check")
    assert sorted(path.relative_to(repo.root) for path in repo.root.rglob("*")) == before


def test_the_root_is_the_nearest_configuration_else_git(repo):
    repo.write({"docs/deep/a.md": b"\xff", "b.md": b"\xff"})
    repo.git("init", "-q")
    done = repo.run("check", "--select", "DC", "--format", "concise", "-q", cwd="docs/deep")
    assert done.out.splitlines() == [
        "b.md:1:1: DC002 byte 0xff is not UTF-8",
        "docs/deep/a.md:1:1: DC002 byte 0xff is not UTF-8",
    ]
    repo.write({"docs/runbook-lint.toml": ""})
    done = repo.run("check", "--select", "DC", "--format", "concise", "-q", cwd="docs/deep")
    assert done.out == "deep/a.md:1:1: DC002 byte 0xff is not UTF-8\n"


def test_git_missing_is_said(repo, tmp_path):
    repo.write(DOC)
    repo.git("init", "-q")
    empty = tmp_path / "bin"
    empty.mkdir()
    done = repo.run("check", env={"PATH": str(empty)})
    assert done.err == ("runbook-lint: git is not installed: reading the folder without it, ignored files included\n")
    assert shutil.which("git")


def test_a_repository_runs_nothing_by_being_read(repo):
    repo.write(DOC).write({"hook": "#!/bin/sh\ntouch ran\n"})
    (repo.root / "hook").chmod(0o755)
    repo.git("init", "-q")
    repo.git("config", "core.fsmonitor", "./hook")
    assert repo.run("check", "--show-files").out == "docs/a.md\n"
    assert not (repo.root / "ran").exists()


def test_a_hook_of_another_repository_does_not_confuse_it(repo):
    repo.write(DOC)
    repo.git("init", "-q")
    done = repo.run("check", "--show-files", env={"GIT_DIR": "/nowhere/.git", "GIT_INDEX_FILE": "/nowhere/index"})
    assert (done.out, done.err) == ("docs/a.md\n", "")


def test_a_link_to_what_git_ignores_or_keeps_is_not_followed(repo):
    repo.write(DOC).write({".gitignore": ".env\n", ".env": "TODO: the password\n"})
    repo.git("init", "-q")
    (repo.root / "docs/env.md").symlink_to("../.env")
    (repo.root / "docs/git.md").symlink_to("../.git/config")
    assert found(repo) == [
        "docs/env.md:1:1: DC003 a link out of the repository",
        "docs/git.md:1:1: DC003 a link out of the repository",
    ]


def test_a_page_that_may_not_be_read_is_a_finding(repo, monkeypatch):
    """As root nothing is unreadable, so the refusal is played."""
    from pathlib import Path

    from runbook_lint.app import workspace
    from runbook_lint.app.workspace import Workspace
    from runbook_lint.model.settings import Settings

    repo.write(DOC)

    def refuse(path):
        if path.endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return Path(path).read_bytes()

    monkeypatch.setattr(workspace, "read_bytes", refuse)
    (unreadable,) = Workspace(repo.root, Settings()).tree().unreadable
    assert (unreadable.path, unreadable.problem.message) == ("docs/a.md", "cannot be read: Permission denied")
    assert unreadable.problem.help == "check the file's permissions"
