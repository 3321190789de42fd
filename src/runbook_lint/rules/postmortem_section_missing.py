"""PM001 postmortem-section-missing."""

from collections.abc import Iterator

from runbook_lint.model.document import Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.rule import Example, Rule, option
from runbook_lint.model.settings import Settings
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.vocabulary import CONCEPTS
from runbook_lint.model.world import World
from runbook_lint.parse.answers import introduction
from runbook_lint.parse.pages import is_draft, is_signpost
from runbook_lint.parse.plans import agreed
from runbook_lint.parse.postmortem_pages import judged_postmortems
from runbook_lint.parse.sections import alternatives, named
from runbook_lint.parse.skeleton import begun_sections

_TITLES = {"causes": "Root causes", "actions": "Action items", "lessons": "Lessons learned", "prevention": "Preventative measures"}


@dataclass(frozen=True)
class Options:
    """What a postmortem must say."""

    required: tuple[str, ...] = option(
        ("summary", "timeline", "impact", "causes", "actions"),
        "The section concepts that every postmortem must have, by the names of `[sections.postmortem]`.",
    )
    strict: tuple[str, ...] = option(
        ("detection", "mitigation", "resolution", "lessons", "prevention"),
        "Those that it must have as well where `profile` is strict.",
    )
    agreed: int = option(
        80, "How many of a hundred postmortems must have a concept before the others are reported; 0 reports all."
    )

    def __post_init__(self) -> None:
        """Refuse what is no concept of a postmortem."""
        known = CONCEPTS["postmortem"]
        for key in ("required", "strict"):
            for name in getattr(self, key):
                if name not in known:
                    hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
                    raise ValueError(f'"{name}" in {key} is no concept; {hint}')


def check(world: World, options: Options, settings: Settings) -> Iterator[Problem]:
    """Compare the postmortems that have left draft with the required concepts."""
    asked = (*options.required, *(options.strict if settings.profile == "strict" else ()))
    finished = [each for each in judged_postmortems(world) if _is_finished(each, world)]
    lacking = {each.path: [name for name in asked if name not in _given(each, world)] for each in finished}
    judged = agreed(lacking, options.agreed)
    for path, names in lacking.items():
        missing = [name for name in names if name in judged]
        if missing:
            message = f"no section on {alternatives([*map(_title, missing)])}"
            fix = begun_sections(world, world.documents[path], Kind.POSTMORTEM, missing, _TITLES)
            yield Problem(message, path=path, help=_help(missing), fix=fix)


def _is_finished(postmortem: Postmortem, world: World) -> bool:
    document = world.documents[postmortem.path]
    return not postmortem.draft and not is_draft(document) and not is_signpost(document)


def _given(postmortem: Postmortem, world: World) -> frozenset[str]:
    """The concepts that a page answers: in a title, under its title, or by what was read of it."""
    document = world.documents[postmortem.path]
    read = {
        "summary": introduction(document),
        "timeline": postmortem.timeline,
        "causes": postmortem.causes,
        "actions": postmortem.actions,
    }
    return named(document, world.settings, "postmortem", True) | {name for name, found in read.items() if found}


def _title(concept: str) -> str:
    return _TITLES.get(concept, concept.capitalize())


def _help(missing: list[str]) -> str:
    return f'add a heading such as "## {_title(missing[0])}"; headings of your own go into sections.postmortem'


_PATH = "postmortems/2026/INC-1204-empty-carts.md"


def _page(*titles: str, head: str = "") -> str:
    return f"{head}# INC-1204: Empty carts\n" + "".join(f"\n## {title}\n\nText.\n" for title in titles)


_FIVE = ("Summary", "Timeline", "Impact", "Root causes", "Action items")

RULE = Rule(
    code="PM001",
    name="postmortem-section-missing",
    sentence="A postmortem that has left draft says what happened, when, to whom, why, and what follows.",
    reason=(
        "These five are what the next reader looks for: the one who has the same trouble, and the one who counts. Headings "
        "and bold leads count, also where they name the thing among other words, and a summary may stand under the title; "
        "of a near miss, what would have happened is its impact. A page without front matter counts as finished; drafts, "
        "READMEs, indexes and forms are not judged. A concept that many postmortems of a repository lack (`agreed`, from "
        "eight on) is not asked of the rest: old pages are not written again for a custom that came later. The fix begins the missing sections for you to write: it is an unsafe one. The strict profile asks for five more."
    ),
    severity=Severity.WARNING,
    default=True,
    fixable=True,
    options=Options,
    check=check,
    examples=(
        Example(
            "a page that stops before the lessons",
            {_PATH: _page("Summary", "Timeline", "Impact")},
            findings=(f"{_PATH}:1:1: no section on Root causes or Action items",),
            fixed={_PATH: _page("Summary", "Timeline", "Impact") + "\n## Root causes\n\nTODO\n\n## Action items\n\nTODO\n"},
        ),
        Example(
            "the strict profile",
            {_PATH: _page(*_FIVE, "How it was detected", "Mitigation", "Lessons learnt")},
            findings=(f"{_PATH}:1:1: no section on Resolution or Preventative measures",),
            fixed={
                _PATH: _page(*_FIVE, "How it was detected", "Mitigation")
                + "\n## Resolution\n\nTODO\n\n## Lessons learnt\n\nText.\n\n## Preventative measures\n\nTODO\n"
            },
            config='profile = "strict"\n',
        ),
        Example(
            "a repository that asks for something else",
            {_PATH: _page("Summary", "Timeline")},
            findings=(f"{_PATH}:1:1: no section on Lessons learned",),
            fixed={_PATH: _page("Summary", "Timeline") + "\n## Lessons learned\n\nTODO\n"},
            config='[rules.postmortem-section-missing]\nrequired = ["summary", "lessons"]\n',
        ),
        Example(
            "other words, bold leads, a summary under the title",
            {
                _PATH: (
                    "# Empty carts\n\nFor an hour every cart was empty.\n\n- **Key events**\n  - 10:02 First report\n"
                    "- **Impact on customers**: 300 carts\n\n## 3. Contributing factors\n\nTwo.\n\n## Follow-ups\n\nNone.\n"
                )
            },
        ),
        Example(
            "a near miss",
            {
                _PATH: _page(
                    "Summary", "Timeline", "What would have happened", "Contributing factors", "Action items",
                    head="---\nkind: near-miss\nstatus: closed\n---\n",
                )
            },
        ),
        Example(
            "a draft, a form, an index",
            {
                _PATH: _page(head="---\nstatus: draft\n---\n"),
                "postmortems/2026/template.md": _page(),
                "postmortems/2026/README.md": "# Postmortems of 2026\n",
            },
        ),
        Example(
            "what many postmortems of a repository do without was never agreed on",
            {f"postmortems/2026/INC-{number}.md": _page(*_FIVE[: 4 + (number > 3)]) for number in range(10)},
        ),
    ),
)  # fmt: skip
