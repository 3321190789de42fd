"""The hooks: what they are, what `check --hook` judges, and all of them run by pre-commit and by prek."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from conftest import ROOT, Repo
from published import TAG, URL, at_home, publish, tool
from ruamel.yaml import YAML

from runbook_lint.app.cli import cli

HOOKS = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")

GUIDE = "# Guide\n\n## Restart\n\nStop it, then start it.\n"
CART = "# Cart\n\nSee [how](guide.md#restart).\n"
OLD = "# Old\n\n[nowhere](nowhere.md)\n"
FILES = {"runbooks/guide.md": GUIDE, "runbooks/cart.md": CART, "old.md": OLD, "runbook-lint.toml": ""}

LOST = 'runbooks/cart.md:3:11: LK002 runbooks/guide.md has no anchor "restart"'
GONE = 'runbooks/cart.md:3:11: LK001 "guide.md#restart" does not exist'
NOWHERE = 'old.md:3:11: LK001 "nowhere.md" does not exist'


def test_the_hooks():
    told = {hook["id"]: (hook["entry"], hook.get("pass_filenames", True), hook.get("always_run", False)) for hook in HOOKS}
    assert told == {
        "runbook-lint": ("runbook-lint check --hook", True, True),
        "runbook-lint-fix": ("runbook-lint check --hook --fix --exit-zero -qq", True, False),
        "runbook-lint-all": ("runbook-lint check", False, True),
        "postmortem-actions": ("postmortem actions --due overdue --fail-overdue", False, True),
    }
    assert [hook["id"] for hook in HOOKS if hook.get("pass_filenames", True) and not hook["require_serial"]] == []
    assert {hook["language"] for hook in HOOKS} == {"python"}


@pytest.mark.parametrize("entry", [hook["entry"] for hook in HOOKS])
def test_what_a_hook_starts_is_a_command(entry):
    name, *words = shlex.split(entry)
    command = cli if name == "runbook-lint" else cli.get_command(click.Context(cli), name)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        command = command.get_command(click.Context(command), words.pop(0))
    command.make_context(name, words, resilient_parsing=True)


# check --hook


@pytest.fixture
def work(repo):
    repo.write(FILES)
    repo.git("init", "-q", "-b", "main")
    commit(repo)
    return repo


def commit(repo: Repo) -> None:
    repo.git("add", "-A")
    repo.git("commit", "-qm", "change", "--allow-empty")


def hook(repo: Repo, *arguments: str, env: dict[str, str] | None = None) -> tuple[int, list[str]]:
    """The exit status and what is said, without the counts and without the commit's hash."""
    done = repo.run("check", "--hook", "--format", "concise", *arguments, env=env)
    lines = [line for line in (done.out + done.err).splitlines() if not re.search(r" in \d+ documents?", line)]
    return done.code, [re.sub(r" \([0-9a-f]{7}\)", "", line) for line in lines]


def test_what_is_named_is_judged_and_what_it_broke(work):
    work.write({"runbooks/guide.md": GUIDE.replace("Restart", "Start again")})
    assert hook(work, "runbooks/guide.md") == (
        1, [LOST, "Judged since HEAD: 1 file named; 1 finding elsewhere came with that"]
    )  # fmt: skip


def test_what_is_only_named_and_has_not_changed_is_judged(work):
    """`pre-commit run --all-files` in a clean checkout."""
    assert hook(work, *FILES) == (1, [NOWHERE, "Judged since HEAD: 3 files named"])


def test_the_whole_repository_is_a_name_as_well(work):
    assert hook(work, ".") == (1, [NOWHERE, "Judged since HEAD: 3 files named"])


def test_a_deleted_page_leaves_no_file_to_name(work):
    (work.root / "runbooks/guide.md").unlink()
    assert hook(work) == (1, [GONE, "Judged since HEAD: 0 files named, 1 gone; 1 finding elsewhere came with that"])


def test_what_a_hook_does_not_name_is_not_judged(work):
    """New files that nobody has added are no part of the commit."""
    work.write({"draft.md": "# Draft\n\n[x](x.md)\n", "runbooks/cart.md": CART + "\nMore.\n"})
    assert hook(work, "runbooks/cart.md") == (0, ["Judged since HEAD: 1 file named"])


def test_files_that_are_no_documents(work):
    work.write({"src/main.py": "print()\n"})
    assert hook(work, "src/main.py") == (0, ["Judged since HEAD: 0 files named"])


