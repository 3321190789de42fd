"""JUnit XML as Ant's schema has it, which every reader of test results understands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as XML

from runbook_lint.model.finding import Finding
from runbook_lint.model.patterns import regex
from runbook_lint.render.formats.outcome import Outcome
from runbook_lint.render.formats.words import told_below
from runbook_lint.render.text import visible

_FORBIDDEN = regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(outcome: Outcome) -> str:
    """A suite for each file, a failed case for each finding; one passed case where there is none."""
    root = XML.Element("testsuites")
    groups = [(path, list(group)) for path, group in groupby(outcome.findings, key=lambda finding: finding.path)]
    for number, (path, found) in enumerate(groups):
        suite = _suite(root, outcome, visible(outcome.path(path)), number, found)
        _cases(suite, found)
        _close(suite)
    if not groups:  # a report without a single test is taken for a run that broke
        suite = _suite(root, outcome, "runbook-lint", 0, ())
        _element(suite, "testcase", name="no findings", classname="runbook-lint", time="0")
        _close(suite)
    XML.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{XML.tostring(root, encoding="unicode")}\n'


def _suite(root: XML.Element, outcome: Outcome, name: str, number: int, found: Sequence[Finding]) -> XML.Element:
    suite = _element(
        root, "testsuite", name=name, package="runbook-lint", id=str(number),
        timestamp=f"{outcome.today.isoformat()}T00:00:00", hostname="localhost",
        tests=str(len(found) or 1), failures=str(len(found)), errors="0", time="0",
    )  # fmt: skip
    _element(suite, "properties")
    return suite


def _cases(suite: XML.Element, found: Sequence[Finding]) -> None:
    """A case's name says which finding of its rule in the file it is, not in which line: lines move."""
    seen: Counter[str] = Counter()
    for finding in found:
        seen[finding.code] += 1
        again = f" #{seen[finding.code]}" if seen[finding.code] > 1 else ""
        name = f"{finding.code} {finding.name}{again}"
        case = _element(suite, "testcase", name=name, classname=suite.get("name", ""), time="0")
        failure = _element(case, "failure", message=visible(finding.message), type=finding.severity.value)
        place = f"{suite.get('name')}:{finding.span.line}:{finding.span.column}"
        failure.text = _allowed(f"{place}: {told_below(finding)}\n{finding.url}")


def _close(suite: XML.Element) -> None:
    _element(suite, "system-out")
    _element(suite, "system-err")


def _element(parent: XML.Element, tag: str, **attributes: str) -> XML.Element:
    return XML.SubElement(parent, tag, {key: _allowed(value) for key, value in attributes.items()})


def _allowed(value: str) -> str:
    """A text with what XML cannot hold at all written out."""
    return _FORBIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), value)
