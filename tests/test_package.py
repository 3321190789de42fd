"""What a wheel holds, what is generated, and how the rooms may import each other."""

import subprocess
import sys
import zipfile

from conftest import ROOT


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
    from runbook_lint.parse.schema import load_schema

    text = (ROOT / "docs/reference/configuration.md").read_text(encoding="utf-8")
    keys = load_schema("config")["properties"]
    assert [key for key in keys if f"{key} =" not in text and f"[{key}" not in text] == []
