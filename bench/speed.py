"""What `check` costs beside its peers: `python bench/speed.py --peers peers/bin 1000 10000` prints a table.

The peers do a part of the job each: rumdl (style and links of Markdown), lychee (links and anchors), check-jsonschema
(manifests). Runs are interleaved, so that what else the machine does falls on all alike; times are medians by the
clock, each run a process of its own. Ratios in one run on one machine are what counts: seconds are another machine's.

"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import tree

CHECK = (sys.executable, "-m", "runbook_lint", "check", "--exit-zero", "-q", "--today", str(tree.TODAY))
CHANGED = 10
"""Pages that are changed at once; one is, where a hook is measured."""


@dataclass(frozen=True)
class Case:
    """Something that is measured: its name, its command, and what is done before each run of it."""

    name: str
    command: Sequence[str]
    before: Callable[[int], object] = lambda turn: None


def cases(folder: Path, services: int, peers: Path | None) -> Iterator[Case]:
    """What is measured of one organisation."""
    cache = folder.parent / f"cache-{services}"
    remembered = (*CHECK, "--cache-dir", str(cache))
    page = f"services/{tree.service(min(40, services - 1)).slug}/runbook.md"
    yield Case("python -c pass", (sys.executable, "-c", "pass"))
    yield Case("check, nothing remembered", (*CHECK, "--cache-dir", str(cache) + "-new"), lambda turn: _forget(cache))
    yield Case("check, nothing changed, fresh times", remembered, lambda turn: _touch(folder))
    yield Case(f"check, {CHANGED} pages changed", remembered, lambda turn: _change(folder, services, turn, CHANGED))
    hook = (*remembered, "--hook", page)
    yield Case("check --hook, one page changed", hook, lambda turn: _change(folder, services, turn, 1))
    if peers:
        rumdl, lychee, jsonschema = (str(peers / name) for name in ("rumdl", "lychee", "check-jsonschema"))
        yield Case("rumdl, nothing remembered", (rumdl, "check", "--no-cache", "."))
        yield Case("rumdl, nothing changed", (rumdl, "check", "."))
        yield Case("rumdl, one page", (rumdl, "check", "--no-cache", page))
        yield Case("lychee --offline --include-fragments", (lychee, "--offline", "--include-fragments", "."))
        manifests = [str(place) for place in sorted(folder.glob("services/*/service.yaml"))]
        yield Case("check-jsonschema", (jsonschema, "--schemafile", _schema(folder), *manifests))


def _schema(folder: Path) -> str:
    place = folder.parent / "service.schema.json"
    command = (sys.executable, "-m", "runbook_lint", "schema", "service")
    place.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    return str(place)


def _forget(cache: Path) -> None:
    shutil.rmtree(str(cache) + "-new", ignore_errors=True)


def _touch(folder: Path) -> None:
    """What a fresh checkout does: the content stays, every time is new."""
    for place in folder.glob("services/**/*"):
        place.touch()


def _change(folder: Path, services: int, turn: int, count: int) -> None:
    """A sentence more in some runbooks, another one each turn."""
    for number in range(count):
        place = folder / "services" / tree.service((40 + 7 * number) % services).slug / "runbook.md"
        text = place.read_text(encoding="utf-8").rstrip()
        place.write_text(f"{text}\n\nLooked at again, time {turn} of {count}.\n", encoding="utf-8")


def timed(folder: Path, case: Case) -> float:
    """Seconds by the clock; a tool that finds something is not a failure, one that breaks is."""
    start = time.perf_counter()
    done = subprocess.run(case.command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1, 2) or (done.returncode == 2 and "lychee" not in case.name):
        sys.exit(f"{case.name}: exit {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return seconds


def memory(folder: Path, case: Case) -> float:
    """The most MB that a command and its helpers hold together, looked at every hundredth of a second."""
    process = subprocess.Popen(case.command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most, done = 0, threading.Event()
    watcher = threading.Thread(target=lambda: (process.wait(), done.set()))
    watcher.start()
    while not done.wait(0.01):
        most = max(most, sum(map(_held, _family(process.pid))))
    watcher.join()
    return most / 1024


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in _family(int(child)))]


def _held(pid: int) -> int:
    """Proportional kB: what two processes share counts once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def measured(services: int, peers: Path | None, turns: int) -> dict[str, tuple[float, float]]:
    """Median seconds and most MB of each case, by its name."""
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(spare) / f"services-{services}"
        tree.write(folder, services)
        identity = ("-c", "user.name=Bench", "-c", "user.email=bench@ferries.example", "-c", "commit.gpgsign=false")
        for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Grown from a seed")):
            subprocess.run(("git", *identity, *command), cwd=folder, check=True)
        wanted = list(cases(folder, services, peers))
        seconds: dict[str, list[float]] = {case.name: [] for case in wanted}
        for turn in range(turns + 1):
            for case in wanted:
                case.before(turn)
                spent = timed(folder, case)
                if turn:  # the first turn fills caches, the disk's among them
                    seconds[case.name].append(spent)
        held = {}
        for case in wanted:
            case.before(turns + 1)
            held[case.name] = memory(folder, case)
        return {name: (statistics.median(each), held[name]) for name, each in seconds.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure organisations of the sizes that the command line names."""
    parser = argparse.ArgumentParser(description="Measure what check costs, and its peers beside it.")
    parser.add_argument("services", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--peers", type=Path, help="The folder that rumdl, lychee and check-jsonschema are in.")
    parser.add_argument("--turns", type=int, default=5, help="How often each is run (default: 5).")
    options = parser.parse_args(arguments)
    print(f"Medians of {options.turns}, {os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
    columns = {services: measured(services, options.peers, options.turns) for services in options.services}
    names = list(next(iter(columns.values())))
    print("| seconds (MB) |", " | ".join(f"{services:,} services" for services in columns), "|")
    print("|---|", "---:|" * len(columns), sep="")
    for name in names:
        print(f"| {name} |", " | ".join(f"{each[name][0]:.2f} ({each[name][1]:.0f})" for each in columns.values()), "|")


if __name__ == "__main__":
    main()
