"""`check --shard` and `merge`: each finding in one part, and the parts together the same bytes as one run."""

import json
import os
import random
import re
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from conftest import ROOT, Done
from format_readers import validate
from grown_tree import grown_tree
from hypothesis import given
from hypothesis import strategies as st
from site_tree import TREE

from runbook_lint import __version__
from runbook_lint.app import processes
from runbook_lint.app.cache import reading
from runbook_lint.app.cli import cli
from runbook_lint.app.commands.schema import schema_text
from runbook_lint.app.sharding import read_shard
from runbook_lint.lint.run import run_rules
from runbook_lint.model.errors import UsageError
from runbook_lint.model.settings import Settings
from runbook_lint.model.shard import Shard
from runbook_lint.model.tree import Tree
from runbook_lint.parse.world import build_world
from runbook_lint.render.formats import FORMATS
from runbook_lint.rules import built_in_rules

DAY = ("--today", "2026-11-21")
STRICT = ("--profile", "strict", "--today", "2031-01-01")  # by then the example has findings too
TOTALS = (1, 2, 3, 7, 16)


def call(repo, *arguments) -> Done:
    """A command in this process: starting one for each shard would take most of the time."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before = Path.cwd()
    os.chdir(repo.root)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.main([*arguments], standalone_mode=False)
    except UsageError as error:
        code = 2
        print(f"runbook-lint: {error}", file=err)
    finally:
        os.chdir(before)
    return Done(code, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def written(repo, folder, *command):
    """Every format of one command, by name, and its exit status."""
    done = call(repo, *command, *(f"--format={name}:{folder / name}" for name in FORMATS))
    assert done.code in (0, 1), done.err
    return {name: (folder / name).read_bytes() for name in FORMATS}, done.code


def shards(repo, folder, total, *options):
    """The reports of all shards, as `merge` is given them."""
    files = [str(folder / f"{number}-of-{total}.json") for number in range(1, total + 1)]
    for number, file in enumerate(files, 1):
        done = call(repo, "check", "--shard", f"{number}/{total}", "--format", "json", "-o", file, *options)
        assert done.code in (0, 1), done.err
    return files


def differing(one, two):
    return [name for name in FORMATS if one[0][name] != two[0][name]], one[1] - two[1]


def mixed():
    """A tree with what shards could get wrong: secrets told elsewhere, columns in bytes, waivers, odd names."""
    files = dict(TREE) | grown_tree(7, 12)
    files["docs/secret.md"] = "# A\n\nDatabase: postgres://cart:Tr0ub4dor-9@db.cart.internal/cart\n"
    files["docs/waived.md"] = "# A\n\n<!-- runbook-lint: ignore[broken-link] written next week -->\n[x](gone.md)\n"
    for number in range(8):  # some of them in another part than what makes it a secret
        files[f"docs/told{number}.md"] = f"# B\n\n[TBD](Tr0ub4dor-9.md) TODO {number} Tr0ub4dor-9\n"
    files["docs/wide.md"] = "# Ü\n\nÄé 漢字 \U00010400 [x](gone.md) TODO\n\n<!-- runbook-lint: ignore[broken-link] nothing -->\n"
    files["postmortems/2026/INC-7-a.md"] = "---\nincident: INC-7\nvisibility: restricted\n---\n\n# INC-7: A\n\n[wombat](gone.md) TODO\n"
    files["runbooks/latin.md"] = b"# Caf\xe9\n"
    files["services/two/service.yaml"] = "service: SVC-PIER\nteam: HARBOR\nnonsense: 1\n"
    files["services/two/a.rules.yaml"] = "groups:\n- name: a\n  rules:\n  - alert: Stuck\n    expr: up == 0\n  - alert: 1\n"
    if os.name == "posix":
        files[os.fsdecode(b"docs/odd\xff.md")] = "# Odd\n\n[x](gone.md)\n"
    return files


def example():
    """The example organisation of this repository."""
    places = [path for name in ("services", "postmortems") for path in (ROOT / name).rglob("*") if path.is_file()]
    places += [ROOT / "CODEOWNERS", ROOT / "runbook-lint.toml"]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in places}


def every_finding():
    folder = ROOT / "tests/data/every-finding"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


TREES = {"every finding": every_finding, "the example": example, "mixed": mixed}


@pytest.mark.parametrize("name", TREES)
def test_merged_shards_are_one_run_in_every_format(repo, tmp_path, monkeypatch, name):
    """One process and two, remembered and not, in one part and in sixteen: the same bytes, the same exit status."""
    repo.write(TREES[name]()).git("init", "-q")
    (tmp_path / "m").mkdir()
    plain = written(repo, tmp_path, "check", *STRICT, "--no-cache")
    own = ("--cache-dir", str(tmp_path / "cache"))
    assert len(json.loads(plain[0]["json"])["findings"]) > 10
    for total in TOTALS:
        options = {3: ("--no-cache",)}.get(total, own)
        with monkeypatch.context() as two:
            if total in (2, 3):  # what is not remembered is read by two
                two.setattr(reading, "_MANY", 2)
                two.setattr(processes, "processes", lambda parts: 2)
            files = shards(repo, tmp_path, total, *STRICT, *options)
        assert differing(written(repo, tmp_path / "m", "merge", *files), plain) == ([], 0)
    random.Random(1).shuffle(files)
    assert differing(written(repo, tmp_path / "m", "merge", *files), plain) == ([], 0)
    assert differing(written(repo, tmp_path / "m", "check", *STRICT, *own), plain) == ([], 0)
    for file in files:
        validate(json.loads(schema_text("findings")), json.loads((tmp_path / file).read_bytes()))


@given(st.lists(st.text(), max_size=40, unique=True), st.integers(1, 40))
def test_every_path_is_in_exactly_one_shard(paths, total):
    """Whatever a finding names, a file or not; and of the others it does not matter which there are."""
    for path in paths:
        assert sum(path in Shard(number, total) for number in range(1, total + 1)) == 1


def test_where_a_path_falls_is_the_same_everywhere():
    paths = ("services/cart/service.yaml", "services/cart/runbook.md", "docs/\udcff.md", "")
    assert [next(number for number in range(1, 17) if path in Shard(number, 16)) for path in paths] == [12, 7, 9, 5]
    sizes = Counter(next(number for number in range(1, 5) if f"docs/{each}.md" in Shard(number, 4)) for each in range(4000))
    assert all(900 < size < 1100 for size in sizes.values())


@pytest.mark.parametrize("total", [2, 5])
def test_a_shard_finds_what_the_whole_finds_in_its_files(total):
    contents = {path: text if isinstance(text, bytes) else text.encode() for path, text in mixed().items()}
    settings = Settings(profile="strict")
    world = build_world(Tree(contents), settings, date(2026, 11, 21))
    whole = run_rules(world, built_in_rules())
    parts = []
    for number in range(1, total + 1):
        parts.append(run_rules(replace(world, memo={}), built_in_rules(), Shard(number, total)))
        assert parts[-1].findings == tuple(each for each in whole.findings if each.path in Shard(number, total))
    assert sum(part.waived for part in parts) == whole.waived == 1


def test_page_rules_judge_only_the_pages_of_a_shard(repo, monkeypatch):
    """It is what a shard saves; the rules that look at everything still see everything."""
    from runbook_lint.lint import run

    repo.write({f"docs/{number}.md": "# A\n\n[x](1.md)\n" for number in range(48 * 8)})
    judged = []
    monkeypatch.setattr(run, "judge_alone", lambda page, rules, settings: judged.append(page.path))
    monkeypatch.setattr(reading, "_MANY", 2)
    monkeypatch.setattr(processes, "processes", lambda parts: 1)  # two, one after the other, so that we can count
    assert call(repo, "check", "--shard", "2/7", "--no-cache", *DAY).code == 0
    assert sorted(judged) == sorted(f"docs/{number}.md" for number in range(48 * 8) if f"docs/{number}.md" in Shard(2, 7))


# with other options


def test_what_people_see_of_a_shard(repo):
    repo.write({f"docs/{number}.md": "# A\n\n[x](gone.md)\n" for number in range(3)} | {"runbook-lint.toml": ""})
    assert [number for number in range(3) if f"docs/{number}.md" in Shard(1, 3)] == [1, 2]
    done = call(repo, "check", "--shard", "1/3", "--format", "concise", *DAY)
    assert done.out.splitlines() == [
        *(f'docs/{number}.md:3:5: LK001 "gone.md" does not exist' for number in (1, 2)),
        "2 errors in 3 documents and 0 services",
        "Shard 1/3: 2 of 3 files judged",
    ]
    assert call(repo, "check", "--shard", "1/3", "--show-files").out.splitlines() == [f"docs/{number}.md" for number in (1, 2)]


def test_a_baseline(repo, tmp_path):
    """What is accepted, and what of it is gone, is counted in the part of its file."""
    repo.write({f"docs/{number}.md": f"# A\n\n[x](gone{number}.md) TODO\n" for number in range(9)} | {"runbook-lint.toml": ""})
    assert call(repo, "baseline", "--accept", *DAY).code == 0
    repo.write({"docs/1.md": "# A\n", "docs/2.md": "# A\n", "docs/3.md": "# A\n\n[x](gone3.md) [y](z.md)\n"})
    plain = call(repo, "check", *DAY)
    merged = call(repo, "merge", *shards(repo, tmp_path, 4, *DAY))
    assert (merged.out, merged.code) == (plain.out, plain.code)
    assert plain.out.splitlines()[-2:] == [
        "2 errors in 9 documents and 0 services (6 accepted)",
        "3 accepted findings are gone; `runbook-lint baseline` takes them out",
    ]
    with_all = call(repo, "check", "--no-baseline", *DAY)
    assert call(repo, "merge", *shards(repo, tmp_path, 4, "--no-baseline", *DAY)).out == with_all.out != plain.out


def test_changed(repo, tmp_path):
    """What a branch touched and what it broke elsewhere, in whichever part."""
    repo.write({"docs/old.md": "# Old\n\n[x](nowhere.md)\n", "docs/guide.md": "# Guide\n", "runbook-lint.toml": ""})
    repo.write({f"docs/{number}.md": "# A\n\n[how](guide.md)\n" for number in range(4)})
    repo.git("init", "-q", "-b", "main")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "one")
    repo.git("mv", "docs/old.md", "docs/older.md")
    (repo.root / "docs/guide.md").unlink()
    repo.write({"docs/1.md": "# A\n\n[x](nothing.md)\n"})
    plain = call(repo, "check", "--changed", "HEAD", *DAY)
    merged = call(repo, "merge", *shards(repo, tmp_path, 3, "--changed", "HEAD", *DAY))
    assert (merged.out, merged.code) == (plain.out, plain.code)
    commit = repo.git("rev-parse", "HEAD")[:7]
    assert plain.out.splitlines()[-2:] == [
        "4 errors in 5 documents and 0 services",
        f"Judged since HEAD ({commit}): 1 file changed, 1 gone, 1 renamed; 3 findings elsewhere came with that",
    ]


def test_how_merge_tells_it(repo, tmp_path):
    """Counted, marked, silent, or with exit 0, as `check` would; and a step's summary in GitHub Actions."""
    repo.write({"docs/a.md": "# A\n\n[x](gone.md)\n", "docs/b.md": "# A\n\n[b](A.md)\n", "runbook-lint.toml": ""})
    files = shards(repo, tmp_path, 2, *DAY, "--exit-zero")
    for more in ((), ("--statistics",), ("-q",), ("-qq",), ("--exit-zero",), ("--unsafe-fixes",), ("-o", "-", "--format", "sarif")):
        assert call(repo, "merge", *files, *more) == call(repo, "check", *DAY, *more)
    assert call(repo, "merge", *files).code == 1
    told = {}
    for command in (("check", *DAY), ("merge", *files)):
        place = tmp_path / f"{command[0]}.md"
        os.environ["GITHUB_STEP_SUMMARY"] = str(place)
        call(repo, *command, "--format", "github")
        del os.environ["GITHUB_STEP_SUMMARY"]
        told[command[0]] = place.read_text(encoding="utf-8")
    assert told["merge"] == told["check"]
    assert told["check"].count("LK00") == 2


