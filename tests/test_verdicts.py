"""A tree that was judged before is told the same without being read: the same bytes in every format, at once."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_cache import CHOICES, DAY, FILES, HERE, TOKEN, edited, tree

from runbook_lint.app.cache import verdicts
from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.cache.store import Store
from runbook_lint.app.cli import cli
from runbook_lint.app.judge import Judgement
from runbook_lint.app.project import Project
from runbook_lint.lint import run as running
from runbook_lint.model.errors import UsageError
from runbook_lint.model.report import Report
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import Repository
from runbook_lint.render.formats import FORMATS
from runbook_lint.rules import built_in_rules

DATA = Path(__file__).parent / "data"


@pytest.fixture
def judged(tmp_path, monkeypatch):
    """What a run says of a tree, and whether it judged it for that."""
    calls = []
    run = running.run_rules
    monkeypatch.setattr(running, "run_rules", lambda *given: calls.append(given) or run(*given))

    def ask(files, settings=None, today=DAY, rules=None, store="c"):
        calls.clear()
        memory = Memory(Store(tmp_path / store), tmp_path)
        given = files if isinstance(files, Tree) else tree(files)
        asked = Judgement(Project(tmp_path, None, settings or Settings(), rules or built_in_rules(), today, {}, memory), given)
        report = asked.report
        told = report, asked.survey, {path: asked.lines(path) for path in given.contents}
        memory.save()
        return told, bool(calls)

    return ask


def test_the_same_tree_is_told_the_same_without_judging_it(judged):
    first, again = judged(FILES), judged(FILES)
    assert first == (again[0], True)
    assert again == (first[0], False)
    assert first[0][0].findings


CATALOGUE = b'{"version": 1, "name": "other", "services": [], "pages": []}'
SORTED = sorted(tree(FILES).contents.items())
LINKED = Repository(symlinks={"a.md": "notes.md"})


@pytest.mark.parametrize(
    "other",
    [
        {"files": {**FILES, "notes.md": FILES["notes.md"] + "\n"}},
        {"files": {path: text for path, text in FILES.items() if path != "notes.md"}},
        {"files": replace(tree(FILES), paths=frozenset({*FILES, "code.py"}))},
        {"files": replace(tree(FILES), silent=frozenset({"notes.md"}))},
        {"files": replace(tree(FILES), repository=LINKED)},
        {"files": replace(tree(FILES), imported={"other": CATALOGUE})},
        {"files": replace(tree(FILES), authored={"values.yaml": b"alert: X\n"})},
        {"files": replace(tree(FILES), contents=dict(SORTED[:-1]), authored=dict(SORTED[-1:]))},
        {"today": date(2027, 1, 1)},
        {"settings": Settings(profile="strict", ignore=("review-date-bulk-bump", "runbook-behind-code"))},
    ],
)  # fmt: skip
def test_whatever_differs_is_judged_anew(judged, other):
    judged(FILES)
    told, anew = judged(**{"files": FILES, **other})
    assert anew
    assert told == judged(**{"files": FILES, **other, "store": "elsewhere"})[0]


def test_every_choice_of_settings_keeps_the_four_trees_that_were_asked_for_last(judged):
    few = Settings(select=("RB",))
    trees = [{**FILES, "b.md": f"# B{number}\n"} for number in range(5)]
    assert all(judged(each)[1] for each in trees[:4])
    assert judged(trees[0], few)[1]
    assert not any(judged(each)[1] for each in trees[:4])
    assert not judged(trees[0])[1]
    assert judged(trees[4])[1]
    assert not judged(trees[0])[1]
    assert judged(trees[1])[1]
    assert not judged(trees[0], few)[1]


def test_what_git_or_a_plugin_says_is_asked_every_time(judged):
    rule = built_in_rules()[0]
    borrowed = replace(rule, code="ZZ001", name="one-of-ours-by-another-name")
    rules = ({"rules": (*built_in_rules(), each)} for each in (plugin(rule), borrowed))
    for given in ({"settings": Settings(extend_select=("review-date-bulk-bump",))}, *rules):
        assert judged(FILES, **given)[1]
        assert judged(FILES, **given)[1]


def plugin(rule: Rule) -> Rule:
    def check(document):
        return ()

    return replace(rule, code="ZZ001", name="from-a-plugin", check=check)


def test_what_is_found_in_a_file_with_a_secret_is_not_kept(judged, tmp_path):
    for text in (f"# Pay\n\n{TOKEN}\n", f"# Pay\n\nTODO\n\n{'x' * 10_000} {TOKEN}\n"):
        files = {**FILES, "services/pay/runbook.md": text}
        told, _ = judged(files)
        assert "services/pay/runbook.md" in {each.path for each in told[0].findings}
        assert judged(files) == (told, True)
        assert TOKEN.encode() not in b"".join(place.read_bytes() for place in (tmp_path / "c").iterdir())


@pytest.mark.parametrize("data", [b"", b"nonsense", b"N.", b"K\x01."])
def test_a_verdict_that_cannot_be_read_is_none(judged, tmp_path, monkeypatch, data):
    told, _ = judged(FILES)
    monkeypatch.setattr(Memory, "get", lambda self, name: data)
    assert judged(FILES) == (told, True)


@pytest.mark.parametrize("forged", [{"code": "\x1b[2J"}, {"name": "no-such-rule"}, {"url": "\ud800"}, {"code": []}])
def test_a_finding_of_no_rule_is_none(judged, monkeypatch, forged):
    told, _ = judged(FILES)
    real = verdicts.loaded

    def loaded(data):
        digest, findings, *rest = real(data)
        return digest, (replace(findings[0], **forged), *findings[1:]), *rest

    monkeypatch.setattr(verdicts, "loaded", loaded)
    assert judged(FILES) == (told, True)


def test_an_empty_tree_is_refused_every_time(judged):
    for _ in range(2):
        with pytest.raises(UsageError, match="no document in"):
            judged({})


def test_an_empty_tree_of_the_past_is_none_to_be_told_of_today(tmp_path):
    nothing = Tree({}, frozenset({"code.py"}))
    memory = Memory(Store(tmp_path / "c"), tmp_path)
    project = Project(tmp_path, None, Settings(), built_in_rules(), DAY, {}, memory)
    assert Judgement(project, nothing, past=True).report == Report(())
    with pytest.raises(UsageError, match="no document in"):
        _ = Judgement(project, nothing).report


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_edited_the_verdict_is_what_it_would_be(judged, seed):
    draw, files, before = random.Random(seed), dict(FILES), [FILES]
    for step in range(25):
        if draw.random() < 0.6:
            files = edited(draw, files, before)
        before.append(files)
        settings, day = draw.choice(CHOICES), draw.choice([DAY, date(2025, 1, 1)])
        told, _ = judged(files, settings, day)
        assert told == judged(files, settings, day, store=f"none-{step}")[0]
        assert isinstance(told[0], Report)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_the_same_bytes(repo, form):
    source = DATA / "every-finding"
    repo.write({path.relative_to(source).as_posix(): path.read_bytes() for path in source.rglob("*") if path.is_file()})
    repo.git("init", "-q")
    plain = repo.run("check", "--format", form, "--no-cache", env=HERE)
    assert [repo.run("check", "--format", form, *where, env=HERE) for where in ((), (), (".",))] == [plain] * 3
    assert repo.run("baseline", env=HERE).code == 0
    plain = repo.run("check", "--format", form, "--no-cache", env=HERE)
    assert [repo.run("check", "--format", form, env=HERE) for _ in range(2)] == [plain] * 2


def test_a_tree_with_links_is_the_same_tree_in_every_process(repo):
    repo.write(FILES)
    for number in range(6):
        (repo.root / f"link-{number}.md").symlink_to("notes.md")
    repo.git("init", "-q")
    repo.git("add", "-A")
    shards = [f"../{number}.json" for number in (1, 2, 3)]
    for number, file in enumerate(shards, 1):
        repo.run("check", "--shard", f"{number}/3", "--format", f"json:{file}", env={"PYTHONHASHSEED": str(number)})
    merged, whole = repo.run("merge", *shards), repo.run("check")
    assert (merged.code, merged.out) == (whole.code, whole.out)


def test_a_hook_judges_the_commit_before_once(repo, monkeypatch):
    def git(*words):
        repo.git("-c", "user.name=Test", "-c", "user.email=test@example.org", *words)

    def committing(text):
        repo.write({"notes.md": text})
        git("add", "-A")
        monkeypatch.chdir(repo.root)
        calls.clear()
        done = CliRunner().invoke(cli, ["check", "--hook", "notes.md", "--today", "2026-09-01", "-q", "--format", "concise"])
        return len(calls), done.output.splitlines()

    repo.write({"guide.md": "# Guide\n\n[there](gone.md) [here](notes.md#notes)\n", "notes.md": "# Notes\n"})
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "one")
    calls, run = [], running.run_rules
    monkeypatch.setattr(running, "run_rules", lambda *given: calls.append(given) or run(*given))
    assert committing("# Notes\n\nMore.\n") == (2, [])
    assert committing("# Notes\n\nEven more.\n") == (1, [])
    told = 'guide.md:3:25: LK002 notes.md has no anchor "notes"'
    assert committing("# Remarks\n") == (1, [told])
    git("commit", "-qm", "two")  # what was judged last is what the next one starts from
    assert committing("# Remarks\n\nMore.\n") == (1, [])
