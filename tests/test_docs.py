"""The documentation is whole and true: every command and option, every page and link, every example that a machine can read."""

import json
import re
import shlex
import subprocess
import sys

import click
import pytest
from conftest import ROOT
from walk import BLOCK, commands

from runbook_lint.app.cli import cli
from runbook_lint.app.project import all_rules, open_project
from runbook_lint.model.errors import UsageError
from runbook_lint.model.resolution import State
from runbook_lint.parse.config import read_config
from runbook_lint.parse.links import page_links

sys.path.insert(0, str(ROOT / "tools"))
from command_reference import BEGIN, END, commands_page, walk

PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
COMMANDS = list(walk(cli, click.Context(cli, info_name="runbook-lint", **cli.context_settings)))
PATHS = [context.command_path for _, context in COMMANDS]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "context"), COMMANDS, ids=PATHS)
def test_every_command_and_every_option_is_documented(command, context):
    path, page = context.command_path, text_of("docs/reference/commands.md")
    section = (page.partition(f"# {path}\n\n")[2] if " " in path else page).partition(BEGIN)[2].partition(END)[0]
    options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    assert [each.name for each in options if not (each.help or "").strip() and not each.hidden] == []
    assert [name for each in options for name in [*each.opts, *each.secondary_opts] if f"`{name}`" not in section] == []
    arguments = [each for each in command.get_params(context) if isinstance(each, click.Argument)]
    assert [each.name for each in arguments if each.make_metavar(context) not in section] == []
    assert (command.help or "").strip()


def test_what_people_wrote_into_the_reference_is_kept():
    page = commands_page("")
    first = page.index("## runbook-lint rule")
    written = page[:first] + "Written.\n\n### An example\n\n" + page[first:] + "\nAt the end.\n"
    again = commands_page(written)
    assert again == commands_page(again)
    assert [again.count(each) for each in ("Written.\n\n### An example", "At the end.")] == [1, 1]
    with pytest.raises(SystemExit, match="text of commands that are gone: runbook-lint gone"):
        commands_page(f"{page}\n## runbook-lint gone\n\n{BEGIN}\n{END}\n\nWritten.\n")


@pytest.fixture(scope="module")
def leads():
    """Where the links of each page of the documentation lead, by the page's path."""
    project = open_project(ROOT, (), "2026-11-21")
    world = project.world(project.workspace().tree())
    return {name: [resolution for _, resolution in page_links(world, name)] for name in NAMES}


def test_every_internal_link_is_good(leads):
    good = (State.RESOLVED, State.EXTERNAL, State.UNJUDGED)
    assert [(name, each.path, each.state) for name, each in pairs(leads) if each.state not in good] == []


def test_every_page_is_reached_from_the_first(leads):
    seen, waiting = set(), ["docs/README.md"]
    while waiting:
        name = waiting.pop()
        if name in leads and name not in seen:
            seen.add(name)
            waiting += [each.path for each in leads[name]]
    assert [name for name in NAMES if name.startswith("docs/") and name not in seen] == []


def pairs(leads):
    return [(name, each) for name, found in leads.items() for each in found]


def test_the_documentation_is_clean_in_the_strict_profile():
    done = subprocess.run(
        [sys.executable, "-m", "runbook_lint", "check", "--profile", "strict", "--fail-on", "info", "-q", "--today",
         "2026-11-21", "--format", "concise", "docs", "README.md", "CONTRIBUTING.md"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def typed(name):
    """Every call of a command of ours on a page: in blocks, and as code within a sentence."""
    page = re.sub(f"{BEGIN}.*?{END}", "", text_of(name), flags=re.DOTALL).replace("\\\n", " ")
    for block in BLOCK.finditer(page):
        if block["language"] == "console":
            yield from calls([command for command, _ in commands(block["text"])])
        elif block["language"] in ("shell", "bash", "yaml", "text", ""):
            yield from calls(block["text"].splitlines())
    rest = BLOCK.sub("", page)
    yield from calls([line for line in rest.splitlines() if line.startswith("    ")])
    yield from calls(re.findall(r"`([^`\n]+)`", rest))


def calls(lines):
    """The calls of ours in lines of a shell, without what they are piped into and without comments."""
    for line in lines:
        for part in re.split(r"\s(?:\||&&|;|>)\s|\s#\s", line.strip().removeprefix("- ").removeprefix("run: ").removeprefix("entry: ")):
            if re.match(r"(?:runbook-lint|postmortem) [a-z-]", part):
                yield re.split(r"\s{3,}(?![-\"'])", part)[0].strip()  # a call, and behind it what it does


def parsed(call):
    """The command that a call names, and what it is given; raises what click raises."""
    words = [each for each in shlex.split(call) if each != "…"]
    words = words[1:] if words[0] == "runbook-lint" else words
    command, context = cli, click.Context(cli, info_name="runbook-lint")
    while isinstance(command, click.Group) and words and words[0] in command.list_commands(context):
        command = command.get_command(context, words[0])
        context = click.Context(command, parent=context, info_name=words.pop(0))
    if isinstance(command, click.Group) and words and not words[0].startswith("-"):
        raise click.UsageError(f"no command {words[0]}")
    values = command.make_parser(context).parse_args(list(words))[0]
    for each in command.get_params(context):
        if isinstance(each.type, click.Choice) and isinstance(values.get(each.name), str):
            each.type.convert(values[each.name], each, context)
    return context.command_path


@pytest.mark.parametrize("name", NAMES)
def test_every_command_line_on_a_page_is_one(name):
    wrong = []
    for call in typed(name):
        try:
            parsed(call)
        except (click.ClickException, UsageError, ValueError) as error:
            wrong.append((call, str(error)))
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_configuration_on_a_page_is_one(name):
    for block in BLOCK.finditer(text_of(name)):
        others = ("[project]", "# languages.toml")  # files of other tools
        if block["language"] == "toml" and not any(each in block["text"] for each in others):
            read_config(block["text"], all_rules(), name)


def test_yaml_and_json_on_a_page_can_be_read():
    for name in NAMES:
        for block in BLOCK.finditer(text_of(name)):
            if block["language"] == "json" and not name.startswith("docs/rules/"):
                json.loads(block["text"])
