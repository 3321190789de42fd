"""RB002 section-empty."""

import re
from collections.abc import Iterator

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.rule import Example, Rule
from runbook_lint.model.settings import Settings
from runbook_lint.parse.pages import is_draft, is_template, template_sections
from runbook_lint.parse.sections import Section, find_sections

_COLON = regex(r":\s*(?:\*\*|__)?\s*:?\s*\Z")
_NONE = regex(r"(?:no|none|nothing|n/?a)\b", re.IGNORECASE)
_LONG = 9  # words: a heading this long says by itself what to do


def check(document: Document, settings: Settings) -> Iterator[Problem]:
    """Find headings and bold leads with nothing behind them."""
    if document.kind is Kind.DOCUMENT or is_draft(document) or is_template(document.path):
        return
    forms = template_sections(document)
    title = min((heading.span for heading in document.headings), default=None)
    for section in find_sections(document, settings):
        in_form = any(first <= section.span.line <= last for first, last in forms)
        if section.empty and section.span != title and not in_form and _promises(document, section):
            yield Problem(f'the section "{section.title.rstrip(":")}" is empty', section.span, help="fill it, or take it out")


def _promises(document: Document, section: Section) -> bool:
    """Whether a title announces text, rather than being the text: a link, a picture, a sentence, a bare bold word."""
    line = document.line(section.span.line)
    if section.bold:
        return bool(_COLON.search(line)) or not line.lstrip().startswith(("-", "*  ", "* ", "+", "1"))
    held = any(link.span.line == section.span.line for link in document.links)
    sentence = len(section.title.split()) >= _LONG or bool(_NONE.match(section.title))
    return not held and not sentence and "<%" not in line and "{{" not in line


RULE = Rule(
    code="RB002",
    name="section-empty",
    sentence="A section holds text, a list, a picture or a subsection.",
    reason=(
        "An empty heading promises an answer and has none; the reader loses the seconds it takes to find out, and "
        "a check for missing sections is satisfied by it. A comment does not fill a section. The page's title, "
        "headings that are links or whole sentences, drafts and templates are not judged."
    ),
    severity=Severity.WARNING,
    default=True,
    check=check,
    examples=(
        Example(
            "a heading, one with a comment only, a bold lead, and the last line",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n- **Impact**:\n- **Call**: API\n\n## Checks\n\n## Known fixes\n\n<!-- to write -->\n\n"
                    "## Links\n\n### Dashboards\n"
                )
            },
            findings=(
                'services/cart/runbook.md:3:3: the section "Impact" is empty',
                'services/cart/runbook.md:6:1: the section "Checks" is empty',
                'services/cart/runbook.md:8:1: the section "Known fixes" is empty',
                'services/cart/runbook.md:14:1: the section "Dashboards" is empty',
            ),
        ),
        Example(
            "a subsection, a picture, a table of contents, code and included text fill a section",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n## Contents\n\n[[_TOC_]]\n\n## Checks\n### Graphs\n![error rate](rate.png)\n\n"
                    "## Known fixes\n```bash\nmake restart\n```\n\n## Escalation\n<%= partial 'oncall' %>\n\n"
                    "## Links\n{{< links >}}\n\n## Data\n<table><tr><td>1</td></tr></table>\n"
                )
            },
        ),
        Example("a page of which only the title is there", {"services/cart/runbook.md": "# Cart\n"}),
        Example(
            "a heading that is an entry or a sentence",
            {
                "services/cart/runbook.md": (
                    "# Cart\n\n## [Dashboard](https://grafana.example)\n\n"
                    "## If the queue keeps growing after ten minutes, wake the owner\n"
                )
            },
        ),
        Example("a draft", {"postmortems/2026/INC-1-x.md": "---\nstatus: draft\n---\n# INC-1\n\nText.\n\n## Timeline\n"}),
    ),
)
