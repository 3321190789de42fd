"""A page of documentation that is walked: its files are written, its commands run, what they print is compared."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

BLOCK = re.compile(
    r"(?:^`(?P<path>[^`\n]+)`\n\n)?^(?P<fence>`{3,})(?P<language>\w*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
MARK = re.compile(r"<!-- (?P<name>[\w-]+) -->\s*\Z")
ELLIPSIS = "…"
DAY = "2026-11-21"
# What a command prints depends on the day: it is told one, without the page having to say so each time.
SHELL = f"""\
dated() {{ case " $* " in *" set "*|*" import "*|*" rule "*|*" schema "*|*" template "*|*" export "*|*" sync "*|*" --today "*) "$@" ;;
  *) "$@" --today {DAY} ;; esac; }}
runbook-lint() {{ dated "{sys.executable}" -m runbook_lint "$@"; }}
postmortem() {{ dated "{sys.executable}" -m runbook_lint postmortem "$@"; }}
"""


@dataclass
class Shell:
    """A shell that remembers its folder and nothing else."""

    home: Path
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)

    def run(self, command: str) -> str:
        """What a command prints on either stream, without spaces at line ends."""
        done = self.home / ".walked"
        script = f"{SHELL}{command}\npwd > '{done}'\n"
        found = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env={**environment(self.home), **self.env}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False,
        )  # fmt: skip
        self.folder = Path(done.read_text().strip())
        text = found.stdout.replace(str(self.home), "/home/you")
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def environment(home: Path) -> dict[str, str]:
    """That of a person with git and no habits of their own."""
    who = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in
           (("NAME", "Test"), ("EMAIL", "test@test.example"), ("DATE", f"{DAY}T09:00:00+00:00"))}  # fmt: skip
    kept = {key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "CI")}
    return {**kept, **who, "HOME": str(home), "NO_COLOR": "1", "GIT_CONFIG_NOSYSTEM": "1", "COLUMNS": "100"}


def commands(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it prints."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        lines = part.splitlines(keepends=True)
        end = next(n for n, line in enumerate(lines) if not line.endswith("\\\n")) + 1
        yield "".join(lines[:end]), "".join(lines[end:])


def walked(
    text: str, folder: Path, env: Mapping[str, str] | None = None, written: Callable[[str, Path], str] | None = None
) -> str:
    """The page as it is when every step of it has been taken in a folder.

    A block below `<!-- name -->` holds what `written` makes of the name, in the folder as it is at that step.
    """
    shell = Shell(folder, folder, env or {})

    def step(found: re.Match[str]) -> str:
        mark = MARK.search(found.string[: found.start()])
        if mark and written:
            fence, language = found["fence"], found["language"]
            return f"{fence}{language}\n{written(mark['name'], shell.folder)}{fence}"
        if found["path"]:
            place = shell.folder / found["path"]
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(found["text"], encoding="utf-8")
        if found["language"] != "console":
            return found[0]
        return "```console\n" + "".join(
            f"$ {command}{expected if same(expected, output) else output}"
            for command, expected in commands(found["text"])
            for output in [shell.run(command)]
        ) + "```"  # fmt: skip

    return BLOCK.sub(step, text)


def same(expected: str, output: str) -> bool:
    """Whether that is what was printed; a line `…` stands for any lines, `…` in a line for any words."""
    lines = expected.splitlines(keepends=True)
    parts = (r"(?:.*\n)*" if line == f"{ELLIPSIS}\n" else re.escape(line).replace(ELLIPSIS, ".*") for line in lines)
    return re.fullmatch("".join(parts), output) is not None
