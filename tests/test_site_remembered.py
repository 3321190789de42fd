"""What is remembered of pages of the site: it changes no byte, says no secret, and is made anew where anything differs."""

import json
import random
from dataclasses import fields, replace
from datetime import date

import pytest
from site_tree import TREE
from test_cache import BITS, TOKEN, edited, tree

from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.cache.store import Store
from runbook_lint.app.site import bodies as bodies_module
from runbook_lint.app.site import finished as finished_module
from runbook_lint.app.site.finished import note, stamp_of, taken
from runbook_lint.app.site.generate import files_of, site_templates
from runbook_lint.lint.alert_coverage import cover_alerts
from runbook_lint.lint.coverage import CRITERIA, cover
from runbook_lint.lint.redact import secret_words
from runbook_lint.model.settings import Links, Settings, Site
from runbook_lint.model.site import Commit, History
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import Repository
from runbook_lint.parse.before import Before
from runbook_lint.parse.site import body as body_module
from runbook_lint.parse.world import build_world
from runbook_lint.render.site.view import View

DAYS = (date(2026, 11, 21), date(2026, 11, 22))
TEMPLATES = site_templates()


def view(files, memory, settings=None, day=DAYS[0], head="0"):
    world = build_world(tree(files), settings or Settings(), day, memory)
    commit = Commit(head * 40, day, "as it was")
    history = History(commit, dict.fromkeys(files, commit))
    return View(world, cover(world, ()), cover_alerts(world), TEMPLATES, history, CRITERIA, secret_words(world))


def made(files, memory, *rest):
    found = files_of(view(files, memory, *rest), memory)
    memory.save()
    return found


@pytest.fixture
def written(monkeypatch):
    """The paths of pages whose bodies were written."""
    paths, write = [], body_module.write_body
    monkeypatch.setattr(bodies_module, "write_body", lambda given: (paths.append(given.document.path), write(given))[1])
    return paths


PAGES = {
    "docs/a.md": "# A\n\nSee [b](b.md), [its end](b.md#end) and ![it](it.png).\n",
    "docs/b.md": "# B\n\n## End\n\nAll :ship: is <b>well</b>.\n",
    "docs/it.png": b"\x89PNG",
}


def test_a_body_is_written_once(tmp_path, written):
    first = made(PAGES, Memory(Store(tmp_path / "c")))
    assert sorted(written) == ["docs/a.md", "docs/b.md"]
    assert made(PAGES, Memory(Store(tmp_path / "c"))) == first == made(PAGES, Before())
    assert sorted(written) == ["docs/a.md", "docs/b.md"]


@pytest.mark.parametrize(
    ("change", "anew"),
    [
        ({"docs/a.md": PAGES["docs/a.md"] + "\nMore.\n"}, ["docs/a.md"]),
        ({"docs/c.md": "# C\n"}, ["docs/c.md"]),
        ({"docs/b.md": "# B\n\n## Ends\n"}, ["docs/a.md", "docs/b.md"]),  # an anchor that is gone
        ({"docs/it.png": None}, ["docs/a.md"]),  # a picture that is missing now
        ({"runbook-lint.toml": ""}, []),
    ],
)
def test_a_body_is_written_anew_where_its_page_changed_or_where_it_leads(tmp_path, written, change, anew):
    made(PAGES, Memory(Store(tmp_path / "c")))
    written.clear()
    files = {path: text for path, text in {**PAGES, **change}.items() if text is not None}
    assert made(files, Memory(Store(tmp_path / "c"))) == made(files, Before())
    assert sorted(written) == anew


def test_other_settings_and_other_writers_write_anew(tmp_path, written, monkeypatch):
    made(PAGES, Memory(Store(tmp_path / "c")))
    for change in (lambda: None, lambda: monkeypatch.setattr(bodies_module, "writers", lambda: "nh3 99")):
        written.clear()
        change()
        settings = Settings(site=Site(html="allow"))
        assert made(PAGES, Memory(Store(tmp_path / "c")), settings) == made(PAGES, Before(), settings)
        assert sorted(written) == ["docs/a.md", "docs/b.md"]


def test_another_day_and_another_commit_write_no_body_anew(tmp_path, written):
    made(PAGES, Memory(Store(tmp_path / "c")))
    written.clear()
    later = (None, DAYS[1], "1")
    assert made(PAGES, Memory(Store(tmp_path / "c")), *later) == made(PAGES, Before(), *later)
    assert written == []


def test_a_kept_body_that_is_none_is_written_anew(tmp_path, written, monkeypatch):
    made(PAGES, Memory(Store(tmp_path / "c")))
    written.clear()
    monkeypatch.setattr(Memory, "recall", lambda self, names: dict.fromkeys(names, b"nonsense"))
    assert made(PAGES, Memory(Store(tmp_path / "c"))) == made(PAGES, Before())
    assert sorted(written) == ["docs/a.md", "docs/b.md"]


