"""`check --changed`: what a branch touched, and what it broke elsewhere; compared with git's objects, without a cache."""

import re
from pathlib import Path

import pytest
from conftest import Repo

from runbook_lint.app import git_trees
from runbook_lint.app.past import Past

GUIDE = "# Guide\n\n## Restart\n\nStop it, then start it.\n"
LINKING = "# Cart\n\nSee [how](guide.md#restart) and [all](guide.md).\n\nSee [nothing](gone-already.md).\n"
CART = "service: SVC-CART\nteam: SHOP\nlast_reviewed: 2026-08-01\ndepends_on: [SVC-PAY]\n"
PAY = "service: SVC-PAY\nteam: SHOP\nlast_reviewed: 2025-01-01\n"
TEAMS = "teams:\n  SHOP: {name: Shop}\n"
FILES = {
    "runbooks/guide.md": GUIDE,
    "runbooks/cart.md": LINKING,
    "services/cart/service.yaml": CART,
    "services/pay/service.yaml": PAY,
    "services/teams.yaml": TEAMS,
    "old.md": "# Old\n\n[nowhere](nowhere.md)\n",
}
RULES = ("--select", "LK,CT,review-overdue", "--ignore", "runbook-missing,contact-missing,document-orphaned")


@pytest.fixture
def branch(repo):
    """A repository on a branch `work` that has done nothing yet."""
    repo.write(FILES)
    commit(repo)
    repo.git("checkout", "-q", "-b", "work")
    return repo


def commit(repo: Repo) -> None:
    if not (repo.root / ".git").exists():
        repo.git("init", "-q", "-b", "main")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "change", "--allow-empty")


def changed(repo: Repo, *arguments: str, cwd: str = ".", env: dict[str, str] | None = None) -> tuple[int, list[str]]:
    """The exit status, the findings, and what is said of the change; the hash of the commit is left out."""
    given = arguments if "--changed" in " ".join(arguments) else ("--changed", *arguments)
    done = repo.run("check", *RULES, "--format", "concise", *given, cwd=cwd, env=env)
    assert "internal" not in done.err, done.err
    lines = [line for line in (done.out + done.err).splitlines() if "default layout holds" not in line]
    return done.code, [re.sub(r" \([0-9a-f]{7}\)", "", line) for line in lines if not re.search(r"documents? and \d+ services?$", line)]


def remove(repo: Repo, *paths: str) -> None:
    for path in paths:
        (repo.root / path).unlink()


OVERDUE = "services/pay/service.yaml:3:16: FR001 review was due on 2026-01-01, 243 days ago"


def test_a_branch_that_did_nothing_answers_for_nothing(branch):
    assert changed(branch) == (0, ["Judged since main: 0 files changed"])


def test_a_page_is_deleted_that_others_link_to(branch):
    remove(branch, "runbooks/guide.md")
    expected = [
        'runbooks/cart.md:3:11: LK001 "guide.md#restart" does not exist',
        'runbooks/cart.md:3:39: LK001 "guide.md" does not exist',
        "Judged since main: 0 files changed, 1 gone; 2 findings elsewhere came with that",
    ]
    assert changed(branch) == (1, expected)
    commit(branch)
    assert changed(branch) == (1, expected)


def test_a_heading_is_renamed_that_others_link_to(branch):
    branch.write({"runbooks/guide.md": GUIDE.replace("Restart", "Start again")})
    expected = [
        'runbooks/cart.md:3:11: LK002 runbooks/guide.md has no anchor "restart"',
        "Judged since main: 1 file changed; 1 finding elsewhere came with that",
    ]
    assert changed(branch) == (1, expected)
    assert changed(branch, "runbooks/guide.md") == (0, ["Judged since main: 1 file changed"])
    assert changed(branch, "runbooks") == (1, expected)
    assert changed(branch, "--changed=main", "services") == (0, ["Judged since main: 1 file changed"])


