"""The engine signs what a rule says: code, name, severity, path and a fingerprint."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from runbook_lint.model.finding import Finding, Problem
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
    """The findings in order, each with its fingerprint: rule, path, the line's text and its occurrence."""
    seen: Counter[tuple[str, str, str]] = Counter()
    normal: dict[str, str] = {}  # a line may have many findings, and be long
    signed = []
    for finding in sorted(set(findings), key=lambda finding: finding.sort_key):
        if finding.source not in normal:
            text = " ".join(finding.source.split()).encode("utf-8", "surrogatepass")
            normal[finding.source] = hashlib.sha256(text).hexdigest()
        key = (finding.name, finding.path, normal[finding.source])
        joined = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        digest = hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        signed.append(replace(finding, fingerprint=digest))
    return tuple(signed)
