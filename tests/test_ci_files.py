"""The GitHub Action, the GitLab component and our own workflows: valid, without injection, and run."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ci import ACTION, STEPS, TEMPLATE, check_step, component, run_component, run_step, shims
from conftest import ROOT, Repo
from published import tool
from ruamel.yaml import YAML
from test_docs import calls, parsed
from walk import BLOCK

GUIDE = "# Guide\n\n## Restart\n\nStop it, then start it.\n"
CART = "# Cart\n\nSee [how](guide.md#restart).\n"
OLD = "# Old\n\n[nowhere](nowhere.md)\n"
FILES = {"runbooks/guide.md": GUIDE, "runbooks/cart.md": CART, "old.md": OLD, "runbook-lint.toml": ""}
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PAGES = sorted([*ROOT.glob("docs/**/*.md"), ROOT / "README.md"])


def written(kind: str) -> dict[str, str]:
    """The files of a kind that the documentation tells people to write, by page and place."""
    return {
        f"{page.relative_to(ROOT)}:{block.start()}": block["text"]
        for page in PAGES
        for block in BLOCK.finditer(page.read_text(encoding="utf-8"))
        if block["language"] == "yaml" and re.search(kind, block["path"] or block["text"].splitlines()[0])
    }


def valid(schema: str, texts: dict[str, str], folder: Path) -> None:
    """Each text holds to a published schema."""
    reader = tool("check-jsonschema")
    places = []
    for number, text in enumerate(texts.values()):
        places.append(folder / f"{number}.yml")
        places[-1].write_text(text, encoding="utf-8")
    command = [reader, "--builtin-schema", schema, *map(str, places)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout, list(texts))


def test_the_action_holds_to_its_schema(tmp_path):
    valid("vendor.github-actions", {"action.yml": (ROOT / "action.yml").read_text(encoding="utf-8")}, tmp_path)


def test_workflows_hold_to_their_schema(tmp_path):
    told = written(r"\.github/workflows/")
    assert len(told) >= 4
    ours = {path.name: path.read_text(encoding="utf-8") for path in WORKFLOWS}
    assert sorted(ours) == ["ci.yml", "site.yml", "weekly.yml"]
    valid("vendor.github-workflows", {**ours, **told}, tmp_path)


def test_the_component_holds_to_its_schema(tmp_path):
    header, _, _ = TEMPLATE.partition("\n---\n")
    jobs = json.dumps(component())
    valid("vendor.gitlab-ci", {"header": header, "jobs": jobs, **written(r"\.gitlab-ci\.yml")}, tmp_path)


def test_what_our_workflows_call_is_a_command():
    jobs = [job for path in WORKFLOWS for job in YAML(typ="safe").load(path)["jobs"].values()]
    lines = [line for job in jobs for step in job["steps"] for line in step.get("run", "").splitlines()]
    assert sorted(call.partition(" >")[0] for call in calls(lines) if parsed(call)) == [
        "runbook-lint check --profile strict --fail-on error",
        "runbook-lint due --by team --format markdown",
        "runbook-lint links --fail-dead",
        "runbook-lint site build",
    ]


def test_an_auditor_of_workflows_finds_nothing():
    """zizmor: what is written into scripts, permissions, credentials left behind, what is not pinned."""
    command = [tool("zizmor"), "--offline", "--no-progress", "--quiet", "--min-severity", "medium", "--color", "never", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_actionlint():
    """It comes from no package index: CI on GitHub has it in a job of its own."""
    import shutil

    if shutil.which("actionlint") is None:
        pytest.skip("actionlint is not installed")
    done = subprocess.run(["actionlint", *map(str, WORKFLOWS)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_nothing_is_written_into_a_script():
    """No expression in a script: whatever is given is a value of the environment there."""
    runs = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert [run for run in runs if "${{" in run] == []
    assert len(runs) == 2
    body = YAML(typ="safe").load(TEMPLATE.partition("\n---\n")[2])
    (job,) = body.values()
    assert "$[[" not in "".join([*job["script"], *job["before_script"]])
    assert [each for each in job["variables"].values() if "$[[" in str(each) and each["expand"] is not False] == []


def test_scripts_by_shellcheck(tmp_path):
    (job,) = component().values()
    scripts = {id: f"#!/bin/bash\n{step['run']}" for id, step in STEPS.items() if "run" in step}
    scripts["component"] = "#!/bin/sh\n" + "\n".join([*job["before_script"], *job["script"]])
    for name, text in scripts.items():
        (tmp_path / name).write_text(text)
    done = subprocess.run([tool("shellcheck"), *scripts], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_every_input_and_output_is_documented():
    page = (ROOT / "docs/howto/check-pull-requests.md").read_text(encoding="utf-8")
    names = [*ACTION["inputs"], *ACTION["outputs"], *YAML(typ="safe").load(TEMPLATE.partition("\n---\n")[0])["spec"]["inputs"]]
    assert [name for name in names if f"`{name}`" not in page] == []


# The action


@pytest.fixture
def branch(repo):
    """A branch whose pull request deletes a page that another one links to."""
    repo.write(FILES)
    repo.git("init", "-q", "-b", "main")
    commit(repo)
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("checkout", "-q", "-b", "work")
    (repo.root / "runbooks/guide.md").unlink()
    commit(repo)
    return repo


def commit(repo: Repo) -> None:
    repo.git("add", "-A")
    repo.git("commit", "-qm", "change")


BROKEN = (
    "::error file=runbooks/cart.md,line=3,endLine=3,col=11,endColumn=27,title=LK001 broken-link::"
    'runbooks/cart.md:3:11: "guide.md#restart" does not exist%0Ahelp: add the file, or mend or remove the link\n'
)
NOWHERE = (
    "::error file=old.md,line=3,endLine=3,col=11,endColumn=21,title=LK001 broken-link::"
    'old.md:3:11: "nowhere.md" does not exist%0Ahelp: add the file, or mend or remove the link\n'
)


def outputs(step) -> dict[str, str]:
    return {name: value for name, value in step.outputs.items() if name != "sarif"}


FOUND = {"errors": "1", "warnings": "0", "findings": "1", "exit-code": "1"}
BOTH = {"errors": "2", "warnings": "0", "findings": "2", "exit-code": "1"}


@pytest.mark.parametrize(
    ("inputs", "github", "out", "told"),
    [
        ({}, {"GITHUB_BASE_REF": "main"}, BROKEN, FOUND),
        ({}, {}, NOWHERE + BROKEN, BOTH),
        ({}, {"merge_group": "main"}, BROKEN, FOUND),
        ({"changed": ""}, {"GITHUB_BASE_REF": "main"}, BROKEN, FOUND),
        ({"changed": "all"}, {"GITHUB_BASE_REF": "main"}, NOWHERE + BROKEN, BOTH),
        ({"changed": "HEAD~1"}, {}, BROKEN, FOUND),
        ({"changed": "HEAD"}, {}, "", {"errors": "0", "warnings": "0", "findings": "0", "exit-code": "0"}),
        ({"paths": "old.md\n"}, {}, NOWHERE, FOUND),
        ({"paths": "old.md\nrunbooks"}, {}, NOWHERE + BROKEN, BOTH),
        ({"config": 'ignore=["LK"]\nfail-on="info"\n'}, {}, "", {**BOTH, "errors": "0", "findings": "0", "exit-code": "0"}),
        ({"config": 'rules={broken-link={severity="warning"}}'}, {}, None, {**BOTH, "errors": "0", "warnings": "2", "exit-code": "0"}),
        ({"config": 'rules={broken-link={severity="warning"}}', "fail-on": "warning"}, {}, None,
         {**BOTH, "errors": "0", "warnings": "2", "exit-code": "1"}),
    ],
)  # fmt: skip
def test_what_the_action_judges(branch, tmp_path, inputs, github, out, told):
    step = check_step(branch, tmp_path / "runner", inputs, **github)
    assert (outputs(step), step.code) == (told, int(told["exit-code"])), step.err
    assert out is None or annotations(step) == out
    report = json.loads(Path(step.outputs["sarif"]).read_text(encoding="utf-8"))
    assert len(report["runs"][0]["results"]) == int(told["findings"])
    assert step.summary.startswith("### runbook-lint\n")
    assert step.summary.count("[LK001 broken-link]") == int(told["findings"])


def annotations(step) -> str:
    return "".join(line for line in step.out.splitlines(keepends=True) if line.startswith("::"))


def test_in_a_folder_with_a_report_of_its_own(branch, tmp_path):
    branch.write({"docs/runbook-lint.toml": "", "docs/a.md": OLD})
    inputs = {"working-directory": "docs", "sarif-file": "out/my report.sarif"}
    step = check_step(branch, tmp_path / "runner", inputs)
    assert annotations(step) == NOWHERE.replace("old.md", "docs/a.md")
    assert step.outputs["sarif"] == str(branch.root / "docs/out/my report.sarif")
    assert "docs/a.md" in Path(step.outputs["sarif"]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("inputs", "github", "why"),
    [
        ({"changed": "gone"}, {}, "runbook-lint: --changed gone: no such commit, branch or tag; `git fetch` may bring it\n"),
        ({"paths": "gone.md"}, {}, "runbook-lint: gone.md: no such file or folder\n"),
        ({"config": "fail-on=1 2"}, {}, None),
        ({"fail-on": "everything"}, {}, None),
    ],
)
def test_where_it_cannot_judge(branch, tmp_path, inputs, github, why):
    step = check_step(branch, tmp_path / "runner", inputs, **github)
    assert (step.code, step.outputs, step.summary) == (2, {"exit-code": "2"}, "")
    assert step.out == "::error title=runbook-lint::it could not judge; the log of this step says why\n"
    assert step.err == why if why else step.err.startswith("runbook-lint: ")


HOSTILE = [
    "$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "'; touch pwned; '", "a\ntouch pwned\n", "a; touch pwned", "a && touch pwned",
    "a | tee pwned", "--output-file=pwned", "-o pwned", "--format=json:pwned", "--upload-pack=touch pwned", "${IFS}", "*", "~", "a b  c",
    "x\n::error::forged", "::error::forged", "${{ github.token }}", "\\", "é\u202e",
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["changed", "paths", "config", "fail-on", "sarif-file", "GITHUB_BASE_REF", "merge_group"])
def test_hostile_values_are_values(repo, tmp_path, name, value):
    """Each reaches runbook-lint as one argument (lists: a line each), nothing runs, nothing is put among the outputs."""
    recorder = shims(tmp_path / "runner") / "runbook-lint"
    recorder.write_text('#!/bin/sh\nfor each; do printf "%s\\0" "$each"; done > "$RUNNER_TEMP/arguments"\n')
    inputs, github = ({}, {name: value}) if name in ("GITHUB_BASE_REF", "merge_group") else ({name: value}, {})
    step = check_step(repo, tmp_path / "runner", inputs, own=True, **github)
    assert not list(tmp_path.rglob("pwned"))
    if name == "sarif-file" and "\n" in value:
        assert (step.code, step.outputs, step.out.count("::error")) == (2, {}, 1)
        return
    told = (tmp_path / "runner/temp/arguments").read_text(encoding="utf-8").split("\0")
    lines = [line for line in value.split("\n") if line]
    wanted = {
        "changed": [f"--changed={value}", "--"],
        "GITHUB_BASE_REF": [f"--changed=origin/{value}", "--"],
        "merge_group": [f"--changed={value}", "--"],
        "fail-on": [f"--fail-on={value}", "--"],
        "config": [*(f"--config={line}" for line in lines), "--"],
        "paths": ["--", *lines],
        "sarif-file": ["--"],
    }
    assert told[7:-1] == wanted[name]
    assert name != "sarif-file" or told[4] == f"sarif:{repo.root}/{value}"
    assert step.outputs == {"exit-code": "0"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("changed", "--upload-pack=touch pwned"), ("changed", "-x"), ("paths", "--output-file=pwned"), ("paths", "$(touch pwned)"),
     ("sarif-file", "$(touch pwned) \"'.sarif"), ("config", "::error::forged"), ("GITHUB_BASE_REF", "x\n::error::forged")],
)  # fmt: skip
def test_hostile_values_and_the_program(branch, tmp_path, name, value):
    """Nothing is written but the report, and nothing forges an annotation."""
    inputs, github = ({}, {name: value}) if name == "GITHUB_BASE_REF" else ({name: value}, {})
    step = check_step(branch, tmp_path / "runner", inputs, **github)
    listed = branch.git("status", "--short", "-z")
    assert (step.code, listed) == ((1, f"?? {value}\0") if name == "sarif-file" else (2, "")), step.err
    assert not list(tmp_path.rglob("pwned"))
    assert [line for line in [*step.out.splitlines(), *step.err.splitlines()] if line.lstrip().startswith("::error::")] == []


def test_a_hostile_page_forges_nothing(branch, tmp_path):
    branch.write({"evil\n::error::forged.md": "# A\n\n[x](%0A::error::y)\n\n::set-output name=sarif::/etc/passwd\n"})
    step = check_step(branch, tmp_path / "runner")
    assert set(step.outputs) == {"exit-code", "errors", "warnings", "findings", "sarif"}
    assert [line for line in step.out.splitlines() if line.lstrip().startswith(("::error::", "::set-output"))] == []


SLY = {f"{name}.py": f"open({name!r} + '.pwned', 'w')\n" for name in ("json", "pathlib", "venv", "pip", "subprocess", "runbook_lint")}


def test_no_module_comes_from_what_is_judged(branch, tmp_path):
    """A pull request may bring a json.py; in a job that only judges nothing of it runs."""
    step = check_step(branch.write(SLY), tmp_path / "runner")
    assert (step.code, outputs(step)) == (1, BOTH), step.err
    assert list(tmp_path.rglob("*.pwned")) == []


def test_the_action_installs_itself(repo, tmp_path):
    """Slow: the environment is made as on a runner, with this project's files."""
    repo.write(SLY)
    step = run_step(repo, tmp_path / "a runner", "install", {"steps.python.outputs.python-path": sys.executable})
    assert step.code == 0, step.err
    (name,) = step.outputs
    done = subprocess.run([f"{step.outputs[name]}/runbook-lint", "--version"], capture_output=True, text=True, check=False)
    assert (name, done.stdout.split()[0], done.returncode) == ("bin", "runbook-lint", 0)
    assert list(tmp_path.rglob("*.pwned")) == []


