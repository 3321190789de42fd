"""What git says of watched code: which commits count as a change, and when git is asked at all."""

import os
from datetime import date

import pytest

from runbook_lint.model.settings import Settings
from runbook_lint.parse.watched import watched_folders, watched_since
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

MANIFEST = "service: SVC-CART\nowner: API\nlast_reviewed: '2026-06-01'\nwatch: {}\n"
FINDING = (
    "services/cart/service.yaml:3:16: FR003 what SVC-CART watches was changed {} since this review, last on {}\n"
    "  help: read it against {}, then `runbook-lint reviewed services/cart/service.yaml`\n"
)


@pytest.fixture
def cart(repo):
    """A repository whose first commit has everything."""
    repo.git("init", "-q", "-b", "main")
    repo.write({"services/cart/service.yaml": MANIFEST.format("[apps/cart/**]"), "apps/cart/main.py": "1\n", "b.py": "1\n"})
    commit(repo, "2026-05-01")
    return repo


def commit(repo, day, **files):
    repo.write({path.replace("__", "/").replace("_py", ".py"): text for path, text in files.items()})
    repo.git("add", "-A")
    os.environ["GIT_COMMITTER_DATE"] = f"{day}T12:00:00Z"
    try:
        repo.git("commit", "-q", "--allow-empty", "-m", day, "--date", "2020-01-01T12:00:00Z")
    finally:
        del os.environ["GIT_COMMITTER_DATE"]


def found(repo, *arguments):
    done = repo.run("check", "--select", "review-before-change", "-q", "--format", "concise", *arguments)
    assert done.err == ""
    return done.out


def concise(times, last):
    return f"services/cart/service.yaml:3:16: FR003 what SVC-CART watches was changed {times} since this review, last on {last}\n"


def test_a_commit_counts_by_the_day_it_came_in(cart):
    assert found(cart) == ""
    commit(cart, "2026-06-20", apps__cart__main_py="2\n", b_py="2\n")
    commit(cart, "2026-08-20", apps__cart__lock_py="1\n")
    commit(cart, "2026-08-25", b_py="3\n")
    assert found(cart) == concise("2 times", "2026-08-20")


def test_a_commit_that_touched_the_page_as_well_is_none(cart):
    commit(cart, "2026-06-20", apps__cart__main_py="2\n", **{"services/cart/service.yaml": MANIFEST.format("[apps/cart/**] ")})
    assert found(cart) == ""


def test_a_commit_after_today_is_none(cart):
    commit(cart, "2026-06-20", apps__cart__main_py="2\n")
    assert found(cart, "--today", "2026-06-19") == ""


def test_merges_count_by_what_they_bring(cart):
    cart.git("checkout", "-q", "-b", "side")
    commit(cart, "2026-07-01", apps__cart__main_py="2\n")
    cart.git("checkout", "-q", "main")
    commit(cart, "2026-07-02", b_py="2\n")
    cart.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert found(cart) == concise("once", "2026-07-01")


def test_the_edge_of_a_shallow_clone_is_no_change(cart, tmp_path):
    commit(cart, "2026-07-01", apps__cart__main_py="2\n")
    commit(cart, "2026-07-02", apps__cart__main_py="3\n")
    for depth, expected in ((1, ""), (2, concise("once", "2026-07-02"))):
        clone = tmp_path / f"shallow{depth}"
        cart.git("clone", "-q", "--depth", str(depth), f"file://{cart.root}", str(clone))
        assert found(type(cart)(clone)) == expected


def test_a_folder_within_a_repository(cart, tmp_path):
    inner = type(cart)(cart.root / "shop")
    inner.write({"runbook-lint.toml": "", "services/cart/service.yaml": MANIFEST.format("[apps/**]"), "apps/a b/ü.py": "1\n"})
    commit(cart, "2026-07-01")
    inner.write({"apps/a b/ü.py": "2\n"})
    commit(cart, "2026-07-02", apps__cart__main_py="4\n")
    assert found(inner) == concise("once", "2026-07-02")


def test_names_that_look_like_gits_own(cart):
    cart.write({"services/cart/service.yaml": MANIFEST.format("['apps/:(top)/**', 'apps/-x/**', '!apps/-x/docs/**']")})
    cart.write({"apps/-x/\x010123456789012345678901234567890123456789 5": "1\n", "apps/-x/docs/a": "1\n"})
    commit(cart, "2026-07-02")
    assert found(cart) == ""  # the manifest was in the same commit
    cart.write({"apps/-x/\x01b\nc": "1\n"})
    commit(cart, "2026-07-03")
    cart.write({"apps/-x/docs/a": "2\n"})
    commit(cart, "2026-07-04")
    assert found(cart) == concise("once", "2026-07-03")


def test_git_is_asked_only_where_the_rule_runs(cart, tmp_path):
    commit(cart, "2026-07-01", apps__cart__main_py="2\n")
    log = tmp_path / "asked"
    (tmp_path / "bin").mkdir()
    git = tmp_path / "bin" / "git"
    git.write_text(f'#!/bin/sh\nfor word; do [ "$word" = log ] && echo log >> {log}; done\nexec /usr/bin/env -u PATH_ORIGINAL {real_git()} "$@"\n')
    git.chmod(0o755)
    path = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    for command in (("check", "-q"), ("payload", "None"), ("check", "--select", "FR001,CT")):
        cart.run(*command, env=path)
        assert not log.exists()
    cart.run("check", "--profile", "strict", env=path)
    assert log.read_text() == "log\nlog\n"  # what was changed, and which dates were moved


def real_git():
    import shutil

    return shutil.which("git")


def test_without_an_answer_of_git_one_line_says_so(cart):
    commit(cart, "2026-07-01", apps__cart__main_py="2\n")
    (cart.root / ".git" / "HEAD").write_text("nonsense\n")
    done = cart.run("check", "--select", "review-before-change", "-q")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1] == "runbook-lint: git cannot say what was changed: what services watch is not judged"


def test_without_a_repository_nothing_is_judged(repo):
    repo.write({"services/cart/service.yaml": MANIFEST.format("[apps/**]"), "apps/a.py": ""})
    assert found(repo) == ""


@pytest.mark.parametrize(
    ("watch", "folders"),
    [
        ("[apps/cart/**]", ("apps/cart",)),
        ("[./apps/cart/main.py, /deploy/*.yaml]", ("apps/cart/main.py", "deploy")),
        ("['apps/ca?t/**', 'libs/[ab]/x', '!apps/cart/docs/**']", ("apps", "libs")),
        ("['**/cart.py', apps/cart/**]", ()),
        ("['*.py']", ()),
        ("['']", ()),
    ],
)
def test_where_git_looks(watch, folders):
    world = build_world(tree_of({"services/cart/service.yaml": MANIFEST.format(watch)}), Settings(), date(2026, 9, 1))
    assert (watched_since(world), watched_folders(world)) == (date(2026, 6, 1), folders)


def test_nothing_watched_asks_for_nothing():
    world = build_world(tree_of({"services/cart/service.yaml": "service: SVC-CART\nowner: API\n"}), Settings(), date(2026, 9, 1))
    assert watched_since(world) is None
