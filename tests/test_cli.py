"""The command line: outputs to the letter, exit statuses, and one-line errors."""

import json
import re

import pytest
from conftest import ROOT
from jsonschema import Draft202012Validator

from runbook_lint import __version__
from runbook_lint.app.commands.schema import NAMES
from runbook_lint.app.project import open_project
from runbook_lint.app.site.assets import configured_assets
from runbook_lint.model.rule import SITE
from runbook_lint.parse.schema import load_schema

TEAMS = "teams:\n  API:\npeople:\n  jtsimmons: {}\n"
BAD = {
    "runbook-lint.toml": 'select = ["owner-unknown"]\n',
    "services/teams.yaml": TEAMS,
    "services/cart/service.yaml": "service: SVC-CART\nteam: API\nowner: jtsimons\n",
}


def test_full_shows_the_line_and_the_next_step(repo):
    done = repo.write(BAD).run("check")
    assert done.out == (
        "services/cart/service.yaml:3:8: error[CT003] owner-unknown: owner jtsimons is no known team or person\n"
        "   |\n"
        " 3 | owner: jtsimons\n"
        "   |        ^^^^^^^^\n"
        "  = help: did you mean jtsimmons?\n"
        "\n"
        "1 error in 0 documents and 1 service\n"
    )
    assert (done.code, done.err) == (1, "")


def test_concise(repo):
    done = repo.write(BAD).run("check", "--format", "concise", "-q")
    assert done.out == "services/cart/service.yaml:3:8: CT003 owner jtsimons is no known team or person\n"
    assert done.code == 1


def test_json_is_version_1_and_keeps_its_schema(repo):
    done = repo.write(BAD).run("check", "--format", "json")
    document = json.loads(done.out)
    Draft202012Validator(load_schema("findings")).validate(document)
    fingerprint = document["findings"][0].pop("fingerprint")
    assert len(fingerprint) == 16
    assert document == {
        "version": 1,
        "findings": [
            {
                "code": "CT003",
                "name": "owner-unknown",
                "severity": "error",
                "path": "services/cart/service.yaml",
                "line": 3,
                "column": 8,
                "end_line": 3,
                "end_column": 16,
                "message": "owner jtsimons is no known team or person",
                "help": "did you mean jtsimmons?",
                "url": "https://runbook-lint.github.io/runbook-lint/rules/owner-unknown/",
                "fix": None,
            }
        ],
        "summary": {
            "documents": 0, "services": 1, "alerts": 0, "errors": 1, "warnings": 0, "infos": 0,
            "waived": 0, "baselined": 0, "alert_files_unread": 0, "fixed": 0,
        },
    }  # fmt: skip


def test_a_fingerprint_survives_a_moved_line(repo):
    before = json.loads(repo.write(BAD).run("check", "--format", "json").out)["findings"][0]
    moved = "# a comment\n\n" + str(BAD["services/cart/service.yaml"])
    after = json.loads(repo.write({"services/cart/service.yaml": moved}).run("check", "--format", "json").out)
    assert after["findings"][0]["fingerprint"] == before["fingerprint"]
    assert after["findings"][0]["line"] == 5


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 1),
        (("--exit-zero",), 0),
        (("--ignore", "CT003"), 0),
        (("--ignore", "owner-unknown"), 0),
        (("--select", "CT003"), 1),
        (("--config", 'rules.owner-unknown.severity="warning"'), 0),
        (("--config", 'rules.owner-unknown.severity="warning"', "--fail-on", "warning"), 1),
        (("--config", 'rules.owner-unknown.severity="info"', "--fail-on", "warning"), 0),
        (("services/teams.yaml",), 0),
        (("services/cart",), 1),
    ],
    ids=lambda value: " ".join(value) or "plain" if isinstance(value, tuple) else str(value),
)
def test_exit_status(repo, arguments, code):
    assert repo.write(BAD).run("check", *arguments).code == code


def test_quiet_twice_says_nothing(repo):
    done = repo.write(BAD).run("check", "-qq")
    assert (done.code, done.out, done.err) == (1, "", "")


def test_statistics(repo):
    done = repo.write(BAD).run("check", "--statistics", "-q")
    assert done.out == "     1  CT003  owner-unknown\n"