SETTINGS = [Settings(), Settings(site=Site(html="allow")), Settings(links=Links(slugs="mkdocs"))]
SITE_BITS = [
    *BITS, "<script>alert(1)</script>\n", "<a href='javascript:x' onclick=y>z</a> & **b**\n", "# Title\n", "[up](../README.md#top)\n",
    "**Impact**: money is lost\n\n**Stop it**: `ls`\n", f"https://a:{TOKEN}@h.example/x\n", "</div>\n![p](p.png)\n", "last_reviewed: 2026-01-02\n",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_edited_a_site_from_what_is_remembered_is_the_same(tmp_path, seed, monkeypatch):
    monkeypatch.setattr("test_cache.BITS", SITE_BITS)
    start = {path: text if isinstance(text, str) else text.decode("utf-8", "ignore") for path, text in TREE.items()}
    draw, files, before = random.Random(seed), start, [start]
    for _ in range(12):
        for _ in range(draw.choice([0, 1, 2, 5])):
            files = edited(draw, files, before)
        before.append(files)
        rest = draw.choice(SETTINGS), draw.choice(DAYS), draw.choice("01")
        assert made(files, Memory(Store(tmp_path / "c")), *rest) == made(files, Before(), *rest)
    kept = b"".join(place.read_bytes() for place in (tmp_path / "c").iterdir())
    assert TOKEN.encode() not in kept


def test_a_text_that_held_no_secret_is_searched_once(tmp_path, monkeypatch):
    searched = []
    cleaner = "runbook_lint.app.site.generate.cleaner"
    monkeypatch.setattr(cleaner, lambda *_: lambda text: (searched.append(text), text.replace(TOKEN, "…"))[1])
    files = {**PAGES, "docs/c.md": f"# C\n\n{TOKEN[:4]}\n"}
    made(files, Memory(Store(tmp_path / "c")))
    assert len(searched) > len(files)
    searched.clear()
    made(files, Memory(Store(tmp_path / "c")))
    assert searched == []
    made(files, Memory(Store(tmp_path / "c")), None, DAYS[0], "1")
    assert searched
    assert all("1" * 10 in text for text in searched)  # the commit stands on them


def test_a_text_with_a_secret_is_searched_each_time(tmp_path):
    files = {**PAGES, "docs/c.md": f"# C\n\n{TOKEN}\n"}
    first = made(files, Memory(Store(tmp_path / "c")))
    assert TOKEN.encode() not in b"".join(first[0].values())
    assert made(files, Memory(Store(tmp_path / "c"))) == first
    other = {**files, "docs/a.md": f"{PAGES['docs/a.md']}\n{TOKEN}\n"}
    assert made(other, Memory(Store(tmp_path / "c"))) == made(other, Before())


# nothing changed at all


def stamp(files=PAGES, settings=None, day=DAYS[0], head="0", **changes):
    return stamp_of(replace(tree(files), **changes), view(files, Before(), settings, day, head))


def test_whatever_a_site_is_made_of_is_in_its_stamp(monkeypatch):
    pinned = {"shop": b"{}"}
    stamps = [
        stamp(), stamp({**PAGES, "docs/b.md": "# B\n"}), stamp({**PAGES, "docs/c.txt": ""}), stamp(settings=Settings(site=Site(name="X"))),
        stamp(day=DAYS[1]), stamp(head="1"), stamp(imported=pinned), stamp(repository=Repository(branch="main")),
        stamp(silent=frozenset({"docs/a.md"})), stamp(paths=frozenset({*PAGES, "code.py"})),
    ]  # fmt: skip
    monkeypatch.setattr(finished_module, "site_engine", lambda: "another")
    stamps.append(stamp())
    monkeypatch.undo()
    assert len(set(stamps)) == len(stamps)
    assert stamp() == stamps[0]
    assert {each.name for each in fields(Tree)} == {
        "contents", "paths", "unreadable", "silent", "repository", "imported", "ignored", "authored",
    }  # fmt: skip


def beside(place):
    """What is kept of a site, where somebody put a file beside its folder."""
    return json.dumps({"stamp": "1", "files": {}, "shown": {place: "docs/it.png"}}).encode()


def test_finished_files_are_taken_only_where_all_stand_as_they_were_written(tmp_path):
    memory, texts = Memory(Store(tmp_path / "c"), tmp_path), {"a.md": b"a", "b/c.md": b"c"}
    (tmp_path / "b").mkdir()
    assert taken(memory, "1", tmp_path) is None
    note(memory, "1", texts, {"it.png": "docs/it.png"})
    assert taken(memory, "1", tmp_path) is None
    for path, data in texts.items():
        (tmp_path / path).write_bytes(data)
    assert taken(memory, "1", tmp_path) == (texts, {"it.png": "docs/it.png"})
    assert taken(memory, "2", tmp_path) is None
    (tmp_path / "a.md").write_bytes(b"b")
    assert taken(memory, "1", tmp_path) is None
    for nonsense in (b"nonsense", b"[]", b'{"stamp": "1"}', b'{"stamp": "1", "files": 7}', *map(beside, ("../b.md", "/b.md"))):
        memory.put("site-finished", nonsense)
        assert taken(memory, "1", tmp_path) is None


def test_what_was_changed_by_hand_is_mended_and_a_picture_brought_up_to_date(repo):
    repo.write(TREE)
    run = ("site", "generate", "--today", "2026-11-21")
    repo.run(*run)
    docs = repo.root / ".runbook_lint_site/docs"
    before = {path: path.read_bytes() for path in docs.rglob("*") if path.is_file()}
    (docs / "index.md").write_text("by hand")
    (docs / "teams/index.md").unlink()
    assert repo.run(*run).out.endswith(": 2 files written, 0 removed\n")
    assert {path: path.read_bytes() for path in docs.rglob("*") if path.is_file()} == before
    picture = next(path for path in TREE if path.endswith("gates.svg"))
    repo.write({picture: "<svg/>"})
    assert repo.run(*run).out.endswith(": 1 file written, 0 removed\n")
    assert (docs / picture).read_text() == "<svg/>"