def test_a_page_is_renamed_and_its_own_old_findings_are_not_told(branch):
    """Nobody wrote in it; what the move broke is told, inside the page and outside."""
    (branch.root / "elsewhere").mkdir()
    branch.write({"old.md": "# Old\n\n[nowhere](nowhere.md), [cart](runbooks/cart.md)\n"})
    commit(branch)
    branch.git("branch", "-f", "main")
    (branch.root / "old.md").rename(branch.root / "elsewhere/old.md")
    (branch.root / "runbooks/guide.md").rename(branch.root / "runbooks/manual.md")
    assert changed(branch) == (
        1,
        [
            'elsewhere/old.md:3:31: LK001 "runbooks/cart.md" does not exist',
            'runbooks/cart.md:3:11: LK001 "guide.md#restart" does not exist',
            'runbooks/cart.md:3:39: LK001 "guide.md" does not exist',
            "Judged since main: 0 files changed, 2 renamed; 3 findings elsewhere came with that",
        ],
    )


def test_a_service_is_removed_that_another_depends_on(branch):
    remove(branch, "services/pay/service.yaml")
    assert changed(branch) == (
        1,
        [
            "services/cart/service.yaml:4:14: CT005 dependency SVC-PAY is no known service",
            "Judged since main: 0 files changed, 1 gone; 1 finding elsewhere came with that",
        ],
    )


def test_in_a_touched_file_everything_is_told(branch):
    branch.write({"old.md": FILES["old.md"] + "\nMore.\n", "new.md": "# New\n\n[x](x.md)\n"})
    expected = [
        'new.md:3:5: LK001 "x.md" does not exist',
        'old.md:3:11: LK001 "nowhere.md" does not exist',
        "Judged since main: 2 files changed",
    ]
    for step in (["status"], ["add", "old.md"], ["add", "new.md"], ["commit", "-qm", "both"]):
        branch.git(*step)
        assert changed(branch) == (1, expected)


def test_what_comes_with_time_is_told_of_touched_files_and_decides_nothing(branch):
    assert changed(branch, "--fail-on", "warning") == (0, ["Judged since main: 0 files changed"])
    branch.write({"services/pay/service.yaml": PAY + "tier: 3\n"})
    assert changed(branch, "--fail-on", "warning") == (0, [OVERDUE, "Judged since main: 1 file changed"])


def test_the_configuration_is_compared_as_well(branch):
    branch.write({"runbook-lint.toml": 'exclude = ["old.md"]\n'})
    assert changed(branch) == (0, ["Judged since main: 0 files changed, another configuration"])
    commit(branch)
    branch.git("branch", "-f", "main")
    remove(branch, "runbook-lint.toml")
    assert changed(branch) == (
        1,
        [
            'old.md:3:11: LK001 "nowhere.md" does not exist',
            "Judged since main: 0 files changed, another configuration; 1 finding elsewhere came with that",
        ],
    )


def test_of_two_links_on_a_line_the_one_that_broke_is_told(branch):
    branch.write({"old.md": "# Old\n\n[a](runbooks/guide.md) [b](nowhere.md)\n"})
    commit(branch)
    branch.git("branch", "-f", "main")
    remove(branch, "runbooks/guide.md")
    assert changed(branch, "old.md") == (
        1,
        [
            'old.md:3:5: LK001 "runbooks/guide.md" does not exist',
            "Judged since main: 0 files changed, 1 gone; 1 finding elsewhere came with that",
        ],
    )


def test_a_baseline_takes_away_what_it_accepts_and_no_more(branch):
    branch.write({"old.md": "# Old\n\n[b](nowhere.md) [a](runbooks/guide.md)\n"})
    assert branch.run("baseline", "--config", 'select=["LK"]').code == 0
    commit(branch)
    branch.git("branch", "-f", "main")
    branch.write({"new.md": "# New\n\n[x](x.md)\n"})
    remove(branch, "runbooks/guide.md")
    assert changed(branch, "old.md", "new.md") == (
        1,
        [
            'new.md:3:5: LK001 "x.md" does not exist',
            'old.md:3:21: LK001 "runbooks/guide.md" does not exist',
            "Judged since main: 1 file changed, 1 gone; 1 finding elsewhere came with that",
        ],
    )


def test_line_ends_alone_are_no_change(branch):
    branch.write({path: text.replace("\n", "\r\n") for path, text in FILES.items()})
    assert changed(branch) == (0, ["Judged since main: 0 files changed"])
    (branch.root / "old.md").rename(branch.root / "older.md")
    assert changed(branch) == (0, ["Judged since main: 0 files changed, 1 renamed"])


