"""Whether a value surely fits a JSON Schema: most do, and then the library need not be loaded.

No is no judgement: it may be that a keyword or a kind of value is not known here. The library says what is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Schema = Mapping[str, Any]  # Any: JSON, here and below

_SILENT = frozenset({"$schema", "$id", "$defs", "title", "description", "x-errors", "x-shown"})
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip


def surely_fits(value: Any, schema: Any, root: Schema) -> bool:
    """Whether a schema takes a value; `root` is the schema in whose `$defs` references are."""
    if not isinstance(schema, dict):
        return schema is True
    return all(
        keyword in _SILENT or (keyword in _TESTS and _TESTS[keyword](value, wanted, schema, root))
        for keyword, wanted in schema.items()
    )


def _type(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    names = wanted if isinstance(wanted, list) else [wanted]
    return any(type(value) in _TYPES[name] for name in names)


def _properties(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or all(
        surely_fits(value[name], each, root) for name, each in wanted.items() if name in value
    )


def _additional(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    others = value.keys() - schema.get("properties", {}).keys()
    patterns = schema.get("patternProperties", ())
    return all(
        surely_fits(value[name], wanted, root) for name in others if not any(re.search(each, name) for each in patterns)
    )


def _patterned(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or all(
        surely_fits(value[name], each, root)
        for pattern, each in wanted.items()
        for name in value
        if re.search(pattern, name)
    )


def _names(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, dict) or all(surely_fits(name, wanted, root) for name in value)


def _items(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    return not isinstance(value, list) or all(surely_fits(each, wanted, root) for each in value)


def _unique(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    if not wanted or not isinstance(value, list):
        return True
    return all(isinstance(each, str) for each in value) and len(set(value)) == len(value)


def _reference(value: Any, wanted: Any, schema: Schema, root: Schema) -> bool:
    definition = root.get("$defs", {}).get(wanted.removeprefix("#/$defs/"))
    return definition is not None and surely_fits(value, definition, root)


_TESTS: Mapping[str, Callable[[Any, Any, Schema, Schema], bool]] = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "patternProperties": _patterned,
    "propertyNames": _names,
    "items": _items,
    "uniqueItems": _unique,
    "$ref": _reference,
    "required": lambda value, wanted, *_: not isinstance(value, dict) or all(name in value for name in wanted),
    "enum": lambda value, wanted, *_: any(type(each) is type(value) and each == value for each in wanted),
    "pattern": lambda value, wanted, *_: not isinstance(value, str) or re.search(wanted, value) is not None,
    "anyOf": lambda value, wanted, schema, root: any(surely_fits(value, each, root) for each in wanted),
}