def test_more_shards_than_files(repo, tmp_path):
    repo.write({"docs/a.md": "# A\n", "runbook-lint.toml": ""})
    done = call(repo, "merge", *shards(repo, tmp_path, 5, *DAY))
    assert (done.code, done.out) == (0, "No findings in 1 document and 0 services\n")


# refusals


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["3"], "--shard 3: which part of how many? --shard 3/16 takes the third of sixteen"),
        (["0/4"], "--shard 0/4: which part of how many? --shard 3/16 takes the third of sixteen"),
        (["a/b"], "--shard a/b: which part of how many? --shard 3/16 takes the third of sixteen"),
        (["٣/4"], "--shard ٣/4: which part of how many? --shard 3/16 takes the third of sixteen"),
        (["5/4"], "--shard 5/4: no such part; they are counted from 1/4 to 4/4"),
        (["1/2", "docs"], "--shard takes a part of everything, and PATHS name another; leave one of them out"),
        (["1/2", "--fix"], "--shard takes a part of everything, and --fix writes; run it once, over everything; leave one of them out"),
        (["1/2", "--diff"], "--shard takes a part of everything, and --diff shows what would be written; run it once, over everything; leave one of them out"),
        (["1/2", "--hook"], "--shard takes a part of everything, and --hook judges what a commit touches, which is little; leave one of them out"),
        (["1/2", "--watch"], "--shard takes a part of everything, and --watch judges everything again and again, on one machine; leave one of them out"),
        (["1/2", "--stdin-filename", "docs/a.md"], "--shard takes a part of everything, and --stdin-filename judges one file; leave one of them out"),
        (["1/2", "--show-settings"], "--shard takes a part of everything, and --show-settings prints what holds for every shard; leave one of them out"),
    ],
)  # fmt: skip
def test_what_does_not_go_with_a_shard(repo, options, why):
    repo.write({"docs/a.md": "# A\n", "runbook-lint.toml": ""})
    assert call(repo, "check", "--shard", *options) == Done(2, "", f"runbook-lint: {why}\n")
    assert read_shard(None) is None


