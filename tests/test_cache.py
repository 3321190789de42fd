"""What is remembered of files: it changes no finding, says no secret, and whatever happens to it harms nothing."""

import gc
import io
import os
import pickle
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
import weakref
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from conftest import Repo
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.app.cache import reading, rows, shelf, stamp
from runbook_lint.app.cache import store as store_module
from runbook_lint.app.cache.folder import NAME, is_ours, make_folder
from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.cache.rows import Row
from runbook_lint.app.cache.stamp import READERS, engine, told
from runbook_lint.app.cache.store import Store
from runbook_lint.app.project import open_project
from runbook_lint.lint.run import run_rules
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Applicability, Severity
from runbook_lint.model.resolution import State
from runbook_lint.model.settings import Layout, RuleSettings, Settings, Site
from runbook_lint.model.tree import Tree
from runbook_lint.parse import brought, pickled
from runbook_lint.parse.lean import packed
from runbook_lint.parse.stored import pack, unpack
from runbook_lint.parse.worked_out import pack_derived
from runbook_lint.parse.world import build_world
from runbook_lint.parse.yaml_reader import read_yaml
from runbook_lint.rules import built_in_rules

DAY = date(2026, 9, 1)
HERE = {"RUNBOOK_LINT_CACHE_DIR": ""}
"""The default place of the cache."""

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tests" / "data"

PAGE = "---\nlast_reviewed: 2026-01-02\nat: 2026-01-02T03:04:05Z\n---\n\n# Pay\n\nPay takes the money.\n\n## Steps\n\n- [ ] look [here](b.md)\n\n```bash\nls\n```\n"
FILES = {
    "services/pay/service.yaml": "service: SVC-PAY\nowner: PURSER\ntier: 1\n",
    "services/pay/runbook.md": PAGE,
    "services/pay/alerts/pay.rules.yaml": "groups:\n- name: pay\n  rules:\n  - alert: PaySlow\n    expr: up == 0\n",
    "notes.md": "# Notes\n\nTODO: say more\n",
}


def tree(files):
    contents = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return Tree(contents, frozenset(contents))


def world(files, memory=None, settings=None):
    return build_world(tree(files), settings or Settings(), DAY, memory)


def again(folder, files, settings=None):
    """The world of a run that remembers, and which files it read itself."""
    memory = Memory(Store(folder))
    read = []
    make = memory._read
    memory._read = lambda contents, *rest: read.extend(contents) or make(contents, *rest)
    found = world(files, memory, settings)
    memory.save()
    return found, sorted(read)


# what is packed comes back


@settings(deadline=None)
@given(st.text(alphabet="#*-[]()`|\n\r \t>aé🚢1.:_{}<!", max_size=300))
def test_any_page_comes_back_as_it_was(text):
    content = text.encode()
    page = world({"a.md": text}).documents["a.md"]
    assert unpack(pack(page), b"", "a.md", content, Settings()) == page


@pytest.mark.parametrize("name", ["gitlab-runbooks", "moj-cloud-platform", "openshift-runbooks", "thanos-mixin", "dfds-postmortems"])
def test_every_file_of_the_corpora_comes_back_as_it_was(corpora, name):
    project = open_project(corpora / name, (), "2026-09-01")
    files = project.workspace().tree()
    whole = build_world(files, project.settings, project.today)
    pages = {**whole.documents, **whole.data_files}
    assert pages
    for path, made in pages.items():
        assert unpack(pack(made), b"", path, files.contents[path], project.settings) == made


def test_line_ends_and_byte_order_marks_come_back():
    content = b"\xef\xbb\xbf# A\r\n\r\nb\r\n"
    page = world({"a.md": content}).documents["a.md"]
    back = unpack(pack(page), b"", "a.md", content, Settings())
    assert (back, back.newline, back.bom) == (page, "\r\n", True)


def test_a_field_is_made_when_it_is_asked_for():
    page = world(FILES).documents["services/pay/runbook.md"]
    back = unpack(pack(page), b"", page.path, PAGE.encode(), Settings())
    assert "headings" not in vars(back)
    assert back.headings == page.headings
    assert "headings" in vars(back)
    assert "links" not in vars(back)
    with pytest.raises(AttributeError, match="nothing"):
        _ = back.nothing


def test_a_page_can_be_changed_like_any_other():
    page = world(FILES).documents["services/pay/runbook.md"]
    back = unpack(pack(page), b"", page.path, PAGE.encode(), Settings())
    assert replace(back, path="b.md") == replace(page, path="b.md")
    assert {each.name for each in fields(back)} == {each.name for each in fields(Document)}


def with_fields(kept):
    """The bytes of a page whose fields are these bytes."""
    return b"".join((pickle.dumps({name: len(data) for name, data in kept.items()}), *kept.values()))


class Evil:
    def __reduce__(self):
        return os.system, ("touch never",)


class AlmostOurs:
    def __reduce__(self):
        return make_folder, (None,)


