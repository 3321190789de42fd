"""PM002 postmortem-times-invalid."""

import re
from collections.abc import Iterator
from datetime import UTC, date

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.postmortem import STAMPS, Moment, Postmortem
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import judged_postmortems

_BEFORE = {"detected": "started", "acknowledged": "detected", "mitigated": "started", "resolved": "mitigated"}
"""What must have happened first. What heals by itself may be detected after that, so no more is certain."""
_TEMPLATED = regex(r"\{\{|<%")
_MOST = 40  # characters of what is no time
_FORM = 'write it as 2026-08-01T14:05:00+02:00, or with "Z" for UTC'


def check(world: World, today: date) -> Iterator[Problem]:
    """Judge the times in the front matter of every postmortem: by themselves, then against each other."""
    for postmortem in judged_postmortems(world):
        stamps = {name: postmortem.times[name] for name in STAMPS if name in postmortem.times and name in postmortem.spans}
        for name, moment in stamps.items():
            problem = _unreadable(name, moment, postmortem, today)
            if problem:
                yield Problem(problem[0], moment.span, path=postmortem.path, help=problem[1])
        certain = {name: moment for name, moment in stamps.items() if moment.at and moment.zoned}
        for name, message in _disordered(certain):
            help = "check the days and the offsets; the same moment is fine"
            yield Problem(message, certain[name].span, path=postmortem.path, help=help)


def _unreadable(name: str, moment: Moment, postmortem: Postmortem, today: date) -> tuple[str, str] | None:
    """What is wrong with a time, and the next step; nothing where a draft leaves it open in words."""
    text = " ".join(moment.text.split())[:_MOST]
    if not text or _TEMPLATED.search(text) or (postmortem.draft and not re.search(r"\d", text)):
        return None
    if moment.at is None and moment.day is None:
        return f'{name} "{text}" is no time', _FORM
    if moment.at is None or re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return f"{name} {text} has no time of day", _FORM
    if not moment.zoned:
        return f"{name} {text} has no offset", _FORM
    if moment.at.astimezone(UTC).date() > today:
        return f"{name} {text} is in the future", "check the year, the month and the day"
    return None


def _disordered(stamps: dict[str, Moment]) -> Iterator[tuple[str, str]]:
    """The stamps that cannot be in that order, each with a sentence; one late `started` is told once."""
    start = stamps.get("started")
    early = [name for name in stamps if start and _is_before(stamps[name], start)]
    if start and len(early) > 1 and len(early) == len(stamps) - 1:
        yield "started", f"started {start.text} is after {', '.join(early[:-1])} and {early[-1]}"
        return
    for name in stamps:
        first = next((each for each in _earlier(name) if each in stamps and _is_before(stamps[name], stamps[each])), None)
        if first:
            yield name, f"{name} {stamps[name].text} is before {first} {stamps[first].text}"


def _earlier(name: str) -> Iterator[str]:
    while name in _BEFORE:
        name = _BEFORE[name]
        yield name


def _is_before(moment: Moment, other: Moment) -> bool:
    return moment.at is not None and other.at is not None and moment.at < other.at


_PATH = "postmortems/2026/INC-1204-empty-carts.md"


def _page(*times: str, status: str = "reviewed") -> str:
    head = ["incident: INC-1204", f"status: {status}", *times]
    return "---\n" + "\n".join(head) + "\n---\n# INC-1204: Empty carts\n"


RULE = Rule(
    code="PM002",
    name="postmortem-times-invalid",
    sentence="A postmortem's times can be read, have an offset, and are in the order in which things happen.",
    reason=(
        "How long it took to notice and to mend is worked out of `started`, `detected`, `acknowledged`, `mitigated` and "
        "`resolved`. A time without an offset is another one for every reader, and a negative duration spoils every "
        "average. Nothing can come before `started`, `acknowledged` not before `detected`, `resolved` not before "
        "`mitigated`; more is not judged, for what heals by itself may be noticed afterwards. Equal times are fine, and "
        "of a near miss `detected` may be weeks after `started`. Times in a page's text are not judged, nor what a draft "
        "leaves open in words."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "no time, no offset, a day only, next year",
            {
                _PATH: _page(
                    "started: 2026-02-30T08:00:00Z", "detected: 2026-08-10T08:05:00", "acknowledged: 2026-08-10",
                    "mitigated: after lunch", "resolved: 2027-08-10T09:30:00Z",
                )
            },
            findings=(
                f'{_PATH}:4:10: started "2026-02-30T08:00:00Z" is no time',
                f"{_PATH}:5:11: detected 2026-08-10T08:05:00 has no offset",
                f"{_PATH}:6:15: acknowledged 2026-08-10 has no time of day",
                f'{_PATH}:7:12: mitigated "after lunch" is no time',
                f"{_PATH}:8:11: resolved 2027-08-10T09:30:00Z is in the future",
            ),
        ),
        Example(
            "out of order: by the clock, and by the offset",
            {
                _PATH: _page(
                    "started: 2026-08-10T08:00:00Z", "detected: 2026-08-10T08:05:00+02:00",
                    "mitigated: 2026-08-10T09:40:00Z", "resolved: 2026-08-10T09:30:00Z",
                )
            },
            findings=(
                f"{_PATH}:5:11: detected 2026-08-10T08:05:00+02:00 is before started 2026-08-10T08:00:00Z",
                f"{_PATH}:7:11: resolved 2026-08-10T09:30:00Z is before mitigated 2026-08-10T09:40:00Z",
            ),
        ),
        Example(
            "it is the start that is wrong",
            {
                _PATH: _page(
                    "started: 2026-08-11T08:00:00Z", "detected: 2026-08-10T08:05:00Z", "resolved: 2026-08-10T09:30:00Z"
                )
            },
            findings=(f"{_PATH}:4:10: started 2026-08-11T08:00:00Z is after detected and resolved",),
        ),
        Example(
            "a near miss that was noticed late, mended by itself before that, offsets of two kinds",
            {
                _PATH: _page(
                    "kind: near-miss", "started: 2026-07-01T10:00:00+02:00", "detected: 2026-08-10T08:05:00Z",
                    "acknowledged: 2026-08-10T08:05:00Z", "mitigated: 2026-07-01T08:00:00Z", "resolved: 2026-07-01T08:10:00Z",
                )
            },
        ),
        Example(
            "a draft of an incident that is not over, and a page without front matter",
            {
                _PATH: _page("started: 2026-08-31T08:00:00Z", "mitigated:", "resolved: not yet", status="draft"),
                "postmortems/2026/INC-1205-late-mail.md": "# INC-1205: Late mail\n\n- **Resolved**: 10:20\n",
            },
        ),
    ),
)  # fmt: skip
