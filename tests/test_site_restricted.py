"""A restricted postmortem is nowhere on the site: every byte is searched for words that stand only there.

The same search finds them once the page is public, in the same files: so it looks in the right places.
"""

import gzip
import json
import re
from pathlib import Path

import pytest
from conftest import Repo
from test_restricted import FILES, PATH, RESTRICTED, WORD

PAGE = RESTRICTED.replace("status: draft", "status: draft\nreview_in: 30 days\nlast_reviewed: 2026-08-01")
"""With a review of its own, so that it would fall due."""
WORDS = (WORD, "INC-7", "2026-08-10")
"""What stands only there: its word, its id, and the day its action is due."""
TODAY = ("--today", "2026-09-01")
LINKING = """\
# On call

See [what went wrong](../postmortems/2026/INC-7-zanzibar.md#impact), [so][it], [this] and ![it](../postmortems/2026/INC-7-zanzibar.md).

[it]: ../postmortems/2026/INC-7-zanzibar.md
[this]: </postmortems/2026/INC-7-zanzibar.md> "there"
"""
"""A public page whose links lead there: their words are its own, where they lead is not to be told."""


def site(folder: Path, visibility: str) -> Repo:
    """The example with one page that is restricted or public, and to which another one links."""
    folder.mkdir()
    public = {path: text for path, text in FILES.items() if path != PATH}
    public["postmortems/2026/INC-6-wren.md"] = public["postmortems/2026/INC-6-wren.md"].replace("2026-08-10", "2026-08-12")
    return Repo(folder).write({**public, "docs/on-call.md": LINKING, PATH: PAGE % visibility})


def found(folder: Path) -> dict[str, list[str]]:
    """The files that hold one of the words, in their bytes or in their path, packed ones too."""
    hits: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        data = path.read_bytes() if path.is_file() else b""
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
        name = path.relative_to(folder).as_posix()
        there = re.sub(r"&#(\d+);", lambda code: chr(int(code[1])), f"{name}\n{data.decode('utf-8', 'replace')}")
        words = [word for word in WORDS if word.casefold() in there.casefold()]
        if words:
            hits[name] = words
    return hits


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("restricted")
    sites = {}
    for visibility in ("restricted", "public"):
        repo = site(folder / visibility, visibility)
        done = repo.run("site", "generate", *TODAY)
        assert done.code == 0, done.err
        sites[visibility] = repo.root / ".runbook_lint_site"
    return sites


def test_nothing_of_a_restricted_postmortem_is_generated(generated):
    assert found(generated["restricted"]) == {}


def test_the_same_search_finds_it_once_it_is_public(generated):
    hits = found(generated["public"])
    pages = {name.removeprefix("docs/") for name, words in hits.items() if WORD in words}
    assert pages >= {
        "postmortems/2026/INC-7-zanzibar.md",
        "postmortems/index.md",
        "actions.md",
        "freshness.md",
        "freshness.ics",
        "index.md",
        "services/SVC-BOARDING.md",
        "alerts/BoardingSlow.md",
        "api/actions.json",
        "api/pages.json",
    }


def test_pages_say_how_many_are_not_shown_as_the_commands_do(generated):
    def lines(visibility: str, page: str) -> list[str]:
        text = (generated[visibility] / "docs" / page).read_text()
        return [line for line in text.splitlines() if "restricted" in line]

    assert lines("restricted", "postmortems/index.md") == [
        "1 postmortem, [1 action open](../actions.md), 1 overdue on 2026-09-01. 1 restricted postmortem is not shown."
    ]
    assert lines("restricted", "actions.md") == ["1 action of restricted postmortems is not shown."]
    assert lines("public", "postmortems/index.md") == lines("public", "actions.md") == []


def test_counts_and_charts_leave_it_out(generated):
    def rows(visibility: str) -> tuple[str, ...]:
        index = (generated[visibility] / "docs/postmortems/index.md").read_text()
        actions = (generated[visibility] / "docs/actions.md").read_text()
        month = next(line for line in index.splitlines() if line.startswith("| 2026-08 |"))
        age = next(line for line in actions.splitlines() if line.startswith("| to 30 days |"))
        return month, age

    assert rows("restricted") == ("| 2026-08 | 1 |", "| to 30 days | 0 | 1 |")
    assert rows("public") == ("| 2026-08 | 2 |", "| to 30 days | 0 | 2 |")


def test_what_a_catalogue_for_machines_counts_is_public(generated):
    actions = json.loads((generated["restricted"] / "docs/api/actions.json").read_text())
    assert {row["incident"] for row in actions["actions"]} == {"INC-6"}


@pytest.mark.parametrize("key", ["Visibility: Restricted", "visibility: internal", "visibility: [public]", "visibility: no"])
def test_whatever_is_not_plainly_public_stays_out(tmp_path, key):
    repo = site(tmp_path / "repo", "restricted").write({PATH: PAGE.replace("visibility: %s", key)})
    assert repo.run("site", "generate", *TODAY).code == 0
    assert found(repo.root / ".runbook_lint_site") == {}


def test_nothing_of_it_is_built_either(tmp_path_factory):
    pytest.importorskip("material", reason="the site extra is not installed")
    folder = tmp_path_factory.mktemp("built")
    hits = {}
    for visibility in ("restricted", "public"):
        repo = site(folder / visibility, visibility)
        done = repo.run("site", "build", *TODAY)
        assert done.code == 0, done.err
        hits[visibility] = found(repo.root / "site")
    assert hits["restricted"] == {}
    assert WORDS[0] in hits["public"]["search/search_index.json"]
    assert "postmortems/2026/INC-7-zanzibar/index.html" in hits["public"]