@pytest.mark.parametrize("value", [Evil(), {"headings": pickle.dumps(Evil())}, AlmostOurs(), [Evil()]])
def test_bytes_of_somebody_else_make_nothing_and_call_nothing(value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = with_fields(value) if isinstance(value, dict) else pickle.dumps((value,))
    with pytest.raises(ValueError, match="not what was packed"):
        _ = unpack(data, b"", "a.md", b"", Settings()).headings
    assert not list(tmp_path.iterdir())


def test_a_field_that_cannot_be_brought_back_is_read_anew(tmp_path):
    page = world(FILES).documents["services/pay/runbook.md"]
    kept = dict.fromkeys(("headings", "links", "prose"), b"nonsense") | {"kind": pickled.dumped(page.kind)}
    back = unpack(with_fields(kept), b"nonsense", page.path, PAGE.encode(), Settings(), lambda path, content: page)
    assert (back.headings, back.links, back.prose, back.memo["problems"]) == (page.headings, page.links, page.prose, {})


@pytest.mark.parametrize("value", [*Kind, *Severity, *Applicability, *State], ids=str)
def test_enums_come_back_by_their_value(value):
    """Some Pythons would have pickle call getattr."""
    assert unpack(pack((value,)), b"", "a.md", b"", Settings())[0] is value


@pytest.mark.parametrize("data", [b"", b"\x80", b"nonsense", pickle.dumps(7), pickle.dumps((1, 2))])
def test_bytes_that_are_no_page_are_told(data):
    with pytest.raises(ValueError, match="not what was packed"):
        unpack(data, b"", "a.md", b"", Settings())


# what is remembered


def test_what_is_as_it_was_is_not_read_again(tmp_path):
    first, read = again(tmp_path / "c", FILES)
    assert read == sorted(FILES)
    second, read = again(tmp_path / "c", FILES)
    assert (second, read) == (first, [])
    changed = {**FILES, "notes.md": "# Other notes\n"}
    third, read = again(tmp_path / "c", changed)
    assert (third, read) == (world(changed), ["notes.md"])
    assert again(tmp_path / "c", FILES) == (first, [])  # as after a change of branch


def test_a_file_in_another_place_is_another_file(tmp_path):
    again(tmp_path / "c", {"notes.md": "# Notes\n"})
    found, read = again(tmp_path / "c", {"postmortems/notes.md": "# Notes\n"})
    assert (found, read) == (world({"postmortems/notes.md": "# Notes\n"}), ["postmortems/notes.md"])


def test_other_settings_read_everything_anew_and_keep_both(tmp_path):
    other = Settings(site=Site(name="Other"))
    again(tmp_path / "c", FILES)
    assert again(tmp_path / "c", FILES, other)[1] == sorted(FILES)
    assert again(tmp_path / "c", FILES)[1] == []
    assert again(tmp_path / "c", FILES, other)[1] == []


def test_another_engine_reads_everything_anew(tmp_path, monkeypatch):
    again(tmp_path / "c", FILES)
    for module in (stamp, store_module):
        monkeypatch.setattr(module, "engine", lambda: "another")
    assert again(tmp_path / "c", FILES)[1] == sorted(FILES)
    assert len(list((tmp_path / "c").glob("*.db"))) == 2


def test_whatever_reads_is_part_of_the_engine(monkeypatch):
    """An extra that was installed later, another version of it, another Python, another copy of ours."""
    seen, installed = [], dict.fromkeys(READERS, "1.0") | {"merman": "none"}
    monkeypatch.setattr(stamp, "version_of", lambda name: installed[name])
    changes = [
        lambda: installed.update(merman="0.9"),
        lambda: installed.update(merman="0.10"),
        lambda: installed.update(pyromark="none"),
        lambda: monkeypatch.setattr(sys, "version_info", (3, 99, 0)),
        lambda: monkeypatch.setattr(stamp, "_installed", lambda: ["runbook_lint/x.py,sha256=1,1"]),
        lambda: monkeypatch.setattr(stamp, "_installed", lambda: ["runbook_lint/x.py,sha256=2,1"]),
    ]
    for change in [lambda: None, *changes]:
        change()
        engine.cache_clear()
        seen.append(engine())
    assert len(set(seen)) == len(seen) == 7
    engine.cache_clear()


def test_settings_are_told_the_same_in_every_process():
    code = "from runbook_lint.app.cache.stamp import told; print(told((frozenset('abcdef'), {'b': 1, 'a': {2, 3}})))"
    seen = set()
    for seed in ("1", "2", "3"):
        done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True)
        seen.add(done.stdout)
    assert seen == {b"({'a','b','c','d','e','f'},{'b':1,'a':{2,3}})\n"}
    assert told(Settings()) == told(Settings()) != told(Settings(site=Site(name="Other")))


def test_the_engine_is_the_same_for_the_same_files():
    code = "from runbook_lint.app.cache.stamp import engine; print(engine())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == f"{engine()}\n"


