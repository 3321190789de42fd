"""The configuration file: TOML to `Settings`, judged by a JSON Schema derived from the rules."""

from __future__ import annotations

import re
import tomllib
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from runbook_lint.model.document import Data
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Severity
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import CONCEPTS, KEY_ALIASES, Ids, Layout, RuleSettings, Settings
from runbook_lint.parse.schema import violations

Json = dict[str, Any]  # JSON, and TOML's tables


def read_config(text: str, rules: Sequence[Rule], place: str, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a TOML text; `place` is the file's name for messages, `overrides` dotted keys to values."""
    try:
        table: Json = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{place}: not valid TOML: {error}") from None
    if place.endswith("pyproject.toml"):
        table = table.get("tool", {}).get("runbook-lint", {})
    for key, value in (overrides or {}).items():
        _put(table, key.split("."), value)
    problems = violations(config_schema(rules), Data(table))
    if problems:
        first = problems[0]
        line = _line_of(text, first.message)
        where = f"{place}:{line}" if line else place
        raise UsageError(f"{where}: {first.message}" + (f"; {first.help}" if first.help else ""))
    return settings_of(table, rules, place)


def _put(table: Json, path: list[str], value: object) -> None:
    for part in path[:-1]:
        child = table.setdefault(part, {})
        if not isinstance(child, dict):
            raise UsageError(f"--config {'.'.join(path)}: {part} is not a table")
        table = child
    table[path[-1]] = value


def _line_of(text: str, message: str) -> int:
    """The line on which the key that a message names stands; 0 where it cannot be told."""
    match = re.search(r'"([^"]+)"', message)
    key = match[1].rsplit(".", 1)[-1].split("[")[0] if match else ""
    pattern = re.compile(rf"^\s*(?:\[[^\]]*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\]|\.)")
    return next((number for number, line in enumerate(text.split("\n"), 1) if key and pattern.search(line)), 0)


def _strings(doc: str) -> Json:
    return {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "x-errors": {"anyOf": f"{doc}: a string or a list of strings"},
        "description": doc,
    }


def _table(properties: Json, doc: str) -> Json:
    return {"type": "object", "additionalProperties": False, "properties": properties, "description": doc}


_SELECTORS = {"type": "array", "items": {"type": "string"}}
_SEVERITIES = {"enum": [severity.value for severity in Severity]}


def config_schema(rules: Sequence[Rule]) -> Json:
    """The JSON Schema of runbook-lint.toml."""
    layout = {
        field.name: _strings(f'"layout.{field.name}"') for field in fields(Layout) if field.name != "bold_sections"
    }
    layout["bold_sections"] = {
        "type": "boolean",
        "description": "Whether a bold lead (`- **Impact**: …`) is a section.",
    }
    aliases = {"type": "array", "items": {"type": "string"}}
    tiers = {"type": "string", "description": "A duration such as 90 days."}
    properties: Json = {
        "required-version": {"type": "string", "description": "The versions that may run here, as in `>=0.1`."},
        "profile": {"enum": ["default", "strict"], "description": "default: rules that must be right; strict: all."},
        "select": {**_SELECTORS, "description": "Rules to run, instead of the profile's: codes, names, prefixes, ALL."},
        "extend-select": {**_SELECTORS, "description": "Rules to add."},
        "ignore": {**_SELECTORS, "description": "Rules to leave out."},
        "extend-ignore": {**_SELECTORS, "description": "More rules to leave out."},
        "per-file-ignores": {"type": "object", "additionalProperties": _SELECTORS, "description": "Globs to rules."},
        "exclude": {"type": "array", "items": {"type": "string"}, "description": "Globs of files never read."},
        "fail-on": {**_SEVERITIES, "description": "The least severity that makes `check` exit 1."},
        "max-kib": {"type": "integer", "minimum": 1, "description": "The largest file that is read, in KiB."},
        "layout": _table(layout, "Globs of where things are, relative to the root."),
        "ids": _table(dict.fromkeys([field.name for field in fields(Ids)], {"type": "string"}), "Regular expressions of identifiers."),
        "catalog": _table(
            {"complete": {"type": "boolean", "description": "Whether every service, team and person is listed here."},
             "codeowners": _strings('"catalog.codeowners"')}, "The catalogue."),
        "review": _table(
            {**{f"tier-{tier}": tiers for tier in (1, 2, 3, 4)}, "default": tiers}, "How long a review lasts, by tier."),
        "keys": _table(dict.fromkeys(KEY_ALIASES, aliases), "Other names of front matter keys."),
        "sections": _table(
            {kind: _table({name: aliases for name in names}, f"More headings for the concepts of a {kind}.")
             for kind, names in CONCEPTS.items()}, "Headings that stand for a concept."),
        "alerts": _table(
            {"severities": {"type": "object", "additionalProperties": {"enum": ["page", "ticket", "fyi"]},
                            "description": "An alert's severity label to its tier."}}, "Alerts."),
        "site": _table({"url": {"type": "string", "description": "Where the site is served."}}, "The site."),
        "rules": _table({rule.name: _rule_schema(rule) for rule in rules}, "Severity and options of single rules."),
    }  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://runbook-lint.github.io/runbook-lint/schemas/config.schema.json",
        "title": "runbook-lint.toml",
        **_table(properties, "Configuration of runbook-lint."),
    }


