"""docs/scale.md is true: its two pipelines, run as a runner would run them, say what one run says."""

import os
import re
import shutil
import subprocess

import pytest
from ci import shims
from conftest import ROOT
from ruamel.yaml import YAML
from walk import BLOCK

PAGE = (ROOT / "docs/scale.md").read_text(encoding="utf-8")
DAY = "2026-11-21"
FILES = {f"docs/{number}.md": f"# A\n\n[x](gone{number}.md) TODO\n" for number in range(9)} | {"runbook-lint.toml": ""}
DATED = f'case "$1" in check) set -- "$@" --today {DAY};; esac\n'


def pipeline(first):
    """The jobs of the block that begins with this line."""
    (text,) = (block["text"] for block in BLOCK.finditer(PAGE) if block["text"].startswith(f"# {first}\n"))
    return YAML(typ="safe").load(text)


class Runner:
    """A machine with a clone of its own, `pip` that is content, and the runbook-lint of this checkout as of a fixed day."""

    def __init__(self, origin, folder):
        self.root, self.bin = folder / "clone", shims(folder)
        subprocess.run(["git", "clone", "-q", str(origin), str(self.root)], check=True)
        program = self.bin / "runbook-lint"
        program.write_text(program.read_text().replace("\n", f"\n{DATED}", 1))
        (self.bin / "pip").write_text("#!/bin/sh\n")
        (self.bin / "pip").chmod(0o755)

    def run(self, script, env):
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))}
        env = {**clean, "PATH": os.pathsep.join([str(self.bin), os.environ["PATH"]]), **env}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=self.root, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def origin(repo):
    repo.write(FILES).git("init", "-q", "-b", "main")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "one")
    return repo


def whole(repo, *formats):
    arguments = [f"--format={each}" for each in formats]
    return repo.run("check", "--today", DAY, *arguments, env={"GITHUB_STEP_SUMMARY": ""})


def test_the_matrix_of_github(origin, tmp_path):
    jobs = pipeline(".github/workflows/runbooks.yml")["jobs"]
    assert (list(jobs), jobs["merge"]["needs"]) == (["shard", "merge"], "shard")
    matrix = jobs["shard"]["strategy"]["matrix"]["shard"]
    artifacts = tmp_path / "artifacts"
    for number in matrix:
        runner = Runner(origin.root, tmp_path / f"shard{number}")
        values = {"matrix.shard": str(number), "strategy.job-total": str(len(matrix))}
        for step in jobs["shard"]["steps"]:
            if "run" in step:
                assert "${{" not in step["run"]
                done = runner.run(step["run"], {key: value_of(value, values) for key, value in step.get("env", {}).items()})
                assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        (upload,) = (step["with"] for step in jobs["shard"]["steps"] if "upload-artifact" in step.get("uses", ""))
        assert value_of(upload["name"], values) == f"shard-{number}"
        shutil.copytree(runner.root / upload["path"], artifacts, dirs_exist_ok=True)
    (download,) = (step["with"] for step in jobs["merge"]["steps"] if "download-artifact" in step.get("uses", ""))
    assert (download["pattern"], download["merge-multiple"]) == ("shard-*", True)
    runner = Runner(tmp_path / "shard1/clone", tmp_path / "merge")
    shutil.rmtree(runner.root)  # the job has no checkout
    shutil.copytree(artifacts, runner.root / download["path"])
    done = [runner.run(step["run"], {}) for step in jobs["merge"]["steps"] if "run" in step][-1]
    one = whole(origin, "github", f"sarif:{tmp_path / 'one.sarif'}")
    assert (done.stdout, done.stderr, done.returncode) == (one.out, one.err, one.code)
    assert one.code == 1
    (sarif,) = (step["with"]["sarif_file"] for step in jobs["merge"]["steps"] if "upload-sarif" in step.get("uses", ""))
    assert (runner.root / sarif).read_bytes() == (tmp_path / "one.sarif").read_bytes()


def value_of(text, values):
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda match: values[match[1]], str(text))


def test_the_cache_of_github_is_saved_by_one_and_fetched_by_all():
    steps = pipeline(".github/workflows/runbooks.yml")["jobs"]["shard"]["steps"]
    fetched, saved = (
        next(step for step in steps if step.get("uses", "").startswith(f"actions/cache/{what}@")) for what in ("restore", "save")
    )
    assert saved["with"] == {key: fetched["with"][key] for key in ("path", "key")}
    assert (saved["if"], fetched["with"]["path"]) == ("matrix.shard == 1", ".runbook_lint_cache")
    assert fetched["with"]["key"].startswith(fetched["with"]["restore-keys"])


def test_the_parallel_job_of_gitlab(origin, tmp_path):
    jobs = pipeline(".gitlab-ci.yml")
    judge, merge = jobs["runbooks"], jobs["runbooks-merged"]
    assert merge["needs"] == ["runbooks"]
    last = Runner(origin.root, tmp_path / "merge")
    for number in range(1, judge["parallel"] + 1):
        runner = Runner(origin.root, tmp_path / f"shard{number}")
        env = {"CI_NODE_INDEX": str(number), "CI_NODE_TOTAL": str(judge["parallel"])}
        done = runner.run("\n".join(judge["script"]), env)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        for path in judge["artifacts"]["paths"]:
            shutil.copytree(runner.root / path, last.root / path, dirs_exist_ok=True)
    done = last.run("\n".join(merge["script"]), {})
    one = whole(origin, "full", f"gitlab:{tmp_path / 'one.json'}")
    assert (done.stdout, done.stderr, done.returncode) == (one.out, one.err, one.code)
    report = last.root / merge["artifacts"]["reports"]["codequality"]
    assert (report.read_bytes(), merge["artifacts"]["when"]) == ((tmp_path / "one.json").read_bytes(), "always")


def test_the_commands_on_one_machine(origin, tmp_path):
    """One after the other in one folder: what the first leaves behind does not make it another tree for the second."""
    (block,) = (block["text"] for block in BLOCK.finditer(PAGE) if block["language"] == "shell")
    done = Runner(origin.root, tmp_path / "here").run(f"set +e\n{block}", {})
    one = whole(origin)
    assert (done.stdout, done.stderr, done.returncode) == (one.out, one.err, one.code)

