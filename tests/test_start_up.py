"""Importing costs only what the command at hand needs; counted in modules, not in seconds."""

import subprocess
import sys

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
    assert engines(repo, "--no-cache") == {"markdown_it", "pathspec"}
    repo.write({"services/teams.yaml": "teams: {API: {}}\n"})
    assert engines(repo, "--no-cache") == {"markdown_it", "pathspec", "yaml"}
    repo.write({"services/teams.yaml": "teams: {API: 1}\n"})
    assert engines(repo, "--no-cache") == {"jsonschema", "markdown_it", "pathspec", "yaml"}
    repo.write({"services/teams.yaml": "teams: [\n"})
    assert engines(repo, "--no-cache") == {"markdown_it", "pathspec", "ruamel", "yaml"}


def test_what_is_remembered_needs_no_engine(repo):
    repo.write({"docs/a.md": "# A\n", "services/teams.yaml": "teams: {API: {}}\n"})
    own = ("--cache-dir", "cache")
    assert engines(repo, *own) == {"markdown_it", "pathspec", "yaml"}
    assert engines(repo, *own) == {"pathspec"}
    repo.write({"docs/a.md": "# B\n"})
    assert engines(repo, *own) == {"markdown_it", "pathspec"}
