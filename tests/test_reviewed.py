"""`runbook-lint reviewed`: the stamp and not a byte more, or nothing at all."""

import pytest

PAGE = "---\ntitle: Cart\nlast_reviewed: 2026-01-01  # by hand\n---\n\n# Cart\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PAGE, PAGE.replace("2026-01-01", "2026-09-01")),
        (PAGE.replace("\n", "\r\n"), PAGE.replace("\n", "\r\n").replace("2026-01-01", "2026-09-01")),
        ("\ufeff" + PAGE, "\ufeff" + PAGE.replace("2026-01-01", "2026-09-01")),
        ("---\nlast_reviewed_on: '2026-01-01'\n---\n# A", "---\nlast_reviewed_on: '2026-09-01'\n---\n# A"),
        ("# Cart\n", "---\nlast_reviewed: 2026-09-01\n---\n\n# Cart\n"),
        ("", "---\nlast_reviewed: 2026-09-01\n---\n"),
    ],
    ids=["key", "crlf", "bom", "alias and quotes", "no front matter", "empty"],
)
def test_a_page(repo, before, after):
    repo.write({"runbooks/cart.md": before.encode()})
    done = repo.run("reviewed", "runbooks/cart.md")
    assert (done.code, done.out, done.err) == (0, "runbooks/cart.md: reviewed 2026-09-01\n", "")
    assert (repo.root / "runbooks/cart.md").read_bytes() == after.encode()
    again = repo.run("reviewed", "runbooks/cart.md")
    assert again.out == "runbooks/cart.md: already reviewed 2026-09-01\n"
    assert (repo.root / "runbooks/cart.md").read_bytes() == after.encode()


def test_a_manifest_and_by_whom(repo):
    manifest = "service: SVC-CART\nteam: API   # ours\ntier: 1\n"
    repo.write({"services/cart/service.yaml": manifest})
    repo.git("init", "-q")
    done = repo.run("reviewed", "--by", "jtsimmons", "service.yaml", cwd="services/cart")
    assert done.out == "services/cart/service.yaml: reviewed 2026-09-01 by jtsimmons\n"
    text = (repo.root / "services/cart/service.yaml").read_text()
    assert sorted(text.splitlines()) == sorted(
        [*manifest.splitlines(), "last_reviewed: 2026-09-01", "reviewed_by: jtsimmons"]
    )


def test_the_mode_survives(repo):
    repo.write({"runbooks/cart.md": PAGE})
    (repo.root / "runbooks/cart.md").chmod(0o640)
    repo.run("reviewed", "runbooks/cart.md")
    assert (repo.root / "runbooks/cart.md").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in (repo.root / "runbooks").iterdir()) == ["cart.md"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("runbooks/gone.md", "runbooks/gone.md: no such file"),
        ("runbooks", "runbooks: a folder; name its pages"),
        ("main.py", "main.py: neither a page nor a manifest by the layout; nothing was changed"),
        ("runbooks/latin.md", "runbooks/latin.md:1:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("runbooks/out.md", "runbooks/out.md: leads to no page or manifest of this repository; nothing was changed"),
    ],
)
def test_all_or_nothing(repo, tmp_path, path, message):
    (tmp_path / "out.md").write_text("# Out\n")
    repo.write({"runbooks/cart.md": PAGE, "main.py": "", "runbooks/latin.md": b"\xff"})
    (repo.root / "runbooks/out.md").symlink_to(tmp_path / "out.md")
    done = repo.run("reviewed", "runbooks/cart.md", path)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"runbook-lint: {message.format(root=repo.root)}\n"
    assert (repo.root / "runbooks/cart.md").read_text() == PAGE
    assert (tmp_path / "out.md").read_text() == "# Out\n"


def test_a_link_into_git_is_refused(repo):
    repo.write({"runbooks/cart.md": PAGE, ".gitignore": "secret.md\n", "runbooks/secret.md": "# Secret\n"})
    repo.git("init", "-q")
    for name, target in (("config.md", "../.git/config"), ("hidden.md", "secret.md")):
        (repo.root / "runbooks" / name).symlink_to(target)
        before = (repo.root / "runbooks" / name).read_bytes()
        done = repo.run("reviewed", f"runbooks/{name}")
        assert done.err == (
            f"runbook-lint: runbooks/{name}: leads to no page or manifest of this repository; nothing was changed\n"
        )
        assert (repo.root / "runbooks" / name).read_bytes() == before


def test_all_or_nothing_to_the_disk_too(tmp_path, monkeypatch):
    from pathlib import Path

    from runbook_lint.app import write
    from runbook_lint.model.errors import UsageError

    one, two = tmp_path / "one.md", tmp_path / "two.md"
    one.write_text("1")
    two.write_text("2")
    real = write._beside

    def full(target: Path, data: bytes) -> Path:
        if target.name == "two.md":
            raise OSError(28, "No space left on device")
        return real(target, data)

    monkeypatch.setattr(write, "_beside", full)
    with pytest.raises(UsageError) as error:
        write.replace_files({one: b"x", two: b"y"}, {one: b"1", two: b"2"})
    assert str(error.value) == f"{two}: cannot be written: No space left on device; nothing was changed"
    assert (one.read_text(), two.read_text()) == ("1", "2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.md", "two.md"]
