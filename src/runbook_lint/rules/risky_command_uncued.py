"""RB007 risky-command-uncued."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from runbook_lint.model.document import Document, Fence, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.parse.commands import RiskyCommand, comments_of, risky_commands

_CUE = regex(
    r"\b(?:stop(?=\s+(?:if|here|when|unless|and))|verif\w+|check\w*|confirm\w*|make sure|ensure|roll(?:ed|ing)?[\s-]?backs?"
    r"|rollbacks?|revert\w*|undo|undone|back(?:ed|ing)?[\s-]?ups?|backups?|snapshots?|warning|caution|danger\w*|careful\w*|beware"
    r"|attention|destructive|irreversib\w+|catastroph\w*|unrecoverable|take care|re-?creat\w+"
    r"|permanent\w*|data loss|loss of data|lose|loses|lost|downtime|outage|disrupt\w*|interrupt\w*"
    r"|only (?:if|when|after|once)|unless|never|do not|don[’']?t|must not|safe(?:ly)?|approval|approve[ds]?"
    r"|last resort|at your own risk|double[- ]check|side effects?|before (?:you|running|doing|deleting|proceeding)"
    r"|will (?:not )?(?:be )?(?:delete|remove|drop|terminate|restart|recreate|kill|drain|evict|stop)\w*|impact\w*)\b|⚠|🚨|❗|:warning:",
    re.IGNORECASE,
)
_DELETION = regex(r"(?:kubectl|oc)\b.*\bdelete")
_BEFORE, _AFTER = 3, 2  # paragraphs and items


@dataclass(frozen=True)
class Options:
    """What is risky here besides the commands that are risky anywhere."""

    commands: tuple[str, ...] = option((), "Regular expressions for further commands that need a cue.")
    cues: tuple[str, ...] = option((), "Further words that count as a cue, in any case.")

    def __post_init__(self) -> None:
        """Refuse what is no regular expression."""
        for pattern in self.commands:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f'"{pattern}" in commands is no regular expression: {error}') from None


def check(document: Document, options: Options) -> Iterator[Problem]:
    """Find blocks with a risky command and no cue in them or beside them."""
    if document.kind not in (Kind.RUNBOOK, Kind.PLAN, Kind.PROCESS):
        return
    surroundings = _Surroundings(document)
    for fence in document.fences:
        first = next(risky_commands(fence, options.commands), None)
        beside = surroundings.text(fence) + "\n" + comments_of(fence)
        if first and not _cued(beside, options.cues) and not _is_restart(first.words, beside):
            place = _placed(document, fence, first)
            help = "say beside it when to stop, what to verify first, or how to roll back"
            yield Problem(f"{_short(place.words)} without a cue to stop, verify or roll back", place.span, help=help)


def _cued(text: str, more: tuple[str, ...]) -> bool:
    return bool(_CUE.search(text)) or any(cue.casefold() in text.casefold() for cue in more)


def _is_restart(words: str, beside: str) -> bool:
    """Whether a deletion is only how a pod is restarted, and says so: its controller makes it anew."""
    return bool(_DELETION.match(words) and re.search(r"\brestart", beside, re.IGNORECASE))


def _short(words: str) -> str:
    return words if len(words) <= 40 else words[:39] + "…"


def _placed(document: Document, fence: Fence, found: RiskyCommand) -> RiskyCommand:
    """A command at its place in the page: a block's text lacks the indent that its lines have there."""
    line, text = document.line(found.span.line), fence.text.split("\n")[found.span.line - fence.first_line]
    shift = max(line.find(text.rstrip()) if text.strip() else 0, 0)
    moved = found.span._replace(column=found.span.column + shift, end_column=found.span.end_column + shift)
    return RiskyCommand(found.words, moved)


class _Surroundings:
    """The prose beside a block: its heading, and the nearest paragraphs before and after it in its section."""

    def __init__(self, document: Document) -> None:
        self.paragraphs = sorted(document.paragraphs, key=lambda each: each.span)
        self.headings = sorted(document.headings, key=lambda each: each.span)
        self.starts = [each.span.line for each in self.paragraphs]
        self.heading_starts = [each.span.line for each in self.headings]

    def text(self, fence: Fence) -> str:
        above = bisect_left(self.heading_starts, fence.span.line)
        heading = self.headings[above - 1 : above] if above else []
        top = heading[0].span.line if heading else 0
        bottom = self.heading_starts[above] if above < len(self.headings) else self.starts[-1] + 1 if self.starts else 1
        before = self.paragraphs[: bisect_left(self.starts, fence.span.line)][-_BEFORE:]
        after = self.paragraphs[bisect_right(self.starts, fence.span.end_line) :][:_AFTER]
        near = [each.text for each in (*before, *after) if top < each.span.line < bottom]
        return "\n".join([*(each.text for each in heading), *near])


RULE = Rule(
    code="RB007",
    name="risky-command-uncued",
    sentence="Beside a command that destroys or stops something stands when to stop, what to verify or how to roll back.",
    reason=(
        "At night commands are pasted before they are understood. One that deletes, drains, drops or stops needs a "
        "word of warning in its heading, in the three paragraphs before it or the two after, or in a comment of the block."
    ),
    severity=Severity.WARNING,
    options=Options,
    check=check,
    examples=(
        Example(
            "a pod that is deleted to restart it",
            {"runbooks/cart.md": "# Cart\n\nRestart the worker:\n\n```bash\nkubectl delete pod cart-worker-0\n```\n"},
        ),
        Example(
            "a deletion and a DELETE of every row, as if they were harmless",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n## Full disk\n\n- [ ] Make room:\n\n  ```bash\n  cd /var/cart\n  sudo rm -rf ./spool\n  ```\n\n"
                    "## Stuck carts\n\n```sql\nDELETE FROM carts;\n```\n"
                )
            },
            findings=(
                "services/cart/runbook.md:9:8: rm -rf without a cue to stop, verify or roll back",
                "services/cart/runbook.md:15:1: DELETE FROM carts; without a cue to stop, verify or roll back",
            ),
        ),
        Example(
            "a command of the house",
            {"services/cart/runbook.md": "# Cart\n\n```\ncartctl wipe --all\n```\n"},
            findings=("services/cart/runbook.md:4:1: cartctl wipe without a cue to stop, verify or roll back",),
            config='[rules.risky-command-uncued]\ncommands = ["cartctl wipe"]\n',
        ),
        Example(
            "cues before, after and inside",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\nVerify that the spool is a copy:\n\n```bash\nrm -rf /var/cart/spool\n```\n\n## Drain\n\n"
                    "```bash\nkubectl drain node-1\n```\n\n**Rollback**: `kubectl uncordon node-1`\n\n## Drop\n\n"
                    "```sql\n-- only after a backup\nDROP TABLE carts_old;\n```\n"
                )
            },
        ),
        Example(
            "harmless ones, and what is no command",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n```bash\nrm notes.txt\nkubectl delete pod x --dry-run=server\ngit push --force-with-lease\n```\n\n"
                    "```sql\nDELETE FROM carts WHERE id = 7;\n```\n\n```yaml\nrun: rm -rf ./build\n```\n"
                )
            },
        ),
    ),
)
