"""Write the generated files (rule pages, schemas, command reference); `--check` only says which are not current."""

from __future__ import annotations

import json
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from command_reference import commands_page

from runbook_lint.app.commands.schema import NAMES, schema_text
from runbook_lint.model.rule import FAMILIES, Rule, head_of
from runbook_lint.model.vocabulary import CONCEPTS
from runbook_lint.parse.postmortem_parts.action_columns import NAMES as NAMES_OF_VALUES
from runbook_lint.parse.postmortem_parts.action_words import STATE_WORDS, TYPE_WORDS
from runbook_lint.parse.postmortem_parts.told import STAMP_WORDS
from runbook_lint.render.rule_page import rule_page

SCHEMAS = "schemas"  # for editors in a checkout; `[site] assets` brings them to their stable ids on the site
COMMANDS_PAGE = "docs/reference/commands.md"
SCHEMA_ID = "https://runbook-lint.github.io/runbook-lint/schemas/{}.schema.json"
ROOT = Path(__file__).parents[1]
RULES = "src/runbook_lint/rules"
INDEX = f"{RULES}/_index.py"


def generated() -> dict[str, str]:
    """Every generated file: path to text."""
    files = {INDEX: index_of_rules()}
    files |= {f"{SCHEMAS}/{name}.schema.json": schema_text(name) for name in NAMES}
    files |= {f"docs/rules/{rule.name}.md": rule_page(rule) for rule in written_rules()}
    files["docs/rules/README.md"] = rules_index()
    files[COMMANDS_PAGE] = commands_page((ROOT / COMMANDS_PAGE).read_text(encoding="utf-8"))
    files["docs/reference/schemas.md"] = schemas_page()
    files["docs/reference/postmortem-words.md"] = words_page()
    return files


def written_rules() -> tuple[Rule, ...]:
    """The rules as their files have them, in code order; adding a file adds a rule."""
    names = [info.name for info in iter_modules([str(ROOT / RULES)]) if info.name[0] != "_"]
    rules = (import_module(f"runbook_lint.rules.{name}").RULE for name in names)
    return tuple(sorted(rules, key=lambda rule: rule.code))


def index_of_rules() -> str:
    """The heads of all rules, for runs that need not import them."""
    lines = [
        '"""Made by `make generate` of the files beside it: what must be known of each rule before it judges."""',
        "",
        "from typing import Any",
        "",
        "HEADS: tuple[dict[str, Any], ...] = (",
    ]
    for rule in written_rules():
        told = ((name, json.dumps(value) if isinstance(value, str) else value) for name, value in head_of(rule).items())
        lines += ["    {", *(f'        "{name}": {value},' for name, value in told), "    },"]
    return "\n".join([*lines, ")"]) + "\n"


def rules_index() -> str:
    """The table of all rules."""
    lines = [
        "# Rules",
        "",
        "`*` marks a rule that is on by default; the others come with `--select` or the strict profile.",
    ]
    for family, title in FAMILIES.items():
        rules = [rule for rule in written_rules() if rule.family == family]
        if rules:
            lines += [
                "",
                f"## {title} ({family})",
                "",
                "| code | rule | | severity | what it demands |",
                "|---|---|---|---|---|",
            ]
        for rule in rules:
            marks = ("*" if rule.default else "") + (" fixable" if rule.fixable else "")
            link = f"[{rule.name}]({rule.name}.md)"
            lines.append(f"| {rule.code} | {link} | {marks.strip()} | {rule.severity.value} | {rule.sentence} |")
    return "\n".join(lines) + "\n"


def words_page() -> str:
    """The words under which the parts of a postmortem are found, from the tables that the parser reads."""
    tables = (
        ("Headings", "section", CONCEPTS["postmortem"]),
        ("Times in the text", "time", STAMP_WORDS),
        ("Columns and labels of actions", "value", NAMES_OF_VALUES),
        ("States of actions", "state", STATE_WORDS),
        ("Types of actions", "type", TYPE_WORDS),
    )
    lines = [
        "# Words of a postmortem",
        "",
        "What a page may call its parts, without case, emoji and punctuation.",
        "More headings go under `[sections.postmortem]` of the configuration.",
    ]
    for title, ours, words in tables:
        lines += ["", f"## {title}", "", f"| {ours} | read as such |", "|---|---|"]
        lines += [f"| {name} | {', '.join(each)} |" for name, each in words.items()]
    return "\n".join(lines) + "\n"


def schemas_page() -> str:
    """The table of all schemas."""
    lines = [
        "# Schemas",
        "",
        "JSON Schemas (draft 2020-12) of every file that people write and of everything that is printed for machines.",
        "`runbook-lint schema NAME` prints one. Each stands at its id, for good:",
        f"`{SCHEMA_ID.format('NAME')}`.",
        "",
        "A reader takes the `version` it knows and refuses others. Keys may be added within a version; none is taken",
        "away, and none changes its meaning.",
        "",
        "| schema | describes | version |",
        "|---|---|---|",
    ]
    for name, what in NAMES.items():
        schema = json.loads(schema_text(name))
        assert schema["$id"] == SCHEMA_ID.format(name), schema["$id"]
        version = schema.get("properties", {}).get("version", {})
        number = version.get("const", version.get("enum", [""])[0])
        what = re.sub(r"<", r"\\<", what)
        lines.append(f"| [{name}](../../{SCHEMAS}/{name}.schema.json) | {what} | {number} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write or check."""
    files = generated()
    old = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/rules").glob("*.md")}
    old |= {path.relative_to(ROOT).as_posix() for path in (ROOT / SCHEMAS).glob("*.json")}
    stale = sorted(path for path, text in files.items() if not _same(path, text)) + sorted(old - set(files))
    if "--check" in sys.argv:
        if stale:
            sys.exit(f"not current: {', '.join(stale)}; run `make generate`")
        return
    for path in stale:
        if path in files:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(files[path], encoding="utf-8", newline="\n")
        else:
            (ROOT / path).unlink()
    if INDEX in stale:  # schemas and pages are made by what the index says
        os.execv(sys.executable, [sys.executable, *sys.argv])
    print(f"{len(files)} files, {len(stale)} changed")


def _same(path: str, text: str) -> bool:
    place = ROOT / path
    return place.is_file() and place.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    main()
