"""Review dates that one commit moved by the dozen: which commits count, which dates are told, and what is kept."""

import os
from datetime import date
from time import monotonic

import pytest

from runbook_lint.app import bump_search, bumps, git, git_edits
from runbook_lint.model.bump import Bump, BumpFacts
from runbook_lint.parse.before import Before
from runbook_lint.parse.bumps import facts_bytes, moved_dates, read_facts

KEYS = (("last_reviewed", "last_reviewed_on", "reviewed", "last-reviewed"), ("reviewed_by", "reviewed-by"))
PAGE = "---\ntitle: Drain\nlast_reviewed: 2026-06-01\n---\n# Drain\n\nTell the others.\n"
NAMES = [f"runbooks/{name}.md" for name in ("a", "b", "c", "d")]


def test_a_date_that_was_moved_on():
    for old, new, days in (
        ("last_reviewed: 2026-06-01\n", "last_reviewed: 2026-08-20\n", ["2026-08-20"]),
        ("last_reviewed_on: '2026-06-01' # all\n", 'last_reviewed_on: "2026-08-20T09:00:00Z"\n', ["2026-08-20"]),
        ("last_reviewed = 2026-06-01\n", "last_reviewed = 2026-08-20\n", ["2026-08-20"]),
        ("'last-reviewed': 2026-06-01\r\nowner: API\r\n", "'last-reviewed': 2026-08-20\r\nowner: API\r\n", ["2026-08-20"]),
        ("last_reviewed: 2026-06-01\n", "last_reviewed: 2026-08-20\nreviewed_by: API\n", ["2026-08-20"]),
        ("last_reviewed: 2026-06-01\nreviewed: 2026-01-01", "last_reviewed: 2026-08-20\nreviewed: 2026-01-02", ["2026-08-20", "2026-01-02"]),
        ("last_reviewed: 2026-06-01\n", "last_reviewed: '2026-06-01'\n", []),
        ("last_reviewed: 2026-06-01\n", "last_reviewed: 2026-05-01\n", []),
        ("last_reviewed: 2026-06-01\n", "last_reviewed: soon\n", []),
        ("last_reviewed: 2026-06-01\n", "last_reviewed: 2026-13-01\n", []),
        ("title: A\n", "title: A\nlast_reviewed: 2026-08-20\n", []),
    ):
        assert moved_dates(old.encode(), new.encode(), KEYS) == tuple(map(date.fromisoformat, days)), (old, new)


def test_anything_else_that_was_changed():
    old = "last_reviewed: 2026-06-01\nowner: API\n"
    for new in (
        "last_reviewed: 2026-08-20\nowner: SHOP\n",
        "last_reviewed: 2026-08-20\nowner: API\n\n",
        "last_reviewed: 2026-08-20\r\nowner: API\r\n",
        "last_reviewed: 2026-08-20\nreview_in: 1 year\nowner: API\n",
        "not_last_reviewed: 2026-08-20\nowner: API\n",
        "",
    ):
        assert moved_dates(old.encode(), new.encode(), KEYS) is None, new


@pytest.fixture
def pages(repo):
    """A repository whose first commit has four pages, read on different days."""
    repo.git("init", "-q", "-b", "main")
    repo.write({"runbook-lint.toml": "[rules.review-date-bulk-bump]\nmost = 3\n", "main.py": "1\n"})
    repo.write({name: PAGE.replace("06-01", f"06-0{number}") for number, name in enumerate(NAMES, 1)})
    commit(repo, "2026-06-10T12:00:00Z")
    return repo


def commit(repo, time):
    repo.git("add", "-A")
    os.environ["GIT_COMMITTER_DATE"] = time
    try:
        repo.git("commit", "-q", "--allow-empty", "-m", time, "--date", "2020-01-01T12:00:00Z")
    finally:
        del os.environ["GIT_COMMITTER_DATE"]
    return repo.git("rev-parse", "HEAD").strip()


def move(repo, day, names=NAMES):
    """Set the dates of some files to a day."""
    for name in names:
        place = repo.root / name
        lines = place.read_bytes().split(b"\n")
        at = next(number for number, line in enumerate(lines) if line.startswith(b"last_reviewed"))
        end = b"\r" if lines[at].endswith(b"\r") else b""
        lines[at] = lines[at].split(b":")[0] + f": {day}".encode() + end
        place.write_bytes(b"\n".join(lines))


