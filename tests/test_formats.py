"""Every format says the same: written at once by one run, and each read back by a reader that is not ours."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from conftest import ROOT
from format_readers import (
    COMMAND,
    read_github,
    read_gitlab,
    read_json,
    read_json_lines,
    read_junit,
    read_rdjson,
    read_sarif,
    unescape,
)
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from runbook_lint.model.finding import Edit, Finding, Fix, Severity
from runbook_lint.model.position import Location, Span
from runbook_lint.render.formats import FORMATS, HUMAN, text_of
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.step_summary import step_summary
from runbook_lint.render.text import visible
from runbook_lint.rules import built_in_rules

MACHINE = tuple(name for name in FORMATS if name not in HUMAN)
RULES = built_in_rules()
PLACE = Span(3, 5, 3, 9)
SUMMARY = {"documents": 1, "services": 0, "alerts": 0, "infos": 0, "warnings": 0, "errors": 1, "waived": 0, "baselined": 0}


def outcome(*findings, lines=lambda path: (), **more):
    def byte_column(path, line, column):
        return len("".join(lines(path)[line - 1 : line])[: column - 1].encode()) + 1 if lines(path) else column

    return Outcome(tuple(findings), SUMMARY, RULES, date(2026, 9, 1), "1.2.3", byte_column, **more)


def finding(message="no file b.md", path="docs/a.md", span=PLACE, help="name one", **more):
    given = {"code": "LK001", "name": "broken-link", "severity": Severity.ERROR, "fingerprint": "0123456789abcdef"}
    return Finding(path, span, message=message, help=help, url="https://x.example/", **(given | more))


def read_all(texts, place, helps, lines):
    """What each reader makes of its text."""
    return {
        "json": read_json(texts["json"]),
        "json-lines": read_json_lines(texts["json-lines"]),
        "sarif": read_sarif(texts["sarif"], place / "x.sarif"),
        "github": read_github(texts["github"]),
        "gitlab": read_gitlab(texts["gitlab"], helps),
        "junit": read_junit(texts["junit"], place / "x.xml"),
        "rdjson": read_rdjson(texts["rdjson"], lines),
    }


def agree(first, seen, names):
    """Two readers saw the same finding, as far as the second's format can say it."""
    assert (seen.path, seen.line, seen.severity, seen.message) == (first.path, first.line, first.severity, first.message)
    assert seen.rule in (first.rule, names[first.rule])
    assert seen.column in (first.column, None)
    assert seen.fingerprint in (first.fingerprint, None)


def test_there_is_a_module_for_each_format_and_a_reader_for_each_machine():
    folder = ROOT / "src/runbook_lint/render/formats"
    modules = {path.stem.replace("_", "-") for path in folder.glob("*.py")} - {"--init--", "outcome", "words"}
    assert modules == set(FORMATS)
    assert set(MACHINE) == {"json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"}


def all_formats(repo, folder, place, *more):
    """Every format of one run, by name."""
    args = [f"--format={name}:{place / name}" for name in FORMATS]
    done = repo.run("check", *more, *args, cwd=str(folder), env={"GITHUB_STEP_SUMMARY": ""})
    assert (done.code in (0, 1), done.out) == (True, "")
    return {name: (place / name).read_text(encoding="utf-8") for name in FORMATS}


def same_in_each(texts, folder, place, prefix=""):
    """Every reader saw what our own JSON says; how many findings that are. Forges count paths from `prefix`."""

    def lines(path):
        return re.split(rb"\r\n|\r|\n", (folder / path.removeprefix(prefix)).read_bytes())

    findings = json.loads(texts["json"])["findings"]
    read = read_all(texts, place, [each["help"] for each in findings], lines)
    names = {rule.code: rule.name for rule in RULES}
    for name, seen in read.items():
        assert len(seen) == len(read["json"]), name
        for one, other in zip(read["json"], seen, strict=True):
            told = replace(other, fingerprint=None) if name == "gitlab" and prefix else other  # that has the folder in it
            agree(one if name in ("json", "json-lines") else replace(one, path=prefix + one.path), told, names)
        assert len({each.fingerprint for each in seen}) in (1, len(seen))
    assert [each.fix for each in read["sarif"]] == [each.fix for each in read["json"]]
    single = [each.fix if each.fix and len(each.fix) == 1 else None for each in read["json"]]
    assert [each.fix for each in read["rdjson"]] == single
    summary = re.compile(r"(?:\d[\d,]* \w+(?:, )?)+ in \d+ documents? and \d+ services?|.* in \d+ documents?, .*")
    assert all(any(map(summary.fullmatch, texts[name].splitlines()[-2:])) for name in HUMAN)
    concise = re.findall(r"^.+?:\d+:\d+: [A-Z]{2}\d{3} ", texts["concise"], re.MULTILINE)
    grouped = re.findall(r"^  \d+:\d+ +(?:error|warning|info) +[A-Z]{2}\d{3}  ", texts["grouped"], re.MULTILINE)
    assert len(concise) == len(grouped) == len(findings)
    return len(findings)


