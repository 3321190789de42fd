"""Work in several processes: the same result in the same order, the same failure, and nobody left behind."""

import os
import signal
import time
from functools import partial
from multiprocessing import get_all_start_methods

import pytest
from site_tree import TREE

from runbook_lint.app import processes
from runbook_lint.app.processes import all_done

pytestmark = pytest.mark.skipif("fork" not in get_all_start_methods(), reason="this system splits no process")


def of(monkeypatch, count):
    monkeypatch.setattr(processes, "processes", lambda parts: count)


def where(number):
    return number, os.getpid()


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_every_part_is_done_once_and_in_order(monkeypatch, count):
    of(monkeypatch, count)
    done = all_done([partial(where, number) for number in range(7)])
    assert [number for number, _ in done] == list(range(7))
    assert len({process for _, process in done}) == count


def test_a_failure_is_the_same_as_in_one_process(monkeypatch):
    def fails(number):
        if number == 5:
            raise ValueError("part 5")
        return number

    for count in (1, 2):
        of(monkeypatch, count)
        with pytest.raises(ValueError, match=r"\Apart 5\Z"):
            all_done([partial(fails, number) for number in range(8)])


def test_the_share_of_a_helper_that_is_killed_is_done_here(monkeypatch):
    here = os.getpid()

    def killed(number):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    of(monkeypatch, 2)
    assert all_done([partial(killed, number) for number in range(8)]) == list(range(8))


def test_who_stops_it_stops_the_helpers(monkeypatch):
    here, read = os.getpid(), os.pipe()

    def stopped(number):
        if os.getpid() == here:
            os.read(read[0], 5)  # the helper is at work
            raise KeyboardInterrupt
        os.write(read[1], b"begun")
        time.sleep(60)
        return number

    of(monkeypatch, 2)
    with pytest.raises(KeyboardInterrupt):
        all_done([partial(stopped, number) for number in range(2)])
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_few_parts_are_not_worth_a_process(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("threading.active_count", lambda: 1)  # other tests may have left some
    assert [processes.processes(parts) for parts in (0, 47, 48, 72, 1000)] == [1, 1, 2, 3, 4]
    monkeypatch.setattr("sys.platform", "darwin")
    assert processes.processes(1000) == 1


def test_the_site_is_the_same_from_one_process_and_from_several(repo, monkeypatch):
    repo.write(TREE)
    folder = repo.root / ".runbook_lint_site"
    made = []
    for count in (1, 2, 5):
        of(monkeypatch, count)
        assert repo.run("site", "generate", "--today", "2026-11-21").code == 0
        made.append({path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()})
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
    assert made[0] == made[1] == made[2]
