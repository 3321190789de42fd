"""What git's history costs: `python bench/history.py FOLDER --commits 20000 --services 10000` makes one and asks it.

A service has 4.2 files below `services/`, all in one folder unless `--teams` groups them; every commit touches a few,
some move dates alone, and one in 4,000 moves three hundred. Seconds are of the processor, git's included.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from runbook_lint.app import bumps, git_trees
from runbook_lint.app.git_edits import edits
from runbook_lint.model.bump import BumpFacts
from runbook_lint.model.settings import Settings
from runbook_lint.parse.before import Before
from runbook_lint.parse.bumps import facts_bytes, stamp_names

START = date(2026, 1, 1)
DAYS = 320
KINDS = ("service.yaml", "runbook.md", "plan.md", "rules.yaml")
NAMES = stamp_names(Settings())


def history(commits: int, services: int, teams: bool) -> Iterator[bytes]:
    """Commits as `git fast-import` takes them."""
    dice = random.Random(1)
    folders = [f"services/{f'team-{number // 100:03}/' if teams else ''}svc-{number:05}" for number in range(services)]
    files = [f"{folder}/{kind}" for folder in folders for kind in KINDS]
    files += [f"{folder}/more.md" for folder in folders[::5]]
    days = dict.fromkeys(files, START)
    words: dict[str, int] = {}
    for number in range(commits):
        today = START + timedelta(number * DAYS // commits)
        bulk, only_dates = number % 4000 == 3999, dice.random() < 0.1
        some = files if number == 0 else dice.sample(files, min(300, len(files)) if bulk else dice.randint(1, 6))
        yield f"commit refs/heads/main\ncommitter A <a@a.example> {_seconds(today, number)} +0000\ndata 1\nx\n".encode()
        for path in some:
            days[path] = today if bulk or only_dates or dice.random() < 0.3 else days[path]
            words[path] = words.get(path, 0) if bulk or only_dates else number
            text = _text(path, days[path], words[path])
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(text), text)


def _seconds(day: date, number: int) -> int:
    return (day - date(1970, 1, 1)).days * 86_400 + number % 86_400


def _text(path: str, day: date, word: int) -> bytes:
    stamp = f"last_reviewed: {day}\n"
    head = f"---\n{stamp}---\n# Page\n" if path.endswith(".md") else f"service: SVC-X\nowner: API\n{stamp}"
    return f"{head}{'x' * 400}\nword {word}\n{'y' * 400}\n".encode()


def timed(what: str, ask: Callable[[], object]) -> None:
    """Print what something costs, in seconds of the processor."""
    before = _spent()
    ask()
    print(f"{what}: {_spent() - before:.2f}")


def _spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(root: Path) -> None:
    """Ask a history in every way that `check` does."""
    shelf, half = Before(), START + timedelta(DAYS // 2)
    timed("the pass alone", lambda: sum(len(each.files) for each in edits(root, "HEAD", str(START))))
    timed("all of it", lambda: bumps.bump_facts(root, START, NAMES, shelf))
    timed("all of it, dates of half the time", lambda: bumps.bump_facts(root, half, NAMES))
    timed("kept, the same commit", lambda: bumps.bump_facts(root, START, NAMES, shelf))
    earlier = git_trees.commit_id(root, "HEAD~100")
    shelf.put(bumps.NAME, facts_bytes(BumpFacts(earlier, START, NAMES)))
    timed("kept, 100 commits later", lambda: bumps.bump_facts(root, START, NAMES, shelf))
    print("most memory, MB:", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    """Make a history where there is none, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--commits", type=int, default=20_000)
    parser.add_argument("--services", type=int, default=10_000)
    parser.add_argument("--teams", action="store_true", help="a hundred services in a folder, not all in one")
    given = parser.parse_args()
    if not given.folder.exists():
        subprocess.run(["git", "init", "-q", "-b", "main", str(given.folder)], check=True)
        command = ["git", "-C", str(given.folder), "fast-import", "--quiet"]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
            assert process.stdin
            process.stdin.writelines(history(given.commits, given.services, given.teams))
    measure(given.folder)


if __name__ == "__main__":
    main()
