"""The README's example is true: its files give its output; the broken example has every default finding."""

import os
import re

from conftest import ROOT

from runbook_lint.rules import built_in_rules

FILE = re.compile(r"^`(services/[^`]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r"^\$ runbook-lint check --today 2026-09-01\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_thirty_second_example_is_true(repo):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    files = dict(FILE.findall(readme))
    assert list(files) == [
        "services/checkout/service.yaml",
        "services/checkout/runbook.md",
        "services/checkout/alerts/checkout.rules.yaml",
    ]
    folder = ROOT / "tests/data/thirty-seconds"
    assert files == {path: (folder / path).read_text(encoding="utf-8") for path in files}
    done = repo.run("check", "--today", "2026-09-01", cwd=str(folder))
    shown = OUTPUT.search(readme)
    if os.environ.get("UPDATE_EXPECTED"):
        new = readme[: shown.start(1)] + done.out + readme[shown.end(1) :]
        (ROOT / "README.md").write_text(new, encoding="utf-8")
    assert done.out == shown[1]
    assert done.code == 1


def test_the_broken_example_has_every_default_finding(repo):
    folder = ROOT / "tests/data/every-finding"
    done = repo.run("check", "--format", "concise", "--today", "2026-11-21", cwd=str(folder))
    expected = folder / "expected.txt"
    if os.environ.get("UPDATE_EXPECTED"):
        expected.write_text(done.out, encoding="utf-8")
    assert done.out == expected.read_text(encoding="utf-8")
    found = set(re.findall(r"^\S+: ([A-Z]{2}\d{3}) ", done.out, re.MULTILINE))
    assert found == {rule.code for rule in built_in_rules() if rule.default}
    assert done.code == 1
