"""The engine signs what a rule says: code, name, severity, path and a fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from runbook_lint.model.finding import Finding, Problem
from runbook_lint.model.position import PAGE
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings


def sign(problem: Problem, rule: Rule, path: str, lines: Sequence[str], settings: Settings) -> Finding:
    """A finding from a problem; a secret's line is not carried along."""
    configured = settings.rules[rule.name].severity if rule.name in settings.rules else None
    line = lines[problem.span.line - 1] if 0 < problem.span.line <= len(lines) else ""
    return Finding(
        path=problem.path or path,
        span=problem.span,
        code=rule.code,
        name=rule.name,
        message=problem.message,
        severity=configured or problem.severity or rule.severity,
        help=problem.help,
        url=rule.url,
        source="" if problem.secret else line,
        fix=problem.fix,
        related=problem.related,
    )


def fingerprint(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in order, each with its fingerprint: rule, path, the line's text and its occurrence.

    One about a whole page stands at its first line and is not about it: another title leaves it what it was.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    normal: dict[str, str] = {}  # a line may have many findings, and be long
    signed = []
    for finding in sorted(set(findings), key=lambda finding: finding.sort_key):
        line = "" if finding.span == PAGE else finding.source
        if line not in normal:
            text = " ".join(line.split()).encode("utf-8", "surrogatepass")
            normal[line] = hashlib.sha256(text).hexdigest()
        key = (finding.name, finding.path, normal[line])
        joined = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        signed.append(replace(finding, fingerprint=digest))
    return tuple(signed)
