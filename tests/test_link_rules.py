"""What the link rules say together: each broken thing once, by one rule, and nothing where nobody asked."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from runbook_lint.rules import built_in_rules
from runbook_lint.testing import lint, shown

LINK_RULES = [rule for rule in built_in_rules() if rule.family == "LK" and rule.name != "document-orphaned"]


def found(files, config=""):
    return [f"{finding.code} {shown(finding)}" for finding in lint(files, LINK_RULES, config).findings]


def test_every_kind_of_link_is_judged_at_its_target():
    page = """# A

[inline](gone-1.md) ![image](gone-2.png "title") [full][f] [collapsed][] [shortcut] <a href="gone-6.md">a</a>

| table |
|---|
| [cell](gone-7.md) <img src='gone-8.png'> |

- [item](<gone 9.md>)

## [Heading](gone-10.md)

> [quote](gone-(11).md)

[f]: gone-3.md
[collapsed]: <gone 4.md>
[shortcut]: gone-5.md 'title'
"""
    assert found({"a.md": page}) == [
        'LK001 a.md:3:10: "gone-1.md" does not exist',
        'LK001 a.md:3:30: "gone-2.png" does not exist',
        'LK001 a.md:3:94: "gone-6.md" does not exist',
        'LK001 a.md:7:10: "gone-7.md" does not exist',
        'LK001 a.md:7:31: "gone-8.png" does not exist',
        'LK001 a.md:9:11: "gone 9.md" does not exist',
        'LK001 a.md:11:14: "gone-10.md" does not exist',
        'LK001 a.md:13:11: "gone-(11).md" does not exist',
        'LK001 a.md:15:6: "gone-3.md" does not exist',
        'LK001 a.md:16:15: "gone 4.md" does not exist',
        'LK001 a.md:17:13: "gone-5.md" does not exist',
    ]


def test_code_comments_and_front_matter_are_no_links():
    page = "---\nsee: '[x](gone.md)'\n---\n# A\n\n`[x](gone.md)`\n\n    [x](gone.md)\n\n<!-- [x](gone.md) -->\n\n~~~\n[x](gone.md)\n~~~\n"
    assert found({"a.md": page}) == []


def test_templates_are_left_alone():
    assert found({"templates/runbook.md": "[x](../gone.md) [y](TODO) [z](hhttps://x.example)\n"}) == []


def test_an_absolute_url_to_ourselves_is_one_rule_s():
    files = {"docs/a.md": "# A\n\n[x](https://git.example/f/r/blob/main/docs/A.md) [y](https://git.example/f/r/blob/main/x.md)\n"}
    assert found(files, '[links]\nrepository = "https://git.example/f/r"\n') == [
        'LK007 docs/a.md:3:5: "docs/A.md" is here in another case: docs/a.md',
        'LK007 docs/a.md:3:54: "x.md" is not in this repository',
    ]


def test_generated_pages_are_targets_and_get_no_findings(repo):
    repo.write(
        {
            ".gitattributes": "gen/** linguist-generated\n",
            "gen/a.md": "# Gen\n\n[x](gone.md)\n",
            "README.md": "# Us\n\n[there](gen/a.md#gen) [not there](gen/a.md#none) [gone](gen/b.md)\n",
        }
    )
    repo.git("init", "-q")
    done = repo.run("check", "--select", "LK", "--format", "concise", "-q")
    assert done.out.splitlines() == [
        'README.md:3:35: LK002 gen/a.md has no anchor "none"',
        'README.md:3:57: LK001 "gen/b.md" does not exist',
    ]


def test_a_page_that_is_excluded_is_there_all_the_same():
    assert found({"a.md": "[x](old/b.md#any)\n", "old/b.md": "# B\n\n[gone](gone.md)\n"}, 'exclude = ["old/"]\n') == []


CONFIGS = Path(__file__).parent / "corpora"


def findings_in(corpora, name, *selected):
    command = [sys.executable, "-m", "runbook_lint", "check", "--config", str(CONFIGS / f"{name}.toml"), "--format", "json"]
    done = subprocess.run([*command, "--select", ",".join(selected)], cwd=corpora / name, capture_output=True, text=True)
    return json.loads(done.stdout)["findings"]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("openshift-runbooks", {"LK005": 4}),
        ("moj-cloud-platform", {"LK001": 1, "LK002": 3, "LK005": 1}),
        ("dfds-postmortems", {}),
        ("thanos-mixin", {"LK007": 48}),
        ("gitlab-runbooks", {"LK001": 133, "LK002": 6, "LK004": 2, "LK005": 10, "LK006": 32, "LK007": 66}),
    ],
)
def test_the_links_of_real_repositories(corpora, name, counts):
    found = [finding["code"] for finding in findings_in(corpora, name, "LK")]
    assert {code: found.count(code) for code in sorted(set(found))} == counts


def test_the_relative_links_of_gitlab_s_runbooks(corpora):
    """Known from a script of its own: 76 to 93 broken ones below docs/; the README of the root has more."""
    found = findings_in(corpora, "gitlab-runbooks", "broken-link")
    below = [(finding["path"], finding["message"]) for finding in found if finding["path"].startswith("docs/")]
    assert (len(below), len(set(below))) == (86, 78)
