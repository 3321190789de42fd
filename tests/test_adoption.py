"""The walk of docs/adoption.md is true: its commands, run on copies of the corpora, print what the page says."""

import os
import re
import shutil
import subprocess

import pytest
from conftest import ROOT
from walk import environment, walked

PAGE = ROOT / "docs/adoption.md"
SECTION = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
CLONE = re.compile(r"^git clone \S+ (\S+)$", re.MULTILINE)
ROW = re.compile(r"^\|.*\| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| [\d.]+ \|$", re.MULTILINE)
COUNTS = (r"^([\d,]+) pages?, ", r" pages?, ([\d,]+) finding", r"^Fixed ([\d,]+) finding", r"\(([\d,]+) accepted\)$")
ORDER = ("openshift-runbooks", "gitlab-runbooks", "moj-cloud-platform", "dfds-postmortems", "thanos-mixin")


def sections():
    """The part of the page about each corpus, by its name."""
    found = SECTION.findall(PAGE.read_text(encoding="utf-8"))
    return {match[1]: text for text in found if (match := CLONE.search(text))}


def cloned(corpora, name, folder):
    """A copy of a corpus as a repository with one commit, which is what a clone comes to."""
    shutil.copytree(corpora / name, folder / name)
    for command in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-qm", "As cloned")):
        subprocess.run(["git", *command], cwd=folder / name, env=environment(folder), check=True)


@pytest.mark.parametrize("name", ORDER)
def test_the_walk_is_true(corpora, tmp_path, name):
    cloned(corpora, name, tmp_path)
    section = sections()[name]
    true = walked(section, tmp_path)
    if os.environ.get("UPDATE_EXPECTED"):
        PAGE.write_text(PAGE.read_text(encoding="utf-8").replace(section, true), encoding="utf-8")
    assert section == true


def test_the_table_says_what_the_walk_says():
    parts = sections()
    assert tuple(parts) == ORDER
    told = [tuple(found[1] if (found := re.search(each, parts[name], re.MULTILINE)) else "0" for each in COUNTS) for name in ORDER]
    assert ROW.findall(PAGE.read_text(encoding="utf-8")) == told


def test_every_walk_ends_green():
    for section in sections().values():
        assert re.search(r"^\$ runbook-lint check && echo green\nNo findings in .*\ngreen$", section, re.MULTILINE)
