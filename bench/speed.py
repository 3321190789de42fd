"""What `check` costs beside its peers: `python bench/speed.py --peers peers/bin 1000 10000` prints a table.

The peers do a part of the job each: rumdl (style and links of Markdown), lychee (links and anchors), check-jsonschema
(manifests). Runs are interleaved, so that what else the machine does falls on all alike; times are medians by the
clock, each run a process of its own. Ratios in one run on one machine are what counts: seconds are another machine's.
`--gate docs/performance.md` fails where a ratio is more than twice what the table there comes to.
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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tree

CHECK = (sys.executable, "-m", "runbook_lint", "check", "--exit-zero", "-q", "--today", str(tree.TODAY))
CHANGED = 10
"""Pages that are changed at once; one is, where a hook is measured."""

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What is measured may keep its byte code, as what is installed does."""

FIRST, AGAIN, SOME, HOOK = (
    "check, nothing remembered",
    "check, nothing changed, fresh times",
    f"check, {CHANGED} pages changed",
    "check --hook, one page changed",
)
PASS, RUMDL, RUMDL_AGAIN, RUMDL_PAGE, LYCHEE = (
    "python -c pass",
    "rumdl, nothing remembered",
    "rumdl, nothing changed",
    "rumdl, one page",
    "lychee --offline --include-fragments",
)
RATIOS = (
    (FIRST, RUMDL), (FIRST, LYCHEE), (AGAIN, RUMDL_AGAIN), (SOME, AGAIN), (HOOK, PASS), (HOOK, RUMDL_PAGE),
)  # fmt: skip
"""What is compared with what."""

FAR = 2
"""How many times the ratio of the table is too far off."""


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
    page = page_of(services)
    yield Case(PASS, (sys.executable, "-c", "pass"))
    yield Case(FIRST, (*CHECK, "--cache-dir", str(cache) + "-new"), lambda turn: _forget(cache))
    yield Case(AGAIN, remembered, lambda turn: _touch(folder))
    yield Case(SOME, remembered, lambda turn: _change(folder, services, turn, CHANGED))
    hook = (*remembered, "--hook", page)
    yield Case(HOOK, hook, lambda turn: _change(folder, services, turn, 1))
    if peers:
        rumdl, lychee, jsonschema = (str(peers / name) for name in ("rumdl", "lychee", "check-jsonschema"))
        yield Case(RUMDL, (rumdl, "check", "--no-cache", "."))
        yield Case(RUMDL_AGAIN, (rumdl, "check", "."))
        yield Case(RUMDL_PAGE, (rumdl, "check", "--no-cache", page))
        yield Case(LYCHEE, (lychee, "--offline", "--include-fragments", "."))
        manifests = [str(place) for place in sorted(folder.glob("services/*/service.yaml"))]
        yield Case("check-jsonschema", (jsonschema, "--schemafile", _schema(folder), *manifests))


def page_of(services: int) -> str:
    """The page that one who is measured changes."""
    return f"services/{tree.service(min(40, services - 1)).slug}/runbook.md"


def grown(spare: Path, services: int) -> Path:
    """An organisation grown in a folder, committed."""
    folder = spare / f"services-{services}"
    tree.write(folder, services)
    identity = ("-c", "user.name=Bench", "-c", "user.email=bench@ferries.example", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Grown from a seed")):
        subprocess.run(("git", *identity, *command), cwd=folder, check=True)
    return folder


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
    done = subprocess.run(case.command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1, 2) or (done.returncode == 2 and "lychee" not in case.name):
        sys.exit(f"{case.name}: exit {done.returncode}: {done.stderr.decode(errors='replace')[-2000:]}")
    return seconds


def memory(folder: Path, case: Case) -> float:
    """The most MB that a command and its helpers hold together, looked at every hundredth of a second."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(case.command, cwd=folder, env=ENVIRONMENT, stdout=quiet, stderr=quiet)
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
        folder = grown(Path(spare), services)
        wanted = list(cases(folder, services, peers))
        seconds = medians(folder, wanted, turns)
        held = {}
        for case in wanted:
            case.before(turns + 1)
            held[case.name] = memory(folder, case)
        return {name: (each, held[name]) for name, each in seconds.items()}


def medians(folder: Path, wanted: Sequence[Case], turns: int) -> dict[str, float]:
    """Median seconds of each case, by its name; the runs take turns."""
    seconds: dict[str, list[float]] = {case.name: [] for case in wanted}
    for turn in range(turns + 1):
        for case in wanted:
            case.before(turn)
            spent = timed(folder, case)
            if turn:  # the first turn fills caches, the disk's among them
                seconds[case.name].append(spent)
    return {name: statistics.median(each) for name, each in seconds.items()}


def ratios(seconds: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """What is measured against what, as far as both were."""
    return {(one, other): seconds[one] / seconds[other] for one, other in RATIOS if one in seconds and other in seconds}


def table_of(text: str, services: int) -> dict[str, float]:
    """The seconds that a page's table gives for a size."""
    header = f"{services:,} services"
    tables = (part.splitlines() for part in text.split("\n\n") if part.startswith("| seconds"))
    table = next((lines for lines in tables if header in lines[0]), [""])
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in table]
    column = rows[0].index(header) if header in rows[0] else 0
    compared = {name for pair in RATIOS for name in pair}
    cells = ((row[0], row[column].split()[0]) for row in rows if row[0] in compared and column < len(row))
    return {name: float(seconds) for name, seconds in cells} if column else {}


