"""PM003 postmortem-id-mismatch."""

import re
from collections.abc import Iterator
from posixpath import basename

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import PAGE, Span
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.world import World
from runbook_lint.parse.postmortem_pages import incident_ids, is_incident_id, judged_postmortems

_BEFORE_ID = regex(  # what may stand before an id that is the page's own: `Post-mortem for INC-1204`
    r"(?:[\W_]|\b(?:post-?mortem|incident|near.?miss|review|report|of|for|on|the)\b)*", re.IGNORECASE
)


def check(world: World) -> Iterator[Problem]:
    """Compare the incident that a page's front matter names with its file's name and its title."""
    judged = [each for each in judged_postmortems(world) if each.incident and "incident" in each.spans]
    ours = any(is_incident_id(each.incident, world.settings) for each in judged)
    for postmortem in judged:
        near = _is_near(postmortem.incident, world.settings)
        if near or postmortem.incident.isdecimal():
            yield from _in_file_name(postmortem, world.settings)
            yield from _in_title(postmortem, world)
        if (ours or near) and not is_incident_id(postmortem.incident, world.settings):
            yield _in_form(postmortem, world.settings)


def _is_near(incident: str, settings: Settings) -> bool:
    """Whether an id is in the configured form, at least without case: others may hold a part that looks like one."""
    return any(match[0] == incident for match in incident_ids(incident, settings))


def _in_file_name(postmortem: Postmortem, settings: Settings) -> Iterator[Problem]:
    name = basename(postmortem.path)
    found = [match[0] for match in incident_ids(name, settings)]
    if found and not _has(found, postmortem.incident):
        message = f"incident {postmortem.incident} in a file that is named after {found[0]}"
        help = "give the file the incident's id, or mend the id here"
        yield Problem(message, postmortem.spans["incident"], path=postmortem.path, help=help)


def _in_title(postmortem: Postmortem, world: World) -> Iterator[Problem]:
    title, span = _title(postmortem, world)
    found = incident_ids(title, world.settings)
    if found and _BEFORE_ID.fullmatch(title[: found[0].start()]) and not _has([each[0] for each in found], postmortem.incident):
        message = f"the title names {found[0][0]}, the front matter {postmortem.incident}"
        yield Problem(message, span, path=postmortem.path, help="one of them was forgotten when the page was copied")


def _title(postmortem: Postmortem, world: World) -> tuple[str, Span]:
    document = world.documents[postmortem.path]
    first = next((heading for heading in document.headings if heading.level == 1), None)
    return (first.text, first.span) if first else (postmortem.title, postmortem.spans.get("title", PAGE))


def _in_form(postmortem: Postmortem, settings: Settings) -> Problem:
    """An id in another form than the configuration's, where that form is the repository's: some page follows it."""
    message = f"incident {postmortem.incident} is not in the form {settings.ids.incident}"
    help = "other pages and the ledger look for it in that form; `[ids] incident` says what ids look like"
    return Problem(message, postmortem.spans["incident"], path=postmortem.path, help=help)


def _has(found: list[str], incident: str) -> bool:
    """Whether one of some ids is the incident's; a bare number is that of an id that ends in it."""
    if incident.isdecimal():
        return any(re.search(rf"(?<!\d){incident}\Z", each) for each in found)
    return incident.casefold() in (each.casefold() for each in found)


def _page(incident: str, title: str) -> str:
    return f"---\nincident: {incident}\nstatus: draft\n---\n# {title}\n"


RULE = Rule(
    code="PM003",
    name="postmortem-id-mismatch",
    sentence="A postmortem's front matter, file name and title name one incident.",
    reason=(
        "Pages are begun by copying the last one. Whoever looks for the number finds the wrong incident, and its actions "
        "are counted twice. Only pages whose front matter has `incident` are judged. A title is where the id opens it; "
        "an incident that is mentioned further on is another one. What an id looks like is said by `[ids] incident`; "
        "where no page of a repository follows that form, it is not asked for."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a copied page, a mistyped number, a form of its own",
            {
                "postmortems/2026/INC-1205-late-mail.md": _page("INC-1204", "INC-1204: Late mail"),
                "postmortems/2026/INC-1206-slow-search.md": _page("INC-1206", "Post-mortem for INC-1204: Slow search"),
                "postmortems/2026/full-disk.md": _page("inc1207", "Full disk"),
            },
            findings=(
                "postmortems/2026/INC-1205-late-mail.md:2:11: incident INC-1204 in a file that is named after INC-1205",
                "postmortems/2026/INC-1206-slow-search.md:5:1: the title names INC-1204, the front matter INC-1206",
                "postmortems/2026/full-disk.md:2:11: incident inc1207 is not in the form INC-[0-9]+",
            ),
        ),
        Example(
            "one name in three places, an earlier incident in the title, a page without front matter",
            {
                "postmortems/2026/INC-1204-empty-carts.md": _page("INC-1204", "INC-1204: Empty carts"),
                "postmortems/2026/2026-08-10-empty-again.md": _page("INC-1206", "Empty carts again, as in INC-1204"),
                "postmortems/2026/INC-1207-and-INC-1208.md": _page("INC-1208", "Two full disks"),
                "postmortems/2026/INC-1209-slow-search.md": "# INC-1210: Slow search\n",
            },
        ),
        Example(
            "a repository that counts otherwise",
            {
                "postmortems/2026/PM-2026-14.md": _page("PM-2026-14", "Empty carts"),
                "postmortems/2026/INC-2026-08-10-late-mail.md": _page("INC-2026-08-10", "INC-2026-08-10: Late mail"),
            },
        ),
    ),
)
