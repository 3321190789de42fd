"""Plain YAML scalars: what they are to YAML 1.2, and where YAML 1.1 readers take them for something else.

Sources: yaml.org/spec/1.2.2 (core schema) and yaml.org/type (1.1), as PyYAML and Psych read it.
"""

from __future__ import annotations

from runbook_lint.model.patterns import regex

TAG = "tag:yaml.org,2002:"
STRING = f"{TAG}str"
MERGE = f"{TAG}merge"

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), f"{TAG}null"),
    **dict.fromkeys(("true", "True", "TRUE", "false", "False", "FALSE"), f"{TAG}bool"),
    "<<": MERGE,
}
_NUMBER_STARTS = frozenset("-+.0123456789")
_INT = regex(r"[-+]?(?:0b[01_]+|0o?[0-7_]+|[0-9_]+|0x[0-9a-fA-F_]+)\Z")
_FLOAT = regex(
    r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+"
    r"|\.[0-9_]+(?:[eE][-+][0-9]+)?|\.(?:inf|Inf|INF))\Z|\.(?:nan|NaN|NAN)\Z"
)
_LONGEST_NUMBER = 1000  # characters
_SEPARATED = regex(r"[-+.0-9a-fA-FxX]*_[-+.0-9a-fA-F_]*\Z")
_AMBIGUOUS_STARTS = _NUMBER_STARTS | frozenset("yYnNoO")
_AMBIGUOUS = (
    (regex(r"(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)\Z"), "a boolean", "text"),
    (regex(r"[-+]?0[0-7]+\Z"), "an octal number", "a decimal number"),
    (regex(r"[-+]?0o[0-7]+\Z"), "text", "an octal number"),
    (regex(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?\Z"), "a base-60 number", "text"),
    (regex(r"[-+]?0b[01_]+\Z"), "a binary number", "text"),
    (regex(r"[-+]?0[0-9]*[89][0-9]*\Z"), "text", "a number"),
    (regex(r"[-+]?[1-9][0-9]*(?:_[0-9]+)+(?:\.[0-9_]*)?\Z"), "a number", "text"),
    (regex(r"[-+]?[0-9]+[eE][-+]?[0-9]+\Z|[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)[eE][0-9]+\Z"), "text", "a number"),
)


def tag_of(text: str) -> str:
    """The tag of a plain scalar that has none of its own, as ruamel.yaml resolves it by YAML 1.2."""
    if text[:1] in _NUMBER_STARTS:
        return f"{TAG}float" if _FLOAT.match(text) else f"{TAG}int" if _INT.match(text) else STRING
    return _WORDS.get(text, STRING)


def readings(text: str) -> list[str]:
    """How readers of the two versions take a plain scalar, where they differ."""
    if text[:1] not in _AMBIGUOUS_STARTS:
        return []
    return [
        f'"{text}" is {old} to YAML 1.1 readers and {new} to YAML 1.2 readers'
        for pattern, old, new in _AMBIGUOUS
        if pattern.match(text)
    ]


def plain_value(text: str, tag: str) -> str | int | float | bool | None:
    """The value of a plain scalar, by the type that the engine resolved it to; dates stay text."""
    if tag in ("int", "float") and _SEPARATED.match(text):
        return text  # a number to YAML 1.1 alone, though the engine takes it for one
    if len(text) > _LONGEST_NUMBER:
        return text  # Python refuses to print such a number
    try:
        if tag == "int":
            return int(text, 0) if text.lstrip("+-").lower().startswith(("0o", "0x")) else int(text)
        if tag == "float":
            return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    if tag == "bool":
        return text.lower() in ("true", "yes", "on")
    return None if tag == "null" else text