@pytest.fixture
def three(repo, tmp_path):
    """A repository, and the names of its three shards' files in the folder that commands run in."""
    repo.write({f"docs/{number}.md": "# A\n\n[x](gone.md)\n" for number in range(6)} | {"runbook-lint.toml": ""})
    repo.git("init", "-q")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "one")
    for number in (1, 2, 3):
        shard(repo, number)
    return repo


def shard(repo, number, *more, total=3, day=DAY):
    call(repo, "check", "--shard", f"{number}/{total}", "--format", f"json:{number}.json", *day, *more)


def refused(repo, *files):
    done = call(repo, "merge", *files)
    assert (done.code, done.out) == (2, "")
    return done.err.removeprefix("runbook-lint: ").removesuffix("\n")


ALL = ("1.json", "2.json", "3.json")


def test_shards_that_are_missing_or_doubled(three):
    step = "name the files of all 3, and see whether each was written"
    assert refused(three, "1.json", "3.json") == f"shard 2/3 is missing; {step}"
    assert refused(three, "2.json") == f"shards 1/3, 3/3 are missing; {step}"
    three.write({"again.json": (three.root / "2.json").read_bytes()})
    assert refused(three, *ALL, "again.json") == "again.json: shard 2/3 once more, 2.json is it already; leave one of them out"
    shard(three, 4, total=20)
    assert refused(three, "4.json") == (
        "shards 1/20, 2/20, 3/20, 5/20, 6/20, 7/20, 8/20, 9/20 … are missing; name the files of all 20, and see whether each was written"
    )
    assert refused(three, *ALL, "4.json") == (
        "4.json: shard 4/20, 1.json: 1/3; name the files of one run, all split into as many"
    )


