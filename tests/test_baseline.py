"""The baseline: findings accepted on adoption, which outlive moved lines, renamed files, merges and time."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from conftest import ROOT, Repo
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from runbook_lint.lint.baseline import accept, key_of, settle
from runbook_lint.lint.run import run_rules
from runbook_lint.model.baseline import Baseline, Key
from runbook_lint.model.errors import UsageError
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.baseline import read_baseline, read_both_sides
from runbook_lint.parse.schema import load_schema
from runbook_lint.parse.world import build_world
from runbook_lint.render.baseline import baseline_json
from runbook_lint.rules import built_in_rules

NAME = "runbook-lint-baseline.json"
PAGE = "# Old\n\nTODO: ask Jo\n\n[a](x.md)\n\n[a](x.md)\n"
STAMPED = "---\nlast_reviewed: 2025-01-01\n---\n\n# Page\n\nText.\n"
RULES = '\nselect = ["broken-link", "placeholder-left", "review-overdue", "secret-in-text"]\n'
HEAD = '{\n  "$schema": "https://runbook-lint.github.io/runbook-lint/schemas/baseline.schema.json",\n  "version": 1,\n'


def findings_of(files: dict[str, str]):
    tree = Tree({path: text.encode() for path, text in files.items()})
    return run_rules(build_world(tree, Settings(), date(2026, 9, 1)), built_in_rules()).findings


@pytest.fixture
def adopted(repo):
    """A repository with a committed baseline of five findings: three links and words, one link elsewhere, one date."""
    repo.write({"runbook-lint.toml": RULES, "runbooks/old.md": PAGE, "b.md": "# B\n\n[x](x.md)\n", "runbooks/c.md": STAMPED})
    repo.git("init", "-q", "-b", "main")
    assert repo.run("baseline").code == 0
    commit(repo)
    return repo


def commit(repo: Repo) -> None:
    repo.git("add", "-A")
    repo.git("commit", "-qm", "change", "--allow-empty")


def check(repo: Repo, *arguments: str) -> tuple[int, list[str]]:
    done = repo.run("check", "--format", "concise", *arguments)
    return done.code, (done.err + done.out).splitlines()


def baseline(repo: Repo, *arguments: str) -> tuple[int, list[str]]:
    done = repo.run("baseline", *arguments)
    return done.code, (done.err + done.out).splitlines()


# --- the file


def test_the_file(adopted):
    text = (adopted.root / NAME).read_text()
    assert text == (
        f'{HEAD}  "findings": [\n'
        '    {"path": "b.md", "rule": "broken-link", "line": "63ea16dca2b13f89", "count": 1},\n'
        '    {"path": "runbooks/c.md", "rule": "review-overdue", "line": "a039013242e1245b", "count": 1},\n'
        '    {"path": "runbooks/old.md", "rule": "broken-link", "line": "2bbe307731b71822", "count": 2},\n'
        '    {"path": "runbooks/old.md", "rule": "placeholder-left", "line": "2b7da3c8753f0899", "count": 1}\n'
        "  ]\n}\n"
    )
    Draft202012Validator(load_schema("baseline")).validate(json.loads(text))


KEYS = st.builds(Key, st.text(min_size=1), st.sampled_from(["broken-link", "x"]), st.sampled_from(["", "0" * 16]))


@given(st.dictionaries(KEYS, st.integers(1, 9)))
def test_what_is_written_is_read(counts):
    text = baseline_json(Baseline(counts))
    assert read_baseline(text.encode(), NAME) == Baseline(counts)
    assert read_baseline(text.replace("\n", "\r\n").encode("utf-8-sig"), NAME) == Baseline(counts)
    assert read_both_sides(text.encode(), NAME) == Baseline(counts)
    Draft202012Validator(load_schema("baseline")).validate(json.loads(text))
    assert all(line.count('"path"') <= 1 for line in text.splitlines())


ENTRY = '{"path": "a.md", "rule": "broken-link", "line": "", "count": 1}'
RESTORE = "restore it from git, or delete it and run `runbook-lint baseline`"
FOREIGN = f"{NAME}: no baseline of runbook-lint; name another file: `baseline` in the configuration"
NO_ENTRY = f"{NAME}: findings[0]: not an entry with path, rule, line and count; {RESTORE}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"{NAME}:1:1: not valid JSON: Expecting value; {RESTORE}"),
        ('{"version": 1,\n "findings": [', f"{NAME}:2:15: not valid JSON: Expecting value; {RESTORE}"),
        ("[" * 100_000, f"{NAME}: not as `runbook-lint baseline` writes it; {RESTORE}"),
        ("[]", FOREIGN),
        ('{"src/a.js": {"no-undef": {"count": 1}}}', FOREIGN),
        ('{"version": "1", "findings": []}', FOREIGN),
        ('{"version": 1}', FOREIGN),
        ('{"version": 2, "things": {}}', f"{NAME}: version 2, this runbook-lint reads 1; upgrade it"),
        ('{"version": 1, "findings": [1]}', NO_ENTRY),
        ('{"version": 1, "findings": [' + ENTRY.replace("1}", "0}") + "]}", NO_ENTRY),
        ('{"version": 1, "findings": [' + ENTRY.replace("1}", "true}") + "]}", NO_ENTRY),
        ('{"version": 1, "findings": [' + ENTRY.replace('""', '"x"') + "]}", NO_ENTRY),
        (
            f'{{"version": 1, "findings": [\n<<<<<<< HEAD\n{ENTRY}\n=======\n>>>>>>> work\n]}}',
            f"{NAME}:2: a merge conflict; run `runbook-lint baseline`, which takes the entries of both sides",
        ),
    ],
    ids=lambda text: text[:40] or "empty",
)
def test_a_broken_file_is_told_with_the_next_step(text, message):
    with pytest.raises(UsageError) as told:
        read_baseline(text.encode(), NAME)
    assert str(told.value) == message


def test_bytes_that_are_no_text():
    with pytest.raises(UsageError) as told:
        read_baseline(b'{"version": \xff', NAME)
    assert str(told.value) == f"{NAME}: not UTF-8 (byte 12); {RESTORE}"


def test_of_two_entries_for_one_thing_the_larger_holds():
    text = f'{{"version": 1, "findings": [{ENTRY}, {ENTRY.replace("1}", "3}")}, {ENTRY}]}}'
    assert read_baseline(text.encode(), NAME).counts == {Key("a.md", "broken-link", ""): 3}


# --- findings against it


def test_lines_may_move_and_be_indented_but_not_change():
    accepted = accept(findings_of({"runbooks/a.md": PAGE}))
    moved = findings_of({"runbooks/a.md": "# New head\n\nMore.\n\n" + PAGE.replace("[a]", "  [a]")})
    assert settle(accepted, moved).left == ()
    other = findings_of({"runbooks/a.md": PAGE.replace("ask Jo", "ask Joan")})
    assert [(each.name, each.span.line) for each in settle(accepted, other).left] == [("placeholder-left", 3)]


def test_of_more_findings_than_accepted_the_surplus_is_left():
    accepted = accept(findings_of({"runbooks/a.md": PAGE}))
    settled = settle(accepted, findings_of({"runbooks/a.md": PAGE + "\n[a](x.md)\n"}))
    assert ([each.span.line for each in settled.left], settled.unused.total) == ([9], 0)
    fewer = settle(accepted, findings_of({"runbooks/a.md": PAGE.replace("[a](x.md)", "a", 1)}))
    assert (fewer.left, fewer.unused.total) == ((), 1)


def test_a_finding_on_the_whole_page_does_not_depend_on_the_first_line():
    manifest = {"services/a/service.yaml": "service: SVC-A\nteam: TEAM\nlast_reviewed: 2026-08-30\n"}
    page = "services/a/runbook.md"
    findings = findings_of({**manifest, page: "# Slow\n\nText.\n"})
    assert [key_of(each) for each in findings] == [Key(page, "section-missing", "")]
    later = findings_of({**manifest, page: "# It is slow\n\nText.\n"})
    assert (len(later), settle(accept(findings), later).left) == (1, ())


def test_no_secret_and_no_restricted_line_is_hashed():
    secret = "ghp_" + "a1B2" * 9
    restricted = "---\nincident: INC-1\nstatus: closed\nvisibility: restricted\n---\n\n# Who did it\n\nTODO: the name\n"
    found = findings_of({"runbooks/a.md": f"# A\n\nTODO {secret}\n", "postmortems/2026/INC-1-x.md": restricted})
    about = {(each.path, each.name): key_of(each).line for each in found}
    assert about["runbooks/a.md", "secret-in-text"] == about["runbooks/a.md", "placeholder-left"] == ""
    assert {line for (path, _), line in about.items() if path.startswith("postmortems/")} == {""}


# --- the command


def test_without_a_baseline_today_is_accepted(repo):
    repo.write({"runbook-lint.toml": RULES, "runbooks/old.md": PAGE, "key.md": "# K\n\nghp_" + "a1B2" * 9 + "\n"})
    table = ["     2  LK001  broken-link", "     1  RB003  placeholder-left", "     1  RB010  secret-in-text"]
    urged = "runbook-lint: 1 secret among them: revoke it all the same"
    assert baseline(repo, "--strict") == (0, [f"No {NAME}, so nothing is gone"])
    assert baseline(repo, "--dry-run") == (
        0,
        [urged, *table, f"4 findings in 2 files would be accepted in {NAME}"],
    )
    assert not (repo.root / NAME).exists()
    commit_it = "Commit it: from now on `check` shows only what is new"
    assert baseline(repo) == (0, [urged, *table, f"4 findings in 2 files accepted in {NAME}", commit_it])
    assert check(repo) == (0, ["No findings in 2 documents and 0 services (4 accepted)"])
    assert json.loads(repo.run("check", "--format", "json").out)["summary"]["baselined"] == 4
    assert check(repo, "--no-baseline", "runbooks")[1][-1] == "2 errors, 1 warning in 2 documents and 0 services"
    assert check(repo, "runbooks") == (0, ["No findings in 2 documents and 0 services (3 accepted)"])


def test_a_clean_repository_needs_none(repo):
    repo.write({"a.md": "# A\n"})
    assert baseline(repo) == (0, ["No findings, so there is nothing to accept"])
    assert not (repo.root / NAME).exists()


def test_what_is_new_is_told_and_accepted_when_asked(adopted):
    before = (adopted.root / NAME).read_bytes()
    adopted.write({"b.md": "# B\n\n[x](x.md)\n\n[new](new.md)\n"})
    told = 'b.md:5:7: LK001 "new.md" does not exist'
    assert check(adopted) == (1, [told, "1 error in 3 documents and 0 services (5 accepted)"])
    mend = "1 new finding not accepted (`runbook-lint baseline --accept` takes it in)"
    assert baseline(adopted) == (0, [told, f"5 findings accepted in {NAME}", mend])
    assert (adopted.root / NAME).read_bytes() == before
    assert baseline(adopted, "--accept", "--dry-run") == (0, [told, f"6 findings would be accepted in {NAME} (1 new)"])
    assert (adopted.root / NAME).read_bytes() == before
    assert baseline(adopted, "--accept") == (0, [told, f"6 findings accepted in {NAME} (1 new)"])
    assert check(adopted) == (0, ["No findings in 3 documents and 0 services (6 accepted)"])


def test_what_is_gone_is_taken_out_and_fails_strict(adopted):
    before = (adopted.root / NAME).read_bytes()
    adopted.write({"runbooks/old.md": PAGE.replace("[a](x.md)", "a", 1), "b.md": "# B\n"})
    gone = "2 accepted findings are gone; `runbook-lint baseline` takes them out"
    assert check(adopted) == (0, ["No findings in 3 documents and 0 services (3 accepted)", gone])
    assert check(adopted, "b.md") == (0, ["No findings in 3 documents and 0 services"])
    listed = ["b.md: broken-link, 1 gone", "runbooks/old.md: broken-link, 1 gone"]
    out = "2 entries to take out: run `runbook-lint baseline` and commit the file"
    assert baseline(adopted, "--strict") == (1, [*listed, f"3 findings accepted in {NAME}", out])
    assert baseline(adopted, "--dry-run") == (0, [*listed, f"3 findings would be accepted in {NAME} (2 gone)"])
    assert (adopted.root / NAME).read_bytes() == before
    assert baseline(adopted) == (0, [*listed, f"3 findings accepted in {NAME} (2 gone)"])
    assert baseline(adopted, "--strict") == (0, [f"3 findings accepted in {NAME}"])


def test_while_there_is_something_new_the_file_stays(adopted):
    adopted.write({"runbooks/old.md": "# Old\n\n[x](new.md)\n", "b.md": "# B\n", "runbooks/c.md": "# C\n\nText.\n"})
    assert baseline(adopted)[1][-2:] == [
        f"0 findings accepted in {NAME} (5 gone)",
        "1 new finding not accepted (`runbook-lint baseline --accept` takes it in)",
    ]


def test_when_nothing_is_left_the_file_may_go(adopted):
    adopted.write({"runbooks/old.md": "# Old\n\nText.\n", "b.md": "# B\n", "runbooks/c.md": "# C\n\nText.\n"})
    assert baseline(adopted)[1][-2:] == [
        f"0 findings accepted in {NAME} (5 gone)",
        f"nothing is left that was accepted: delete {NAME}",
    ]
    assert (adopted.root / NAME).read_text() == f'{HEAD}  "findings": []\n}}\n'


def test_what_cannot_be_judged_is_kept(adopted):
    """A rule that is off for a day, or a file that git was told to leave out, must not empty the baseline."""
    before = (adopted.root / NAME).read_bytes()
    for config in ('select=["placeholder-left"]', 'ignore=["broken-link"]'):
        assert baseline(adopted, "--strict", "--config", config)[0] == 0
        assert baseline(adopted, "--config", config) == (0, [f"5 findings accepted in {NAME}"])
    adopted.git("sparse-checkout", "set", "--no-cone", "/*", "!runbooks")
    assert baseline(adopted, "--strict") == (0, [f"5 findings accepted in {NAME}"])
    assert (adopted.root / NAME).read_bytes() == before


# --- time


def test_what_comes_with_time_decides_nothing_and_is_never_stale(adopted):
    adopted.write({"runbooks/d.md": STAMPED.replace("2025-01-01", "2025-10-01")})
    assert check(adopted, "--fail-on", "warning", "--today", "2026-12-01") == (
        0,
        [
            "runbooks/d.md:2:16: FR001 review was due on 2026-10-01, 61 days ago",
            "1 warning in 4 documents and 0 services (5 accepted)",
        ],
    )
    adopted.write({"runbooks/c.md": STAMPED.replace("2025-01-01", "2026-08-31")})
    assert baseline(adopted, "--strict")[0] == 0
    assert check(adopted, "--no-baseline", "--fail-on", "warning", "--today", "2026-12-01", "runbooks")[0] == 1


# --- files that are renamed


@pytest.mark.parametrize("step", ["moved", "added", "committed"])
def test_entries_follow_a_renamed_file(adopted, step):
    adopted.write({"runbooks/old.md": PAGE + "\nA new line.\n"})
    (adopted.root / "runbooks/new").mkdir()
    (adopted.root / "runbooks/old.md").rename(adopted.root / "runbooks/new/new name.md")
    if step != "moved":
        adopted.git("add", "-A")
    if step == "committed":
        adopted.git("commit", "-qm", "move")
    assert check(adopted) == (0, ["No findings in 3 documents and 0 services (5 accepted)"])
    told = ["runbooks/old.md is now runbooks/new/new name.md", f"5 findings accepted in {NAME}"]
    assert baseline(adopted, "--strict") == (0, told)
    assert baseline(adopted) == (0, told)
    assert baseline(adopted) == (0, told[1:])
    assert '"runbooks/new/new name.md"' in (adopted.root / NAME).read_text()


def test_entries_follow_a_folder_that_is_renamed_with_changes_in_its_pages(adopted):
    adopted.write({"runbooks/a/n.md": PAGE + "\nn\n", "runbooks/b/n.md": PAGE + "\nm\n"})
    baseline(adopted, "--accept")
    commit(adopted)
    (adopted.root / "runbooks").rename(adopted.root / "guides")
    for path in ("old.md", "c.md", "a/n.md", "b/n.md"):
        place = adopted.root / "guides" / path
        place.write_text(place.read_text() + "\nA new line.\n")
    config = "[layout]\nrunbooks = ['guides/**/*.md', 'runbooks/**/*.md']\n"
    adopted.write({"runbook-lint.toml": RULES + config})
    assert check(adopted) == (0, ["No findings in 5 documents and 0 services (11 accepted)"])
    assert baseline(adopted)[1][:4] == [f"runbooks/{each} is now guides/{each}" for each in ("a/n.md", "b/n.md", "c.md", "old.md")]


def test_a_baseline_nobody_committed_follows_as_well(adopted):
    adopted.write({"later.md": "# Later\n\n[x](x.md)\n"})
    commit(adopted)
    assert baseline(adopted, "--accept")[0] == 0
    (adopted.root / "later.md").rename(adopted.root / "latest.md")
    assert check(adopted) == (0, ["No findings in 4 documents and 0 services (6 accepted)"])


def test_a_merge_of_two_baselines_remembers_both_sides(adopted):
    """One branch renames a page, the other takes something out: git merges the file, and the merge wrote it last."""
    adopted.git("checkout", "-q", "-b", "other")
    adopted.write({"z.md": "# Z\n\n[x](x.md)\n", "runbooks/old.md": PAGE})
    adopted.git("mv", "b.md", "moved.md")
    assert baseline(adopted, "--accept")[0] == 0
    commit(adopted)
    adopted.git("checkout", "-q", "main")
    adopted.write({"runbooks/old.md": PAGE.replace("TODO: ask Jo\n", "")})
    adopted.git("mv", "runbooks/old.md", "runbooks/older.md")
    commit(adopted)
    adopted.git("merge", "-q", "--no-edit", "other")
    assert check(adopted)[0] == 0


def test_without_git_a_renamed_file_is_new(repo):
    repo.write({"runbook-lint.toml": RULES, "b.md": "# B\n\n[x](x.md)\n", "a.md": "# A\n"})
    assert baseline(repo)[0] == 0
    (repo.root / "b.md").rename(repo.root / "c.md")
    gone = "1 accepted finding is gone; `runbook-lint baseline` takes it out"
    told = 'c.md:3:5: LK001 "x.md" does not exist'
    assert check(repo) == (1, [told, "1 error in 2 documents and 0 services", gone])


def test_a_shallow_clone_says_what_it_cannot_know(adopted, tmp_path):
    adopted.git("mv", "b.md", "c.md")
    commit(adopted)
    adopted.git("clone", "-q", "--depth=1", f"file://{adopted.root}", str(tmp_path / "clone"))
    code, lines = check(Repo(tmp_path / "clone"), "-q")
    assert (code, lines) == (
        1,
        [
            f"runbook-lint: {NAME}: in this shallow clone git cannot say what became of b.md: if renamed, its findings "
            "are told as new; fetch the whole history (`git fetch --unshallow`, in GitHub Actions `fetch-depth: 0`)",
            'c.md:3:5: LK001 "x.md" does not exist',
        ],
    )


# --- the file on disk


def test_a_merge_conflict_is_told_and_mended(adopted):
    for branch, page in (("other", "# B\n\n[x](x.md)\n\n[y](y.md)\n"), ("main", "# B\n\n[x](x.md)\n\n[z](z.md)\n")):
        adopted.git("checkout", "-q", "-B", branch, "main")
        adopted.write({"b.md": page})
        assert baseline(adopted, "--accept")[0] == 0
        if branch == "other":
            commit(adopted)
            adopted.git("checkout", "-q", "-f", "main")
    commit(adopted)
    with pytest.raises(Exception, match="merge"):
        adopted.git("-c", "merge.conflictStyle=diff3", "merge", "-q", "other")
    adopted.write({"b.md": "# B\n\n[x](x.md)\n\n[y](y.md)\n\n[z](z.md)\n"})
    told = f"runbook-lint: {NAME}:6: a merge conflict; run `runbook-lint baseline`, which takes the entries of both sides"
    assert check(adopted) == (2, [told])
    assert baseline(adopted)[0] == 0
    assert check(adopted) == (0, ["No findings in 3 documents and 0 services (7 accepted)"])


def test_another_place(repo):
    repo.write({"runbook-lint.toml": f'baseline = "ci/accepted.json"{RULES}', "b.md": "# B\n\n[x](x.md)\n"})
    assert baseline(repo)[0] == 0
    assert (repo.root / "ci/accepted.json").exists()
    assert check(repo) == (0, ["No findings in 1 document and 0 services (1 accepted)"])
    for path in ("../a.json", "/a.json", "ci/", "", r"C:\\a.json", r"a\u0000b"):
        repo.write({"runbook-lint.toml": f'baseline = "{path}"\n'})
        assert check(repo) == (
            2,
            ['runbook-lint: runbook-lint.toml:1: "baseline" is no path within the repository; name a file from its root'],
        )


def test_a_link_out_of_the_repository_is_neither_read_nor_written(repo, tmp_path):
    repo.write({"runbook-lint.toml": RULES, "b.md": "# B\n\n[x](x.md)\n"})
    (tmp_path / "theirs.json").write_text('{"version": 1, "findings": []}')
    (repo.root / NAME).symlink_to(tmp_path / "theirs.json")
    for command in (check, baseline):
        assert command(repo) == (2, [f"runbook-lint: {NAME}: leads out of the repository; nothing was changed"])


def test_a_folder_in_its_place(repo):
    repo.write({"b.md": "# B\n\n[x](x.md)\n", f"{NAME}/x": ""})
    assert check(repo) == (2, [f"runbook-lint: {NAME}: cannot be read: not a file"])


def test_strict_and_accept_exclude_each_other(repo):
    told = "runbook-lint: --strict writes nothing, --accept does; leave one of them out"
    assert baseline(repo, "--strict", "--accept") == (2, [told])


def test_of_two_runs_at_once_none_undoes_the_other(adopted):
    adopted.write({"b.md": "# B\n", "new.md": "# New\n\n[x](y.md)\n"})
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda arguments: baseline(adopted, *arguments), [(), ("--accept",), ("--accept",)]))
    assert {code for code, _ in done} <= {0, 2}
    left = (adopted.root / NAME).read_bytes()
    took = any(code == 0 and "1 new)" in lines[-1] for code, lines in done[1:])
    assert (b'"new.md"' in left) == took
    assert (b'"b.md"' in left) == (all(code for code, _ in done))


@pytest.mark.parametrize(("name", "moved"), [("dfds-postmortems", "PM2 {}"), ("openshift-runbooks", "Moved{}")])
def test_a_real_repository_is_green_at_once_and_stays_so_when_its_pages_move(corpora, tmp_path, name, moved):
    shutil.copytree(corpora / name, tmp_path / name)
    repo = Repo(tmp_path / name).write({"runbook-lint.toml": (ROOT / f"tests/corpora/{name}.toml").read_bytes()})
    repo.git("init", "-q", "-b", "main")
    assert baseline(repo)[0] == 0
    commit(repo)
    accepted = read_baseline((repo.root / NAME).read_bytes(), NAME)
    assert accepted.total > 5
    for path in accepted.paths:
        place = repo.root / path
        place.write_bytes(place.read_bytes() + b"\n\nOne more paragraph.\n")
        place.rename(place.with_name(moved.format(place.name)))
    assert check(repo, "--fail-on", "info", "-q") == (0, [])
    assert baseline(repo, "--strict")[1][-1] == f"{accepted.total} findings accepted in {NAME}"


def test_the_schema_is_shipped():
    assert json.loads((ROOT / "schemas/baseline.schema.json").read_text())["$id"].endswith("/baseline.schema.json")
