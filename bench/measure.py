"""What the site costs: `python bench/measure.py 100 1000 3000` builds it for grown organisations and prints a table.

Everything is measured from outside, each run in a process of its own, so that memory and start-up are in it; how
generating is split is told by a run that times its parts from inside, in one process. Seconds of the processor are
those of all processes together, and what else the machine does is not in them; a clock's are what somebody waits for.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tree

TODAY = str(tree.TODAY)
TOOL = (sys.executable, "-m", "runbook_lint", "site")
DOCS = Path(".runbook_lint_site/docs")
SAMPLE = range(30, 60)
"""The services whose pages are weighed: they are in every organisation, with the same words."""


@dataclass(frozen=True)
class Run:
    """A process with its helpers: seconds of the processor and of a clock, the most MB it held, what it printed."""

    seconds: float
    clock: float
    megabytes: float
    out: str


def run(folder: Path, *command: str) -> Run:
    """Run a command in a folder; a failure ends the measurement with its words."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
        out.seek(0)
        text = out.read().decode()
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} in {folder}:\n{text[-3000:]}")
    return Run(usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / 1024, text)


def measured(folder: Path, services: int, strict: bool) -> Iterator[tuple[str, str]]:
    """What is measured of one organisation, by name, in the order of the table."""
    tree.write(folder, services)
    _commit(folder)
    cold = run(folder, *TOOL, "generate", "--no-cache", "--today", TODAY)
    docs = sum(1 for _ in (folder / DOCS).rglob("*.md"))
    yield "pages", f"{docs:,}"
    yield "generate, seconds of the processor", f"{cold.seconds:.1f}"
    yield "generate, milliseconds of it a page", f"{1000 * cold.seconds / docs:.1f}"
    yield "generate, seconds by the clock", f"{cold.clock:.1f}"
    yield "generate, most memory in MB", f"{cold.megabytes:.0f}"
    run(folder, *TOOL, "generate", "--today", TODAY)  # now what was read is remembered
    again = run(folder, *TOOL, "generate", "--today", TODAY)
    yield "again with no change, seconds", f"{again.seconds:.1f}"
    parts = json.loads(run(folder, sys.executable, __file__, "--parts").out)
    yield from ((f"of it {name}, seconds", f"{seconds:.1f}") for name, seconds in parts.items())
    seconds, touched = _after_one_change(folder)
    yield "after one change, seconds", f"{seconds:.1f}"
    yield "after one change, files written", str(len(touched))
    build = _build(folder, strict)
    mkdocs, waited = build.seconds - cold.seconds, build.clock - cold.clock
    yield "MkDocs, seconds of the processor", f"{mkdocs:.1f}"
    yield "MkDocs, milliseconds of it a page", f"{1000 * mkdocs / docs:.1f}"
    yield "MkDocs, seconds by the clock", f"{waited:.1f}"
    yield "build, most memory in MB", f"{build.megabytes:.0f}"
    yield "generate as a share of MkDocs, processor", f"{100 * cold.seconds / mkdocs:.0f} %"
    yield "generate as a share of MkDocs, clock", f"{100 * cold.clock / waited:.0f} %"
    yield "after one change as a share of MkDocs, processor", f"{100 * seconds / mkdocs:.0f} %"
    yield "again as a share of MkDocs, processor", f"{100 * again.seconds / mkdocs:.0f} %"
    yield from _weights(_output(folder))
    index = (_output(folder) / "search/search_index.json").read_bytes()
    yield "built-in search index, kB", f"{len(index) / 1000:,.0f}"
    yield "the same compressed, kB", f"{len(gzip.compress(index, 6)) / 1000:,.0f}"
    pagefind = run(folder, sys.executable, "-c", _PAGEFIND, str(_output(folder)))
    yield "Pagefind instead, seconds", f"{pagefind.seconds:.1f}"


_PAGEFIND = """
import sys
from pathlib import Path
from runbook_lint.app.site.search import set_up_search
set_up_search(Path(sys.argv[1]), "pagefind")
"""


def _build(folder: Path, strict: bool) -> Run:
    """Generate and build, with the search that the theme has built in."""
    where = ("--output", str(_output(folder)))
    options = ("--no-cache", "--today", TODAY, "--config", 'site.search="builtin"', *where)
    return run(folder, *TOOL, "build", *options, *(() if strict else ("--no-strict",)))


def _output(folder: Path) -> Path:
    """Where an organisation's site is built: beside it."""
    return folder.parent / f"site-{folder.name.rpartition('-')[2]}"


