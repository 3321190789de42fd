"""LK004 reference-undefined."""

import re
from collections.abc import Iterator

from runbook_lint.model.document import Document, Undefined
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.doubts import labels
from runbook_lint.parse.site_links import has_engine


def check(document: Document, world: World) -> Iterator[Problem]:
    """Report the references to labels that the page does not define."""
    defined = [definition.label for definition in document.definitions]
    for each in document.undefined:
        if has_engine(world, document.path) and _is_site_s(each.label, world):
            continue
        near = "" if each.footnote else did_you_mean(each.label, defined)
        yield Problem(f"no definition of {_label(each)}", each.span, help=near or f"add {_label(each)}: …")


def _is_site_s(label: str, world: World) -> bool:
    """Whether a site's plugin may define a label: an anchor of another page, or a name with dots in code."""
    return label in labels(world) or bool(re.fullmatch(r"\w+(?:\.\w+)+", label))


def _label(each: Undefined) -> str:
    return f"[^{each.label.removeprefix('^')}]" if each.footnote else f"[{each.label}]"


RULE = Rule(
    code="LK004",
    name="reference-undefined",
    sentence="A reference has its definition on the page.",
    reason=(
        "`[text][label]` without `[label]: …` is shown as it is typed, and the reader has brackets where the link was "
        "to be. Judged are full and collapsed references and footnotes; `[text]` alone may be just that."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "a slip of the finger, one that nobody defined, a footnote",
            {
                "docs/a.md": "# A\n\n[Dashboard][dashbord], [Logs][] and a note[^1].\n\n[dashboard]: https://grafana.example/d/a\n"
            },
            findings=(
                "docs/a.md:3:1: no definition of [dashbord]",
                "docs/a.md:3:24: no definition of [Logs]",
                "docs/a.md:3:43: no definition of [^1]",
            ),
        ),
        Example(
            "defined in any case, brackets that are none, code",
            {
                "docs/a.md": (
                    "# A\n\n[Dashboard][Dash], [dash][], [dash] and [optional], a[0][1], - [ ] [x], `[a][b]`\n\n"
                    "[dash]: https://grafana.example/d/a\n"
                )
            },
        ),
    ),
)