def test_shards_of_another_day_setting_rule_or_question(three):
    shard(three, 2, day=("--today", "2026-11-22"))
    assert refused(three, *ALL) == (
        "2.json: judged as of 2026-11-22, 1.json: 2026-11-21; judge all shards again with the same --today"
    )
    shard(three, 2, "--ignore", "RB")
    left = ", ".join(rule.code for rule in built_in_rules() if rule.default and rule.family == "RB")
    assert refused(three, *ALL) == (
        f"2.json: judged by other rules than 1.json ({left} in one alone); "
        "judge all shards again with the same options"
    )
    settings = "2.json: judged by other settings than 1.json; judge all shards again with the same configuration and options"
    for more in (("--fail-on", "info"), ("--config", "max-kib=9"), ("--no-baseline",), ("--changed", "HEAD")):
        shard(three, 2, *more)
        assert refused(three, *ALL) == settings
    for number in (1, 2, 3):
        shard(three, number, "--changed", "HEAD")
    three.git("commit", "-q", "--allow-empty", "-m", "two")
    shard(three, 2, "--changed", "HEAD~1")
    assert refused(three, *ALL).startswith("2.json: of commit ")


def test_shards_of_another_commit_or_other_files(three):
    one = three.git("rev-parse", "HEAD")[:12]
    three.write({"docs/7.md": "# B\n"})
    shard(three, 2)
    other_files = (
        "2.json: the files were not those of 1.json, though the commit is; judge all shards again with the same checkout: "
        "files that a job makes, the depth of the history and a sparse checkout count"
    )
    assert refused(three, *ALL) == other_files
    (three.root / "docs/7.md").unlink()
    three.write({"picture.png": b""})
    shard(three, 2)
    assert call(three, "merge", *ALL).code == 1  # left behind by a job, as the shards themselves are
    three.git("add", "picture.png")  # a link could lead there
    shard(three, 2)
    assert refused(three, *ALL) == other_files
    three.write({"runbook-lint-baseline.json": '{"version": 1, "findings": []}\n'})
    three.git("add", "runbook-lint-baseline.json")
    shard(three, 1)
    shard(three, 3)
    three.write({"runbook-lint-baseline.json": '{"version": 1, "findings": [] }\n'})
    shard(three, 2)
    assert refused(three, *ALL) == other_files
    three.git("commit", "-qm", "two")
    shard(three, 2)
    two = three.git("rev-parse", "HEAD")[:12]
    assert refused(three, *ALL) == (
        f"2.json: of commit {two}, 1.json: {one}; judge all shards again with the same commit checked out"
    )