def test_what_is_as_it_was_is_not_asked_of_git(branch, monkeypatch):
    branch.write({"notes/new.md": "# Notes\n"})
    commit(branch)
    branch.write({"notes/new.md": "# Notes of today\n", "notes/same.md": "# Same\n"})
    asked: list[str] = []
    contents = git_trees.contents
    monkeypatch.setattr(git_trees, "contents", lambda root, ids: asked.extend(ids) or contents(root, ids))
    here = {path: (branch.root / path).read_bytes() for path in ("notes/new.md", "services/cart/service.yaml")}
    past = Past(branch.root, "HEAD", here)
    read = past.read([*here, "notes/same.md"], 1 << 20)
    assert read == {**here, "notes/new.md": b"# Notes\n"}
    assert asked == [git_trees.blob_id(b"# Notes\n", "0" * 40)]


def test_a_path_behind_changed_is_a_path(branch):
    """As hooks write it: `runbook-lint check --changed` and then the files."""
    branch.write({"old.md": FILES["old.md"] + "\nMore.\n"})
    told = ['old.md:3:11: LK001 "nowhere.md" does not exist', "Judged since main: 1 file changed"]
    assert changed(branch, "--changed", "old.md", "runbooks/guide.md") == (1, told)


def test_names_that_need_quoting(branch):
    odd = "runbooks/a \"b\"\tä\n.md"
    branch.write({odd: "# Odd\n", "links.md": "# Links\n\n[odd](<runbooks/é è.md>)\n", "runbooks/é è.md": "# É\n"})
    commit(branch)
    branch.git("branch", "-f", "main")
    remove(branch, odd, "runbooks/é è.md")
    assert changed(branch) == (
        1,
        [
            'links.md:3:8: LK001 "runbooks/é è.md" does not exist',
            "Judged since main: 0 files changed, 2 gone; 1 finding elsewhere came with that",
        ],
    )


def test_from_a_folder_below_and_with_the_root_below_gits(tmp_path):
    repo = Repo(tmp_path).write({f"docs/{path}": text for path, text in FILES.items()})
    repo.write({"docs/runbook-lint.toml": "", "docs/runbooks/x/y.md": "# Y\n"})
    commit(repo)
    remove(repo, "docs/runbooks/guide.md")
    expected = [
        'runbooks/cart.md:3:11: LK001 "guide.md#restart" does not exist',
        'runbooks/cart.md:3:39: LK001 "guide.md" does not exist',
        "Judged since main: 0 files changed, 1 gone; 2 findings elsewhere came with that",
    ]
    assert changed(repo, cwd="docs/runbooks/x") == (1, expected)


def test_in_a_worktree_detached_and_inside_a_hook(branch, tmp_path):
    branch.git("worktree", "add", "-q", "--detach", str(tmp_path / "tree"))
    tree = Repo(tmp_path / "tree")
    remove(tree, "services/pay/service.yaml")
    expected = [
        "services/cart/service.yaml:4:14: CT005 dependency SVC-PAY is no known service",
        "Judged since main: 0 files changed, 1 gone; 1 finding elsewhere came with that",
    ]
    hook = {"GIT_DIR": str(branch.root / ".git"), "GIT_INDEX_FILE": str(branch.root / ".git/index")}
    assert changed(tree, env=hook) == (1, expected)


def test_submodules_are_somebody_elses(branch, tmp_path):
    other = Repo(tmp_path / "other").write({"page.md": "# Page\n\n[x](x.md)\n"})
    commit(other)
    branch.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other.root), "theirs")
    branch.write({"old.md": "# Old\n\n[theirs](theirs/page.md)\n"})
    assert changed(branch) == (0, ["Judged since main: 1 file changed"])
    commit(branch)
    branch.git("branch", "-f", "main")
    branch.git("rm", "-qf", "theirs")
    assert changed(branch) == (
        1,
        [
            'old.md:3:10: LK001 "theirs/page.md" does not exist',
            "Judged since main: 0 files changed; 1 finding elsewhere came with that",
        ],
    )


def test_before_the_first_commit_everything_is_new(repo):
    repo.write({"old.md": FILES["old.md"]})
    repo.git("init", "-q", "-b", "main")
    assert changed(repo) == (
        1,
        ['old.md:3:11: LK001 "nowhere.md" does not exist', "Judged since the beginning: 1 file changed"],
    )
    commit(repo)
    assert changed(repo) == (0, ["Judged since main: 0 files changed"])


