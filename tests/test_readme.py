"""The README's example is true: its files give its output; the broken example has every default finding."""

import os
import re

from conftest import ROOT

from runbook_lint.rules import built_in_rules

OTHERS = {
    "services/teams.yaml": "teams:\n  API: {name: API}\npeople:\n  jtsimmons: {name: Jo Simmons}\n",
    "services/payments/service.yaml": "service: SVC-PAYMENTS\nteam: API\ntier: 3\n",
    "services/payments/runbook.md": (
        "# Payments\n\nCards are refused though they are good.\n\n## Checks\n\nLook.\n\n## Known fixes\n\nRestart it.\n\n"
        "## Escalation\n\nThe API team.\n\n## Links\n\n[status](https://status.test.example)\n"
    ),
}
FILE = re.compile(r"^`(services/[^`]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r"^\$ runbook-lint check\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_thirty_second_example_is_true(repo):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    files = dict(FILE.findall(readme))
    assert list(files) == ["services/checkout/service.yaml", "services/checkout/runbook.md"]
    repo.write(OTHERS | files)
    done = repo.run("check")
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