def changed_json(repo, name, change):
    place = repo.root / name
    document = json.loads(place.read_bytes())
    change(document)
    place.write_text(json.dumps(document))


def test_shards_by_other_versions(three):
    changed_json(three, "2.json", lambda it: it["shard"]["versions"].update(pyromark="0.0.1"))
    here = json.loads((three.root / "1.json").read_bytes())["shard"]["versions"]
    assert refused(three, *ALL) == (
        f"2.json: made with pyromark 0.0.1, 1.json: {here['pyromark']}; judge all shards again with the same version"
    )
    changed_json(three, "2.json", lambda it: it["shard"]["versions"].update({"runbook-lint": "0.0.1"}))
    assert refused(three, *ALL) == f"2.json: made by runbook-lint 0.0.1, this is {__version__}; merge with the version that judged"


def test_rules_that_are_not_installed(three):
    for name in ALL:
        changed_json(three, name, lambda it: it["shard"]["rules"].append("XY001"))
    assert refused(three, *ALL) == (
        "rule XY001 is not known here; install the plugin that brings it, as where the shards were judged"
    )


WRITE = "write it anew with `runbook-lint check --shard … --format json`"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", f"x.json:1:1: no JSON, or only a part of it; {WRITE}"),
        (b'{"version": 1,\n "findings": [', f"x.json:2:15: no JSON, or only a part of it; {WRITE}"),
        (b"\xff", f"x.json: no JSON, or only a part of it; {WRITE}"),
        (b"[" * 100_000, f"x.json: no JSON, or only a part of it; {WRITE}"),
        (b"[]", f"x.json: no report of `runbook-lint check`; {WRITE}"),
        (b'{"runs": []}', f"x.json: no report of `runbook-lint check`; {WRITE}"),
        (b'{"version": 2, "findings": [], "summary": {}}',
         "x.json: findings of version 2, this reads version 1; merge with the version that wrote it"),
        (b'{"version": 1.5, "findings": [], "summary": {}, "shard": {}}', f"x.json: not as `runbook-lint check` wrote it; {WRITE}"),
        (b'{"version": 1, "findings": [], "summary": {}}',
         f"x.json: a report of a whole run, or of one that was merged; {WRITE}"),
        (b'{"version": 1, "findings": [], "summary": {}, "shard": 1}', f"x.json: not as `runbook-lint check` wrote it; {WRITE}"),
    ],
)  # fmt: skip
def test_what_is_no_shard(three, data, why):
    three.write({"x.json": data})
    assert refused(three, "1.json", "x.json") == why


