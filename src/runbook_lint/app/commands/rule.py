"""`runbook-lint rule`."""

from __future__ import annotations

import json

import click

from runbook_lint.app import completing
from runbook_lint.app.project import all_rules
from runbook_lint.lint.select import find_rule
from runbook_lint.model.errors import UsageError
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.render.rule_page import rule_json, rule_list, rule_page


@click.command("rule")
@click.argument("name", required=False, shell_complete=completing.rule_names)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text to read, or JSON.",
)
def command(name: str | None, form: str) -> int:
    """Explain the rule of a code or NAME, or list all rules."""
    rules = all_rules()
    if name is None:
        text = json.dumps([rule_json(rule) for rule in rules], indent=2) if form == "json" else rule_list(rules)
        click.echo(text)
        return 0
    rule = find_rule(name, rules) or find_rule(name.upper(), rules) or find_rule(name.lower(), rules)
    if rule is None:
        hint = did_you_mean(name, [each for rule in rules for each in (rule.code, rule.name)])
        raise UsageError(f"no rule {name}; {hint or '`runbook-lint rule` lists them'}")
    click.echo(json.dumps(rule_json(rule), indent=2) if form == "json" else rule_page(rule).rstrip("\n"))
    return 0
