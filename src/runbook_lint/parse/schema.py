"""JSON Schema violations as sentences at the offending key.

The shipped schemas (package data) hold the default id patterns; `schema_for` puts the configured
ones in. A pattern in them is meant for the whole of a value, and is anchored when loaded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.position import Span
from runbook_lint.model.settings import Ids
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.parse.schema_fits import surely_fits

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

Schema = dict[str, Any]  # JSON
_REF = r"[a-z]+:(?:[\w.-]+/)?[\w.-]+"
_NAMES = {"object": "a mapping", "array": "a list", "string": "text", "integer": "a whole number",
          "number": "a number", "boolean": "true or false", "null": "empty"}  # fmt: skip


def load_schema(name: str) -> Schema:
    """A shipped schema as it is, such as `service` or `teams`."""
    text = (files("runbook_lint") / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    return schema


@lru_cache(maxsize=8)
def schema_for(name: str, ids: Ids) -> Schema:
    """A shipped schema with the configured id patterns; Backstage refs are ids as well."""
    schema = load_schema(name)
    patterns = {"service": ids.service, "team": ids.team, "person": ids.person}
    patterns["owner"] = f"{ids.team}|{ids.person}"
    for key, definition in schema["$defs"].items():
        pattern = f"{patterns[key]}|{_REF}" if key in patterns else definition["pattern"]
        definition["pattern"] = rf"^(?:{pattern})$"
        definition["x-shown"] = patterns.get(key, "")
    return schema


def violations(schema: Schema, data: Data) -> tuple[DataProblem, ...]:
    """What a schema says against a value, in the order of the file."""
    if surely_fits(data.value, schema, schema):
        return ()
    from jsonschema import Draft202012Validator

    problems = [
        problem for error in Draft202012Validator(schema).iter_errors(data.value) for problem in _problems(error, data)
    ]
    return tuple(sorted(problems, key=lambda problem: (problem.span, problem.message)))


def _problems(error: ValidationError, data: Data) -> Iterator[DataProblem]:
    path = tuple(error.absolute_path)
    name = _shown(path)
    given: Any = error.instance  # Any: JSON
    schema = _schema(error)
    wanted: Any = error.validator_value  # Any: JSON
    custom = schema.get("x-errors", {}).get(error.validator)
    if custom:
        place = data.span(*path) if path else _start(data, path)
        got = f", not {_kind(given)}" if error.validator == "type" else ""
        yield DataProblem(custom + got, place)
    elif error.validator == "additionalProperties":
        known = sorted(schema.get("properties", {}))
        for key in [each for each in given if each not in known and not _is_free(str(each), schema)]:
            hint = did_you_mean(str(key), known) or _known_keys(known, schema)
            yield DataProblem(f'unknown key "{key}"', data.key_span(*path, key), hint)
    elif error.validator == "required":
        for key in wanted:
            if key not in given and f"'{key}'" in error.message:
                yield DataProblem(f'the key "{key}" is missing', _start(data, path))
    elif error.validator == "enum":
        options = ", ".join(str(value) for value in wanted)
        hint = did_you_mean(given, [str(value) for value in wanted]) if isinstance(given, str) else ""
        yield DataProblem(f"{name} is {_value(given)}, not one of {options}", data.span(*path), hint)
    elif error.validator == "pattern":
        yield _pattern(error, data, path, name)
    elif error.validator == "type":
        kinds = " or ".join(_NAMES[kind] for kind in (wanted if isinstance(wanted, list) else [wanted]))
        yield DataProblem(f"{name} is {_kind(given)}, not {kinds}", data.span(*path), _type_help(given, wanted))
    elif error.validator == "uniqueItems":
        again = next(index for index, item in enumerate(given) if item in given[:index])
        yield DataProblem(f"{name} names {given[again]} twice", data.span(*path, again))
    else:
        yield DataProblem(f"{name}: {error.message[:200]}", data.span(*path))


def _type_help(given: object, wanted: object) -> str:
    if wanted == "string" and isinstance(given, (int, float)):
        return "put it in quotes"
    if wanted == "boolean" and str(given).lower() in ("yes", "no", "on", "off"):
        return "write true or false"
    return ""


def _known_keys(known: list[str], schema: Mapping[str, Any]) -> str:
    free = "; free keys start with x-" if "patternProperties" in schema else ""
    return f"known keys: {', '.join(known)}{free}"


def _is_free(key: str, schema: Mapping[str, Any]) -> bool:
    return any(re.search(pattern, key) for pattern in schema.get("patternProperties", {}))


def _schema(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _pattern(error: ValidationError, data: Data, path: tuple[str | int, ...], name: str) -> DataProblem:
    value, shown = str(error.instance), _schema(error).get("x-shown") or ""
    is_key = _is_key(error, data, path)
    place = data.key_span(*path, str(error.instance)) if is_key else data.span(*path)
    subject = f"the name {_value(error.instance)}" if is_key else f"{name} is {_value(error.instance)}, which"
    if shown:
        fits = [form for form in (value.upper(), value.lower()) if re.match(str(error.validator_value), form)]
        hint = f"did you mean {fits[0]}?" if fits else "rename it, or set your own pattern under [ids]"
        return DataProblem(f"{subject} does not match the id pattern {shown}", place, hint)
    kind = "an ISO date such as 2026-08-01" if "4}-" in str(error.validator_value) else "a duration such as 90 days"
    return DataProblem(f"{name} is {_value(error.instance)}, not {kind}", place)


def _is_key(error: ValidationError, data: Data, path: tuple[str | int, ...]) -> bool:
    return "propertyNames" in error.absolute_schema_path and (*path, str(error.instance)) in data.key_spans


def _start(data: Data, path: tuple[str | int, ...]) -> Span:
    span = data.key_spans.get(path) or data.span(*path)
    return span if path else Span(span.line, span.column, span.line, span.column)


def _shown(path: tuple[str | int, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return f'"{text.lstrip(".")}"' if text else "the file"


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    kinds = {dict: "a mapping", list: "a list", str: "text", int: "a whole number", float: "a number"}
    return kinds.get(type(value), "empty")


def _value(value: object) -> str:
    return "empty" if value is None else json.dumps(value, ensure_ascii=False, default=str)[:60]
