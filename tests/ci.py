"""The GitHub Action and the GitLab component, run as a runner would run their scripts."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import ROOT, Repo
from ruamel.yaml import YAML

ACTION: dict[str, Any] = YAML(typ="safe").load(ROOT / "action.yml")
STEPS = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
TEMPLATE = (ROOT / "templates/runbook-lint/template.yml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Step:
    """What a step of an action leaves behind."""

    code: int
    out: str
    err: str
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""


def run_step(
    repo: Repo, folder: Path, id: str, context: dict[str, str], github: dict[str, str] | None = None,
) -> Step:  # fmt: skip
    """A step of the action, its expressions replaced by what the context says of them; `folder` is the runner's."""
    step = STEPS[id]
    (folder / "temp").mkdir(parents=True, exist_ok=True)
    places = {name: folder / name for name in ("script", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    places["script"].write_text(step["run"], encoding="utf-8")
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        places[name].write_text("", encoding="utf-8")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))}
    env = {**clean, "RUNNER_TEMP": str(folder / "temp"), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_BASE_REF": "",
           **{name: str(place) for name, place in places.items() if name != "script"}, **(github or {}),
           **{name: value_of(value, context) for name, value in step["env"].items()}}  # fmt: skip
    cwd = repo.root / value_of(step.get("working-directory", "."), context)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(places["script"])]
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    outputs = dict(line.split("=", 1) for line in places["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())
    summary = places["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    return Step(done.returncode, done.stdout, done.stderr, outputs, summary)


def value_of(text: str, context: dict[str, str]) -> str:
    """A value of the action's own, or what an expression stands for: the context's, an input's default, or nothing."""
    if not text.startswith("${{"):
        return text
    name = text.removeprefix("${{").removesuffix("}}").strip()
    default = ACTION["inputs"].get(name.removeprefix("inputs."), {}).get("default", "")
    return context.get(name, default)


def check_step(
    repo: Repo, folder: Path, inputs: dict[str, str] | None = None, own: bool = False, **github: str
) -> Step:
    """The step that judges, with the runbook-lint of this checkout, or with what the test put there of its `own`."""
    context = {f"inputs.{name}": value for name, value in (inputs or {}).items()}
    if not own:
        shims(folder)
    context["github.event.merge_group.base_sha"] = github.pop("merge_group", "")
    return run_step(repo, folder, "check", {"steps.install.outputs.bin": str(folder / "bin"), **context}, github)


def shims(folder: Path) -> Path:
    """A folder with `runbook-lint` and `python`, as in the environment that the action makes."""
    place = folder / "bin"
    place.mkdir(parents=True, exist_ok=True)
    for name, module in (("runbook-lint", "-P -m runbook_lint "), ("python", "")):
        (place / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {module}"$@"\n')
        (place / name).chmod(0o755)
    return place


def component(inputs: dict[str, str] | None = None) -> dict[str, Any]:
    """The jobs of the GitLab component with its inputs put in, before YAML is read, as GitLab does it."""
    header, _, body = TEMPLATE.partition("\n---\n")
    known = YAML(typ="safe").load(header)["spec"]["inputs"]
    for name, spec in known.items():
        body = body.replace(f"$[[ inputs.{name} ]]", (inputs or {}).get(name, spec["default"]))
    return dict(YAML(typ="safe").load(body))


def run_component(
    repo: Repo, folder: Path, inputs: dict[str, str] | None = None, own: bool = False, **gitlab: str
) -> Step:
    """The component's script with POSIX's shell, and the runbook-lint of this checkout."""
    (job,) = component(inputs).values()
    given = {name: each["value"] if isinstance(each, dict) else each for name, each in job["variables"].items()}
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "CI_"))}
    path = os.pathsep.join([str(folder / "bin" if own else shims(folder)), os.environ["PATH"]])
    env = {**clean, "PATH": path, "CI_PROJECT_DIR": str(repo.root), **gitlab, **given}
    script = "\n".join(job["script"])
    done = subprocess.run(["sh", "-ec", script], cwd=repo.root, env=env, capture_output=True, text=True, check=False)
    return Step(done.returncode, done.stdout, done.stderr)
