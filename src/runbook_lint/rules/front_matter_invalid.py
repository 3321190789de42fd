"""DC001 front-matter-invalid."""

from collections.abc import Iterator

from runbook_lint.model.document import Document
from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.patterns import regex
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Example, Rule
from runbook_lint.parse.front_matter import is_unclosed

_TEMPLATE = regex(r"\{\{|\{[%#]|<%")
_HELP = (
    ("mapping values are not allowed", 'put a value that holds ": " into quotes'),
    ("cannot start any token", "put the value into quotes, and indent with spaces"),
    ("appears twice", "keep one of the two"),
)


def check(document: Document) -> Iterator[Problem]:
    """Judge whether the front matter can be read; one that a template engine fills in first is not judged."""
    front = document.front_matter
    if front is None:
        if is_unclosed(document.lines):
            fence = document.lines[0].rstrip()
            yield Problem("front matter is never closed", Span(1, 1, 1, 4), help=f"end it with a line that is {fence}")
    elif front.data.problem and not _TEMPLATE.search("\n".join(document.lines[: front.span.end_line])):
        problem = front.data.problem
        help = problem.help or next((help for part, help in _HELP if part in problem.message), "")
        yield Problem(f"front matter: {problem.message}", problem.span, help=help)


RULE = Rule(
    code="DC001",
    name="front-matter-invalid",
    sentence="A page's front matter is valid YAML or TOML, each key once.",
    reason=(
        "Where the front matter cannot be read, the page loses its title, owner and review date at a stroke, mostly "
        "without a word from the site's build. Front matter that a template engine fills in before it is read is not "
        "judged."
    ),
    severity=Severity.ERROR,
    default=True,
    check=check,
    examples=(
        Example(
            "a colon in a value, a key given twice, a fence that is missing",
            {
                "runbooks/a.md": "---\nowner: jo\ntitle: Cart: empty baskets\n---\n# A\n",
                "runbooks/b.md": "---\nowner: jo\ntitle: B\nowner: kim\n---\n# B\n",
                "runbooks/c.md": "---\nowner: jo\ntitle: C\n\n# C\n",
                "runbooks/d.md": '+++\ntitle = "D\n+++\n# D\n',
            },
            findings=(
                "runbooks/a.md:3:12: front matter: not valid YAML: mapping values are not allowed here",
                'runbooks/b.md:4:1: front matter: the key "owner" appears twice, first on line 2',
                "runbooks/c.md:1:1: front matter is never closed",
                "runbooks/d.md:2:11: front matter: not valid TOML: Illegal character '\\n'",
            ),
        ),
        Example(
            "front matter that is filled in by a template engine first",
            {
                "runbooks/a.html.md.erb": "---\ntitle: <%= page_title %>: overview\n---\n# A\n",
                "runbooks/b.md": '---\ntitle: "{{ replace .Name "-" " " | title }}"\n---\n# B\n',
                "runbooks/c.md": "---\n{% if draft %}\ntitle: draft\n{% endif %}\n---\n# C\n",
            },
        ),
        Example(
            "a page that begins with a rule, and one without any",
            {
                "runbooks/a.md": "---\n**Note**: read this first: all of it\n\n---\n# A\n",
                "runbooks/b.md": "# B\n\n---\n\nThe end\n",
            },
        ),
    ),
)