def test_files_that_cannot_be_read(three):
    assert refused(three, "gone.json") == "gone.json: cannot be read: No such file or directory; name the JSON that a shard wrote"
    assert refused(three, "docs") == "docs: a folder; name the files in it: docs/*.json"
    call(three, "check", "--shard", "1/3", "--format", "json-lines:x.json", *DAY)
    assert refused(three, "x.json") == "x.json: json-lines; merge reads --format json"
    assert refused(three, *ALL, "-o", "2.json") == f"{three.root / '2.json'}: is one of the shards; write the report elsewhere"
    assert refused(three, *ALL, "--format", "sarif:docs/1.md") == (
        f"{three.root / 'docs/1.md'}: is one of the files that are judged; write the report elsewhere"
    )
    assert refused(three, *ALL, "--statistics", "--format", "json") == (
        "--statistics is for people; leave it out, or leave out --format json"
    )


def everywhere(value, at=()):
    """Each place in a document, as the keys that lead there."""
    yield at
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from everywhere(each, (*at, key))


@pytest.mark.parametrize("wrong", [None, True, -1, 10**30, "x", "\x1b[2J", "\ud800", [], {}, 2.5, ["x"]], ids=repr)
def test_whatever_was_changed_in_a_shard_is_told_in_a_line(three, wrong):
    """By hand or on the way: exit 2 with one line, or a report; never a traceback."""
    call(three, "check", "--shard", "1/1", "--format", "json:x.json", "--profile", "strict", *DAY)
    document = json.loads((three.root / "x.json").read_bytes())
    document["findings"], document["shard"]["details"] = document["findings"][:2], document["shard"]["details"][:2]
    for keys in everywhere(document):
        changed = json.loads(json.dumps(document))
        inner = changed
        for key in keys[:-1]:
            inner = inner[key]
        if keys:
            inner[keys[-1]] = wrong
        three.write({"x.json": json.dumps(changed if keys else wrong)})
        done = call(three, "merge", "x.json", "--format", "rdjson:x.rdjson", "--format", "full")
        assert done.code in (0, 1) or re.fullmatch(r"runbook-lint: .+; .+\n", done.err), (keys, done)
        assert "\x1b" not in done.out + done.err, (keys, done)
