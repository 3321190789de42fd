"""The configuration file: TOML to `Settings`, judged by a JSON Schema derived from the rules."""

from __future__ import annotations

import re
import typing
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from runbook_lint.model.dates import parse_duration
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Severity
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Alerts, Ids, Layout, Links, Postmortems, RuleSettings, Settings, Site
from runbook_lint.model.vocabulary import CONCEPTS, KEY_ALIASES
from runbook_lint.parse.globs import is_glob

if TYPE_CHECKING:
    from runbook_lint.model.file import DataProblem

Json = dict[str, Any]  # JSON, and TOML's tables


def read_config(text: str, rules: Sequence[Rule], place: str, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings of a TOML text; `place` is the file's name for messages, `overrides` dotted keys to values.

    The text is judged alone first, so that an error is blamed on the file or on the command line, whichever made it.
    """
    table = _table_of(text, place)
    settings = _judged(table, rules, place, text)
    if not overrides:
        return settings
    for key, value in overrides.items():
        _put(table, key.split("."), value)
    return _judged(table, rules, "--config", "")


def _table_of(text: str, place: str) -> Json:
    """Our table of a TOML text: all of it, or [tool.runbook-lint] of a pyproject.toml."""
    if not text:
        return {}
    import tomllib

    try:
        table: Json = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{place}: not valid TOML: {error}") from None
    if not place.endswith("pyproject.toml"):
        return table
    tool = table.get("tool", {})
    ours = tool.get("runbook-lint", {}) if isinstance(tool, dict) else None
    if not isinstance(ours, dict):
        raise _error(place, text, '"tool.runbook-lint" is not a table')
    return ours


def _judged(table: Json, rules: Sequence[Rule], place: str, text: str) -> Settings:
    """The settings of a table, refused at the first thing that is wrong with it."""
    problems = _violations(table, rules) if table else ()
    if problems:
        raise _error(place, text, problems[0].message, problems[0].help)
    _check_values(table, place, text)
    settings = settings_of(table)
    _check_options(settings, rules, place, text)
    return settings


def _violations(table: Json, rules: Sequence[Rule]) -> Sequence[DataProblem]:
    """What the schema says of a table; of rules that it does not set only the names count."""
    from runbook_lint.model.document import Data
    from runbook_lint.parse.schema import violations

    named = table.get("rules", {})
    return violations(config_schema(rules, named if isinstance(named, dict) else {}), Data(table))


def _error(place: str, text: str, message: str, help: str = "") -> UsageError:
    line = _line_of(text, message)
    where = f"{place}:{line}" if line else place
    return UsageError(f"{where}: {message}" + (f"; {help}" if help else ""))


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
    *tables, key = match[1].split("[")[0].split(".") if match else [""]
    pattern = re.compile(rf"^\s*(?:\[[^\]]*)?[\"']?{re.escape(key)}[\"']?\s*(?:=|\]|\.)")
    head, elsewhere = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        head = line.strip() if line.lstrip().startswith("[") else head
        if key and pattern.search(line):
            if all(table in head or table in line for table in tables):
                return number
            elsewhere = elsewhere or number
    return elsewhere


def config_schema(rules: Sequence[Rule], only: Container[str] | None = None) -> Json:
    """The JSON Schema of runbook-lint.toml: the shipped one with every rule's table filled in, or of `only` some."""
    from runbook_lint.parse.schema import load_schema

    schema = load_schema("config")
    schema["properties"]["rules"]["properties"] = {
        rule.name: _rule_schema(rule) if only is None or rule.name in only else {} for rule in rules
    }
    return schema


def _rule_schema(rule: Rule) -> Json:
    severities = [severity.value for severity in Severity]
    properties: Json = {"severity": {"enum": severities, "description": "The severity of its findings."}}
    hints = typing.get_type_hints(rule.options)
    defaults = rule.options()
    for field in fields(rule.options):
        default = getattr(defaults, field.name)
        schema = {**json_type(hints[field.name]), "description": field.metadata.get("doc", "")}
        properties[field.name.replace("_", "-")] = {**schema, "default": jsonable(default)}
    return {"type": "object", "additionalProperties": False, "properties": properties, "description": rule.sentence}


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


def settings_of(table: Json) -> Settings:
    """Settings from a table that the schema has passed."""
    base = Settings()
    layout: Json = {
        key: value if isinstance(value, bool) else _tuple(value) for key, value in table.get("layout", {}).items()
    }
    review = {int(key[-1]): value for key, value in table.get("review", {}).items() if key != "default"}
    catalog = table.get("catalog", {})
    return replace(
        base,
        layout=replace(Layout(), **layout),
        ids=replace(Ids(), **table.get("ids", {})),
        complete=catalog.get("complete", True),
        codeowners=_tuple(catalog["codeowners"]) if "codeowners" in catalog else base.codeowners,
        review={**base.review, **review},
        review_default=table.get("review", {}).get("default", base.review_default),
        keys=_extended(KEY_ALIASES, table.get("keys", {})),
        sections={kind: _extended(names, table.get("sections", {}).get(kind, {})) for kind, names in CONCEPTS.items()},
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
        links=replace(base.links, **_tuples(base.links, table.get("links", {}))),
        alerts=_alerts(base.alerts, table.get("alerts", {})),
        postmortems=_postmortems(base.postmortems, table.get("postmortems", {})),
        templates=table.get("templates", {}).get("folder", base.templates),
        site=replace(base.site, **_tuples(base.site, table.get("site", {}))),
        imports=dict(table.get("imports", {})),
        baseline=table.get("baseline", base.baseline),
    )


def _tuples(base: Links | Alerts | Postmortems | Site, given: Json) -> Json:
    """A table's values in the types of a group of settings: lists become tuples, a string stands for a list of one."""
    return {key: _tuple(value) if isinstance(getattr(base, key), tuple) else value for key, value in given.items()}


def _alerts(base: Alerts, given: Json) -> Alerts:
    tiers = given.get("tiers")
    return replace(base, **_tuples(base, given), tiers_given=tiers is not None)


def _postmortems(base: Postmortems, given: Json) -> Postmortems:
    values = {key.replace("-", "_"): value for key, value in given.items()}
    return replace(base, **{**_tuples(base, values), "due": {**base.due, **given.get("due", {})}})


def _check_values(table: Json, place: str, text: str) -> None:
    """What a schema cannot say: regular expressions compile, durations can be read."""
    for key, value in table.get("ids", {}).items():
        try:
            re.compile(value)
            re.compile(f"^(?:{value})$")
        except (re.error, OverflowError, RecursionError) as error:
            raise _error(place, text, f'"ids.{key}" is no regular expression: {error}') from None
        if not value:
            raise _error(place, text, f'"ids.{key}" is empty; leave it out, or give a regular expression')
    for name, glob in _globs(table):
        if not is_glob(glob):
            raise _error(place, text, f'"{name}": "{glob}" is no glob')
    if not _is_inside(table.get("baseline", Settings().baseline)):
        raise _error(place, text, '"baseline" is no path within the repository; name a file from its root')
    for name in table.get("imports", {}):
        from runbook_lint.parse.lock import is_import_name

        if not is_import_name(name):
            help = "it names a file as well: take lower-case letters, digits, - and _"
            raise _error(place, text, f'"imports.{name}" is no name of an import', help)
    for key, value in _durations(table):
        if parse_duration(value) is None:
            raise _error(place, text, f'"{key}" is "{value}", not a duration such as 90 days')


def _is_inside(path: str) -> bool:
    """Whether a path, in which both kinds of slashes may stand, names a file below the root."""
    parts = path.replace("\\", "/").split("/")
    return parts[-1] not in ("", ".") and parts[0] != "" and not {"..", "\0"} & {*parts, *path} and ":" not in parts[0]


def _durations(table: Json) -> Iterator[tuple[str, str]]:
    """Every duration of a configuration, and the key it stands under."""
    yield from ((f"review.{key}", value) for key, value in table.get("review", {}).items())
    yield from ((f"postmortems.due.{key}", value) for key, value in table.get("postmortems", {}).get("due", {}).items())


def _globs(table: Json) -> Iterator[tuple[str, str]]:
    """Every glob of a configuration, and the key it stands under."""
    for key, value in table.get("layout", {}).items():
        yield from ((f"layout.{key}", glob) for glob in (_tuple(value) if not isinstance(value, bool) else ()))
    yield from (("exclude", glob) for glob in table.get("exclude", ()))
    yield from (("per-file-ignores", glob) for glob in table.get("per-file-ignores", {}))


def _check_options(settings: Settings, rules: Sequence[Rule], place: str, text: str) -> None:
    """What only a rule knows of its options: its dataclass refuses a value with a ValueError."""
    for rule in rules:
        if rule.name in settings.rules:
            try:
                rule.options(**settings.rules[rule.name].options)
            except ValueError as error:
                raise _error(place, text, f'"rules.{rule.name}": {error}') from None


def _extended(base: Mapping[str, tuple[str, ...]], more: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys((*names, *more.get(key, ())))) for key, names in base.items()}


def _rule_settings(given: Json) -> RuleSettings:
    severity = Severity(given["severity"]) if "severity" in given else None
    options = {key.replace("-", "_"): _frozen(value) for key, value in given.items() if key != "severity"}
    return RuleSettings(severity, options)