def _commit(folder: Path) -> None:
    """One commit: what git tells of the pages is on them, and asking it costs time."""
    identity = ("-c", "user.name=Bench", "-c", "user.email=bench@ferries.example", "-c", "commit.gpgsign=false")
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "Grown from a seed")):
        subprocess.run(("git", *identity, *command), cwd=folder, check=True)


def _after_one_change(folder: Path) -> tuple[float, list[str]]:
    """A sentence more in one runbook, not committed: the seconds, and the files that were written again."""
    runbook = folder / "services" / tree.service(40).slug / "runbook.md"
    runbook.write_text(runbook.read_text(encoding="utf-8").replace("## Checks\n", "## Checks\n\nBegin here.\n"))
    before = _times(folder / DOCS)
    seconds = run(folder, *TOOL, "generate", "--today", TODAY).seconds
    return seconds, sorted(path for path, at in _times(folder / DOCS).items() if before.get(path) != at)


def _times(docs: Path) -> dict[str, int]:
    return {str(path.relative_to(docs)): path.stat().st_mtime_ns for path in docs.rglob("*") if path.is_file()}


def _weights(site: Path) -> Iterator[tuple[str, str]]:
    """What typical pages weigh, and the heaviest of those of which there is one."""
    services = [tree.service(number) for number in SAMPLE]
    kinds: dict[str, Callable[[tree.Service], str]] = {
        "runbook": lambda each: f"services/{each.slug}/runbook",
        "service": lambda each: f"services/{each.id}",
        "plan": lambda each: f"alerts/{each.camel}{each.ailments[0][0]}",
        "team": lambda each: f"teams/{each.team}",
    }
    for name, place in kinds.items():
        found = [page for each in services if (page := site / place(each) / "index.html").is_file()]
        yield f"a {name}'s page, kB", _mean(page.stat().st_size for page in found)
    for name in ("", "services", "alerts", "postmortems", "actions", "dependencies", "coverage", "freshness", "tags"):
        page = site / name / "index.html"
        if page.is_file():
            yield f"the page {name or 'home'}, kB", f"{page.stat().st_size / 1000:,.1f}"


def _mean(sizes: Iterable[int]) -> str:
    known = list(sizes)
    return f"{sum(known) / len(known) / 1000:,.1f}" if known else "-"


def parts() -> dict[str, float]:
    """Seconds of the parts of generating in the current folder: reading, what is worked out, pages, writing."""
    from runbook_lint.app.project import Project, open_project
    from runbook_lint.app.site import generate
    from runbook_lint.app.workspace import Workspace
    from runbook_lint.parse.before import Before

    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*arguments: Any, **options: Any) -> Any:
            start = time.process_time()
            try:
                return work(*arguments, **options)
            finally:
                spent[name] = spent.get(name, 0) + time.process_time() - start

        return inner

    module: Any = generate
    module.files_of = timed("pages", module.files_of)
    module.all_done = lambda parts: [part() for part in parts]
    module.view_of = timed("coverage and git", module.view_of)
    module.write_folder = timed("writing", module.write_folder)
    workspace: Any = Workspace
    workspace.tree = timed("finding and reading files", workspace.tree)
    project: Any = Project
    project.world = timed("parsing", project.world)
    start = time.process_time()
    generate.generate(replace(open_project(Path.cwd(), (), TODAY), memory=Before()))
    spent["the rest"] = time.process_time() - start - sum(spent.values())
    return spent


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure organisations of the sizes that the command line names."""
    parser = argparse.ArgumentParser(description="Measure what generating and building the site costs.")
    parser.add_argument("services", type=int, nargs="*", default=[100, 1000, 3000])
    parser.add_argument("--no-strict", action="store_true", help="Build sites that have problems as well.")
    parser.add_argument("--keep", type=Path, help="Leave the organisations and their sites in this folder.")
    parser.add_argument("--parts", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.parts:
        print(json.dumps(parts()))
        return
    columns: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as spare:
        for services in options.services:
            folder = (options.keep or Path(spare)).absolute() / f"services-{services}"
            folder.mkdir(parents=True)
            columns.append(dict(measured(folder, services, not options.no_strict)))
            print(f"{services} services done", file=sys.stderr)
    print("| services | " + " | ".join(f"{number:,}" for number in options.services) + " |")
    print("|---|" + "---:|" * len(columns))
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(column.get(name, "-") for column in columns) + " |")


if __name__ == "__main__":
    main()