def test_the_default_branch_is_the_remotes(branch, tmp_path):
    """A fork's upstream before its origin; what the remote calls HEAD before what is usually called so."""
    branch.git("branch", "trunk")
    for name, head in (("origin", "main"), ("upstream", "trunk")):
        branch.git("clone", "-q", "--bare", str(branch.root), str(tmp_path / name))
        branch.git("--git-dir", str(tmp_path / name), "symbolic-ref", "HEAD", f"refs/heads/{head}")
    branch.git("remote", "add", "origin", str(tmp_path / "origin"))
    branch.git("fetch", "-q", "origin")
    assert changed(branch) == (0, ["Judged since origin/main: 0 files changed"])
    branch.git("remote", "add", "upstream", str(tmp_path / "upstream"))
    branch.git("fetch", "-q", "upstream")
    branch.git("remote", "set-head", "upstream", "--auto")
    assert changed(branch) == (0, ["Judged since upstream/trunk: 0 files changed"])


def told(repo: Repo, *arguments: str) -> str:
    done = repo.run("check", *arguments)
    assert (done.code, done.out) == (2, "")
    return done.err.replace(str(repo.root), "ROOT")


def test_what_cannot_be_compared_is_told_with_the_next_step(branch, repo, tmp_path):
    assert told(branch, "--changed", "nowhere") == (
        "runbook-lint: --changed nowhere: no such commit, branch or tag; `git fetch` may bring it\n"
    )
    branch.git("checkout", "-q", "--orphan", "alone")
    branch.git("commit", "-qm", "a beginning of its own", "--allow-empty")
    assert told(branch, "--changed") == (
        "runbook-lint: --changed: cannot compare with main: they have no commit in common; "
        "name another commit to compare with: --changed REF\n"
    )
    branch.git("branch", "-q", "-D", "main")
    assert told(branch, "--changed") == (
        "runbook-lint: --changed: cannot tell the default branch; name it: --changed origin/main, "
        "or run `git remote set-head origin --auto` once\n"
    )
    assert told(branch, "--changed", "--stdin-filename", "a.md") == (
        "runbook-lint: --changed judges the files on disk; leave it out, or leave out --stdin-filename\n"
    )


def test_without_git(repo):
    repo.write(FILES)
    assert told(repo, "--changed") == (
        "runbook-lint: --changed: ROOT is in no git repository; leave --changed out\n"
    )
    commit(repo)
    done = repo.run("check", "--changed", env={"PATH": ""})
    assert (done.code, done.err.splitlines()[-1]) == (
        2,
        "runbook-lint: --changed: git cannot be asked: No such file or directory; leave --changed out",
    )


def test_a_shallow_clone_says_so(branch, tmp_path):
    commit(branch)
    for number, branches in enumerate((["-b", "work"], ["--no-single-branch", "-b", "work"])):
        place = tmp_path / f"clone{number}"
        branch.git("checkout", "-q", "main")
        commit(branch)
        branch.git("clone", "-q", "--depth=1", *branches, f"file://{branch.root}", str(place))
        step = "fetch the whole history: `git fetch --unshallow`, in GitHub Actions `fetch-depth: 0`\n"
        why = (
            "the default branch is not in this shallow clone"
            if number == 0
            else "cannot compare with origin/main: this shallow clone does not reach to where they part"
        )
        assert told(Repo(place), "--changed") == f"runbook-lint: --changed: {why}; {step}"


def test_a_partial_clone_fetches_nothing(branch, tmp_path):
    branch.write({"old.md": "# Old\n"})
    commit(branch)
    branch.git("config", "uploadpack.allowFilter", "true")
    place = tmp_path / "clone"
    branch.git("clone", "-q", "--filter=blob:none", "-b", "work", f"file://{branch.root}", str(place))
    Path(branch.root).rename(tmp_path / "away")
    done = Repo(place).run("check", "--changed", "origin/main")
    assert done.code == 2
    assert "(a partial clone)" in done.err or "git refuses" in done.err


def test_it_reads_and_changes_nothing_else(branch):
    """No lock, no index written: another git may run beside it."""
    before = {path: path.stat().st_mtime_ns for path in (branch.root / ".git").rglob("*")}
    remove(branch, "runbooks/guide.md")
    changed(branch)
    assert before == {path: path.stat().st_mtime_ns for path in (branch.root / ".git").rglob("*")}
