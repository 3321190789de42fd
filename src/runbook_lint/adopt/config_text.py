"""The configuration as a person would write it: only what is not as by default, each with why in a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from runbook_lint.model.adoption import Setting
from runbook_lint.model.rule import SITE

HEAD = f"""\
#:schema {SITE}/schemas/config.schema.json
# Only what is not as by default. Every key: {SITE}/reference/configuration/
"""
_ORDER = ("", "layout", "catalog", "links", "alerts", "alerts.tiers", "postmortems", "ids", "keys", "sections", "rules")
_WIDTH = 100


def config_text(settings: Sequence[Setting], head: str = HEAD) -> str:
    """A runbook-lint.toml of some settings."""
    blocks = [head]
    for table in sorted({each.table for each in settings}, key=_place):
        lines = [f"[{table}]"] if table else []
        for each in settings:
            if each.table == table:
                lines += _entry(each)
        blocks.append("\n".join(lines) + "\n")
    # a name that is no UTF-8 cannot stand in TOML; in a glob `?` is any character
    return "\n".join(blocks).encode("utf-8", "replace").decode("utf-8")


def _place(table: str) -> tuple[int, str]:
    head = table if table in _ORDER else table.split(".")[0]
    return (_ORDER.index(head) if head in _ORDER else len(_ORDER), table)


def _entry(setting: Setting) -> Iterator[str]:
    if setting.note:
        yield f"# {_printable(setting.note)}"
    yield f"{_key(setting.key)} = {_value(setting.value, len(setting.key))}"


def _printable(text: str) -> str:
    """A note on one line, whatever a repository calls its labels."""
    return "".join(char if char.isprintable() else " " for char in text)


def _key(name: str) -> str:
    import tomlkit

    return tomlkit.key(name).as_string()


def _value(value: object, before: int) -> str:
    """A value in TOML; a list that does not fit on a line has one item on each."""
    import tomlkit

    if not isinstance(value, tuple):
        return tomlkit.item(value).as_string()
    items = [tomlkit.item(each).as_string() for each in value]
    line = f"[{', '.join(items)}]"
    return line if len(line) + before < _WIDTH else "\n".join(["[", *(f"    {each}," for each in items), "]"])
