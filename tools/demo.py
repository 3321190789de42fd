"""`make demo`: the example organisation as it is, then a small broken one, then what to do next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).parent / "runbook-lint"
TODAY = "2026-11-21"
BROKEN = "tests/data/every-finding"

NEXT = f"""\
Next:
  .venv/bin/runbook-lint rule                        every rule, in a line each
  .venv/bin/runbook-lint rule owner-unknown          one rule: why, examples, options
  cd {BROKEN} && ../../../.venv/bin/runbook-lint check --today {TODAY}
  .venv/bin/postmortem new                           write a postmortem; it asks
  .venv/bin/runbook-lint site serve                  the site of all this, at http://127.0.0.1:8000/
  cd your-repository && {COMMAND} init
"""


def show(title: str, folder: Path, *arguments: str) -> None:
    """Run a command in sight of the reader."""
    print(f"\n# {title}\n$ runbook-lint {' '.join(arguments)}", flush=True)
    subprocess.run([COMMAND, *arguments], cwd=folder, check=False)


def main() -> None:
    """Show it."""
    show("The example organisation (services/, postmortems/), judged by every rule", ROOT, "check", "--today", TODAY)
    show("What its services have", ROOT, "coverage", "--today", TODAY)
    show("What an alert tells the person who was woken up", ROOT, "payload", "SailingsApiDown", "--today", TODAY)
    show("What is still to be done after incidents", ROOT, "postmortem", "actions", "--today", TODAY)
    show(f"A small broken one ({BROKEN})", ROOT / BROKEN, "check", "--today", TODAY, "--format", "concise")
    print(f"\n{NEXT}", end="")


if __name__ == "__main__":
    main()