def bump(repo, day="2026-08-20", names=NAMES):
    move(repo, day, names)
    return commit(repo, f"{day}T12:00:00Z")


def found(repo, *arguments):
    done = repo.run("check", "--select", "review-date-bulk-bump", "-q", "--format", "concise", "--today", "2026-09-01", *arguments)
    assert done.err == ""
    return [line.split(": FR007 ") for line in done.out.splitlines()]


def told(id, names=NAMES, others=3, day="2026-08-20", line=3):
    message = f"commit {id[:7]} of {day} moved this date and those of {others} other files, and changed nothing else"
    return [[f"{name}:{line}:16", message] for name in names]


def test_every_date_of_such_a_commit_is_told(pages):
    assert found(pages) == []
    id = bump(pages)
    assert found(pages) == told(id)
    done = pages.run("check", "--select", "FR007", "-q", "--today", "2026-09-01", NAMES[0])
    assert done.out.splitlines()[-2:] == [
        "  = help: read it through, mend what is no longer so, then `runbook-lint reviewed runbooks/a.md`; "
        "commit a few at a time",
        "",
    ]


def test_a_page_that_was_read_since_is_not(pages):
    id = bump(pages)
    bump(pages, "2026-08-27", NAMES[:1])
    assert found(pages) == told(id, NAMES[1:])
    move(pages, "2026-08-28", NAMES[1:2])  # and not committed yet
    assert found(pages) == told(id, NAMES[2:])


def test_as_many_as_are_allowed_are_silent(pages):
    bump(pages, names=NAMES[:3])
    assert found(pages) == []


def test_the_default_lets_ten_pass(pages):
    more = [f"runbooks/more{number}.md" for number in range(7)]
    pages.write({"runbook-lint.toml": "", **dict.fromkeys(more, PAGE)})
    commit(pages, "2026-06-11T12:00:00Z")
    bump(pages, "2026-08-20", [*NAMES, *more[:6]])
    assert found(pages) == []
    id = bump(pages, "2026-08-21", [*NAMES, *more])
    assert found(pages) == told(id, sorted([*NAMES, *more]), 10, "2026-08-21")


@pytest.mark.parametrize(
    "also",
    [
        {"main.py": "2\n"},
        {"runbooks/new.md": PAGE},
        {NAMES[0]: PAGE.replace("2026-06-01", "2026-08-20").replace("others", "team")},
        {NAMES[0]: PAGE.replace("2026-06-01", "2026-08-20").replace("\n", "\r\n")},
    ],
)
def test_a_commit_that_changed_anything_else_is_none(pages, also):
    move(pages, "2026-08-20")
    pages.write(also)
    commit(pages, "2026-08-20T12:00:00Z")
    assert found(pages) == []


def test_neither_is_one_that_deleted_moved_or_made_executable(pages):
    move(pages, "2026-08-20")
    (pages.root / "main.py").unlink()
    commit(pages, "2026-08-20T12:00:00Z")
    move(pages, "2026-08-21")
    pages.git("mv", "runbook-lint.toml", ".runbook-lint.toml")
    pages.git("mv", ".runbook-lint.toml", "runbook-lint.toml.old")
    commit(pages, "2026-08-21T12:00:00Z")
    pages.git("mv", "runbook-lint.toml.old", "runbook-lint.toml")
    commit(pages, "2026-08-21T13:00:00Z")
    move(pages, "2026-08-22")
    (pages.root / NAMES[0]).chmod(0o755)
    commit(pages, "2026-08-22T12:00:00Z")
    assert found(pages) == []


def test_the_first_commit_and_the_edge_of_a_shallow_clone_are_none(pages, tmp_path):
    first = bump(pages)
    second = bump(pages, "2026-08-21")
    for depth, expected in ((1, []), (2, told(second, day="2026-08-21"))):
        clone = tmp_path / f"shallow{depth}"
        pages.git("clone", "-q", "--depth", str(depth), f"file://{pages.root}", str(clone))
        assert found(type(pages)(clone)) == expected
    pages.git("revert", "--no-edit", second)
    assert found(pages) == told(first)


