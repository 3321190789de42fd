"""What the editor server costs: `python bench/editor.py 100 1000` types in grown organisations and prints a table.

A keystroke is a letter more in a runbook, a plan, a manifest or a rule file, as the server answers it: the text is
read, the file's own rules judge it, and what was found before moves along. All of it runs in this process, without
the pipe; milliseconds are of the processor. The most is of the 100 keystrokes after the first.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import tree

from runbook_lint.app.editor.session import Session
from runbook_lint.editor.completion import complete
from runbook_lint.editor.definition import definition
from runbook_lint.editor.hover import hover

KEYSTROKES = 100
LIMIT = 100
"""Milliseconds: a tenth of a second."""


def measured(folder: Path, services: int) -> Iterator[tuple[str, str]]:
    """What is measured of one organisation, by name, in the order of the table."""
    tree.write(folder, services)
    for command in (("init", "-q"), ("add", "-A")):
        subprocess.run(("git", *command), cwd=folder, check=True)
    session, one = Session(folder, today=str(tree.TODAY)), tree.service(40)
    base = f"services/{one.slug}"
    alerts = sorted(path.relative_to(folder).as_posix() for path in (folder / base / "alerts").iterdir())
    files = {
        "runbook": f"{base}/runbook.md",
        "plan": next(path for path in alerts if path.endswith(".md")),
        "manifest": f"{base}/service.yaml",
        "rule file": next(path for path in alerts if path.endswith(".yaml")),
    }
    for path in files.values():
        session.texts[path] = (folder / path).read_text(encoding="utf-8")
    judged = {name: session.texts[path] for name, path in files.items()}
    yield "first judgement, seconds", f"{_spent(lambda: session.judge(fresh=True)) / 1000:.1f}"
    gc.freeze()  # as the server does
    for name, path in files.items():
        spent = [_keystroke(session, path, judged[name], number) for number in range(KEYSTROKES + 1)][1:]
        yield f"a keystroke in a {name}, ms", f"{statistics.median(spent):.1f}"
        yield "the most of them, ms", f"{max(spent):.1f}"
        session.texts[path] = judged[name]
    path = files["runbook"]
    session.texts[path] = f"{judged['runbook']}\n## \nSee [there](../ and SVC-\n"
    asked = _requests(session, path)
    yield from ((f"{name}, ms", f"{_spent(work):.1f}") for name, work in asked.items())
    yield "after a pause, all rules, ms", f"{_spent(lambda: session.judge(fresh=False)):.0f}"
    yield "after saving, the disk read again, ms", f"{_spent(lambda: session.judge(fresh=True)):.0f}"


def _keystroke(session: Session, path: str, text: str, number: int) -> float:
    """A letter more behind the first line below the front matter or the first key."""
    place = text.index("\n", len(text) // 2)
    comment = " #" if path.endswith(".yaml") else " "
    session.texts[path] = f"{text[:place]}{comment}{'x' * number}{text[place:]}"
    return _spent(lambda: session.findings(path))


def _requests(session: Session, path: str) -> dict[str, Callable[[], object]]:
    """What an editor asks in the lines that are typed at the end of a page; the world is made anew for each."""
    lines, rules = session.lines(path), session.judged.project.rules if session.judged else ()
    line, column, known = len(lines) - 1, len("See [there](../") + 1, session.world
    return {
        "completion of a heading": lambda: complete(known(path), rules, path, lines, line - 1, 4),
        "completion of a link": lambda: complete(known(path), rules, path, lines, line, column),
        "hover": lambda: hover(known(path), rules, session.findings(path), path, lines, line, column),
        "go to definition": lambda: definition(known(path), path, lines, line, column),
    }


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure organisations of the sizes that the command line names; fails where a keystroke takes too long."""
    parser = argparse.ArgumentParser(description="Measure what a keystroke costs the editor server.")
    parser.add_argument("services", type=int, nargs="*", default=[100, 1000])
    columns = []
    gc.set_threshold(100_000)  # as the command line does
    options = parser.parse_args(arguments)
    for services in options.services:
        with tempfile.TemporaryDirectory() as spare:
            columns.append(list(measured(Path(spare), services)))
    print("| services | " + " | ".join(f"{number:,}" for number in options.services) + " |")
    print("|---|" + "---:|" * len(columns))
    for row in zip(*columns, strict=True):
        print(f"| {row[0][0]} | " + " | ".join(value for _, value in row) + " |")
    worst = max(float(value) for column in columns for name, value in column if name.startswith("a keystroke"))
    if worst > LIMIT:
        sys.exit(f"a keystroke takes {worst:.0f} ms, more than {LIMIT}")


if __name__ == "__main__":
    main()