def test_the_same_findings_in_each(repo, tmp_path):
    folder = ROOT / "tests/data/every-finding"
    texts = all_formats(repo, folder, tmp_path, "--profile", "strict", "--today", "2026-11-21")
    prefix = "tests/data/every-finding/" if (ROOT / ".git").exists() else ""  # that folder is a part of this repository
    assert same_in_each(texts, folder, tmp_path, prefix) > 50


@pytest.mark.parametrize(
    ("name", "least", "more"),
    [
        ("openshift-runbooks", 4, ()),
        ("moj-cloud-platform", 30, ()),
        ("dfds-postmortems", 20, ("--profile", "strict", "--config", 'layout.postmortems="*.md"')),
        ("thanos-mixin", 1, ("--profile", "strict")),
    ],
)
def test_the_same_findings_of_real_repositories(corpora, repo, tmp_path, name, least, more):
    texts = all_formats(repo, corpora / name, tmp_path, *more)
    assert same_in_each(texts, corpora / name, tmp_path) >= least


def test_a_restricted_page_shows_no_line_in_any_format(repo, tmp_path):
    page = "---\nincident: INC-1\nvisibility: restricted\n---\n\n# INC-1: A\n\n[wombat](gone.md) TODO wombat\n"
    repo.write({"postmortems/2026/INC-1-a.md": page})
    texts = all_formats(repo, repo.root, tmp_path, "--profile", "strict")
    assert same_in_each(texts, repo.root, tmp_path) == 2
    assert [name for name, text in texts.items() if "wombat" in text] == []


def test_grouped():
    found = outcome(
        finding(), finding(span=Span(12, 15, 12, 16), severity=Severity.WARNING, message="old"), finding(path="docs/b.md")
    )
    assert text_of("grouped", found) == (
        "docs/a.md\n"
        "  3:5    error    LK001  no file b.md\n"
        "  12:15  warning  LK001  old\n"
        "\n"
        "docs/b.md\n"
        "  3:5  error    LK001  no file b.md\n"
        "\n"
        "1 error in 1 document and 0 services\n"
    )


def test_github():
    over = finding(path="docs/a,b:c.md", span=Span(3, 5, 4, 2), message="50% of\n::error::x", severity=Severity.INFO, help="")
    assert text_of("github", outcome(finding(), over)) == (
        "::error file=docs/a.md,line=3,endLine=3,col=5,endColumn=9,title=LK001 broken-link"
        "::docs/a.md:3:5: no file b.md%0Ahelp: name one\n"
        "::notice file=docs/a%2Cb%3Ac.md,line=3,endLine=4,title=LK001 broken-link"
        "::docs/a,b:c.md:3:5: 50%25 of\\n::error::x\n"
    )


def test_gitlab():
    assert json.loads(text_of("gitlab", outcome(finding(), prefix="ops"))) == [
        {
            "description": "no file b.md (name one)",
            "check_name": "broken-link",
            "fingerprint": "d10607170da2c5a1",
            "severity": "major",
            "location": {"path": "ops/docs/a.md", "lines": {"begin": 3, "end": 3}},
        }
    ]