def far_off(measured: Mapping[str, float], table: Mapping[str, float]) -> list[str]:
    """The ratios that are more than twice what the table comes to, each in a line."""
    usual = ratios(table)
    return [
        f"{one} against {other}: {now:.2f}, where the table comes to {usual[one, other]:.2f}"
        for (one, other), now in ratios(measured).items()
        if (one, other) in usual and now > FAR * usual[one, other]
    ]


def gate(page: Path, services: int, peers: Path, turns: int) -> None:
    """Fail where a ratio is far off three times; a machine with other work may be off once."""
    table = table_of(page.read_text(encoding="utf-8"), services)
    if not set(ratios(table)) >= set(RATIOS):
        sys.exit(f"{page}: its table lacks rows for {services:,} services, or some that are compared")
    for _ in range(3):
        with tempfile.TemporaryDirectory() as spare:
            folder = grown(Path(spare), services)
            compared = {name for pair in RATIOS for name in pair}
            seconds = medians(folder, [case for case in cases(folder, services, peers) if case.name in compared], turns)
        wrong = far_off(seconds, table)
        for (one, other), ratio in ratios(seconds).items():
            print(f"{one} against {other}: {ratio:.2f} (table: {ratios(table)[one, other]:.2f})")
        if not wrong:
            return
    sys.exit("\n".join(("", "Slower than it was, three times:", *wrong)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure organisations of the sizes that the command line names."""
    parser = argparse.ArgumentParser(description="Measure what check costs, and its peers beside it.")
    parser.add_argument("services", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--peers", type=Path, help="The folder that rumdl, lychee and check-jsonschema are in.")
    parser.add_argument("--turns", type=int, default=5, help="How often each is run (default: 5).")
    parser.add_argument("--gate", type=Path, metavar="PAGE", help="Fail where a ratio is twice that of its table.")
    options = parser.parse_args(arguments)
    options.peers = options.peers and options.peers.resolve()  # what is measured runs elsewhere
    if options.gate:
        if options.peers is None:
            parser.error("--gate compares with peers; name their folder with --peers")
        for services in options.services:
            gate(options.gate, services, options.peers, options.turns)
        return
    print(f"Medians of {options.turns}, {os.cpu_count()} processors, Python {sys.version.split()[0]}\n")
    columns = {services: measured(services, options.peers, options.turns) for services in options.services}
    names = list(next(iter(columns.values())))
    print("| seconds (MB) |", " | ".join(f"{services:,} services" for services in columns), "|")
    print("|---|", "---:|" * len(columns), sep="")
    for name in names:
        print(f"| {name} |", " | ".join(f"{each[name][0]:.2f} ({each[name][1]:.0f})" for each in columns.values()), "|")
    print("\n| ratio |", " | ".join(f"{services:,} services" for services in columns), "|")
    print("|---|", "---:|" * len(columns), sep="")
    found = [ratios({name: each[0] for name, each in column.items()}) for column in columns.values()]
    for pair in found[0]:
        print(f"| {pair[0]} / {pair[1]} |", " | ".join(f"{each[pair]:.2f}" for each in found), "|")


if __name__ == "__main__":
    main()
