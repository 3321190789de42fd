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


@pytest.mark.parametrize(
    ("path", "judged"),
    [
        ("web/node_modules/x/README.md", False),
        ("vendor/x/README.md", False),
        ("libs/vendor/github.com/x/y/README.md", False),
        ("tests/__fixtures__/a.md", False),
        ("tests/pages/data/a.md", False),
        ("vendor/pager.md", True),
        ("runbooks/vendor/pager/a.md", True),
        ("tests/README.md", True),
        ("data/a.md", True),
    ],
)
def test_borrowed_pages_and_those_of_tests_are_left_alone(path, judged):
    page = "# A\n\n[x](gone.md) [the gate][gate] and a note[^1]\n\n[d]: https://x.example\n"
    assert [line[:5] for line in found({path: page})] == (["LK001", "LK004", "LK004"] if judged else [])


def test_what_only_shows_how_a_link_is_written():
    page = '# A\n\nWrite [text](url), [file](path) or <a href="url">text</a>, not [Rota](url) or [file](gone).\n'
    assert [line[:15] for line in found({"a.md": page})] == ["LK006 a.md:3:71", "LK001 a.md:3:86"]


def test_what_is_quoted_is_no_placeholder():
    page = "# A\n\nEnd with \"[Read more](...)\", not with [this](...) and [these](TODO).\n"
    assert [line[:15] for line in found({"a.md": page})] == ["LK006 a.md:3:46", "LK006 a.md:3:63"]


def test_two_commits_are_no_reference():
    page = "# A\n\nMended [0cc58ce][a4b7d8d], see [the note][defaced].\n\n[d]: https://x.example\n"
    assert found({"a.md": page}) == ["LK004 a.md:3:32: no definition of [defaced]"]


def test_what_git_ignores_may_be_generated(repo):
    repo.write(
        {
            "mkdocs.yml": "site_name: x\n",
            ".gitignore": "# ours\n/docs/api/\n*.tmp.md\n!\n/\n",
            "docs/guide/.gitignore": "made/\n!/x.tmp.md\n",
            "docs/guide/a.md": "# A\n\n[1](../api/x.md) [2](made/x.md) [3](y.tmp.md) [4](x.tmp.md) [5](gone.md)\n",
        }
    )
    repo.git("init", "-q")
    done = repo.run("check", "--select", "LK", "--format", "concise", "-q")
    assert [line.split(" ", 1)[0] for line in done.out.splitlines()] == ["docs/guide/a.md:3:51:", "docs/guide/a.md:3:65:"]


def test_an_empty_link_may_carry_an_id():
    assert found({"a.md": "# A\n\n[](){#restart}\n\n## Restart it\n\n[x](#restart)\n"}) == []


@pytest.mark.parametrize(
    ("config", "reported"),
    [
        ("README.rst", ["open-the-gate", "`str`", "ast", "PEP 1"]),
        ("mkdocs.yml", ["PEP 1"]),
        (".snippets/links.txt", ["open-the-gate", "`str`", "ast", "PEP 1"]),
        (("mkdocs.yml", ".snippets/links.txt"), []),
    ],
)
def test_references_that_a_plugin_of_mkdocs_defines(config, reported):
    page = "# A\n\nSee [it][open-the-gate], [`str`][], [ast][] and [PEP 1][].\n"
    files = {"docs/a.md": page, "docs/b.md": "# B\n\n## Open the gate\n\n::: gates.control\n"}
    files |= dict.fromkeys([config] if isinstance(config, str) else config, "x\n")
    assert found(files) == [f"LK004 docs/a.md:3:{column}: no definition of [{label}]" for label, column in
                            zip(["open-the-gate", "`str`", "ast", "PEP 1"], [5, 26, 37, 49], strict=True) if label in reported]


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