def test_a_page_that_was_only_renamed_does_not_answer_for_its_old_findings(work):
    (work.root / "old.md").rename(work.root / "older.md")
    assert hook(work, "older.md") == (0, ["Judged since HEAD: 0 files named, 1 renamed"])


def test_several_commits(work):
    """What pre-commit says of a push, or of `--from-ref`."""
    (work.root / "runbooks/guide.md").unlink()
    commit(work)
    assert hook(work) == (0, ["Judged since HEAD: 0 files named"])
    assert hook(work, env={"PRE_COMMIT_FROM_REF": "HEAD~1"}) == (
        1, [GONE, "Judged since HEAD~1: 0 files named, 1 gone; 1 finding elsewhere came with that"]
    )  # fmt: skip


def test_before_the_first_commit(repo):
    repo.write(FILES)
    repo.git("init", "-q", "-b", "main")
    assert hook(repo, "old.md") == (1, [NOWHERE, "Judged since the beginning: 1 file named"])


def test_fixes_stay_in_what_is_named(work):
    work.write({"runbooks/cart.md": CART.replace("guide.md", "Guide.md"), "old.md": "# Old\n\n[g](runbooks/Guide.md)\n"})
    commit(work)
    assert hook(work, "--fix", "old.md") == (0, ["Fixed 1 finding in 1 file", "Judged since HEAD: 1 file named"])
    assert (work.root / "old.md").read_text() == "# Old\n\n[g](runbooks/guide.md)\n"
    assert "Guide.md" in (work.root / "runbooks/cart.md").read_text()


LIKE_OPTIONS = ["--exit-zero", "--output-file=out.md", "--format=json:out.json", "-oout.txt", "--config=select=[]", "-q.md", "--hook"]


@pytest.mark.parametrize("name", LIKE_OPTIONS)
def test_the_name_of_a_file_is_no_option(work, name):
    """A commit brings the file, and the tools name it behind the options."""
    work.write({name: "# A\n"})
    before = {place.name for place in work.root.iterdir()}
    code, said = hook(work, name, "old.md")
    assert (code, NOWHERE in said) == (1, True), said
    assert {place.name for place in work.root.iterdir()} == before


def test_a_file_in_a_folder_that_looks_like_an_option_is_judged(work):
    work.write({"--output-file=/x.md": "# A\n\n[x](nowhere.md)\n"})
    assert hook(work, "--output-file=/x.md") == (
        1, ['--output-file=/x.md:3:5: LK001 "nowhere.md" does not exist', "Judged since HEAD: 1 file named"]
    )  # fmt: skip


def test_a_name_that_is_gone_is_no_mistake(work):
    """Some tools name deleted files as well."""
    (work.root / "runbooks/guide.md").unlink()
    assert hook(work, "runbooks/guide.md", "runbooks/cart.md") == (1, [GONE, "Judged since HEAD: 1 file named, 1 gone"])


def test_a_configuration_in_a_folder(repo):
    """The tools start hooks at the top of the repository."""
    repo.write({f"ops/{path}": text for path, text in FILES.items()} | {"README.md": OLD, "docs/runbook-lint.toml": ""})
    repo.git("init", "-q", "-b", "main")
    commit(repo)
    (repo.root / "ops/runbooks/guide.md").unlink()
    gone = "Judged since HEAD: 0 files named, 1 gone; 1 finding elsewhere came with that"
    assert hook(repo, "--folder", "ops", "README.md") == (1, [GONE, gone])
    both = "Judged since HEAD: 1 file named, 1 gone; 1 finding elsewhere came with that"
    assert hook(repo, "--folder", "ops", "ops/old.md", "README.md") == (1, [NOWHERE, GONE, both])
    assert hook(repo, "--folder", "ops/gone")[1] == ["runbook-lint: --folder ops/gone: no such folder"]
    hint = "runbook-lint: ops has a configuration of its own; --folder ops judges by it"
    said = hook(repo, "README.md", "ops/old.md", "ops/runbooks/cart.md")[1]
    assert [line for line in said if "--folder" in line] == [hint]


def test_without_git_it_speaks_of_its_own_option(repo):
    repo.write(FILES)
    assert hook(repo, "old.md") == (2, [f"runbook-lint: --hook: {repo.root} is in no git repository; leave --hook out"])


