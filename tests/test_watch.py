"""`check --watch` judges again when something changed that it reads, and only then; nothing but Ctrl-C ends it."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from runbook_lint.app.project import open_project
from runbook_lint.app.watch import look, watch

BAD = {
    "runbook-lint.toml": 'select = ["CT003", "LK001"]\n',
    "services/teams.yaml": "teams:\n  API:\npeople:\n  jtsimmons: {}\n",
    "services/cart/service.yaml": "service: SVC-CART\nteam: API\nowner: jtsimons\n",
}
LINE = "services/cart/service.yaml:3:8: CT003 owner jtsimons is no known team or person\n"


@pytest.fixture
def turns(repo, monkeypatch):
    """Watch in this process: each pause does the next thing, and what was judged by then is noted."""

    def watched(*steps, not_these=()):
        monkeypatch.chdir(repo.write(BAD).root)
        judged, left = [0], list(steps)

        def pause(seconds):
            assert seconds >= 0.3
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()
            judged.append(0)

        def opened():
            project = open_project(repo.root)
            return project, project.workspace()

        def judge(project, workspace):
            judged[-1] += 1

        assert watch(opened, judge, not_these, pause) == 0
        return judged

    return watched


def nothing():
    pass


def test_only_a_change_is_judged(repo, turns):
    repo.git("init", "-q")

    def write(path, text="x\n"):
        return lambda: repo.write({path: text})

    assert turns(
        nothing,
        write("docs/a.md"),
        nothing,
        write("main.py"),  # a link may lead to it from now on
        write("main.py", "longer\n"),
        write("services/cart/service.yaml", "service: SVC-CART\n"),
        lambda: (repo.root / "docs/a.md").unlink(),
        write("runbook-lint.toml", "x ="),
        write("runbook-lint.toml", ""),
        write(".gitattributes", "*.md linguist-generated\n"),
        nothing,
    ) == [1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0]


def test_what_it_writes_itself_does_not_start_it_again(repo, turns):
    place = repo.root / "report.md"
    assert turns(lambda: place.write_text("# Report\n"), not_these=[place]) == [1, 0]


def test_a_mistake_is_told_and_is_no_end(repo, turns, capsys):
    turns(lambda: repo.write({"runbook-lint.toml": "x ="}), nothing)
    assert "runbook-lint: runbook-lint.toml: not valid TOML: Invalid value (at end of document)\n" in capsys.readouterr().err


def test_what_is_wrong_from_the_start_ends_it(repo):
    done = repo.write(BAD).run("check", "--watch", "nowhere.md")
    assert (done.code, done.out, done.err) == (2, "", "runbook-lint: nowhere.md: no such file or folder\n")


def test_a_look_sees_the_same_twice(repo, monkeypatch):
    monkeypatch.chdir(repo.write(BAD).root)
    project = open_project(repo.root)
    assert look(project) == look(project)


def test_what_did_not_change_is_not_parsed_again(repo, monkeypatch, capsys):
    import runbook_lint.parse.world as world
    from runbook_lint.app.cli import cli

    repo.write(BAD).write({f"docs/{name}.md": f"# {name}\n" for name in "abc"})
    monkeypatch.chdir(repo.root)
    parsed, rounds, real = [], [], world.parse_document
    monkeypatch.setattr(world, "parse_document", lambda path, *more: parsed.append(path) or real(path, *more))

    def pause(seconds):
        rounds.append(tuple(parsed))
        parsed.clear()
        if len(rounds) == 2:
            raise KeyboardInterrupt
        repo.write({"docs/b.md": "# b\n\n[gone](gone.md)\n"})

    monkeypatch.setattr("runbook_lint.app.watch.watch", lambda *given: watch(*given, pause=pause))
    cli.main(["check", "--watch", "--format", "concise", "-q"], standalone_mode=False)
    assert rounds == [("docs/a.md", "docs/b.md", "docs/c.md"), ("docs/b.md",)]
    assert capsys.readouterr().out == f'{LINE}docs/b.md:3:8: LK001 "gone.md" does not exist\n{LINE}'


def test_as_a_person_runs_it(repo):
    """A page that is mended is judged anew within moments; nothing is cleared where no terminal is; Ctrl-C is 0."""
    repo.write(BAD)
    command = [sys.executable, "-m", "runbook_lint", "check", "--watch", "--format", "concise", "--today", "2026-09-01"]
    running = subprocess.Popen(
        command, cwd=repo.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    try:
        assert running.stderr.readline().endswith(": waiting for a change; Ctrl-C ends it\n")
        repo.write({"services/cart/service.yaml": "service: SVC-CART\nteam: API\nowner: jtsimmons\n"})
        assert running.stderr.readline().endswith(": waiting for a change; Ctrl-C ends it\n")
        time.sleep(0.5)
    finally:
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, err) == (0, "\n")
    assert out == f"{LINE}1 error in 0 documents and 1 service\nNo findings in 0 documents and 1 service\n"


def test_a_folder_that_is_deleted_ends_it_in_words(repo):
    repo.write(BAD)
    command = [sys.executable, "-m", "runbook_lint", "check", "--watch", "-qq", "--today", "2026-09-01"]
    running = subprocess.Popen(command, cwd=repo.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr.readline().endswith(": waiting for a change; Ctrl-C ends it\n")
        shutil.rmtree(repo.root)
        out, err = running.communicate(timeout=30)
    finally:
        running.kill()
    told = f"runbook-lint: {repo.root}: the folder is gone, so there is nothing to watch\n"
    assert (running.returncode, out, err) == (2, "", told)
