"""A rule from another package, installed for real through the entry point."""

import subprocess
import sys

PLUGIN = """
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule

def check(document):
    if not document.headings:
        yield Problem("a page without a heading")

RULE = Rule(
    code="ZZ001", name="heading-missing", sentence="A page has a heading.", reason="Readers skim.",
    severity=Severity.WARNING, check=check, default=True,
    examples=(
        Example("none", {"a.md": "text\\n"}, ("a.md:1:1: a page without a heading",)),
        Example("one", {"a.md": "# A\\n"}),
    ),
)
"""


def install(folder, code, value="house_rules:RULE"):
    """A distribution as pip lays it out, in a folder for PYTHONPATH."""
    info = folder / "house_rules-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "house_rules.py").write_text(code)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: house-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[runbook_lint.rules]\nhouse = {value}\n")
    return {"PYTHONPATH": str(folder)}


def test_a_plugin_brings_a_rule(repo, tmp_path):
    env = install(tmp_path / "plugin", PLUGIN)
    repo.write({"docs/a.md": "text\n"})
    done = repo.run("check", "--format", "concise", "-q", env=env)
    assert done.out == "docs/a.md:1:1: ZZ001 a page without a heading\n"
    assert repo.run("rule", "heading-missing", env=env).out.startswith("# heading-missing (ZZ001)\n")
    repo.write({"runbook-lint.toml": '[rules.heading-missing]\nseverity = "error"\n'})
    assert repo.run("check", env=env).code == 1
    laws = "from runbook_lint.testing import broken_laws; import house_rules; print(broken_laws(house_rules.RULE))"
    command = [sys.executable, "-c", laws]
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_broken_plugin_is_named(repo, tmp_path):
    env = install(tmp_path / "plugin", "import nowhere\n")
    done = repo.write({"a.md": "# A\n"}).run("check", env=env)
    assert done.err == "runbook-lint: plugin house (house_rules:RULE) does not load: No module named 'nowhere'\n"
    assert done.code == 2


def test_a_plugin_cannot_take_a_name(repo, tmp_path):
    env = install(tmp_path / "plugin", PLUGIN.replace("heading-missing", "owner-unknown"))
    done = repo.write({"a.md": "# A\n"}).run("check", env=env)
    assert done.err == "runbook-lint: plugin house (house_rules:RULE): rule ZZ001 owner-unknown already exists\n"
