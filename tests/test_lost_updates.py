"""Two who write at once: what one of them read and the other changed is never written over."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Done, Repo

from runbook_lint.app import write
from runbook_lint.model.errors import UsageError
from runbook_lint.parse.lock import read_lock

RULES = "services/cart/alerts/cart.rules.yaml"
CHANGED = "changed while this ran; nothing was changed; run it again"
SIX = tuple("ABCDEF")


def at_once(repo: Repo, *commands: tuple[str, ...]) -> list[Done]:
    """The commands, all running at the same time."""
    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(lambda arguments: repo.run(*arguments), commands))


def written(done: list[Done], path: str) -> int:
    """How many said that they wrote; the others may only have said that somebody else did."""
    told = {(each.code, each.err) for each in done if each.code}
    assert told <= {(2, f"runbook-lint: {path}: {CHANGED}\n")}
    return sum(each.code == 0 for each in done)


@pytest.mark.parametrize(
    ("now", "read", "shown"),
    [
        (b"theirs", b"old", "{folder}/two.md"),
        (b"theirs", None, "{folder}/two.md"),
        (None, b"old", "{folder}/two.md"),
        (b"theirs", b"old", "two.md"),
    ],
    ids=["changed", "made", "removed", "told from where the user stands"],
)
def test_a_file_that_changed_since_it_was_read(tmp_path, monkeypatch, now, read, shown):
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_bytes(b"old")
    if now is not None:
        two.write_bytes(now)
    if "{" not in shown:
        monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as error:
        write.replace_files({one: b"new", two: b"new"}, {one: b"old", two: read})
    assert str(error.value) == f"{shown.format(folder=tmp_path)}: {CHANGED}"
    here = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert here == {"one.md": b"old"} | ({"two.md": now} if now is not None else {})


def test_what_is_written_need_not_be_what_was_read(tmp_path):
    read, made = tmp_path / "read", tmp_path / "deep/made"
    read.write_bytes(b"old")
    write.replace_files({made: b"new"}, {read: b"old", made: None})
    assert (read.read_bytes(), made.read_bytes()) == (b"old", b"new")
    with pytest.raises(UsageError, match=CHANGED):
        write.replace_files({made: b"newer"}, {read: b"older"})
    assert made.read_bytes() == b"new"


def test_a_file_is_made_in_between(tmp_path, monkeypatch):
    place, beside = tmp_path / "page.md", write._beside

    def meanwhile(target: Path, data: bytes) -> Path:
        place.write_bytes(b"theirs")
        return beside(target, data)

    monkeypatch.setattr(write, "_beside", meanwhile)
    with pytest.raises(UsageError, match=CHANGED):
        write.replace_files({place: b"ours"}, {place: None})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page.md": b"theirs"}


def test_reviews_of_one_page(repo):
    repo.write({"runbooks/cart.md": "---\nlast_reviewed: 2026-01-01\n---\n# Cart\n"})
    done = at_once(repo, *(("reviewed", "--by", name, "runbooks/cart.md") for name in SIX))
    said = [line for line in (repo.root / "runbooks/cart.md").read_text().splitlines() if "reviewed_by" in line]
    winners = [f"reviewed_by: {name}" for name, each in zip(SIX, done, strict=True) if each.code == 0]
    assert written(done, "runbooks/cart.md") >= 1
    assert said[0] in winners


def test_annotations_of_one_rule_file(repo):
    rules = "".join(f"  - alert: {name}\n    expr: up\n" for name in SIX)
    repo.write({RULES: f"groups:\n- name: g\n  rules:\n{rules}"})
    repo.write({f"services/cart/alerts/{name}.md": f"# {name}\n" for name in SIX})
    done = at_once(repo, *(("payload", name, "--write", RULES, "--today", "2026-09-01") for name in SIX))
    after = (repo.root / RULES).read_text()
    kept = [name for name in SIX if f"runbook_url: services/cart/alerts/{name}.md\n" in after]
    assert kept == [name for name, each in zip(SIX, done, strict=True) if each.code == 0]
    assert written(done, RULES) == len(kept) == after.count("runbook_url") >= 1
    names = {path.name for path in (repo.root / RULES).parent.iterdir()}
    assert names == {"cart.rules.yaml", *(f"{name}.md" for name in SIX)}


def test_imports_that_are_synced_one_by_one(repo):
    names = [name.lower() for name in SIX]
    sources = "".join(f'{name} = "there/{name}.json"\n' for name in names)
    repo.write({"runbook-lint.toml": f"[imports]\n{sources}", "a.md": "# A\n"})
    repo.write({f"there/{name}.json": json.dumps({"version": 1, "name": name}) for name in names})
    done = at_once(repo, *(("sync", name) for name in names))
    pins = read_lock((repo.root / "runbook-lint.lock").read_text())
    assert list(pins) == [name for name, each in zip(names, done, strict=True) if each.code == 0]
    assert written(done, "runbook-lint.lock") == len(pins) >= 1
    copies = {path.name for path in (repo.root / ".runbook-lint/imports").iterdir()}
    assert copies == {f"{name}.json" for name in pins}


def test_a_name_that_cannot_be_taken_is_told_with_those_that_were(tmp_path, monkeypatch):
    """A rename may fail where the write did not; what is said of the files must be true then, too."""
    one, two = tmp_path / "one.md", tmp_path / "two.md"
    rename, rename_to = Path.replace, []

    def full(self: Path, target: Path) -> Path:
        rename_to.append(target.name)
        if len(rename_to) == 2:
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError) as error:
        write.replace_files({one: b"new", two: b"new"}, {})
    assert str(error.value) == f"{two}: cannot be written: No space left on device; one.md had been written before"
    assert [path.name for path in tmp_path.iterdir()] == ["one.md"]


@pytest.mark.parametrize("full", [False, True])
def test_a_file_system_without_links(tmp_path, monkeypatch, full):
    def refused(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(write.os, "link", refused)
    if full:
        monkeypatch.setattr(Path, "replace", refused)
        with pytest.raises(UsageError, match="Operation not permitted; nothing was changed"):
            write.create_file(tmp_path / "a.md", b"text")
    else:
        write.create_file(tmp_path / "a.md", b"text")
        with pytest.raises(UsageError, match="is there already"):
            write.create_file(tmp_path / "a.md", b"other")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == ({} if full else {"a.md": b"text"})
