"""What a wheel holds, what is generated, and how the rooms may import each other."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile

from conftest import ROOT

from runbook_lint.parse.config import read_config
from runbook_lint.parse.schema import load_schema
from runbook_lint.rules import built_in_rules


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)


def test_a_wheel_has_the_schemas_and_the_rules(tmp_path):
    done = run("-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path))
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/runbook_lint").rglob("*.*")}
    assert {name for name in shipped if not name.endswith(".pyc")} <= names


def test_generated_files_are_current():
    done = run("tools/generate.py", "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_command_is_documented():
    from runbook_lint.app.cli import COMMANDS

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    reference = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"runbook-lint {name}" not in readme] == []
    assert [name for name in COMMANDS if f"## runbook-lint {name}" not in reference] == []


def test_every_configuration_key_is_documented():
    text = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
    example = tomllib.loads(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1])
    read_config(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1], built_in_rules(), "configuration.md")
    keys = load_schema("config")["properties"]
    assert [key for key in keys if key not in example] == []
    for table in ("layout", "catalog", "ids", "review"):
        assert [key for key in keys[table]["properties"] if key not in example[table]] == []


def test_nobody_below_app_touches_the_world():
    """No file, process, socket, clock or terminal in the pure rooms; package data is read in one named place."""
    forbidden = {"open", "print", "input", "subprocess", "socket", "os", "pathlib", "time", "urllib", "requests", "sys"}
    clocks = {"today", "now", "utcnow"}
    found = []
    for room in ("model", "parse", "rules", "lint", "adopt", "editor", "render"):
        for path in sorted((ROOT / "src/runbook_lint" / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module == "urllib.parse":
                    continue  # text to text
                if isinstance(node, ast.ImportFrom) and node.module == "sys" and [each.name for each in node.names] == ["intern"]:
                    continue  # the same text, held once
                names = {alias.name.split(".")[0] for alias in getattr(node, "names", []) if isinstance(node, ast.Import)}
                names |= {(node.module or "").split(".")[0]} if isinstance(node, ast.ImportFrom) else set()
                called = node.func if isinstance(node, ast.Call) else None
                names |= {called.id} - {"time"} if isinstance(called, ast.Name) else set()  # a time of day
                is_clock = isinstance(called, ast.Attribute) and called.attr in clocks
                reads = isinstance(called, ast.Attribute) and called.attr in ("read_text", "read_bytes", "write_text")
                if names & forbidden or is_clock or reads:
                    found.append(f"{path.name}:{node.lineno}")
    assert [place for place in found if not place.startswith("schema.py:")] == []
    assert len(found) == 1
