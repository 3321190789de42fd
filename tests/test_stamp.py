"""`reviewed` writes a review down, and no other byte."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.lint.prove import apply_edits, fixed_tree
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Fix
from runbook_lint.model.settings import Settings
from runbook_lint.model.vocabulary import KEY_ALIASES
from runbook_lint.parse.front_matter import read_front_matter
from runbook_lint.parse.review import page_review
from runbook_lint.parse.stamp import stamp_review
from runbook_lint.parse.text import Text, decode, split_lines
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

TODAY = date(2026, 8, 21)


def stamped(text, by="", path="runbooks/page.md"):
    return apply_edits(text, stamp_review(path, text, TODAY, by, KEY_ALIASES))


PAGES = [
    ("replaced in place", "---\ntitle: A\nlast_reviewed: 2025-01-01\nowner: jo\n---\n# A\n",
     "---\ntitle: A\nlast_reviewed: 2026-08-21\nowner: jo\n---\n# A\n"),
    ("under the name it has", "---\nlast_reviewed_on: 2025-01-01\n---\n# A\n",
     "---\nlast_reviewed_on: 2026-08-21\n---\n# A\n"),
    ("single quotes and a comment", "---\nlast_reviewed:  '2025-01-01'   # twice a year\n---\n",
     "---\nlast_reviewed:  '2026-08-21'   # twice a year\n---\n"),
    ("double quotes", '---\n"last_reviewed": "2025-01-01"\n---\n', '---\n"last_reviewed": "2026-08-21"\n---\n'),
    ("a time becomes a date", "---\nlast_reviewed: 2025-01-01T10:00:00Z # c\n---\n", "---\nlast_reviewed: 2026-08-21 # c\n---\n"),
    ("what was no date becomes one", "---\nlast_reviewed: last spring\n---\n", "---\nlast_reviewed: 2026-08-21\n---\n"),
    ("an empty key", "---\nlast_reviewed:\nowner: jo\n---\n", "---\nlast_reviewed: 2026-08-21\nowner: jo\n---\n"),
    ("an empty key with a comment", "---\nlast_reviewed: # when?\n---\n", "---\nlast_reviewed: 2026-08-21 # when?\n---\n"),
    ("a value on the next line", "---\nlast_reviewed:\n  2025-01-01\n---\n", "---\nlast_reviewed:\n  2026-08-21\n---\n"),
    ("an anchor and a tag stay", "---\nlast_reviewed: &day !!str 2025-01-01\n---\n",
     "---\nlast_reviewed: &day !!str 2026-08-21\n---\n"),
    ("a missing key comes last", "---\ntitle: A\nowner: jo\n---\n# A\n",
     "---\ntitle: A\nowner: jo\nlast_reviewed: 2026-08-21\n---\n# A\n"),
    ("behind a nested value", "---\nlinks:\n  a:\n    - b\n\n---\n# A\n",
     "---\nlinks:\n  a:\n    - b\nlast_reviewed: 2026-08-21\n\n---\n# A\n"),
    ("with the indent of the others", "---\n  title: A\n---\n", "---\n  title: A\n  last_reviewed: 2026-08-21\n---\n"),
    ("a `reviewed` that says who", "---\nreviewed: true\n---\n", "---\nreviewed: true\nlast_reviewed: 2026-08-21\n---\n"),
    ("an empty block", "---\n---\n# A\n", "---\nlast_reviewed: 2026-08-21\n---\n# A\n"),
    ("a block of comments", "---\n# yours\n---\n", "---\n# yours\nlast_reviewed: 2026-08-21\n---\n"),
    ("one in braces that has the key", "---\n{last_reviewed: 2025-01-01, a: 1}\n---\n",
     "---\n{last_reviewed: 2026-08-21, a: 1}\n---\n"),
    ("no front matter", "# A\n", "---\nlast_reviewed: 2026-08-21\n---\n\n# A\n"),
    ("none, and a blank line first", "\n# A\n", "---\nlast_reviewed: 2026-08-21\n---\n\n# A\n"),
    ("none, and a licence first", "<!-- SPDX-License-Identifier: MIT -->\n\n# A\n",
     "---\nlast_reviewed: 2026-08-21\n---\n\n<!-- SPDX-License-Identifier: MIT -->\n\n# A\n"),
    ("none, and a rule first", "---\nText\n\n---\n", "---\nlast_reviewed: 2026-08-21\n---\n\n---\nText\n\n---\n"),
    ("none, and no line end", "# A", "---\nlast_reviewed: 2026-08-21\n---\n\n# A"),
    ("an empty file", "", "---\nlast_reviewed: 2026-08-21\n---\n"),
    ("already so", "---\nlast_reviewed: 2026-08-21\n---\n", "---\nlast_reviewed: 2026-08-21\n---\n"),
    ("a date in the body is the body's", "---\na: 1\n---\nlast_reviewed: 2025-01-01\n",
     "---\na: 1\nlast_reviewed: 2026-08-21\n---\nlast_reviewed: 2025-01-01\n"),
    ("TOML", "+++\nlast_reviewed = 2025-01-01 # c\n+++\n", "+++\nlast_reviewed = 2026-08-21 # c\n+++\n"),
    ("TOML, quoted", "+++\nlast_reviewed = '2025-01-01'\n+++\n", "+++\nlast_reviewed = '2026-08-21'\n+++\n"),
    ("TOML, before the first table", "+++\ntitle = 'A'\n\n[menu]\nweight = 1\n+++\n# A\n",
     "+++\ntitle = 'A'\nlast_reviewed = 2026-08-21\n\n[menu]\nweight = 1\n+++\n# A\n"),
    ("TOML, without a table", "+++\ntitle = 'A'\n+++\n", "+++\ntitle = 'A'\nlast_reviewed = 2026-08-21\n+++\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_pages(before, after):
    assert stamped(before) == after


@pytest.mark.parametrize("before", [case[1] for case in PAGES], ids=[case[0] for case in PAGES])
def test_once_is_enough(before):
    assert stamp_review("runbooks/page.md", stamped(before), TODAY, "", KEY_ALIASES) == ()


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [
        ("---\nlast_reviewed: 2025-01-01\nreviewed_by: kim\n---\n", "jo",
         "---\nlast_reviewed: 2026-08-21\nreviewed_by: jo\n---\n"),
        ("---\nlast_reviewed: 2025-01-01\nreviewed_by: kim\n---\n", "",  # not given: not touched
         "---\nlast_reviewed: 2026-08-21\nreviewed_by: kim\n---\n"),
        ("---\nlast_reviewed: 2025-01-01\nowner: kim\n---\n", "jo",
         "---\nlast_reviewed: 2026-08-21\nreviewed_by: jo\nowner: kim\n---\n"),
        ("---\nlast_reviewed:\nowner: kim\n---\n", "jo",
         "---\nlast_reviewed: 2026-08-21\nreviewed_by: jo\nowner: kim\n---\n"),
        ("---\nreviewed-by: kim # c\n---\n", "jo", "---\nreviewed-by: jo # c\nlast_reviewed: 2026-08-21\n---\n"),
        ("---\nowner: kim\n---\n", "Jo Simmons",
         "---\nowner: kim\nlast_reviewed: 2026-08-21\nreviewed_by: Jo Simmons\n---\n"),
        ("---\nreviewed_by: kim\nlast_reviewed: 2026-08-21\n---\n", "no",  # `no` is no name without quotes
         "---\nreviewed_by: 'no'\nlast_reviewed: 2026-08-21\n---\n"),
        ("---\nreviewed_by: 'kim'\nlast_reviewed: 2026-08-21\n---\n", "Pat O'Hara",
         "---\nreviewed_by: 'Pat O''Hara'\nlast_reviewed: 2026-08-21\n---\n"),
        ('---\nreviewed_by: "kim"\nlast_reviewed: 2026-08-21\n---\n', 'Jo "JJ" Simmons',
         '---\nreviewed_by: "Jo \\"JJ\\" Simmons"\nlast_reviewed: 2026-08-21\n---\n'),
        ("---\nreviewed_by: kim\nlast_reviewed: 2026-08-21\n---\n", "ops: storage",
         "---\nreviewed_by: 'ops: storage'\nlast_reviewed: 2026-08-21\n---\n"),
        ("# A\n", "@jo", "---\nlast_reviewed: 2026-08-21\nreviewed_by: '@jo'\n---\n\n# A\n"),
        ("+++\nreviewed_by = 'kim'\n+++\n", "Pat O'Hara",
         "+++\nreviewed_by = \"Pat O'Hara\"\nlast_reviewed = 2026-08-21\n+++\n"),
        ("+++\nlast_reviewed = 2025-01-01\n+++\n", "jo",
         "+++\nlast_reviewed = 2026-08-21\nreviewed_by = \"jo\"\n+++\n"),
    ],
)  # fmt: skip
def test_the_reviewer(before, by, after):
    assert stamped(before, by) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("service: SVC-A\nteam: SHOP\ntier: 1 # c\nlinks:\n  a: b\n",
         "service: SVC-A\nteam: SHOP\ntier: 1 # c\nlast_reviewed: 2026-08-21\nreviewed_by: jo\nlinks:\n  a: b\n"),
        ("service: SVC-A\nowner: kim\n", "service: SVC-A\nowner: kim\nlast_reviewed: 2026-08-21\nreviewed_by: jo\n"),
        ("service: SVC-A\nowner: kim", "service: SVC-A\nowner: kim\nlast_reviewed: 2026-08-21\nreviewed_by: jo"),
        ("service: SVC-A\nlast_reviewed: '2025-01-01'\nowner: kim\n",
         "service: SVC-A\nlast_reviewed: '2026-08-21'\nreviewed_by: jo\nowner: kim\n"),
        ("---\nservice: SVC-A\nteam: A1\n---\nservice: SVC-B\nlast_reviewed: 2025-01-01\nreviewed_by: kim\n",
         "---\nservice: SVC-A\nteam: A1\nlast_reviewed: 2026-08-21\nreviewed_by: jo\n"
         "---\nservice: SVC-B\nlast_reviewed: 2026-08-21\nreviewed_by: jo\n"),
        ("service: SVC-A\nlast_reviewed_on: 2025-01-01\n",  # a page's other names are not a manifest's
         "service: SVC-A\nlast_reviewed: 2026-08-21\nreviewed_by: jo\nlast_reviewed_on: 2025-01-01\n"),
    ],
)  # fmt: skip
def test_manifests(before, after):
    assert stamped(before, "jo", "services/a/service.yaml") == after


ERRORS = [
    ("runbooks/a.md", "---\ntitle: a: b\n---\n",
     "runbooks/a.md:2:9: not valid YAML: mapping values are not allowed here; mend it first"),
    ("runbooks/a.md", "---\ntitle: A\nowner: jo\n\n# A\n",
     "runbooks/a.md:1: the front matter is never closed; end it with a line that is ---"),
    ("runbooks/a.md", "---\nlast_reviewed: <%= now %>\n---\n",
     "runbooks/a.md:2: last_reviewed is filled in by a template; write it by hand"),
    ("runbooks/a.md", "---\nlast_reviewed: |\n  2025-01-01\n---\n",
     "runbooks/a.md:2: last_reviewed is no value on a line of its own; write it by hand"),
    ("runbooks/a.md", "---\nborn: &day 2025-01-01\nlast_reviewed: *day\n---\n",
     "runbooks/a.md:3: last_reviewed is no value on a line of its own; write it by hand"),
    ("runbooks/a.md", "---\nlast_reviewed: &day 2025-01-01\nborn: *day\n---\n",
     "runbooks/a.md: last_reviewed cannot be set without touching more than its line; write it by hand"),
    ("runbooks/a.md", "---\n{title: A}\n---\n",
     "runbooks/a.md: last_reviewed cannot be added to a mapping in braces; write it by hand"),
    ("services/catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: cart}\n",
     "services/catalog-info.yaml: a Backstage entity has no place for a review; write `last_reviewed: 2026-08-21` into "
     "services/service.yaml, a manifest with the keys service and team or owner"),
    ("services/teams.yaml", "teams: {API: {}}\n",
     "services/teams.yaml: no page and no manifest (it has no key service); only these carry a review"),
    ("services/a/service.yaml", "service: SVC-A\nteam: 'A\n",
     "services/a/service.yaml:2:9: not valid YAML: found unexpected end of stream; mend it first"),
    ("services/a/service.yaml", "{service: SVC-A, team: A1}\n",
     "services/a/service.yaml: last_reviewed cannot be added to a mapping in braces; write it by hand"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "message"), ERRORS)
def test_errors_say_what_to_do(path, text, message):
    with pytest.raises(UsageError) as error:
        stamp_review(path, text, TODAY, "", KEY_ALIASES)
    assert str(error.value) == message


def test_a_name_is_one_line():
    with pytest.raises(UsageError, match=r"^the reviewer's name must be one line of plain text$"):
        stamp_review("a.md", "# A\n", TODAY, "jo\nkim", KEY_ALIASES)


def written(raw, by="jo", path="runbooks/page.md"):
    """The bytes after the edits, as the application writes them."""
    text = decode(raw)
    assert isinstance(text, Text)
    tree = tree_of({path: raw})
    edits = stamp_review(path, text, TODAY, by, KEY_ALIASES)
    return fixed_tree(tree, Fix(edits)).contents[path]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"---\r\nlast_reviewed: 2025-01-01\r\n---\r\n# A\r\n",
         b"---\r\nlast_reviewed: 2026-08-21\r\nreviewed_by: jo\r\n---\r\n# A\r\n"),
        (b"# A\r\n", b"---\r\nlast_reviewed: 2026-08-21\r\nreviewed_by: jo\r\n---\r\n\r\n# A\r\n"),
        (b"\xef\xbb\xbf# A\n", b"\xef\xbb\xbf---\nlast_reviewed: 2026-08-21\nreviewed_by: jo\n---\n\n# A\n"),
        (b"\xef\xbb\xbf---\r\nlast_reviewed: 2025-01-01\r\n---\r\n",
         b"\xef\xbb\xbf---\r\nlast_reviewed: 2026-08-21\r\nreviewed_by: jo\r\n---\r\n"),
        (b"---\nlast_reviewed: 2025-01-01\nreviewed_by: kim\n---\nmixed\r\nline ends\rhere",
         b"---\nlast_reviewed: 2026-08-21\nreviewed_by: jo\n---\nmixed\r\nline ends\rhere"),
    ],
)  # fmt: skip
def test_bytes(before, after):
    assert written(before) == after


NAMES = st.sampled_from(["title", "owner", "tags", "weight", "service", "x-note"])
VALUES = st.sampled_from(
    ["a", "'b # c'", "[d, e]", "{f: g}", "\n  - h\n  - i", "|\n  j\n\n  k", "", "2020-02-02 # l", '"m: n"', "true"]
)
DATE_LINES = st.sampled_from(
    [
        "",
        "last_reviewed: 2020-01-01\n",
        "last_reviewed_on: '2020-01-01' # c\n",
        'last-reviewed: "long ago"\n',
        "last_reviewed:\n",
        "last_reviewed:   # c\n",
    ]
)
BY_LINES = st.sampled_from(["", "reviewed_by: kim\n", "reviewed-by: 'kim' # c\n", "reviewed_by:\n"])
PEOPLE = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F, exclude_characters="\x7f"), max_size=12).filter(
    str.isprintable
)
BODIES = st.text(st.sampled_from("# ab\n\r-+`\t\u2028:"), max_size=40)


@st.composite
def pages(draw):
    entries = draw(st.dictionaries(NAMES, VALUES, max_size=4))
    before = "".join(f"{key}: {value}\n" for key, value in entries.items())
    comment = draw(st.sampled_from(["", "# a comment\n"]))
    front = f"---\n{comment}{draw(DATE_LINES)}{before}{draw(BY_LINES)}---\n"
    text = draw(st.sampled_from([front, ""])) + draw(BODIES)
    raw = text.replace("\n", draw(st.sampled_from(["\n", "\r\n"]))).encode()
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + raw


BOM = b"\xef\xbb\xbf"
OURS = re.compile(rb"(?:\xef\xbb\xbf)?(?:last[_-]reviewed(?:_on)?|reviewed[_-]by):")


def others(raw):
    """The lines, with their ends, that a review does not set."""
    return [line for line in raw.split(b"\n") if not OURS.match(line)]


@given(pages(), PEOPLE)
def test_only_its_own_lines_change_and_the_date_reads_back(raw, by):
    after, text = written(raw, by), decode(raw)
    if read_front_matter(text.lines):
        assert others(after) == others(raw)
    else:
        body = raw.removeprefix(BOM)
        block = after.removeprefix(BOM).removesuffix(body).decode().replace("\r\n", "\n")
        assert after == raw[: len(raw) - len(body)] + after.removeprefix(BOM)
        assert after.endswith(body)
        assert re.fullmatch(r"---\nlast_reviewed: 2026-08-21\n(?:reviewed_by: .+\n)?---\n\n?", block)
    world = build_world(tree_of({"runbooks/page.md": after}), Settings(), TODAY)
    review = page_review(world.documents["runbooks/page.md"], world.settings, world.catalog)
    assert review.last_reviewed == TODAY
    assert not by.strip() or review.reviewed_by == by.strip()


@given(st.text(max_size=60), st.sampled_from(["a.md", "service.yaml"]))
def test_any_text_is_stamped_or_refused(text, path):
    message, edits = "", ()
    try:
        edits = stamp_review(path, Text(split_lines(text)), TODAY, "jo", KEY_ALIASES)
    except UsageError as error:
        message = str(error)
    assert message.startswith(path) if message else edits
    assert all(edit.path == path and edit.span.line == edit.span.end_line for edit in edits)
