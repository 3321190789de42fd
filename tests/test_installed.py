"""What is installed is told as importlib.metadata tells it, in less time."""

import sys
from importlib import metadata
from zipfile import ZipFile

import pytest

from runbook_lint.app import installed

POINTS = "[house.rules]\none = house:RULE\n"
METADATA = "Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n"


@pytest.fixture(autouse=True)
def anew():
    """What is known of the path holds for a process, not for a test."""
    yield
    for each in (installed._folders, installed._known):
        each.cache_clear()


@pytest.fixture
def path(monkeypatch):
    """Something more on Python's path."""

    def put(place):
        monkeypatch.setattr(sys, "path", [str(place), *sys.path])
        for each in (installed._folders, installed._known):
            each.cache_clear()

    return put


def test_every_distribution_here_has_the_version_that_it_says():
    names = {each.metadata["Name"] for each in metadata.distributions()}
    assert len(names) > 20
    assert {name: installed.version_of(name) for name in names} == {name: metadata.version(name) for name in names}


def test_what_is_not_there_has_none():
    assert installed.version_of("no-such-package") == "none"
    assert installed.points_of("house.rules") == ()


@pytest.mark.parametrize("folder", ["house_rules-1.0.dist-info", "house_rules-1.0-py3.11.egg-info", "house_rules.egg-info"])
def test_a_folder_of_metadata_is_read(tmp_path, path, folder):
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "entry_points.txt").write_text(POINTS)
    for name in ("METADATA", "PKG-INFO"):
        (tmp_path / folder / name).write_text(METADATA)
    path(tmp_path)
    assert [(each.name, each.value) for each in installed.points_of("house.rules")] == [("one", "house:RULE")]
    assert installed.version_of("House.Rules") == "1.0"


def test_an_archive_is_read(tmp_path, path):
    with ZipFile(tmp_path / "house.zip", "w") as archive:
        archive.writestr("house_rules-1.0.dist-info/METADATA", METADATA)
        archive.writestr("house_rules-1.0.dist-info/entry_points.txt", POINTS)
    path(tmp_path / "house.zip")
    assert [each.value for each in installed.points_of("house.rules")] == ["house:RULE"]
    assert installed.version_of("house-rules") == "1.0"
    assert installed.version_of("no-such-package") == "none"


def test_the_folder_of_an_egg_is_read(tmp_path, path):
    folder = tmp_path / "house_rules-1.0-py3.11.egg" / "EGG-INFO"
    folder.mkdir(parents=True)
    (folder / "PKG-INFO").write_text(METADATA)
    (folder / "entry_points.txt").write_text(POINTS)
    path(folder.parent)
    assert [each.value for each in installed.points_of("house.rules")] == ["house:RULE"]
    assert installed.version_of("house-rules") == "1.0"


def test_of_two_the_first_one_counts(tmp_path, path):
    for folder, version in (("b", "1.0"), ("a", "2.0")):
        (tmp_path / folder / f"house_rules-{version}.dist-info").mkdir(parents=True)
        path(tmp_path / folder)
    assert installed.version_of("house-rules") == "2.0"


def test_our_own_files_are_told_where_the_installer_put_them(tmp_path, path):
    (tmp_path / "runbook_lint-0.1.0.dist-info").mkdir()
    (tmp_path / "runbook_lint-0.1.0.dist-info" / "RECORD").write_text("runbook_lint/a.py,sha256=x,1\nother.py,,\n")
    path(tmp_path)
    assert installed.files_of("runbook-lint", tmp_path) == ["runbook_lint/a.py,sha256=x,1", "other.py,,"]
    assert installed.files_of("runbook-lint", tmp_path / "elsewhere") == []
