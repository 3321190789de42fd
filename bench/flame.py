"""Where time goes, drawn: `python bench/flame.py --spy FOLDER/py-spy FOLDER` looks at a first run and at a hook.

py-spy asks the processes a few hundred times a second what they are doing; a function is as wide as the part of the
answers in which it was at work, and stands below the one that called it. Every process counts alike.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import speed

WIDTH, ROW, LEAST = 1200, 17, 0.003  # a function that took less than this part is not drawn
RATE = 250
_FRAME = re.compile(r"(?P<name>.*) \((?P<file>[^():]*)(?::\d+)?\)\Z")
_SKIPPED = ("process ", "<frozen ", "_run_module_as_main", "_run_code")
_COLOURS = {
    "parse": "#8ecae6", "rules": "#ffd166", "lint": "#f4a261",
    "app": "#b7e4c7", "model": "#d0bfff", "render": "#ffadad",
}  # fmt: skip
_OTHERS = "#e5e5e5"
_LEGEND = "blue: parse, yellow: rules, orange: lint, green: app, violet: model, red: render, grey: Python, libraries"


@dataclass
class Node:
    """A function as it was called on the way from the start: how many answers it was in, and what it called."""

    file: str = ""
    count: int = 0
    below: dict[str, Node] = field(default_factory=dict)


def read(lines: Iterable[str]) -> Node:
    """The tree of what py-spy wrote: `outer (file:1);inner (file:2) 17`."""
    top = Node()
    for line in lines:
        stack, _, count = line.rpartition(" ")
        node = top
        node.count += int(count)
        for frame in _frames(stack):
            name, file = frame
            node = node.below.setdefault(name, Node(file))
            node.count += int(count)
    return top


def _frames(stack: str) -> Iterator[tuple[str, str]]:
    """The functions of a stack, each with its file; what only starts Python, and a function in itself, left out."""
    last = ""
    for frame in stack.split(";"):
        found = _FRAME.match(frame)
        name = f"{found['name']} ({_short(found['file'])})" if found else frame
        if found and not frame.startswith(_SKIPPED) and "<frozen" not in found["file"] and name != last:
            last = name
            yield name, found["file"]


def _short(file: str) -> str:
    parts = file.split("/")
    return "/".join(parts[parts.index("runbook_lint") + 1 :] if "runbook_lint" in parts else parts[-2:])


def drawn(top: Node, title: str) -> str:
    """The picture as SVG, the outermost function on top."""
    boxes = list(_boxes(top, 0.0, 0))
    height = ROW * (max((depth for *_, depth in boxes), default=0) + 4)
    body = "\n".join(_box(*each, top.count) for each in boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'font-family="sans-serif" font-size="11" role="img" aria-label="{escape(title)}">\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n<text x="4" y="13" font-size="13">{escape(title)}</text>\n'
        f'<text x="4" y="28">{_LEGEND}</text>\n{body}\n</svg>\n'
    )


def _boxes(node: Node, start: float, depth: int, whole: int = 0) -> Iterator[tuple[str, Node, float, int]]:
    whole = whole or node.count
    for name, each in sorted(node.below.items(), key=lambda pair: (-pair[1].count, pair[0])):
        if each.count >= LEAST * whole:
            yield name, each, start / whole, depth
            yield from _boxes(each, start, depth + 1, whole)
        start += each.count


def _box(name: str, node: Node, start: float, depth: int, whole: int) -> str:
    share = node.count / whole
    left, width, top = start * WIDTH, share * WIDTH, (depth + 2) * ROW
    room = int(width / 6)
    label = name if len(name) <= room else f"{name[: room - 1]}…" if room > 3 else ""
    text = f'<text x="{left + 2:.1f}" y="{top + 12}">{escape(label)}</text>' if label else ""
    return (
        f'<g><title>{escape(name)}: {share:.1%}</title><rect x="{left:.1f}" y="{top}" width="{width:.1f}" '
        f'height="{ROW - 1}" fill="{_colour(node.file)}" stroke="#fff" stroke-width="0.5"/>{text}</g>'
    )


def _colour(file: str) -> str:
    room = _short(file).split("/")[0] if "runbook_lint" in file else ""
    return _COLOURS.get(room, _OTHERS)


def recorded(spy: Path, folder: Path, command: Sequence[str]) -> Node:
    """What a command and its helpers were seen doing."""
    with tempfile.TemporaryDirectory() as spare:
        place = Path(spare) / "stacks"
        watch = (str(spy), "record", "--subprocesses", "--rate", str(RATE), "--format", "raw", "--output", str(place))
        subprocess.run((*watch, "--", *command), cwd=folder, check=True, capture_output=True, env=speed.ENVIRONMENT)
        return read(place.read_text(encoding="utf-8").splitlines())


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw a first run over an organisation, and a hook for one page of it."""
    parser = argparse.ArgumentParser(description="Draw where a first run and a hook spend their time.")
    parser.add_argument("folder", type=Path, help="Where the two pictures go.")
    parser.add_argument("--spy", default="py-spy", type=Path, help="py-spy (pip install py-spy).")
    parser.add_argument("--services", type=int, default=1000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as spare:
        place = speed.grown(Path(spare), options.services)
        cache = ("--cache-dir", str(Path(spare) / "cache"))
        page = speed.page_of(options.services)
        for name, title, command in (
            ("first-run", "The first run", (*speed.CHECK, *cache)),
            ("hook", "A hook for one page, the others read before", (*speed.CHECK, *cache, "--hook", page)),
        ):
            whole = f"{title}: check at {options.services:,} services, Python {sys.version.split()[0]}"
            picture = drawn(recorded(options.spy, place, command), whole)
            (options.folder / f"flame-{name}.svg").write_text(picture, encoding="utf-8")
            with (place / page).open("a", encoding="utf-8") as stream:
                stream.write("\nLooked at again.\n")


if __name__ == "__main__":
    main()
