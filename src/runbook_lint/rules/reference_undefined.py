"""LK004 reference-undefined."""

import re
from collections.abc import Iterator

from runbook_lint.model.document import Document, Undefined
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.world import World
from runbook_lint.parse.anchors import page_anchors
from runbook_lint.parse.doubts import labels
from runbook_lint.parse.memo import once
from runbook_lint.parse.pages import is_borrowed
from runbook_lint.parse.site_links import MKDOCS, built_by, has_engine
from runbook_lint.parse.slugs import mkdocs_slug

_SNIPPET = regex(r"(?:\A|/)[._]?(?:includes?|snippets?)/[^/]+\.(?:md|txt)\Z", re.IGNORECASE)

_OBJECT = regex(r"::: \w+(?:\.\w+)+\s*$")


def check(document: Document, world: World) -> Iterator[Problem]:
    """Report the references to labels that the page does not define."""
    if not document.undefined or is_borrowed(document.path):
        return
    defined = [definition.label for definition in document.definitions]
    for each in document.undefined:
        if _is_site_s(each, document, world):
            continue
        near = "" if each.footnote else did_you_mean(each.label, defined)
        yield Problem(f"no definition of {_label(each)}", each.span, help=near or f"add {_label(each)}: …")


def _is_site_s(each: Undefined, document: Document, world: World) -> bool:
    """Whether a label is a commit's, or a site's plugin may define it: an anchor of another page, an object."""
    label = each.label
    if re.fullmatch(r"(?=.*\d)[0-9a-f]{6,40}", label):
        return True
    if each.footnote or not has_engine(world, document.path):
        return False
    if label in labels(world) or re.fullmatch(r"\w+(?:\.\w+)+|`.*", label):
        return True
    if not built_by(world, document.path, MKDOCS):
        return False
    is_object = bool(re.fullmatch(r"\w+", label)) and _describes_objects(world)
    return is_object or _appended(world, label) or mkdocs_slug(label) in _headings(world)


@once
def _describes_objects(world: World) -> bool:
    """Whether some page takes in what mkdocstrings writes of a program, whose every object is a label then."""
    return any(_OBJECT.match(line) for page in world.documents.values() for line in page.lines if line[:3] == ":::")


@once
def _headings(world: World) -> frozenset[str]:
    """The anchors of all pages: MkDocs' autorefs lets a reference lead to any of them."""
    return frozenset(anchor for page in world.documents.values() for anchor in page_anchors(page, "mkdocs"))


def _appended(world: World, label: str) -> bool:
    """Whether a snippet may define a label, which MkDocs appends to every page."""
    pieces = [path for path in world.files if _SNIPPET.search(path)]
    unread = any(path not in world.documents for path in pieces)
    known = (each.label for path in pieces if path in world.documents for each in world.documents[path].definitions)
    return unread or label.casefold() in (each.casefold() for each in known)


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