def _rule_schema(rule: Rule) -> Json:
    properties: Json = {"severity": {**_SEVERITIES, "description": "The severity of its findings."}}
    hints = typing.get_type_hints(rule.options)
    defaults = rule.options()
    for field in fields(rule.options):
        default = getattr(defaults, field.name)
        schema = {**json_type(hints[field.name]), "description": field.metadata.get("doc", "")}
        properties[field.name.replace("_", "-")] = {**schema, "default": jsonable(default)}
    return _table(properties, rule.sentence)


def json_type(hint: Any) -> Json:  # Any: a type annotation
    """The JSON Schema of an option's type: bool, int, str, tuple[str, ...] or a Mapping of these."""
    simple = {bool: "boolean", int: "integer", str: "string"}
    if hint in simple:
        return {"type": simple[hint]}
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": json_type(arguments[0])}
    return {"type": "object", "additionalProperties": json_type(arguments[1])}


def jsonable(value: Any) -> Any:  # Any: JSON
    """A frozen value as JSON holds it."""
    if isinstance(value, (tuple, list)):
        return [jsonable(item) for item in value]
    return {key: jsonable(item) for key, item in value.items()} if isinstance(value, Mapping) else value


def _frozen(value: Any) -> Any:  # Any: TOML
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    return {key: _frozen(item) for key, item in value.items()} if isinstance(value, dict) else value


def _tuple(value: Any) -> tuple[str, ...]:  # Any: a string or a list of them
    return (value,) if isinstance(value, str) else tuple(value)


def settings_of(table: Json, rules: Sequence[Rule], place: str) -> Settings:
    """Settings from a table that the schema has passed."""
    base = Settings()
    layout: Json = {
        key: value if isinstance(value, bool) else _tuple(value) for key, value in table.get("layout", {}).items()
    }
    review = {int(key[-1]): value for key, value in table.get("review", {}).items() if key != "default"}
    catalog, alerts = table.get("catalog", {}), table.get("alerts", {})
    ids = replace(Ids(), **table.get("ids", {}))
    _check_values(ids, table.get("review", {}), place)
    return replace(
        base,
        layout=replace(Layout(), **layout),
        ids=ids,
        complete=catalog.get("complete", True),
        codeowners=_tuple(catalog["codeowners"]) if "codeowners" in catalog else base.codeowners,
        review={**base.review, **review},
        review_default=table.get("review", {}).get("default", base.review_default),
        keys=_extended(KEY_ALIASES, table.get("keys", {})),
        sections={kind: _extended(names, table.get("sections", {}).get(kind, {})) for kind, names in CONCEPTS.items()},
        severity_tiers=alerts.get("severities", base.severity_tiers),
        site_url=table.get("site", {}).get("url", ""),
        profile=table.get("profile", "default"),
        select=tuple(table["select"]) if "select" in table else None,
        ignore=(*table.get("ignore", ()), *table.get("extend-ignore", ())),
        extend_select=tuple(table.get("extend-select", ())),
        per_file_ignores={glob: tuple(names) for glob, names in table.get("per-file-ignores", {}).items()},
        exclude=tuple(table.get("exclude", ())),
        rules={name: _rule_settings(given) for name, given in table.get("rules", {}).items()},
        fail_on=Severity(table.get("fail-on", "error")),
        required_version=table.get("required-version", ""),
        max_kib=table.get("max-kib", base.max_kib),
    )


def _check_values(ids: Ids, review: Mapping[str, str], place: str) -> None:
    from runbook_lint.model.dates import parse_duration

    for field in fields(ids):
        try:
            re.compile(getattr(ids, field.name))
        except re.error as error:
            raise UsageError(f'{place}: "ids.{field.name}" is no regular expression: {error}') from None
    for key, value in review.items():
        if parse_duration(value) is None:
            raise UsageError(f'{place}: "review.{key}" is "{value}", not a duration such as 90 days')


def _extended(base: Mapping[str, tuple[str, ...]], more: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys((*names, *more.get(key, ())))) for key, names in base.items()}


def _rule_settings(given: Json) -> RuleSettings:
    severity = Severity(given["severity"]) if "severity" in given else None
    options = {key.replace("-", "_"): _frozen(value) for key, value in given.items() if key != "severity"}
    return RuleSettings(severity, options)