def test_two_folders_of_a_repository_are_two_analyses():
    """Code scanning replaces an analysis by the next one of the same category."""
    (upload,) = (step["with"] for step in ACTION["runs"]["steps"] if "upload-sarif" in step.get("uses", ""))
    assert upload["category"] == (
        "runbook-lint${{ inputs.working-directory != '.' && format('/{0}', inputs.working-directory) || '' }}"
    )


# The component


def report(repo: Repo) -> list[str]:
    found = json.loads((repo.root / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    return [f"{each['location']['path']}: {each['check_name']}" for each in found]


@pytest.mark.parametrize(
    ("inputs", "gitlab", "said", "code"),
    [
        ({}, {}, ["nowhere.md", "guide.md#restart"], 1),
        ({}, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"}, ["guide.md#restart"], 1),
        ({"changed": "all"}, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"}, ["nowhere.md", "guide.md#restart"], 1),
        ({"changed": "HEAD"}, {}, [], 0),
        ({"folder": "runbooks"}, {}, ["nowhere.md", "guide.md#restart"], 1),
        ({"fail_on": "info"}, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"}, ["guide.md#restart"], 1),
    ],
)
def test_what_the_component_judges(branch, tmp_path, inputs, gitlab, said, code):
    """The report is always of everything: GitLab compares it with the target branch's."""
    step = run_component(branch, tmp_path / "runner", inputs, **gitlab)
    assert (re.findall(r'"(\S+)" does not exist', step.out), step.code, step.err) == (said, code, "")
    assert report(branch) == ["old.md: broken-link", "runbooks/cart.md: broken-link"]


def test_the_component_installs_nothing_of_what_is_judged(repo, tmp_path):
    (job,) = component().values()
    path = f"{shims(tmp_path / 'runner')}:{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "RUNBOOK_LINT_PACKAGE": "--help"}
    script = "\n".join(job["before_script"])
    done = subprocess.run(["sh", "-ec", script], cwd=repo.write(SLY).root, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, "Install packages from:" in done.stdout) == (0, True), done.stderr
    assert list(tmp_path.rglob("*.pwned")) == []


@pytest.mark.parametrize("value", [each for each in HOSTILE if not set('"\\\n') & set(each)])
def test_hostile_inputs_of_the_component(repo, tmp_path, value):
    recorder = shims(tmp_path / "runner") / "runbook-lint"
    recorder.write_text('#!/bin/sh\nfor each; do printf "%s\\0" "$each"; done > "$CI_PROJECT_DIR/arguments"\n')
    step = run_component(repo, tmp_path / "runner", {"changed": value}, own=True)
    told = (repo.root / "arguments").read_text(encoding="utf-8").split("\0")
    assert (told, step.code) == (["check", "--format", "grouped", f"--changed={value}", ""], 0)
    (repo.root / value.strip("/") / "x").mkdir(parents=True)
    step = run_component(repo, tmp_path / "runner", {"folder": value}, own=True)
    assert (step.code, step.err, list(tmp_path.rglob("pwned"))) == (0, "", [])


def test_inputs_that_the_component_refuses():
    """GitLab puts inputs into the text before it reads YAML: what would end a quoted value is refused."""
    inputs = YAML(typ="safe").load(TEMPLATE.partition("\n---\n")[0])["spec"]["inputs"]
    open_ones = [name for name, spec in inputs.items() if "options" not in spec]
    assert [name for name in open_ones for bad in ('a"b', "a\\b", "") if re.search(inputs[name]["regex"], bad)] == []
    assert [name for name, spec in inputs.items() if "regex" in spec and not re.search(spec["regex"], spec["default"])] == []