@pytest.mark.parametrize(
    ("given", "option"),
    [(["--changed"], "--changed"), (["--changed=main"], "--changed"), (["--stdin-filename", "a.md"], "--stdin-filename"),
     (["--watch"], "--watch")],
)  # fmt: skip
def test_what_does_not_go_with_it(work, given, option):
    done = work.run("check", "--hook", *given)
    assert (done.code, done.out, done.err) == (
        2, "", f"runbook-lint: --hook judges what the hook names; leave {option} out\n"
    )  # fmt: skip


# the tools that run hooks

CONFIG = f"""\
repos:
  - repo: {URL}
    rev: {TAG}
    hooks:
      - id: runbook-lint-fix
      - id: runbook-lint
        args: [--format, concise]
      - id: postmortem-actions
  - repo: {URL}
    rev: {TAG}
    hooks:
      - id: runbook-lint-all
        args: [--format, concise]
        stages: [pre-push, manual]
"""
LATE = """\
---
incident: INC-7
title: Full disk
severity: SEV-3
status: in-review
---

# Full disk

## Action items

| ID | Action | Owner | Due | State |
|---|---|---|---|---|
| A1 | Rotate the logs of every gate | Ops | 2020-01-31 | open |
"""


@pytest.mark.parametrize("name", ["pre-commit", "prek"])
def test_all_hooks_in_a_tool(name, tmp_path):
    """Slow: the tool fetches this project and installs it, once."""
    runner = tool(name)
    (tmp_path / "published").mkdir()
    env = at_home(tmp_path / "home", publish(tmp_path / "published"))
    (tmp_path / "repo").mkdir()
    repo = Repo(tmp_path / "repo").write({**FILES, ".pre-commit-config.yaml": CONFIG})
    repo.git("init", "-q", "-b", "main")

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run([*arguments], cwd=repo.root, env=env, capture_output=True, text=True, check=False)
        return done.returncode, re.sub(r"\([0-9a-f]{7}\)", "(…)", _flat(done.stdout + done.stderr))

    commit(repo)
    assert run(runner, "install", "--prepare-hooks" if name == "prek" else "--install-hooks")[0] == 0

    # a commit that deletes a page, and says nothing of what was wrong before
    repo.git("rm", "-q", "runbooks/guide.md")
    code, said = run("git", "commit", "-qm", "Guide is gone")
    assert (code, GONE in said, NOWHERE in said) == (1, True, False), said
    assert "Judged since HEAD (…): 0 files named, 1 gone; 1 finding elsewhere came with that" in said
    repo.git("reset", "-q", "--hard")

    # a commit that changes a page with a link that can be mended: the hook mends it, and fails by that
    repo.write({"runbooks/cart.md": CART.replace("guide.md", "Guide.md")})
    repo.git("add", "-A")
    code, said = run("git", "commit", "-qm", "Cart")
    assert (code, said.count("files were modified by this hook"), "error" in said) == (1, 1, False), said
    assert repo.git("diff").count("+See [how](guide.md#restart).") == 1
    repo.git("add", "-A")
    assert (run("git", "commit", "-qm", "Cart", "--allow-empty")[0], repo.git("status", "--short")) == (0, "")

    # everything, when it is asked for; what is over several commits; actions that are late
    code, said = run(runner, "run", "--all-files", "runbook-lint")
    assert (code, NOWHERE in said) == (1, True), said
    code, said = run(runner, "run", "--hook-stage", "manual", "runbook-lint-all")
    assert (code, NOWHERE in said) == (1, True), said
    repo.git("rm", "-q", "runbooks/guide.md")
    repo.git("commit", "-qnm", "Guide is gone")
    code, said = run(runner, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD", "runbook-lint")
    assert (code, GONE in said, NOWHERE in said) == (1, True, False), said
    repo.write({"postmortems/2026/INC-7-full-disk.md": LATE})
    repo.git("add", "-A")
    code, said = run(runner, "run", "--hook-stage", "manual", "postmortem-actions")
    assert (code, "INC-7" in said, "Rotate the logs" in said) == (1, True, True), said


def _flat(text: str) -> str:
    """What a tool prints, without the indent that it gives to what a hook says."""
    return "".join(f"{line.strip()}\n" for line in text.splitlines())


def test_this_repository_runs_its_own_hooks():
    config = YAML(typ="safe").load(Path(ROOT / ".pre-commit-config.yaml"))
    ours = next(hook for repo in config["repos"] for hook in repo["hooks"] if hook["id"] == "runbook-lint")
    assert ours["entry"].removeprefix(".venv/bin/") == HOOKS[0]["entry"]
