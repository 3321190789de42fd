"""Real repositories: nothing crashes, nothing is lost, and the known facts come out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CONFIGS = sorted((Path(__file__).parent / "corpora").glob("*.toml"))
DOCUMENTS = {
    "dfds-postmortems": 41,
    "gitlab-runbooks": 638,
    "moj-cloud-platform": 147,
    "openshift-runbooks": 274,
    "thanos-mixin": 2,
}


def check(corpora, config, *arguments):
    command = [sys.executable, "-m", "runbook_lint", "check", "--config", str(config), "--format", "json", *arguments]
    done = subprocess.run(command, cwd=corpora / config.stem, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.returncode in (0, 1)
    return json.loads(done.stdout)


@pytest.mark.parametrize("config", CONFIGS, ids=lambda config: config.stem)
def test_every_rule_runs_on_real_repositories(corpora, config):
    report = check(corpora, config, "--profile", "strict", "--today", "2026-08-21")
    assert report["summary"]["documents"] == DOCUMENTS[config.stem]
    for finding in report["findings"]:
        lines = (corpora / config.stem / finding["path"]).read_text(encoding="utf-8-sig").splitlines()
        assert 1 <= finding["line"] <= finding["end_line"] <= max(len(lines), 1)
        assert 1 <= finding["column"] <= len(lines[finding["line"] - 1] if lines else "") + 1


def test_the_pages_that_are_due_at_the_ministry(corpora):
    config = next(config for config in CONFIGS if config.stem == "moj-cloud-platform")
    report = check(corpora, config, "--select", "review-overdue", "--today", "2026-08-21")
    assert len(report["findings"]) == 71


@pytest.mark.parametrize(
    ("name", "rule", "places"),
    [
        ("dfds-postmortems", "section-empty,placeholder-left", 3),
        ("gitlab-runbooks", "placeholder-left", 29),
        ("gitlab-runbooks", "section-empty", 44),
    ],
)
def test_findings_stand_on_the_words_they_name(corpora, name, rule, places):
    config = next(config for config in CONFIGS if config.stem == name)
    findings = check(corpora, config, "--select", rule, "--today", "2026-08-21")["findings"]
    assert len(findings) == places
    for finding in findings:
        lines = (corpora / name / finding["path"]).read_text(encoding="utf-8-sig").split("\n")
        words = lines[finding["line"] - 1][finding["column"] - 1 : finding["end_column"] - 1]
        named = finding["message"].split('"')[1]
        assert named.split()[0].casefold() in words.casefold().replace("*", "").replace("`", "")
