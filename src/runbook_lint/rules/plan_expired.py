"""AL007 plan-expired."""

from collections.abc import Iterator
from datetime import date

from runbook_lint.model.dates import parse_date
from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.parse.entries import find_entry
from runbook_lint.parse.pages import is_template


def check(document: Document, settings: Settings, today: date) -> Iterator[Problem]:
    """Report a plan whose `expires` is past; its last day still counts."""
    data = document.front_matter.data if document.front_matter else None
    if data is None or document.kind in (Kind.POSTMORTEM, Kind.DOCUMENT) or is_template(document.path):
        return
    entry = find_entry(data, settings.keys["expires"], document.lines)
    day = parse_date(entry.text) if entry and not entry.templated else None
    if entry and day and day < today:
        ago = (today - day).days
        yield Problem(
            f"expired on {day.isoformat()}, {ago} day{'s' * (ago != 1)} ago",
            entry.span,
            help=f"remove the page if it has served, else set a later `{entry.key}`, or none",
        )


RULE = Rule(
    code="AL007",
    name="plan-expired",
    sentence="A plan for a time is removed when its time is over.",
    reason=(
        "A plan for a migration or a known fault says `expires` in its front matter. After that day it sends people "
        "after a cause that is gone."
    ),
    severity=Severity.WARNING,
    check=check,
    with_time=True,
    examples=(
        Example(
            "past its day",
            {"services/cart/alerts/CartSlow.md": "---\nexpires: 2026-08-30\n---\n# CartSlow\n"},
            findings=("services/cart/alerts/CartSlow.md:2:10: expired on 2026-08-30, 2 days ago",),
        ),
        Example(
            "its last day, no day, one that is no date, a template",
            {
                "services/cart/alerts/CartSlow.md": "---\nexpires: 2026-09-01\n---\n# CartSlow\n",
                "services/cart/alerts/CartDown.md": "# CartDown\n",
                "services/cart/alerts/CartFull.md": "---\nexpires: never\n---\n# CartFull\n",
                "services/cart/alerts/template.md": "---\nexpires: 2020-01-01\n---\n# Alert\n",
            },
        ),
    ),
)
