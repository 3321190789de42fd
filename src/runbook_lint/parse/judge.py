"""What is wrong with a file of the catalogue: its YAML, then its schema."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.document import Data, DataProblem
from runbook_lint.model.position import PAGE
from runbook_lint.model.settings import Ids
from runbook_lint.model.suggest import nearest
from runbook_lint.parse.backstage import entity_problems, is_entity, is_template
from runbook_lint.parse.schema import Schema, schema_for, violations

_EMPTY = {
    "services": "a manifest needs the key service, and team or owner",
    "teams": "it holds the keys teams, people and scenarios",
}
_COMMON = {"service", "name", "description", "tags", "links"}
_FOREIGN = "if the file belongs to another tool, say which files are manifests in [layout] services"


def data_problems(role: str, parts: tuple[Data, ...], text: str, ids: Ids) -> Iterator[DataProblem]:
    """The problems of a file's documents, in order; an empty one behind a last `---` is none."""
    broken = next((data.problem for data in parts if data.problem), None)
    if broken:
        if not _templated(text):
            yield broken
        return
    filled = [data for data in parts if data.value is not None]
    if not filled:
        yield DataProblem("the file is empty", PAGE, _EMPTY.get(role, ""))
    for data in filled:
        if _templated(text) and any(str(part).startswith("?") for path in data.key_spans for part in path):
            continue  # a bare {{ name }} is YAML as well: a mapping for a key
        if is_entity(data):
            yield from entity_problems(data)
        elif role == "teams":
            schema = schema_for("teams", ids)
            if not _is_other_list(data, schema):
                yield from violations(schema, data)
        elif not is_template(data.get("service")):
            yield from _manifest_problems(data, ids)


def _templated(text: str) -> bool:
    """Whether a file is a template of another tool (a Backstage skeleton, Helm, ERB), not yet YAML."""
    return "{{" in text or "{%" in text or "<%" in text


def _manifest_problems(data: Data, ids: Ids) -> Iterator[DataProblem]:
    """The violations of a manifest; a file of another tool gets one, not one for each of its keys."""
    schema = schema_for("service", ids)
    if _is_foreign(data, set(schema["properties"])):
        lacks = 'the key "service" is missing'
        if data.get("service"):
            lacks = 'one of the keys "team" and "owner" is required'
        yield DataProblem(lacks, PAGE, _FOREIGN)
    else:
        yield from violations(schema, data)


def _is_other_list(data: Data, schema: Schema) -> bool:
    """Whether `teams` is a list of named mappings with keys that are not ours: the file of another tool."""
    ours = {"id", *schema["properties"]["teams"]["additionalProperties"]["properties"]}
    teams = data.get("teams")
    named = isinstance(teams, list) and teams and all(isinstance(team, dict) and "name" in team for team in teams)
    return bool(named) and any(set(team) - ours for team in teams)


def _is_foreign(data: Data, ours: set[str]) -> bool:
    """Whether a mapping has keys, and none of them is one that only a manifest has, or near one."""
    if not isinstance(data.value, dict):
        return False
    unknown = {key for key in data.value if key not in ours and not key.startswith("x-")}
    telling = (set(data.value) & ours) - _COMMON
    return bool(unknown) and not telling and not any(nearest(key, ours) for key in unknown)