def test_junit():
    assert text_of("junit", outcome(finding(), finding(message="x & <y>"))) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<testsuites>\n"
        '  <testsuite name="docs/a.md" package="runbook-lint" id="0" timestamp="2026-09-01T00:00:00" hostname="localhost"'
        ' tests="2" failures="2" errors="0" time="0">\n'
        "    <properties />\n"
        '    <testcase name="LK001 broken-link" classname="docs/a.md" time="0">\n'
        '      <failure message="no file b.md" type="error">docs/a.md:3:5: no file b.md\nhelp: name one\n'
        "https://x.example/</failure>\n"
        "    </testcase>\n"
        '    <testcase name="LK001 broken-link #2" classname="docs/a.md" time="0">\n'
        '      <failure message="x &amp; &lt;y&gt;" type="error">docs/a.md:3:5: x &amp; &lt;y&gt;\nhelp: name one\n'
        "https://x.example/</failure>\n"
        "    </testcase>\n"
        "    <system-out />\n"
        "    <system-err />\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_rdjson_counts_bytes_and_suggests_only_what_mends_alone():
    one = Fix((Edit("docs/a.md", Span(1, 3, 1, 4), "y"),))
    two = Fix((*one.edits, Edit("docs/b.md", Span(1, 1, 1, 1), "z")))
    found = outcome(
        finding(span=Span(1, 3, 1, 4), fix=one), finding(span=Span(1, 3, 1, 4), fix=two), lines=lambda path: ("a𐐀b",)
    )
    first, second = json.loads(text_of("rdjson", found))["diagnostics"]
    place = {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 7}}
    assert first == {
        "message": "no file b.md\nhelp: name one",
        "location": {"path": "docs/a.md", "range": place},
        "severity": "ERROR",
        "code": {"value": "LK001", "url": "https://x.example/"},
        "suggestions": [{"range": place, "text": "y"}],
    }
    assert "suggestions" not in second


