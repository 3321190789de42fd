"""What `init` found, for a person at a terminal of eighty columns."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from runbook_lint.model.adoption import Adoption, Taken
from runbook_lint.model.finding import Applicability, Finding
from runbook_lint.model.world import World
from runbook_lint.render.findings import Paint, plain
from runbook_lint.render.text import many, visible

_WIDE = 80
_SHOWN = 3  # globs of each sort; the configuration has them all


def plan_lines(adoption: Adoption, paint: Paint = plain) -> Iterator[str]:
    """What was taken for what, where and why."""
    names = [each.what.removesuffix("s") if each.count == 1 else each.what for each in adoption.taken]
    width = max(map(len, names), default=0)
    for each, name in zip(adoption.taken, names, strict=True):
        head = f"{each.count:>7,} {name:<{width}}"
        where, why = _where(each), visible(each.why)
        first = len(_wrapped(where, len(head) + 2))
        lines = [*_wrapped(where, len(head) + 2), *_wrapped(why, len(head) + 2)]
        for number, line in enumerate(lines or [""]):
            lead = paint(head, "path") if not number else " " * len(head)
            yield f"{lead}  {line if number < first else paint(line, 'dim')}".rstrip()
    for note in adoption.notes:
        yield ""
        yield from textwrap.wrap(
            f"note: {visible(note)}", _WIDE, subsequent_indent="      ", break_on_hyphens=False, break_long_words=False
        )


def _wrapped(text: str, before: int) -> list[str]:
    return textwrap.wrap(text, _WIDE - before, break_on_hyphens=False, break_long_words=False)


def _where(taken: Taken) -> str:
    """The globs as a sentence: where, except where."""
    taking = [visible(glob) for glob in taken.globs if not glob.startswith("!")]
    back = [visible(glob[1:]) for glob in taken.globs if glob.startswith("!")]
    return _some(taking) + (f", except {_some(back)}" if back else "")


def _some(globs: list[str]) -> str:
    more = len(globs) - _SHOWN
    return ", ".join(globs[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def outcome_lines(world: World, findings: Sequence[Finding], written: bool) -> Iterator[str]:
    """What `check` says of it with the configuration, and what to do next."""
    counts = Counter(finding.severity for finding in findings)
    told = ", ".join(many(counts[each], str(each)) for each in sorted(counts, key=lambda each: -each.rank))
    found = f"{many(len(findings), 'finding')} ({told})" if findings else "no findings"
    yield f"{many(len(world.documents), 'page')}, {found}{'. Next:' if written else ' with that. Next:'}"
    if not written:
        yield "  runbook-lint init                  asks where it is in doubt, and writes that"
        yield "  runbook-lint init --yes            writes it as it stands above"
        return
    if not findings:
        yield "  runbook-lint check                 a gate from now on: in CI, in a hook"
        return
    yield "  runbook-lint check --statistics    which rules find what"
    if any(finding.fix and finding.fix.applicability is Applicability.SAFE for finding in findings):
        yield "  runbook-lint check --diff          what it can mend; --fix writes it"
    yield "  runbook-lint baseline              accept the rest: then only new ones count"
