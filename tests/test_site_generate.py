"""The folder that `site generate` writes: what is in it, what is left alone, and that it is always the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from site_tree import TREE

GENERATE = ("site", "generate", "--today", "2026-11-21")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def drawn(repo):
    return repo.write(TREE)


def test_one_line_tells_what_was_done_and_only_what_changed_is_written(drawn):
    first = drawn.run(*GENERATE)
    folder = drawn.root / ".runbook_lint_site"
    pages = len(list(folder.rglob("*.md")))
    written = len(files(folder)) - 1  # the list of what is ours
    assert first.out == f"{pages} pages in .runbook_lint_site/: {written} files written, 0 removed\n"
    assert (first.code, first.err) == (0, "")
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again = drawn.run(*GENERATE)
    assert again.out == f"{pages} pages in .runbook_lint_site/: 0 files written, 0 removed\n"
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_change_touches_the_pages_that_depend_on_it(drawn):
    drawn.run(*GENERATE)
    before = files(drawn.root / ".runbook_lint_site")
    drawn.write({"docs/guide.md": "# Guide\n\nHow we work now.\n"})
    assert drawn.run(*GENERATE).out.endswith(": 1 file written, 0 removed\n")
    after = files(drawn.root / ".runbook_lint_site")
    assert [path for path in after if before.get(path) != after[path]] == ["docs/docs/guide.md"]


def test_a_page_that_is_gone_is_removed_with_its_folder(drawn):
    drawn.write({"docs/old/old.md": "# Old\n"})
    drawn.run(*GENERATE)
    old = drawn.root / ".runbook_lint_site/docs/docs/old/old.md"
    assert old.is_file()
    (drawn.root / "docs/old/old.md").unlink()
    assert drawn.run(*GENERATE).out.endswith(", 1 removed\n")
    assert not old.parent.exists()


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("docs/guide/README.md", "docs/guide/readme.md"),  # docs/guide.md has this address
        ("alerts.md", "source/alerts.md"),
        ("actions/index.md", "actions/readme.md"),
        ("services/SVC-PIER/README.md", "services/SVC-PIER/readme.md"),
        ("docs/a\\b\nc.md", "docs/a-b-c.md"),
        ("docs/\udcff.md", "docs/-.md"),
    ],
)
def test_no_page_takes_the_address_of_another_or_a_name_that_cannot_be_one(drawn, path, place):
    drawn.write({path: "# The page in question\n"})
    docs = drawn.root / ".runbook_lint_site/docs"
    for words in ("question", "question, changed"):
        drawn.write({path: f"# The page in {words}\n"})
        done = drawn.run(*GENERATE)
        assert (done.code, done.err) == (0, "")
        assert f"# The page in {words}\n" in (docs / place).read_text(encoding="utf-8")


def test_a_link_to_a_page_is_never_one_to_a_scheme(drawn):
    drawn.write({"javascript:[x=1].md": "---\ntags: [odd]\n---\n# Odd\n", "a.md": "# A\n\n[b](./javascript:[x=1].md)\n"})
    assert drawn.run(*GENERATE).code == 0
    docs = drawn.root / ".runbook_lint_site/docs"
    assert "[b](javascript%3A%5Bx=1%5D.md)" in (docs / "a.md").read_text()
    assert "[Odd](javascript%3A%5Bx=1%5D.md)" in (docs / "tags.md").read_text()


@pytest.mark.parametrize("text", ['{"version": 1, "files": 5}', "[]", '{"files": [1, null]'])
def test_a_list_of_ours_that_cannot_be_read_stops_it(drawn, text):
    drawn.run(*GENERATE)
    drawn.write({".runbook_lint_site/.runbook-lint-site.json": text})
    done = drawn.run(*GENERATE)
    assert (done.code, "cannot be read; delete the folder and run it again" in done.err) == (2, True)


def test_secrets_on_one_line_leave_and_so_does_the_anchor_that_spells_one(drawn):
    first, second = "AKIA" + "Q3EGRT7YUIWPLKJH", "ghp_" + "Zk3vQ9mXwL2nR8tYp5sJd7fHc4gBa6eUi1oN"
    text = f"# Keys\n\nOne is `{first}`, one {second}.\n\n## Use {first}\n\n[it](#use-{first.lower()})\n"
    drawn.write({"docs/keys.md": text})
    assert drawn.run(*GENERATE).code == 0
    page = (drawn.root / ".runbook_lint_site/docs/docs/keys.md").read_text(encoding="utf-8")
    assert "One is <code>…</code>, one ….\n\n## Use …\n\nit\n" in page
    assert first.lower() not in page


def test_the_folder_is_complete_by_itself_and_ignored_by_git(drawn):
    drawn.git("init", "-q")
    drawn.run(*GENERATE)
    folder = drawn.root / ".runbook_lint_site"
    assert (folder / ".gitignore").read_text() == "*\n"
    assert ".runbook_lint_site" not in drawn.git("status", "--porcelain", "--untracked-files=all")
    assert (folder / "docs/services/pier/gates.svg").read_bytes() == TREE["services/pier/gates.svg"].encode()
    assert (folder / "docs/assets/vendor/mermaid.min.js").is_file()
    config = (folder / "mkdocs.yml").read_text()
    assert "site_name: Pier pages\n" in config
    assert 'data-built="2026-11-21"' in config
    assert "http" not in config  # no other host


def test_two_clones_and_any_hash_seed_give_the_same_bytes(drawn, tmp_path):
    drawn.git("init", "-q", "-b", "main")
    drawn.git("add", ".")
    drawn.git("commit", "-qm", "Pier")
    found = []
    for seed in ("0", "1", "random"):
        clone = tmp_path / f"clone-{seed}"
        subprocess.run(["git", "clone", "-q", str(drawn.root), str(clone)], check=True)
        command = [sys.executable, "-m", "runbook_lint", *GENERATE]
        subprocess.run(command, cwd=clone, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed})
        found.append(files(clone / ".runbook_lint_site"))
    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("../out", ".runbook-lint: ../out: leads out of the repository; nothing was changed"),
        (".git/site", "runbook-lint: .git/site: belongs to git; nothing was changed"),
        (".", 'runbook-lint: [site] folder = ".": is the repository itself; name a folder in it'),
        ("services", "runbook-lint: services: holds files that `site generate` did not write (pier); nothing was changed; name another folder in [site] folder, or empty this one"),
        ("docs/guide.md", "runbook-lint: docs/guide.md: is a file; name another in [site] folder"),
        ("link", "runbook-lint: link: leads out of the repository; nothing was changed"),
    ],
)  # fmt: skip
def test_a_folder_that_is_not_ours_to_write_is_refused(drawn, folder, told):
    (drawn.root / ".git").mkdir()
    (drawn.root / "link").symlink_to(drawn.root.parent)
    before = files(drawn.root)
    done = drawn.run(*GENERATE, "--folder", folder)
    assert (done.code, done.out, done.err.splitlines()[-1]) == (2, "", told.removeprefix("."))
    assert files(drawn.root) == before


def test_a_file_of_somebody_else_is_neither_overwritten_nor_removed(drawn):
    drawn.run(*GENERATE)
    folder = drawn.root / ".runbook_lint_site"
    drawn.write({".runbook_lint_site/docs/mine.md": "mine", "docs/new.md": "# New\n", ".runbook_lint_site/docs/docs/new.md": "mine"})  # fmt: skip
    before = files(folder)
    done = drawn.run(*GENERATE)
    place = folder / "docs/docs/new.md"
    assert done.err == (
        f"runbook-lint: {place}: was not written by `site generate`; nothing was changed; move it away and run it again\n"
    )
    assert (done.code, files(folder)) == (2, before)
    place.unlink()
    assert drawn.run(*GENERATE).code == 0
    assert (folder / "docs/mine.md").read_text() == "mine"


def test_a_list_that_names_files_outside_removes_nothing(drawn):
    drawn.run(*GENERATE)
    manifest = drawn.root / ".runbook_lint_site/.runbook-lint-site.json"
    listed = json.loads(manifest.read_text())
    listed["files"] += ["../docs/guide.md", str(drawn.root / "docs/guide.md"), ".."]
    manifest.write_text(json.dumps(listed))
    assert drawn.run(*GENERATE).code == 0
    assert (drawn.root / "docs/guide.md").is_file()


def test_a_link_inside_the_folder_is_not_followed(drawn, tmp_path):
    drawn.run(*GENERATE)
    folder = drawn.root / ".runbook_lint_site/docs/docs"
    (folder / "guide.md").unlink()
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    done = drawn.run(*GENERATE)
    assert (done.code, done.err) == (
        2,
        f"runbook-lint: {folder}: is a link; nothing was changed; remove it and run it again\n",
    )
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_run_that_was_stopped_is_mended_by_the_next(drawn):
    drawn.run(*GENERATE)
    folder = drawn.root / ".runbook_lint_site"
    whole = files(folder)
    (folder / "docs/index.md").write_text("half")
    (folder / "docs/docs/guide.md").unlink()
    (folder / ".writing").mkdir()
    (folder / ".writing/1").write_text("left over")
    assert drawn.run(*GENERATE).out.endswith(": 2 files written, 0 removed\n")
    assert {path: data for path, data in files(folder).items() if not path.startswith(".writing")} == whole


def test_two_runs_at_once_leave_a_whole_folder(drawn):
    alone = drawn.run(*GENERATE, "--folder", "alone")
    command = [sys.executable, "-m", "runbook_lint", *GENERATE]
    running = [subprocess.Popen(command, cwd=drawn.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    assert [(each.communicate()[1], each.returncode) for each in running] == [(b"", 0)] * 3
    assert alone.code == 0
    assert files(drawn.root / ".runbook_lint_site") == files(drawn.root / "alone")


def test_configured_assets_come_along_and_never_from_outside(drawn, tmp_path):
    (tmp_path / "secret.css").write_text("secret")
    drawn.write({"runbook-lint.toml": '[site]\nassets = ["theme/*"]\n', "theme/own.css": "a {}"})
    (drawn.root / "theme/link.css").symlink_to(tmp_path / "secret.css")
    (drawn.root / "theme/loop.css").symlink_to("loop.css")
    with (drawn.root / "theme/large.bin").open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    done = drawn.run(*GENERATE)
    assert done.err == (
        "runbook-lint: theme/large.bin: larger than 20 MiB; it is not on the site\n"
        "runbook-lint: theme/link.css: no file of this repository; it is not on the site\n"
        "runbook-lint: theme/loop.css: a link that leads to itself; it is not on the site\n"
    )
    assert files(drawn.root / ".runbook_lint_site/docs/theme") == {"own.css": b"a {}"}


def test_a_secret_leaves_in_no_file(drawn):
    key = "AKIA" + "QX7Z2M4N6P8R5T3V"
    drawn.write({"docs/guide.md": f"# Guide\n\nUse `{key}` to sign in.\n"})
    drawn.run(*GENERATE)
    assert [path for path, data in files(drawn.root / ".runbook_lint_site").items() if key.encode() in data] == []
