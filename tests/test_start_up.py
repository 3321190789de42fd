"""Importing costs only what the command at hand needs; counted in modules, not in seconds."""

import subprocess
import sys
from importlib import import_module

import pytest

HEAVY = (
    "jsonschema", "ruamel", "yaml", "markdown_it", "rich", "jinja2", "detect_secrets", "merman", "pathspec", "requests",
)  # fmt: skip


def imported(code: str, cwd=None) -> set[str]:
    program = f"import sys\n{code}\nprint(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=cwd)
    return set(done.stderr.split())


def run(*arguments: str) -> str:
    return f"sys.argv = {['runbook-lint', *arguments]!r}\nfrom runbook_lint.app.cli import main\ntry: main()\nexcept SystemExit: pass"


def test_the_package_alone_imports_nothing():
    assert {name for name in imported("import runbook_lint") if name.startswith("runbook_lint")} == {"runbook_lint"}


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (("--version",), set()),
        (("--help",), set()),
        (("rule",), set()),
        (("schema", "service"), set()),
    ],
    ids=str,
)
def test_small_commands_import_no_engine(arguments, allowed):
    modules = imported(run(*arguments))
    assert {name for name in HEAVY if name in modules} == allowed


def engines(repo, *arguments: str) -> set[str]:
    modules = imported(run("check", *arguments), repo.root)
    return {name for name in HEAVY if name in modules}


def test_check_imports_the_engines_that_its_files_need(repo):
    repo.write({"docs/a.md": "# A\n"})
    assert engines(repo, "--no-cache") == {"pathspec"}
    repo.write({"services/teams.yaml": "teams: {API: {}}\n"})
    assert engines(repo, "--no-cache") == {"pathspec", "yaml"}
    repo.write({"services/teams.yaml": "teams: {API: 1}\n"})
    assert engines(repo, "--no-cache") == {"jsonschema", "pathspec", "yaml"}
    repo.write({"services/teams.yaml": "teams: [\n", "docs/a.md": "# A\n\nA footnote.[^1]\n\n[^1]: Here.\n"})
    assert engines(repo, "--no-cache") == {"markdown_it", "pathspec", "ruamel", "yaml"}


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.startswith("runbook_lint.")}


def test_what_was_judged_before_is_told_without_what_reads_and_judges(repo, tmp_path):
    """Every commit waits for what is imported here: a module more is to be worth it."""
    repo.write({"docs/a.md": "# A\n\nTODO\n", "services/teams.yaml": "teams: {API: {}}\n"})
    told = run("check", "--cache-dir", str(tmp_path / "cache"), "--exit-zero")
    imported(told, repo.root)
    modules = imported(told, repo.root)
    assert {name for name in ours(modules) if name.startswith("runbook_lint.rules.")} == {"runbook_lint.rules._index"}
    heavy = {"lint.run", "parse.world", "parse.stored", "parse.links", "model.world", "model.document", "app.changed"}
    assert {name for name in heavy if f"runbook_lint.{name}" in modules} == set()
    slow = {"importlib.metadata", "multiprocessing", "tomllib", "tempfile", "zipfile", "email", "socket"}
    assert slow & modules == set()
    assert len(ours(modules)) <= 78
    assert len(modules) <= 250


def test_a_check_imports_only_the_rules_that_judge(repo):
    repo.write({"docs/a.md": "# A\n"})
    modules = ours(imported(run("check", "--no-cache", "--select", "LK001,broken-anchor"), repo.root))
    rules = {name for name in modules if name.startswith("runbook_lint.rules.")}
    assert rules == {f"runbook_lint.rules.{name}" for name in ("_index", "broken_link", "broken_anchor")}


def test_the_index_of_rules_says_what_their_files_say():
    from runbook_lint.model.rule import Rule, head_of, rule_later
    from runbook_lint.rules._index import HEADS

    for head in HEADS:
        whole: Rule = import_module(f"runbook_lint.rules.{head['name'].replace('-', '_')}").RULE
        assert head == head_of(whole)
        assert rule_later(head, lambda whole=whole: whole) == whole


def test_what_is_remembered_needs_no_engine(repo, tmp_path):
    repo.write({"docs/a.md": "# A\n", "services/teams.yaml": "teams: {API: {}}\n"})
    own = ("--cache-dir", str(tmp_path / "cache"))
    assert engines(repo, *own) == {"pathspec", "yaml"}
    assert engines(repo, *own) == set()
    repo.write({"docs/a.md": "# B\n"})
    assert engines(repo, *own) == set()
    repo.write({"docs/b.md": "# B\n"})
    assert engines(repo, *own) == {"pathspec"}


ASKED = "sys.addaudithook(lambda event, given: event == 'subprocess.Popen' and print('git', given[1][5], file=sys.stderr))\n"


def asked_of_git(repo, *arguments: str) -> list[str]:
    """What git is asked, in order."""
    program = f"import sys\n{ASKED}{run('check', *arguments)}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=repo.root)
    return [line.removeprefix("git ") for line in done.stderr.splitlines() if line.startswith("git ")]


def test_git_is_asked_no_more_than_it_must_be(repo):
    """Each question is a process, some five milliseconds; the first three run beside us."""
    repo.write({f"docs/{name}.md": f"# {name}\n\nTODO\n" for name in "abc"})
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "Begin"]):
        repo.git(*command)
    listing = ["ls-files", "remote", "for-each-ref"]
    assert asked_of_git(repo, "--no-cache") == listing
    repo.write({"docs/a.md": "# a\n\nTODO, again\n"})
    compared = ["rev-parse", "ls-tree", "cat-file", "cat-file"]
    assert asked_of_git(repo, "--no-cache", "--hook", "docs/a.md") == [*listing, *compared]