def test_the_engine_knows_every_library_that_reads():
    """Another version of one may read otherwise; these read nothing of what is kept."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    needed = {re.split(r"[^\w.-]", each)[0] for each in (*project["dependencies"], *extras["fast"], *extras["mermaid"])}
    assert needed - set(READERS) == {"click", "jinja2", "packaging", "rich", "tomlkit"}
    assert set(READERS) <= needed


def test_what_was_worked_out_of_a_page_comes_back(tmp_path):
    from runbook_lint.parse.sections import find_sections

    settings = Settings()
    again(tmp_path / "c", FILES, settings)
    memory = Memory(Store(tmp_path / "c"))
    page = world(FILES, memory, settings).documents["services/pay/runbook.md"]
    sections = find_sections(page, settings)
    memory.save()  # more is known of this page than was
    memory = Memory(Store(tmp_path / "c"))
    page = world(FILES, memory, settings).documents["services/pay/runbook.md"]
    assert page.memo["runbook_lint.parse.sections.find_sections"](page) == ((settings,), sections)
    assert find_sections(page, settings) is find_sections(page, settings)
    assert pack_derived(page, Settings(site=Site(name="Other"))) == b""


def test_of_pages_that_are_as_they_were_rules_ask_only_what_was_worked_out(tmp_path):
    """Their text and their parts are not brought back: in a large repository that is what a small change would cost."""
    guide = "---\nservice: SVC-PAY\nlast_reviewed: 2026-01-02\n---\n# Guide\n\n[Steps](services/pay/runbook.md#steps)\n"
    for text in ("One.", "Two.", "Three."):
        memory = Memory(Store(tmp_path / "c"))
        there = world({**FILES, "guide.md": guide, "notes.md": f"# Notes\n\n{text}\n"}, memory)
        run_rules(there, [rule for rule in built_in_rules() if rule.name in _ASK_ALL])
        memory.save()
    held = {"lines", "prose", "headings", "links", "front_matter", "fences"} & there.documents["guide.md"].__dict__.keys()
    assert held == set()


_ASK_ALL = (
    "broken-link", "broken-anchor", "link-placeholder", "reference-undefined", "runbook-missing", "plan-section-missing",
    "first-five-incomplete", "review-date-invalid", "yaml-ambiguous", "waiver-unused", "postmortem-reference-unknown",
)  # fmt: skip


def test_facts_of_the_whole_are_kept_for_their_repository(tmp_path):
    memory = Memory(Store(tmp_path / "c"), tmp_path / "a")
    assert memory.get("review-dates") is None
    memory.put("review-dates", b"one")
    assert memory.get("review-dates") == b"one"
    memory.save()
    assert Memory(Store(tmp_path / "c"), tmp_path / "a").get("review-dates") == b"one"
    assert Memory(Store(tmp_path / "c"), tmp_path / "b").get("review-dates") is None
    assert Memory(None, tmp_path / "a").get("review-dates") is None


# nothing of a secret

TOKEN = "ghp_" + "k7Rz2mQ9xW4vT8nB3cJ6hL1pD5sF0gY7aE2u"


def test_a_file_with_a_secret_leaves_no_trace(repo):
    repo.write({**FILES, "services/pay/runbook.md": f"# Pay\n\ntoken {TOKEN}\n", "teams.yaml": f"x: {TOKEN}\n"})
    first, second = (repo.run("check", "--format", "json", env=HERE) for _ in range(2))
    assert first == second
    assert "secret-in-text" in first.out
    kept = b"".join(place.read_bytes() for place in (repo.root / NAME).iterdir())
    assert TOKEN.encode() not in kept
    with sqlite3.connect(next((repo.root / NAME).glob("*.db"))) as base:
        assert base.execute("SELECT COUNT(*) FROM rows").fetchone() == (4,)  # one of them of all paths, without their names
    base.close()


def test_nor_does_one_with_lines_too_long_to_be_searched(tmp_path):
    files = {**FILES, "notes.md": f"# Notes\n\n{'x' * 10_000} {TOKEN}\n"}
    again(tmp_path / "c", files)
    assert again(tmp_path / "c", files)[1] == ["notes.md"]
    assert TOKEN.encode() not in b"".join(place.read_bytes() for place in (tmp_path / "c").iterdir())


# the same findings, whatever is remembered


def findings(repo, *arguments):
    done = repo.run("check", "--profile", "strict", "--format", "json", *arguments, env=HERE)
    assert done.code in (0, 1), done.err
    return done.out


@pytest.mark.parametrize(("source", "part"), [(DATA / "every-finding", ""), (ROOT, "services"), (ROOT, "docs")])
def test_a_run_that_remembers_finds_what_one_finds_that_does_not(repo, source, part):
    found = (each for each in (source / part).rglob("*") if each.is_file() and NAME not in each.parts)
    files = {each.relative_to(source).as_posix(): each.read_bytes() for each in found}
    repo.write(files)
    plain = findings(repo, "--no-cache")
    assert not (repo.root / NAME).exists()
    assert findings(repo) == plain
    assert is_ours(repo.root / NAME)
    assert findings(repo) == plain
    page = next(path for path in sorted(files) if path.endswith(".md"))
    repo.write({page: files[page] + b"\n\n[gone](nowhere.md) TODO\n"})
    assert findings(repo) == findings(repo, "--no-cache") != plain


BITS = [
    "TODO: more\n", f"token {TOKEN}\n", "[x](nowhere.md)\n", "## Steps\n\n1. do it\n2. look\n", "**Impact**: none\n",
    "```mermaid\nflowchart XX\n```\n", "```\nrm -rf /\n```\n", "<!-- runbook-lint: ignore RB003 because of us -->\nTBD\n",
    "| a |\n|---|\n| TODO |\n", "\r\nline\u2028\r\n", "word " * 300 + "\n", "x: &a [1, 2026-01-02]\n", "depends_on: [SVC-NONE]\n", "---\n",
]  # fmt: skip
CHOICES = [
    Settings(), Settings(select=("ALL",)), Settings(profile="strict"), Settings(layout=Layout(bold_sections=False)),
    Settings(select=("ALL",), rules={"wall-of-text": RuleSettings(options={"max_words": 4})}),
    Settings(select=("RB",), layout=Layout(runbooks=("**/*.md",))), Settings(select=("RB003",), per_file_ignores={"notes.md": ("RB003",)}),
]  # fmt: skip


def edited(draw, files, before):
    """The files after an edit, a deletion, a renaming, a copy, or a step back."""
    path, other = draw.choice(sorted(files)), draw.choice(sorted(files))
    how = draw.choice(["add", "add", "cut", "delete", "rename", "copy", "back"])
    lines = files[path].splitlines(keepends=True)
    if how == "add":
        lines.insert(draw.randint(0, len(lines)), draw.choice(BITS))
    elif how == "cut":
        lines = lines[1:]
    left = files if how not in ("delete", "rename") or len(files) < 3 else {key: files[key] for key in files if key != path}
    if how == "back":
        return draw.choice(before)
    new = path if how in ("add", "cut") else f"{other.rsplit('/', 1)[0]}/again{draw.randint(0, 3)}{Path(path).suffix}"
    return left if how == "delete" else {**left, new: "".join(lines)}


def hold_little(monkeypatch):
    """As in a tree of ten thousand services: what is new is packed and written at once, and a single page lies open."""
    for module, name, value in ((brought, "STAYING", 0), (brought, "PASSING", 1), (shelf, "AT_ONCE", 2), (reading, "_MANY", 1)):
        monkeypatch.setattr(module, name, value)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_edited_and_asked_a_run_that_remembers_finds_the_same(tmp_path, monkeypatch, seed):
    if seed % 2:
        hold_little(monkeypatch)
    draw, files, before = random.Random(seed), dict(FILES), [FILES]
    rules = built_in_rules()
    for _ in range(25):
        for _ in range(draw.choice([0, 1, 1, 3])):
            files = edited(draw, files, before)
        before.append(files)
        settings, day = draw.choice(CHOICES), draw.choice([DAY, date(2025, 1, 1)])
        memory = Memory(Store(tmp_path / "c"))
        found, plain = (build_world(tree(files), settings, day, each) for each in (memory, None))
        assert run_rules(found, rules) == run_rules(plain, rules)
        assert found == plain
        memory.save()
    kept = b"".join(place.read_bytes() for place in (tmp_path / "c").iterdir())
    assert TOKEN.encode() not in kept


def many(count):
    pages = {f"runbooks/{number:03}.md": f"# Page {number}\n\nTODO [next](./{number + 1:03}.md#page-{number + 1})\n" for number in range(count)}
    return {**pages, "runbooks/007.md": f"# Seven\n\n{TOKEN}\n"}


def test_several_processes_read_what_one_reads(tmp_path, monkeypatch):
    files = many(60)
    plain = world(files)
    monkeypatch.setattr(reading, "_MANY", 2)
    monkeypatch.setattr("runbook_lint.app.processes.processes", lambda parts: 2)
    found, _ = again(tmp_path / "c", files)
    assert found == plain
    assert list(found.documents) == list(plain.documents)
    with sqlite3.connect(next((tmp_path / "c").glob("*.db"))) as base:
        assert base.execute("SELECT COUNT(*) FROM rows").fetchone() == (59,)
    base.close()
    monkeypatch.undo()
    assert again(tmp_path / "c", files)[1] == ["runbooks/007.md"]
    without = Memory(None)
    monkeypatch.setattr(reading, "_MANY", 2)
    monkeypatch.setattr("runbook_lint.app.processes.processes", lambda parts: 2)
    assert world(files, without) == plain


def test_what_is_not_asked_for_is_not_held(tmp_path, monkeypatch):
    hold_little(monkeypatch)
    files = many(60)
    for turn in ("new", "known"):
        memory = Memory(Store(tmp_path / "c"))
        found = world(files, memory)
        run_rules(found, built_in_rules())
        open_now = [path for path, page in found.documents.items() if "opened" in vars(page)]
        assert len(open_now) <= 2  # the one with the secret is held: it was not packed into the store
        assert not memory._shelf._waiting or turn == "new"
        memory.save()


def test_what_nobody_needs_any_more_goes_at_once(tmp_path, monkeypatch):
    """A session makes one world after the other; what is in a circle would wait for somebody to look for it."""
    files = {"a.md": "# A\n", "b.md": "# B\n\n## C\n"}
    again(tmp_path / "c", files)
    gc.disable()
    try:
        memory = Memory(Store(tmp_path / "c"))
        found = world(files, memory)
        assert found.documents["b.md"].headings
        left = weakref.ref(memory), weakref.ref(found.documents["a.md"]), weakref.ref(found.documents["b.md"])
        del memory, found
        assert [each() for each in left] == [None] * 3
    finally:
        gc.enable()


def test_what_is_put_away_is_as_it_was(tmp_path, monkeypatch):
    hold_little(monkeypatch)
    found, _ = again(tmp_path / "c", FILES)
    page, other = found.documents["services/pay/runbook.md"], found.documents["notes.md"]
    headings = page.headings
    assert other.headings
    assert "headings" not in vars(page)
    assert page.headings == headings
    assert page == world(FILES).documents[page.path]


@pytest.mark.parametrize("how", ["gone", "broken"])
def test_a_page_whose_row_is_no_longer_there_is_read_anew(tmp_path, monkeypatch, how):
    hold_little(monkeypatch)
    again(tmp_path / "c", FILES)
    memory = Memory(Store(tmp_path / "c"))
    found = world(FILES, memory)
    if how == "gone":
        Store(tmp_path / "c").remove()
        memory.store.close()
    else:
        with sqlite3.connect(memory.store.place) as base:
            base.execute("UPDATE rows SET facts = x'00'")
        base.close()
    assert found == world(FILES)
    memory.save()
    assert again(tmp_path / "c", FILES)[0] == world(FILES)


def ended(repo, how):
    """A run that has read everything and written much of it when it ends."""
    repo.write(many(500))
    code = (
        "import os, signal, sys\n"
        "from runbook_lint.app.cache import shelf\n"
        "shelf.AT_ONCE = 50\n"
        "from runbook_lint.app import cli\n"
        "from runbook_lint.lint import run\n"
        f"run.run_rules = lambda *given: {how}\n"
        "sys.argv = ['runbook-lint', 'check', '--today', '2026-09-01']\n"
        "cli.main()\n"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=repo.root, env={**os.environ, **HERE}, capture_output=True)


def test_what_a_run_wrote_that_fails_is_taken_out_again(repo):
    done = ended(repo, "1 / 0")
    assert done.stderr.startswith(b"runbook-lint: internal error: ZeroDivisionError")
    assert not list((repo.root / NAME).glob("*.db"))


def test_one_that_is_killed_leaves_what_was_read_and_no_secret(repo):
    assert ended(repo, "os.kill(os.getpid(), signal.SIGKILL)").returncode == -signal.SIGKILL
    place = next((repo.root / NAME).glob("*.db"))
    assert TOKEN.encode() not in place.read_bytes()
    with sqlite3.connect(place) as base:
        assert base.execute("SELECT COUNT(*) FROM rows").fetchone()[0] >= 450
    base.close()
    assert repo.run("check", "--format", "json", env=HERE).out.encode() == findings_plain(repo)


def test_the_places_of_data_are_packed_in_their_order():
    data = read_yaml("a: 1\nb:\n  - é: [x, y]\n")
    lean = packed(data)
    assert lean == data
    assert [list(each.items()) for each in (lean.spans, lean.key_spans)] == [list(each.items()) for each in (data.spans, data.key_spans)]
    assert (lean.span("b", 0, "é", 1), lean.key_span("b")) == (data.span("b", 0, "é", 1), data.key_span("b"))
    assert packed(lean) == lean


# content decides


def test_content_decides_whatever_the_clock_says(repo):
    repo.write({"notes.md": "# Notes\n\n[x](a.md)\n"})
    first = findings(repo)
    place = repo.root / "notes.md"
    state = place.stat()
    place.write_bytes(b"# Notes\n\n[x](b.md)\n")
    os.utime(place, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert "b.md" in findings(repo)
    place.write_bytes(b"# Notes\n\n[x](a.md)\n")
    os.utime(place, (0, 0))
    assert findings(repo) == first


def test_rows_that_nobody_asks_for_go(tmp_path, monkeypatch):
    store, now = Store(tmp_path / "c"), time.time()
    names = [bytes([number]) * 16 for number in range(3)]
    store.keep({names[0]: Row(b"a", b"b"), names[1]: Row(b"c", b"")})
    monkeypatch.setattr(rows.time, "time", lambda: now + 20 * 86_400)
    store.keep({names[2]: Row(b"d", b"")}, used=[names[1]])
    assert sorted(store.fetch(names)) == names
    monkeypatch.setattr(rows.time, "time", lambda: now + 35 * 86_400)
    store.keep({})
    assert sorted(store.fetch(names)) == names[1:]
    monkeypatch.setattr(rows.time, "time", lambda: now - 100 * 86_400)  # a clock that was set back
    store.keep({})
    assert store.fetch(names) == {}


def test_a_file_that_grows_too_large_forgets_its_oldest(tmp_path, monkeypatch):
    store, now = Store(tmp_path / "c"), time.time()
    old = {bytes([number]) * 16: Row(os.urandom(9000), b"") for number in range(100)}
    store.keep(old)
    monkeypatch.setattr(rows.time, "time", lambda: now + 86_400)
    monkeypatch.setattr(store_module, "MOST", 1_000_000)
    new = {bytes([number]) * 16: Row(os.urandom(9000), b"") for number in range(100, 150)}
    store.keep(new)
    assert store.place.stat().st_size <= 1_000_000
    assert len(store.fetch(new)) == 50
    assert 0 < len(store.fetch(old)) < 50


# whatever happens to it



def broken(place, how):
    data = place.read_bytes()
    if how == "empty":
        place.write_bytes(b"")
    elif how == "cut":
        place.write_bytes(data[: len(data) // 2])
    elif how == "noise":
        place.write_bytes(os.urandom(20_000))
    elif how == "blobs":
        with sqlite3.connect(place) as base:
            base.execute("UPDATE rows SET facts = zeroblob(length(facts))")
        base.close()
    elif how == "types":
        with sqlite3.connect(place) as base:
            base.execute("UPDATE rows SET facts = 'text', sum = 'text'")
        base.close()
    elif how == "another table":
        with sqlite3.connect(place) as base:
            base.execute("ALTER TABLE rows RENAME TO others")
        base.close()
    elif how == "a folder":
        place.unlink()
        place.mkdir()
    elif how == "a stale journal":
        place.with_name(place.name + "-journal").write_bytes(os.urandom(2000))
    else:
        with sqlite3.connect(place) as base:
            base.executescript(how)
        base.close()


ENDLESS = (
    "DROP TABLE rows; CREATE VIEW rows AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT x AS id, x AS name, x AS seen, x AS sum, x AS facts, x AS derived FROM c"
)
OTHERS = [
    ENDLESS, "ALTER TABLE rows DROP COLUMN derived", "ALTER TABLE rows ADD COLUMN more",
    "CREATE TRIGGER t BEFORE INSERT ON rows BEGIN SELECT raise(ABORT, 'no'); END", "PRAGMA journal_mode = wal",
]  # fmt: skip


@pytest.mark.parametrize("how", ["empty", "cut", "noise", "blobs", "types", "another table", "a folder", "a stale journal", *OTHERS])
def test_what_is_broken_is_made_anew(repo, how):
    repo.write(FILES)
    plain = findings(repo)
    place = next((repo.root / NAME).glob("*.db"))
    broken(place, how)
    assert findings(repo) == plain
    assert findings(repo) == plain
    if how != "a folder":
        with sqlite3.connect(place) as base:
            assert base.execute("SELECT COUNT(*) FROM rows").fetchone() == (len(FILES) + 1,)  # and the roles of all paths
        base.close()


@pytest.mark.parametrize("how", ["a file", "other things", "a link", "a loop"])
def test_a_place_that_is_not_ours_is_left_alone(repo, tmp_path, how):
    repo.write(FILES)
    plain = findings(repo, "--no-cache")
    place = repo.root / NAME
    if how == "a file":
        place.write_text("mine")
    elif how == "other things":
        repo.write({f"{NAME}/mine": "mine"})
    elif how == "a link":
        (tmp_path / "else").mkdir()
        place.symlink_to(tmp_path / "else")
    else:
        place.symlink_to(place)
    before = sorted(map(str, repo.root.rglob("*")))
    assert findings(repo) == plain
    assert sorted(map(str, repo.root.rglob("*"))) == before
    assert how != "a link" or not list((tmp_path / "else").iterdir())
    done = repo.run("clean", env=HERE)
    assert done.code == (0 if how == "a loop" else 2)
    assert sorted(map(str, repo.root.rglob("*"))) == before


@pytest.mark.parametrize("texts", [{".gitignore": "*\n"}, {".gitignore": "", "CACHEDIR.TAG": "Signature"}])
def test_one_that_was_not_finished_is_finished(tmp_path, texts):
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    assert make_folder(tmp_path)
    assert is_ours(tmp_path)


@pytest.mark.parametrize("name", [".gitignore", "CACHEDIR.TAG", "else"])
def test_a_folder_with_a_link_or_another_text_in_it_is_not_ours(tmp_path, name):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / name).write_text("mine")
    assert not make_folder(tmp_path / "c")
    (tmp_path / "c" / name).unlink()
    (tmp_path / "empty").touch()
    (tmp_path / "c" / name).symlink_to(tmp_path / "empty")
    assert not make_folder(tmp_path / "c")
    assert (tmp_path / "empty").read_bytes() == b""


def test_a_link_in_the_place_of_the_file_is_not_followed(tmp_path):
    again(tmp_path / "c", FILES)
    place = Store(tmp_path / "c").place
    place.rename(tmp_path / "else.db")
    before = (tmp_path / "else.db").read_bytes()
    place.symlink_to(tmp_path / "else.db")
    for _ in range(2):
        assert again(tmp_path / "c", FILES)[1] == sorted(FILES)
    assert (tmp_path / "else.db").read_bytes() == before


def test_a_folder_that_is_taken_away_while_it_is_written_ends_nothing(tmp_path, monkeypatch):
    store = Store(tmp_path / "c")
    monkeypatch.setattr(store, "_bound", lambda: store.place.with_name("gone").stat())
    store.keep({b"n" * 16: Row(b"a", b"")})


def rows_of(repo, change):
    with sqlite3.connect(next((repo.root / NAME).glob("*.db"))) as base:
        for number, facts, derived in base.execute("SELECT id, facts, derived FROM rows").fetchall():
            row = change(Row(facts, derived))
            values = (row.facts, row.derived, rows.checksum(row), number)
            base.execute("UPDATE rows SET facts = ?, derived = ?, sum = ? WHERE id = ?", values)
    base.close()


def page_with(**values):
    """A change of rows: pages get other values."""

    def change(row):
        sizes = pickled.loaded(row.facts)
        if not isinstance(sizes, dict):
            return row
        stream = io.BytesIO(row.facts[len(row.facts) - sum(sizes.values()) :])
        kept = {name: stream.read(size) for name, size in sizes.items()}
        return Row(with_fields({**kept, **values}), row.derived)

    return change


NOBODY = [
    page_with(kind=pickle.dumps("runbook")),
    page_with(kind=b"noise"),
    lambda row: Row(pickle.dumps({"kind": "long"}), b""),
    lambda row: Row(pickle.dumps((7,)), b""),
    lambda row: Row(b"\x80\x05N" + b"\x85" * 100_000 + b".", b"")
    if isinstance(pickled.loaded(row.facts), dict) else row,
]  # fmt: skip


@pytest.mark.parametrize("change", [*NOBODY[:4], lambda row: Row(row.facts, b"noise"), page_with(headings=b"noise")])
def test_rows_that_nobody_of_ours_wrote_are_read_anew(repo, change):
    repo.write(FILES)
    plain = findings(repo)
    rows_of(repo, change)
    assert findings(repo) == plain


@pytest.mark.parametrize("change", [page_with(headings=pickle.dumps(7)), NOBODY[4]])
def test_rows_that_make_a_run_fail_do_so_once(repo, change):
    repo.write(FILES)
    plain = findings(repo)
    rows_of(repo, change)
    done = repo.run("check", "--profile", "strict", "--format", "json", env=HERE)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(
        "runbook-lint: what was remembered of files is forgotten: should it have been at fault, the next run is right\n"
        "runbook-lint: internal error: "
    )
    assert findings(repo) == plain


def test_a_cache_that_is_committed_is_not_used(repo):
    repo.write(FILES)
    findings(repo)
    repo.git("init", "-q")
    assert NAME not in repo.git("status", "--short")
    repo.git("add", "-f", "-A")
    done = repo.run("check", "--format", "json", env=HERE)
    assert done.err == (
        f"runbook-lint: {NAME}/ is committed, so it is not used as a cache; `git rm -r --cached {NAME}/` takes it out\n"
    )
    assert done.out == repo.run("check", "--format", "json", "--no-cache").out


def test_a_cache_that_is_another_repository_is_not_used(repo, tmp_path):
    repo.write(FILES).git("init", "-q")
    findings(repo)
    place = repo.root / NAME
    place.rename(tmp_path / "theirs")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path / "theirs", check=True)
    theirs = Repo(tmp_path / "theirs")
    theirs.git("add", "-f", "-A")
    theirs.git("commit", "-qm", "theirs")
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(theirs.root), NAME)
    assert is_ours(place)
    assert "is committed, so it is not used as a cache" in repo.run("check", env=HERE).err


def test_a_cache_among_the_files_is_used_without_git(repo):
    repo.write(FILES)
    first, second = (repo.run("check", "--format", "json", "--cache-dir", "services/cache") for _ in range(2))
    assert first == second == repo.run("check", "--format", "json", "--no-cache")


def test_several_runs_at_once_find_the_same(repo):
    repo.write(many(40))
    command = [sys.executable, "-m", "runbook_lint", "check", "--format", "json", "--today", "2026-09-01"]
    runs = [
        subprocess.Popen(command, cwd=repo.root, stdout=subprocess.PIPE, env={**os.environ, **HERE}) for _ in range(6)
    ]
    said = {run.communicate()[0] for run in runs}
    assert said == {findings_plain(repo)}
    assert again(repo.root / NAME, {})[1] == []


def findings_plain(repo):
    return repo.run("check", "--format", "json", "--no-cache").out.encode()


def test_a_run_that_is_killed_while_it_writes_harms_nothing(repo):
    repo.write(many(40))
    plain = findings(repo)
    code = (
        "import sqlite3, sys, os, signal\n"
        "base = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "base.execute('PRAGMA cache_size = 1')\n"
        "base.execute('BEGIN IMMEDIATE')\n"
        "base.execute('UPDATE rows SET facts = zeroblob(200000)')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    place = next((repo.root / NAME).glob("*.db"))
    done = subprocess.run([sys.executable, "-c", code, str(place)])
    assert done.returncode == -signal.SIGKILL
    assert findings(repo) == plain


def test_one_that_is_locked_is_waited_for_and_then_done_without(repo, monkeypatch):
    monkeypatch.setattr(store_module, "_WAIT", 0.1)
    again(repo.root / NAME, FILES)
    base = sqlite3.connect(Store(repo.root / NAME).place, isolation_level=None)
    base.execute("BEGIN EXCLUSIVE")
    found, read = again(repo.root / NAME, FILES)
    assert (found, read) == (world(FILES), sorted(FILES))
    base.execute("ROLLBACK")
    base.close()
    assert again(repo.root / NAME, FILES)[1] == []


def test_a_long_session_holds_nothing_of_what_was_typed(repo):
    from runbook_lint.app.editor.session import Session

    repo.write(FILES)
    session = Session(repo.root, today="2026-09-01")
    for turn in range(3):
        session.texts["notes.md"] = f"# Typed {turn}\n"
        judged = session.judge(fresh=not turn)
    memory = judged.project.memory
    assert (memory._new, memory._rows, memory._known) == ({}, {}, [])


# what a person asks for


def test_the_place_can_be_chosen(repo, tmp_path):
    repo.write(FILES)
    done = repo.run("check", "-qq", "--cache-dir", str(tmp_path / "there"))
    assert done.code in (0, 1)
    assert is_ours(tmp_path / "there")
    assert (tmp_path / "there" / ".gitignore").read_text() == "*\n"
    assert not (repo.root / NAME).exists()
    assert repo.run("clean", "--cache-dir", str(tmp_path / "there")).out == f"Removed {tmp_path / 'there'}\n"
    assert not (tmp_path / "there").exists()


def test_without_git_a_place_in_the_folder_is_as_good_as_another(repo):
    repo.write(FILES)
    for _ in range(2):
        done = repo.run("check", "-qq", "--cache-dir", "cache")
        assert (done.code in (0, 1), done.err) == (True, "")
    assert is_ours(repo.root / "cache")


def test_text_on_standard_input_is_not_remembered(repo):
    repo.write(FILES)
    findings(repo)
    place = next((repo.root / NAME).glob("*.db"))
    before = place.read_bytes()
    repo.run("check", "--stdin-filename", "notes.md", given=b"# Typed\n", env=HERE)
    assert place.read_bytes() == before


def test_clean_removes_the_cache_and_nothing_else(repo):
    repo.write(FILES)
    assert repo.run("clean", env=HERE).out == f"No cache in {repo.root / NAME}\n"
    repo.git("init", "-q")
    before = {path for path in repo.root.rglob("*") if NAME not in path.parts}
    for arguments in ((), ("--no-cache",)):
        findings(repo)
        done = repo.run("clean", *arguments, cwd="services/pay", env=HERE)
        assert (done.code, done.out) == (0, f"Removed {repo.root / NAME}\n")
    assert set(repo.root.rglob("*")) == before
    repo.write({f"{NAME}/mine": "mine"})
    done = repo.run("clean", env=HERE)
    assert (done.code, done.err) == (
        2, f"runbook-lint: {repo.root / NAME}: is no cache of runbook-lint; nothing was removed\n",
    )  # fmt: skip


def test_clean_leaves_what_others_put_into_the_cache(repo):
    repo.write(FILES)
    findings(repo)
    repo.write({f"{NAME}/mine": "mine", f"{NAME}/mine.db/kept": "kept"})
    assert repo.run("clean", env=HERE).out == f"Removed {repo.root / NAME}\n"
    left = sorted(path.relative_to(repo.root / NAME).as_posix() for path in (repo.root / NAME).rglob("*"))
    assert left == ["mine", "mine.db", "mine.db/kept"]
