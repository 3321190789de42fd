"""A rule as its page: the same text on the site and from `runbook-lint rule`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from runbook_lint.model.rule import FAMILIES, Example, Rule
from runbook_lint.parse.secrets import find_secrets
from runbook_lint.parse.text import encodable

_LANGUAGES = {"md": "markdown", "yaml": "yaml", "yml": "yaml", "toml": "toml"}


def rule_page(rule: Rule) -> str:
    """The rule's page in Markdown."""
    return "\n".join(_page(rule)) + "\n"


def _page(rule: Rule) -> Iterator[str]:
    yield from (f"# {rule.name} ({rule.code})", "", rule.sentence, "")
    facts = [
        f"Family: {FAMILIES.get(rule.family, rule.family)}",
        f"Severity: {rule.severity.value}",
        "On by default" if rule.default else 'Only with `--select` or `profile = "strict"`',
        "Fixable" if rule.fixable else "Not fixable",
    ]
    facts += ["Comes with time: it may appear although nothing changed"] if rule.with_time else []
    facts += [f"Needs the extra `{rule.extra}` to be exact"] if rule.extra else []
    yield from (f"- {fact}" for fact in facts)
    yield from ("", "## Why", "", rule.reason, "")
    bad = [example for example in rule.examples if example.findings]
    good = [example for example in rule.examples if not example.findings]
    for title, examples in (("What it finds", bad), ("How it is right", good)):
        yield from (f"## {title}", "")
        for example in examples:
            yield from _example(example)
    yield from (rule.notes, "") if rule.notes else ()
    yield from _options(rule)
    yield from ("## How to waive it", "", *_waiver(rule), "")


def _waiver(rule: Rule) -> Iterator[str]:
    text = f"runbook-lint: ignore[{rule.name}] why it is right here until=2027-01-31"
    if rule.family == "CT":
        yield from ("Above the entry, or behind it on its line, with the reason; `until` is a date:", "", "```yaml")
        yield f"# {text}"
    else:
        yield from ("Above the block, with the reason; `until` is a date:", "", "```markdown")
        yield f"<!-- {text} -->"
    yield "```"


def _example(example: Example) -> Iterator[str]:
    yield from (f"### {example.title[:1].upper()}{example.title[1:]}", "")
    if example.config:
        yield from _file("runbook-lint.toml", example.config)
    for path, text in example.files.items():
        shown = text if isinstance(text, str) else text.decode("utf-8", "backslashreplace")
        yield from _file(path, shown)
    for path, why in example.unreadable.items():
        yield from (f"`{path}` cannot be read: {why}", "")
    for day, paths in example.changes:
        yield from (f"A commit of {day} touched {', '.join(f'`{path}`' for path in paths)}.", "")
    for id, day, moved in example.bumps:
        dates = ", ".join(f"of `{path}` to {now}" for path, now in moved.items())
        yield from (f"Commit {id} of {day} moved the review dates {dates}, and changed nothing else.", "")
    if example.findings:
        yield from ("Finds:", "", "```text", *(encodable(finding) for finding in example.findings), "```", "")
    for path, text in (example.fixed or {}).items():
        yield from ("Fixed:", "", *_file(path, text))


def _file(path: str, text: str) -> Iterator[str]:
    fence = "`" * max(3, 1 + max((len(run) for run in _ticks(text)), default=0))
    yield from (f"`{path}`", "", f"{fence}{_LANGUAGES.get(path.rsplit('.', 1)[-1], 'text')}")
    body = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\N{BYTE ORDER MARK}").removesuffix("\n")
    yield from (encodable(_masked(body)), fence, "")


def _masked(text: str) -> str:
    """An example without its token-shaped parts: no page of ours shows a secret, not even a made-up one."""
    lines = text.split("\n")
    for secret in find_secrets(lines):
        line, start, end = lines[secret.span.line - 1], secret.span.column - 1, secret.span.end_column - 1
        lines[secret.span.line - 1] = f"{line[: start + 4]}…{line[end:]}"
    return "\n".join(lines)


def _ticks(text: str) -> list[str]:
    return [run for run in text.replace("\n", " ").split(" ") if run.startswith("```") and set(run) == {"`"}] + (
        ["```"] if "```" in text else []
    )


def _options(rule: Rule) -> Iterator[str]:
    yield from ("## Options", "")
    yield from (f"In `runbook-lint.toml`, under `[rules.{rule.name}]`:", "")
    yield from ("| option | default | meaning |", "|---|---|---|")
    yield f'| `severity` | `"{rule.severity.value}"` | The severity of its findings: error, warning or info. |'
    defaults = rule.options()
    for field in fields(rule.options):
        default = getattr(defaults, field.name)
        name = field.name.replace("_", "-")
        yield f"| `{name}` | `{toml_value(default)}` | {field.metadata['doc']} |"
    yield ""


def toml_value(value: Any) -> str:  # Any: an option's value
    """A value as it is written in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {toml_value(item)}" for key, item in value.items()) + "}"
    return str(value)


def rule_list(rules: Sequence[Rule]) -> str:
    """All rules, one line each; `*` marks those that are on by default, `fix` the fixable ones."""
    longest = max(len(rule.name) for rule in rules)
    lines = []
    for family in dict.fromkeys(rule.family for rule in rules):
        lines += ["", FAMILIES.get(family, family)]
        for rule in (each for each in rules if each.family == family):
            marks = ("*" if rule.default else " ") + (" fix" if rule.fixable else "    ")
            lines.append(f"  {rule.code} {rule.name:<{longest}} {rule.severity.value:<7} {marks} {rule.sentence}")
    lines += ["", "* on by default; fix: fixable. `runbook-lint rule NAME` explains one."]
    return "\n".join(lines).lstrip("\n")


def rule_json(rule: Rule) -> dict[str, Any]:
    """A rule as JSON holds it."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": FAMILIES.get(rule.family, rule.family),
        "sentence": rule.sentence,
        "reason": rule.reason,
        "severity": rule.severity.value,
        "default": rule.default,
        "fixable": rule.fixable,
        "with_time": rule.with_time,
        "options": list(rule.option_names()),
        "url": rule.url,
    }
