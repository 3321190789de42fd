"""`runbook-lint schema`."""

from __future__ import annotations

import json
from typing import Any

import click

from runbook_lint.app import completing
from runbook_lint.app.project import all_rules
from runbook_lint.model.errors import UsageError
from runbook_lint.model.settings import Ids
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.parse.config import config_schema
from runbook_lint.parse.schema import load_schema, schema_for

NAMES = {
    "service": "services/<slug>/service.yaml",
    "teams": "services/teams.yaml",
    "alerts": "alerts.json, an inventory of alerts that are written in something else",
    "catalog": "what `export` writes and `sync` imports",
    "config": "runbook-lint.toml, with the options of every installed rule",
    "baseline": "runbook-lint-baseline.json, the findings that `baseline` accepted",
    "findings": "what `check --format json` prints",
    "findings-lines": "a line of what `check --format json-lines` prints",
    "payload": "what `payload --format json` prints",
    "postmortems": "what `postmortem list --format json` prints",
    "actions": "what `postmortem actions --format json` prints, and the site's api/actions.json",
    "due": "what `due --format json` prints",
    "links": "what `links --format json` prints",
    "site-catalog": "the site's api/catalog.json",
    "site-pages": "the site's api/pages.json",
}


@click.command("schema")
@click.argument("name", required=False, shell_complete=completing.schemas)
def command(name: str | None) -> int:
    """Print the JSON Schema of NAME, or list the schemas there are."""
    if name is None:
        width = max(len(each) for each in NAMES)
        click.echo("\n".join(f"{each:<{width}}  {text}" for each, text in NAMES.items()))
    else:
        click.echo(schema_text(name).rstrip("\n"))
    return 0


def schema_text(name: str) -> str:
    """A schema as the file in schemas/ holds it."""
    if name not in NAMES:
        raise UsageError(f"no schema {name}; {did_you_mean(name, NAMES) or 'there are: ' + ', '.join(NAMES)}")
    schema: dict[str, Any]
    if name == "config":
        schema = config_schema(all_rules())
    else:
        schema = schema_for(name, Ids()) if name in ("service", "teams") else load_schema(name)
    if name == "findings-lines":
        schema["$defs"] = {"findings": load_schema("findings")}  # brought along, so that nobody has to fetch it
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
