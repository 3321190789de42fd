"""docs/pull-request.md is true: a pull request walked through, with the real hook and the action's own script."""

import json
import os
import re
import subprocess
from pathlib import Path

from ci import Step, check_step
from conftest import ROOT, Repo
from published import at_home, publish, tool
from walk import environment, walked

PAGE = ROOT / "docs/pull-request.md"


def ci(repository: Path, place: Path) -> Step:
    """The step of a pull request's run, on GitHub's merge of the branch into main."""
    clone = Repo(place / "checkout")
    env = environment(place)
    for command in (
        ["clone", "-q", str(repository / "../hosted"), str(clone.root)],
        ["-C", str(clone.root), "checkout", "-q", "--detach", "origin/main"],
        ["-C", str(clone.root), "merge", "-q", "--no-ff", "-m", "Merge headings into main", "origin/headings"],
    ):
        subprocess.run(["git", *command], check=True, env=env)
    commit = clone.git("rev-parse", "HEAD").strip()
    return check_step(
        clone, place / "runner", GITHUB_BASE_REF="main", GITHUB_SHA=commit, NO_COLOR="1",
        GITHUB_SERVER_URL="https://github.com", GITHUB_REPOSITORY="gannet-sound/harbour",
    )  # fmt: skip


def shown(name: str, step: Step) -> str:
    """A part of what a step leaves, as the page shows it."""
    if name == "sarif":
        report = json.loads(Path(step.outputs["sarif"]).read_text(encoding="utf-8"))
        return json.dumps(report["runs"][0]["results"][0], indent=2, ensure_ascii=False) + "\n"
    if name == "outputs":
        return "".join(f"{key}={os.path.basename(value)}\n" for key, value in sorted(step.outputs.items()))  # noqa: PTH119
    return {"log": step.out, "summary": step.summary.rstrip("\n") + "\n"}[name]


def test_one_pull_request(tmp_path):
    """Slow: pre-commit fetches this project and installs it."""
    tool("pre-commit")
    page = PAGE.read_text(encoding="utf-8")
    (tmp_path / "published").mkdir()
    published = publish(tmp_path / "published")
    for rev in re.findall(r"rev: (v\S+)", page):
        published.git("tag", "-f", rev)
    steps: dict[str, Step] = {}

    def written(name: str, folder: Path) -> str:
        commit = Repo(folder).git("rev-parse", "HEAD")
        if commit not in steps:
            (tmp_path / f"ci{len(steps)}").mkdir()
            steps[commit] = ci(folder, tmp_path / f"ci{len(steps)}")
        return shown(name, steps[commit])

    env = at_home(tmp_path / "home", published)
    kept = {key: value for key, value in env.items() if key not in environment(tmp_path)}
    true = walked(page, tmp_path, {**kept, **{key: env[key] for key in ("HOME", "PATH")}, "PYTHONPATH": ""}, written)
    if os.environ.get("UPDATE_EXPECTED"):
        PAGE.write_text(true, encoding="utf-8")
    assert page == true
    assert [step.code for step in steps.values()] == [1, 0]