def test_a_merge_counts_by_what_it_brings_and_a_squash_as_one(pages):
    pages.git("checkout", "-q", "-b", "side")
    for name in NAMES:
        bump(pages, names=[name])
    pages.git("checkout", "-q", "main")
    pages.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert found(pages) == []
    pages.git("reset", "-q", "--hard", "HEAD~1")
    pages.git("merge", "-q", "--squash", "side")
    id = commit(pages, "2026-08-21T12:00:00Z")
    assert found(pages) == told(id, day="2026-08-21")


def test_a_revert_is_none(pages):
    id = bump(pages)
    pages.git("revert", "--no-edit", id)
    assert found(pages) == []


def test_crlf_manifests_and_other_names(pages):
    pages.write({"runbook-lint.toml": "[rules.review-date-bulk-bump]\nmost = 2\n"})
    pages.write({"services/cart/service.yaml": "service: SVC-CART\nowner: API\nlast_reviewed: 2026-06-01\n"})
    pages.write({"runbooks/crlf é.md": "---\r\nlast_reviewed_on: 2026-06-01\r\n---\r\n# A\r\n"})
    commit(pages, "2026-06-11T12:00:00Z")
    paths = ["runbooks/crlf é.md", NAMES[0], "services/cart/service.yaml"]
    id = bump(pages, names=paths)
    places = ["runbooks/a.md:3:16", "runbooks/crlf é.md:2:19", "services/cart/service.yaml:3:16"]
    assert found(pages) == [[place, told(id, others=2)[0][1]] for place in places]


def test_dates_that_runbook_lint_stamped_count_as_well(pages):
    pages.run("reviewed", "--by", "SRE", "--today", "2026-08-20", *NAMES)
    id = commit(pages, "2026-08-20T12:00:00Z")
    assert found(pages) == told(id)


def test_pages_that_were_moved_since(pages):
    id = bump(pages)
    pages.git("mv", "runbooks", "docs")
    commit(pages, "2026-08-21T12:00:00Z")
    pages.git("mv", "docs", "pages")
    pages.git("mv", "pages", "runbooks2")
    pages.write({"runbook-lint.toml": "[layout]\nrunbooks = ['runbooks2/*.md']\n[rules.review-date-bulk-bump]\nmost = 3\n"})
    commit(pages, "2026-08-22T12:00:00Z")
    assert found(pages) == told(id, [name.replace("runbooks/", "runbooks2/") for name in NAMES])


def test_a_folder_within_a_repository_counts_the_others_as_well(pages):
    inner = type(pages)(pages.root / "shop")
    inner.write({"runbook-lint.toml": "[rules.review-date-bulk-bump]\nmost = 4\n", "runbooks/a.md": PAGE})
    commit(pages, "2026-06-11T12:00:00Z")
    id = bump(pages, names=[*NAMES, "shop/runbooks/a.md"])
    assert found(inner) == told(id, NAMES[:1], 4)


def test_the_day_is_that_of_greenwich_and_a_commit_after_today_is_none(pages):
    move(pages, "2026-08-21")
    id = commit(pages, "2026-08-21T08:00:00+12:00")
    assert found(pages, "--today", "2026-08-19") == []
    assert found(pages) == told(id)


def test_a_partial_clone_is_asked_for_nothing_that_it_lacks(pages, tmp_path):
    bump(pages)
    bump(pages, "2026-08-21")
    pages.git("config", "uploadpack.allowFilter", "true")
    pages.git("clone", "-q", "--filter=blob:none", f"file://{pages.root}", str(tmp_path / "partial"))
    clone = type(pages)(tmp_path / "partial")
    missing = clone.git("rev-list", "--objects", "--all", "--missing=print")
    done = clone.run("check", "--select", "FR007", "-q", "--format", "concise")
    assert (done.code, done.out) == (0, "")
    assert clone.git("rev-list", "--objects", "--all", "--missing=print") == missing


def test_without_an_answer_of_git_one_line_says_so(pages):
    (pages.root / ".git" / "HEAD").write_text("nonsense\n")
    done = pages.run("check", "--select", "review-date-bulk-bump", "-q", "--today", "2026-09-01")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[-1] == (
        "runbook-lint: git cannot say what was changed: review dates that were moved in bulk are not judged"
    )