def test_colour_is_asked_for_not_assumed(repo):
    repo.write(BAD)
    assert "\x1b" not in repo.run("check").out
    assert "\x1b[31;1merror[CT003]\x1b[0m" in repo.run("check", env={"FORCE_COLOR": "1"}).out
    assert "\x1b" not in repo.run("check", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out


def test_paths_narrow_the_report_and_not_the_context(repo):
    repo.write(BAD).write({"services/user/service.yaml": "service: SVC-USER\nowner: jtsimons\n"})
    done = repo.run("check", "services/user/service.yaml", "--format", "concise", "-q")
    assert done.out == "services/user/service.yaml:2:8: CT003 owner jtsimons is no known team or person\n"


def test_paths_are_relative_to_the_current_folder(repo):
    done = repo.write(BAD).run("check", "cart/service.yaml", "--format", "concise", "-q", cwd="services")
    assert done.out == "services/cart/service.yaml:3:8: CT003 owner jtsimons is no known team or person\n"


def test_standard_input_stands_for_a_file(repo):
    repo.write(BAD)
    good = b"service: SVC-CART\nteam: API\nowner: jtsimmons\n"
    done = repo.run("check", "--stdin-filename", "services/cart/service.yaml", "-q", given=good)
    assert (done.code, done.out) == (0, "")


def test_paths_without_a_document_are_no_error(repo):
    done = repo.write(BAD).write({"main.py": "x = 1\n"}).run("check", "main.py")
    assert (done.code, done.out, done.err) == (0, "", "runbook-lint: no document in main.py\n")


def test_hostile_text_cannot_forge_terminal_output(repo):
    repo.write(BAD).write({"services/cart/service.yaml": 'service: SVC-CART\nowner: "\\e[2J\\u202eevil"\n'})
    done = repo.run("check", "--format", "concise", "-q", env={"FORCE_COLOR": "0"})
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


@pytest.mark.parametrize(
    ("files", "arguments", "message"),
    [
        ({}, ("check",), "no document in {root}; `runbook-lint init` looks for yours, or begins with an example (`runbook-lint check --show-settings` shows what holds now)"),
        (BAD, ("chek",), "no command chek; did you mean check?"),
        (BAD, ("check", "nowhere.md"), "nowhere.md: no such file or folder"),
        (BAD, ("check", "--select", "owner-unknwon"), '--select: no rule "owner-unknwon"; did you mean owner-unknown?'),
        (BAD, ("check", "--today", "tomorrow"), "--today tomorrow: not an ISO date such as 2026-08-01"),
        (BAD, ("check", "--config", "nowhere.toml"), "--config nowhere.toml: no such file; give a file, or KEY=VALUE"),
        (BAD, ("check", "--config", "profile=strict"), "--config profile=strict: strict is no TOML value; text needs quotes: profile='strict'"),
        (BAD, ("check", "--format", "fulll"), "--format fulll: no such format; did you mean full?"),
        (BAD, ("rule", "owner-unknwon"), "no rule owner-unknwon; did you mean owner-unknown?"),
        (BAD, ("schema", "servce"), "no schema servce; did you mean service?"),
        ({"runbook-lint.toml": "a = \n"}, ("check",), "runbook-lint.toml: not valid TOML: Invalid value (at line 1, column 5)"),
        ({"runbook-lint.toml": "\nselct = []\n"}, ("check",), 'runbook-lint.toml:2: unknown key "selct"; did you mean select?'),
        ({"runbook-lint.toml": "[layout]\nrunbooks = 3\n"}, ("check",), 'runbook-lint.toml:2: "layout.runbooks" is neither a string nor a list of strings'),
        ({"runbook-lint.toml": 'profile = "strictest"\n'}, ("check",), 'runbook-lint.toml:1: "profile" is "strictest", not one of default, strict; did you mean strict?'),
        ({"runbook-lint.toml": 'select = ["XX"]\n'}, ("check",), 'runbook-lint.toml: no rule "XX"; `runbook-lint rule` lists them'),
        ({"runbook-lint.toml": 'required-version = ">=99"\n'}, ("check",), f"runbook-lint.toml: needs runbook-lint >=99, this is {__version__}; install the version it names"),
        ({"runbook-lint.toml": 'required-version = "new"\n'}, ("check",), 'runbook-lint.toml: required-version "new" is no version range such as >=0.1'),
        ({"runbook-lint.toml": '[ids]\nteam = "["\n'}, ("check",), 'runbook-lint.toml:2: "ids.team" is no regular expression: unterminated character set at position 0'),
        ({"runbook-lint.toml": '[review]\ntier-1 = "soon"\n'}, ("check",), 'runbook-lint.toml:2: "review.tier-1" is "soon", not a duration such as 90 days'),
        ({"runbook-lint.toml": '[rules.risky-command-uncued]\ncommands = ["["]\n'}, ("check",), 'runbook-lint.toml:1: "rules.risky-command-uncued": "[" in commands is no regular expression: unterminated character set at position 0'),
        ({"runbook-lint.toml": '[rules.section-missing]\nrequired = ["check"]\n'}, ("check",), 'runbook-lint.toml:1: "rules.section-missing": "check" in required is no concept; did you mean checks?'),
        ({"runbook-lint.toml": '[rules.section-missing]\nx-required = ["a"]\n'}, ("check",), 'runbook-lint.toml:2: unknown key "x-required"; did you mean required?'),
        ({"runbook-lint.toml": '[layout]\nrunbooks = ["\\\\"]\n'}, ("check",), 'runbook-lint.toml:2: "layout.runbooks": "\\" is no glob'),
        ({"runbook-lint.toml": '[ids]\nservice = "(?i)svc"\n'}, ("check",), 'runbook-lint.toml:2: "ids.service" is no regular expression: global flags not at the start of the expression at position 4'),
        (BAD, ("check", "--config", "x" * 300), f"--config {'x' * 300}: no such file; give a file, or KEY=VALUE"),
        ({"runbook-lint.toml": '[rules.wall-of-text]\nseverity = "info"\n[rules.section-empty]\nseverity = "fatal"\n'}, ("check",), 'runbook-lint.toml:4: "rules.section-empty.severity" is "fatal", not one of error, warning, info'),
        (BAD, ("check", "--config", "layout=3"), '--config: "layout" is a whole number, not a mapping'),
        (BAD, ("check", "--config", "layout.runbooks=3"), '--config: "layout.runbooks" is neither a string nor a list of strings'),
        ({"pyproject.toml": "tool = 3\n"}, ("check", "--config", "pyproject.toml"), 'pyproject.toml: "tool.runbook-lint" is not a table'),
        (BAD, ("check", "x" * 300), f"{'x' * 300}: no such file or folder"),
        (BAD, ("check", "--config", 'profile="strict"\nselect=[]'), "--config profile=…: more than one setting; give --config once for each"),
        (BAD, ("check", "--statistics", "--format", "json"), "--statistics is for people; leave it out, or leave out --format json"),
        ({"pyproject.toml": "tool = 3\n"}, ("check",), "no document in {root}; `runbook-lint init` looks for yours, or begins with an example (`runbook-lint check --show-settings` shows what holds now)"),
        ({"pyproject.toml": "[tool.runbook-lint\n"}, ("check",), "pyproject.toml: not valid TOML: Expected ']' at the end of a table declaration (at line 1, column 19)"),
        ({"runbook-lint.toml/a": ""}, ("check",), "{root}/runbook-lint.toml: a folder, not a configuration; rename it"),
        ({"pyproject.toml": '[tool.runbook-lint]\nselct = []\n'}, ("check",), 'pyproject.toml:2: unknown key "selct"; did you mean select?'),
    ],
)  # fmt: skip
def test_a_wrong_use_is_one_line_and_exit_2(repo, files, arguments, message):
    done = repo.write(files).run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"runbook-lint: {message.format(root=repo.root) if '{root}' in message else message}\n"


def test_version_and_help(repo):
    assert repo.run("--version").out == f"runbook-lint {__version__}\n"
    done = repo.run("--help")
    assert done.code == 0
    assert re.search(r"  check +Judge service manifests, runbooks and the pages around them\.\n", done.out)


def test_rule_lists_and_explains(repo):
    assert "CT003 owner-unknown" in repo.run("rule").out
    assert repo.run("rule", "CT003").out == repo.run("rule", "owner-unknown").out
    assert repo.run("rule", "ct003").out.startswith("# owner-unknown (CT003)\n")


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas_and_stand_at_their_ids(repo, name):
    """The ids are addresses of this project's site, which copies the files as `[site] assets` says."""
    schema = json.loads(repo.run("schema", name).out)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{SITE}/schemas/{name}.schema.json"
    assert json.loads((ROOT / f"schemas/{name}.schema.json").read_text(encoding="utf-8")) == schema
    assert f"schemas/{name}.schema.json" in configured_assets(open_project(ROOT).workspace())


def test_a_line_for_editors_names_a_schema_that_is_there():
    """In what we write for people, what `init` and `new` write, and what the documentation says."""
    told = {
        (path.relative_to(ROOT).as_posix(), name)
        for folder in ("src/runbook_lint/skeleton", "src/runbook_lint/templates", "docs", "services")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in (".md", ".txt", ".j2", ".yaml")
        for name in re.findall(r"(?:\$schema=|#:schema )\S*/schemas/(\S+)\.schema\.json", path.read_text(encoding="utf-8"))
    }
    assert {name for _, name in told} == {"service", "teams", "config"}
    written = {path for path, _ in told if path.startswith("src/")}
    assert written == {
        "src/runbook_lint/skeleton/services/teams.yaml.txt",
        "src/runbook_lint/skeleton/services/ticket-desk/service.yaml.txt",
        "src/runbook_lint/templates/service.yaml.j2",
    }


def test_show_files_and_settings(repo):
    repo.write(BAD).write({"docs/a.md": "# A\n", "exclude/b.md": "# B\n"})
    done = repo.run("check", "--show-files", "--config", 'exclude=["exclude/"]')
    assert done.out == "docs/a.md\nservices/cart/service.yaml\nservices/teams.yaml\n"
    settings = json.loads(repo.run("check", "--show-settings").out)
    assert settings["select"] == ["owner-unknown"]
    assert settings["root"] == str(repo.root)


def test_no_command_prints_the_help(repo):
    done = repo.run()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: runbook-lint [OPTIONS] COMMAND [ARGS]...\n\n  Keep service manifests")


def test_closed_streams_are_no_traceback(repo):
    import subprocess
    import sys

    repo.write(BAD)
    command = f"{sys.executable} -m runbook_lint check --today 2026-09-01"
    for redirect, code in ((">&-", 1), ("2>&-", 1), ("<&-", 1), (">/dev/full", 2)):
        done = subprocess.run(["sh", "-c", f"{command} {redirect}"], cwd=repo.root, capture_output=True, text=True)
        assert done.returncode == code, redirect
        assert "Traceback" not in done.stderr
        assert "internal error" not in done.stderr


@pytest.mark.parametrize(
    ("name", "message"),
    [("README.txt", "no document in README.txt"), ("../out.md", "no document in ../out.md"), (".", "no document in .")],
)
def test_standard_input_that_is_no_document(repo, name, message):
    done = repo.write(BAD).run("check", "--stdin-filename", name, given=b"x")
    assert (done.code, done.out, done.err) == (0, "", f"runbook-lint: {message}\n")


def test_standard_input_has_a_limit_too(repo):
    repo.write({"runbook-lint.toml": 'select = ["DC"]\nmax-kib = 1\n', "docs/a.md": "x" * 9000})
    assert repo.run("check", "--stdin-filename", "docs/a.md", "-q", given=b"# A\n").out == ""
    done = repo.run("check", "--stdin-filename", "docs/a.md", "-q", "--format", "concise", given=b"x" * 9000)
    assert done.out == "docs/a.md:1:1: DC003 8 KiB, more than the 1 KiB that are read\n"


def test_without_a_configuration_it_counts_postmortems(repo):
    done = repo.write({"postmortems/2026/INC-1-a.md": "# INC-1: A\n", "postmortems/README.md": "# All\n"}).run("check")
    assert done.err == (
        "runbook-lint: no configuration, so the default layout holds: 0 services, 0 runbooks, 1 postmortem, 1 other page; "
        "`runbook-lint init` looks where yours are\n"
    )


def test_without_a_configuration_it_says_what_it_found(repo):
    done = repo.write({"ops/RUNBOOK.md": "# Auth\n"}).run("check")
    assert done.out == "No findings in 1 document and 0 services\n"
    assert done.err == (
        "runbook-lint: no configuration, so the default layout holds: 0 services, 0 runbooks, 1 other page; "
        "`runbook-lint init` looks where yours are\n"
    )