def test_sarif_has_what_github_shows():
    fix = Fix((Edit("docs/a.md", Span(3, 5, 3, 9), "c.md"), Edit("docs/é b.md", Span(1, 1, 1, 1), "x")))
    see = (Location("docs/c.md", Span(7, 1, 7, 2)), "first [here](https://x)")
    document = json.loads(text_of("sarif", outcome(finding(fix=fix, related=(see,)), prefix="ops")))
    (run,) = document["runs"]
    (rule,) = [each for each in run["tool"]["driver"]["rules"] if each["id"] == "LK001"]
    broken = next(each for each in RULES if each.code == "LK001")
    assert (rule["name"], rule["helpUri"], rule["shortDescription"]) == ("broken-link", broken.url, {"text": broken.sentence})
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {"tags": ["Links"], "precision": "very-high", "problem.severity": "error"}
    assert run["tool"]["driver"]["version"] == "1.2.3"
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    assert result.pop("ruleIndex") == run["tool"]["driver"]["rules"].index(rule)
    region = {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert result == {
        "ruleId": "LK001",
        "level": "error",
        "message": {"text": "no file b.md\nname one"},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": "ops/docs/a.md", "uriBaseId": "%SRCROOT%"}, "region": region}}],
        "partialFingerprints": {"runbookLint/v1": "0123456789abcdef"},
        "relatedLocations": [{"id": 1, "message": {"text": "first [here\\](https://x)"}, "physicalLocation": {
            "artifactLocation": {"uri": "ops/docs/c.md", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 7, "startColumn": 1, "endLine": 7, "endColumn": 2}}}],
        "fixes": [{"description": {"text": "name one"}, "artifactChanges": [
            {"artifactLocation": {"uri": "ops/docs/a.md", "uriBaseId": "%SRCROOT%"},
             "replacements": [{"deletedRegion": region, "insertedContent": {"text": "c.md"}}]},
            {"artifactLocation": {"uri": "ops/docs/%C3%A9%20b.md", "uriBaseId": "%SRCROOT%"},
             "replacements": [{"deletedRegion": {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1},
                               "insertedContent": {"text": "x"}}]}]}],
    }  # fmt: skip


def test_sarif_keeps_the_worst_where_there_are_too_many(tmp_path):
    many = [finding(path=f"docs/{number:05}.md", severity=Severity.INFO) for number in range(5000)]
    text = text_of("sarif", outcome(*many, finding(path="docs/z.md"), finding(path="docs/zz.md")))
    seen = read_sarif(text, tmp_path / "x.sarif")
    assert len(seen) == 5000
    assert [each.path for each in seen[-3:]] == ["docs/04997.md", "docs/z.md", "docs/zz.md"]
    (notice,) = json.loads(text)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert notice == {
        "level": "warning",
        "message": {"text": "2 of 5,002 findings are left out, the least severe ones: GitHub stores 5,000 of a run."},
    }


def test_nothing_found_is_a_whole_report_too(tmp_path):
    texts = {name: text_of(name, outcome()) for name in FORMATS}
    assert {name: len(seen) for name, seen in read_all(texts, tmp_path, [], lambda path: []).items()} == dict.fromkeys(
        MACHINE, 0
    )
    assert 'tests="1" failures="0"' in texts["junit"]
    assert [texts[name] for name in HUMAN] == ["1 error in 1 document and 0 services\n"] * 3


def test_the_summary_of_a_step():
    sly = finding(message="| a | `b` <img src=x> [c](d)\n# e", path="docs/a|b.md", severity=Severity.INFO, help="")
    text = step_summary(outcome(sly, finding()), "https://git.example/o/r/blob/abc/")
    assert text == (
        "### runbook-lint\n"
        "\n"
        "1 error in 1 document and 0 services\n"
        "\n"
        "| Severity | Place | Rule | Finding |\n"
        "|---|---|---|---|\n"
        "| error | [docs/a.md:3](https://git.example/o/r/blob/abc/docs/a.md#L3) |"
        " [LK001 broken-link](https://x.example/) | no file b.md<br>name one |\n"
        "| info | [docs/a\\|b.md:3](https://git.example/o/r/blob/abc/docs/a%7Cb.md#L3) |"
        " [LK001 broken-link](https://x.example/) | \\| a \\| \\`b\\` \\<img src=x\\> \\[c\\](d) # e |\n"
        "\n"
    )


def test_the_summary_of_a_step_stays_below_what_github_takes():
    long = step_summary(outcome(*[finding(message="é" * 2000)] * 2000))
    assert len(long.encode()) < 1024 * 1024
    assert long.endswith(" more are in the log of this step.\n\n")
    assert step_summary(outcome(*[finding()] * 1001)).endswith("\n\n1 more are in the log of this step.\n\n")


HOSTILE = st.text(
    st.one_of(
        st.sampled_from("\n\r\t\0\x1b\x85\u2028\u202e\ud800\ufffe\uffff%:,;|`*_[](){}<>&\"'#=\\ é𐐀"),
        st.characters(),
    ),
    min_size=1,
    max_size=30,
)


@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))  # a shrunk case is no clearer
@given(message=HOSTILE, help=HOSTILE, path=HOSTILE.filter(lambda path: path[0] != "/"), text=HOSTILE)
def test_no_text_can_break_a_format(tmp_path_factory, message, help, path, text):
    """Whatever stands in a page or a file's name, each reader finds one finding, and the words that were meant."""
    place = tmp_path_factory.mktemp("hostile")
    sly = finding(message, path, help=help, fix=Fix((Edit(path, Span(1, 1, 1, 1), text),)))
    found = replace(outcome(sly), rules=tuple(rule for rule in RULES if rule.code == "LK001"))
    texts = {name: text_of(name, found) for name in FORMATS}
    for each in texts.values():
        each.encode()
    read = read_all(texts, place, [visible(help)], lambda path: [])
    shown = visible(message)
    for name, seen in read.items():
        assert len(seen) == 1, name
        if name in ("json", "json-lines"):
            assert visible(seen[0].message) == shown
        elif name == "gitlab":
            assert seen[0].message == shown
        elif name in ("sarif", "rdjson"):
            assert seen[0].message in (shown, shown.strip())
        elif name == "github":
            said = COMMAND.fullmatch(texts[name][:-1])["data"]
            assert unescape(said) == f"{visible(path)}:3:5: {shown}\nhelp: {visible(help)}"
        elif name == "junit":
            assert seen[0].message == shown.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
    for name in HUMAN:
        assert all(visible(line) == line for line in texts[name].split("\n"))
    row = step_summary(found).splitlines()[6]
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5


@pytest.mark.parametrize("name", FORMATS)
def test_the_line_of_a_page_leaves_only_where_it_is_meant_to(name):
    """Formats count in the lines that they are given, and show what the finding carries: nothing, if it is secret."""
    found = outcome(finding(source=""), lines=lambda path: ("hush hush",) * 9)
    assert "hush" not in text_of(name, found) + step_summary(found)