SINCE = date(2026, 1, 1)


def asked(monkeypatch):
    """The ranges that git is asked for, as they come."""
    ranges = []
    real = bump_search.edits
    monkeypatch.setattr(bump_search, "edits", lambda root, commits, since: ranges.append(commits) or real(root, commits, since))
    return ranges


def test_what_was_found_is_kept_and_only_what_came_since_is_looked_at(pages, monkeypatch):
    ranges, shelf = asked(monkeypatch), Before()
    one = bump(pages)
    first = bumps.bump_facts(pages.root, SINCE, KEYS, shelf)
    day = date(2026, 8, 20)
    assert first == BumpFacts(one, SINCE, KEYS, (Bump(one, day, dict.fromkeys(NAMES, (day,))),))
    assert bumps.bump_facts(pages.root, day, KEYS, shelf) == first
    pages.git("mv", NAMES[0], "runbooks/z.md")
    commit(pages, "2026-08-22T12:00:00Z")
    two = bump(pages, "2026-08-23", ["runbooks/z.md", *NAMES[1:]])
    second = bumps.bump_facts(pages.root, day, KEYS, shelf)
    assert ranges == [one, f"{one}..{two}"]
    assert [(each.id, sorted(each.moved)[-1]) for each in second.bumps] == [(two, "runbooks/z.md"), (one, "runbooks/z.md")]
    assert second == bumps.bump_facts(pages.root, SINCE, KEYS)


def test_it_is_looked_up_anew_where_what_was_kept_does_not_answer(pages, monkeypatch):
    one = bump(pages)
    for spoil in (
        lambda shelf: bumps.bump_facts(pages.root, date(2026, 8, 1), KEYS, shelf),
        lambda shelf: bumps.bump_facts(pages.root, SINCE, (("reviewed",), ()), shelf),
        lambda shelf: shelf.put(bumps.NAME, facts_bytes(BumpFacts("0" * 40, SINCE, KEYS))),
        lambda shelf: shelf.put(bumps.NAME, b"\x00"),
        lambda shelf: shelf.put(bumps.NAME, b'{"version": 1}'),
        lambda shelf: shelf.put(bumps.NAME, b'{"version": 2, "head": ""}'),
        lambda shelf: shelf.put(bumps.NAME, b"[]"),
    ):
        shelf = Before()
        spoil(shelf)
        ranges = asked(monkeypatch)
        assert [each.id for each in bumps.bump_facts(pages.root, SINCE, KEYS, shelf).bumps] == [one]
        assert ranges == [one]
        assert read_facts(shelf.get(bumps.NAME)).head == one
        monkeypatch.undo()


def test_a_branch_that_was_rewritten_is_looked_at_anew(pages):
    shelf = Before()
    bump(pages)
    bumps.bump_facts(pages.root, SINCE, KEYS, shelf)
    pages.git("reset", "-q", "--hard", "HEAD~1")
    commit(pages, "2026-08-22T12:00:00Z")
    assert bumps.bump_facts(pages.root, SINCE, KEYS, shelf).bumps == ()


def test_of_a_shallow_clone_nothing_is_kept(pages, tmp_path):
    bump(pages)
    clone, shelf = tmp_path / "shallow", Before()
    pages.git("clone", "-q", "--depth", "1", f"file://{pages.root}", str(clone))
    assert bumps.bump_facts(clone, SINCE, KEYS, shelf).bumps == ()
    assert shelf.facts == {}


def test_kept_facts_are_read_back_as_they_were():
    day = date(2026, 8, 20)
    facts = BumpFacts("f" * 40, day, KEYS, (Bump("e" * 40, day, {"a \udcff\n.md": (day, SINCE)}),))
    assert read_facts(facts_bytes(facts)) == facts


def test_git_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    (tmp_path / "git").write_text("#!/bin/sh\nprintf 'one\\0two'\nexec sleep 20\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    begun, told = monotonic(), []
    with pytest.raises(git.GitFailed, match="took too long"):
        told.extend(git_edits.stream(tmp_path, "log", timeout=0.5))
    assert told == ["one"]
    assert monotonic() - begun < 10
