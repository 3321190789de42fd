"""Sections as concepts: what a title stands for, what is empty, and the five answers."""

from datetime import date

import pytest

from runbook_lint.model.document import Kind
from runbook_lint.model.position import Span
from runbook_lint.model.settings import Layout, Settings
from runbook_lint.model.vocabulary import CONCEPTS
from runbook_lint.parse.answers import Answer, Answers, answers_of
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.pages import given_concepts, is_signpost, page_service
from runbook_lint.parse.sections import answered, concepts_of, find_sections, normal_title
from runbook_lint.parse.text import decode
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

RUNBOOK, PLAN, POSTMORTEM = (CONCEPTS[kind] for kind in ("runbook", "plan", "postmortem"))


def page(text, kind=Kind.RUNBOOK, path="services/cart/runbook.md"):
    return parse_document(path, kind, decode(text.encode()))


@pytest.mark.parametrize(
    ("title", "normal"),
    [
        ("Known Fixes", "known fixes"),
        ("  KNOWN   fixes: ", "known fixes"),
        ("2. Known Fixes", "known fixes"),
        ("2.1) Known Fixes", "known fixes"),
        ("Step 3: Known fixes", "known fixes"),
        ("iv. Known fixes", "known fixes"),
        ("a) Known fixes", "known fixes"),
        ("🔧 Known fixes 🔧", "known fixes"),
        ("🔧 2. Known fixes", "known fixes"),
        (":wrench: Known fixes", "known fixes"),
        ("What broke?", "what broke"),
        ("Pre-requisites", "pre requisites"),
        ("404 errors", "errors"),
        ("I am here", "i am here"),
        ("…", ""),
    ],
)
def test_normal_title(title, normal):
    assert normal_title(title) == normal


@pytest.mark.parametrize(
    ("title", "vocabulary", "concepts"),
    [
        ("Diagnosis", RUNBOOK, ("checks",)),
        ("DIAGNOSIS", RUNBOOK, ("checks",)),
        ("🔍 1. Diagnosis:", RUNBOOK, ("checks",)),
        ("Diagnosis and mitigation", RUNBOOK, ("checks", "fixes")),
        ("Diagnosis & mitigation", RUNBOOK, ("checks", "fixes")),
        ("Diagnosis / Mitigation", PLAN, ("first-checks", "mitigation")),
        ("Escalation, links", RUNBOOK, ("escalation", "links")),
        ("Impact - high", RUNBOOK, ("impact",)),
        ("Impact: customers", PLAN, ("impact",)),
        ("False positives and known issues", PLAN, ("false-positives",)),
        ("Who to call?", PLAN, ("contacts",)),
        ("Root Cause(s)", POSTMORTEM, ("causes",)),
        ("Timeline (all times in UTC)", POSTMORTEM, ("timeline",)),
        ("Root cause", POSTMORTEM, ("causes",)),
        ("Impactful changes", RUNBOOK, ()),
        ("Checksum", RUNBOOK, ()),
        ("History", RUNBOOK, ()),
        ("", RUNBOOK, ()),
    ],
)
def test_concepts_of_a_title(title, vocabulary, concepts):
    assert concepts_of(title, vocabulary) == concepts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# Cart\n\n- **Impact**: nobody can buy\n", [("Cart", 1, False), ("Impact", 7, False)]),
        ("- **Impact:** much\n", [("Impact", 7, False)]),
        ("* __Impact__ : much\n", [("Impact", 7, False)]),
        ("- [ ] **Check**: the graph\n", [("Check", 7, False)]),
        ("- **Impact**:\n", [("Impact", 7, True)]),
        ("- **Impact**:\n  - much\n", [("Impact", 7, False)]),
        ("**Impact**\n\nMuch.\n", [("Impact", 7, False)]),
        ("**Impact**\n\n**Links**\n\nHere.\n", [("Impact", 7, True), ("Links", 7, False)]),
        ("**Impact** is a word in this sentence.\n", []),
        ("- **Somebody**: no concept\n", []),
        ("## A\n## B\ntext\n", [("A", 2, True), ("B", 2, False)]),
        ("## A\n### B\ntext\n", [("A", 2, False), ("B", 3, False)]),
        ("### A\n## B\n- x\n", [("A", 3, True), ("B", 2, False)]),
        ("## A\n\n<!-- later -->\n<!--\nmuch\nlater\n-->\n", [("A", 2, True)]),
        ("## A\n\n---\n\n## B\n***\n", [("A", 2, True), ("B", 2, True)]),
        ("## A\n\n[ref]: https://x.example\n", [("A", 2, True)]),
        ("## A\n\n<a id='b'></a>\n## B\n(label)=\n", [("A", 2, True), ("B", 2, True)]),
        ("## A\n\n```\n```\n", [("A", 2, True)]),
        ("## A\n\n```{include} x.md\n```\n", [("A", 2, False)]),
        ("## A\n\n[[_TOC_]]\n", [("A", 2, False)]),
        ("## A\n\n![x](y.png)\n", [("A", 2, False)]),
        ("## A\n\n<img src='y.png'>\n", [("A", 2, False)]),
        ("## A\n\n<%= partial 'x' %>\n", [("A", 2, False)]),
        ("## A\n\n| a |\n|---|\n", [("A", 2, False)]),
        ("A\n---\n\nB\n===\ntext\n", [("A", 2, True), ("B", 1, False)]),
        ("<h2>A</h2>\n\n<h2>B\nC</h2>\ntext\n", [("A", 2, True), ("B C", 2, False)]),
    ],
)
def test_sections_and_which_are_empty(text, found):
    sections = find_sections(page(text), Settings())
    assert [(section.title, section.level, section.empty) for section in sections] == found


def test_where_sections_stand():
    sections = find_sections(page("# Cart\n\n## Checks\na\n### Graphs\nb\n\n## Links\nc\n"), Settings())
    assert [(section.title, section.concepts, section.first_line, section.last_line) for section in sections] == [
        ("Cart", (), 2, 9),
        ("Checks", ("checks",), 4, 7),
        ("Graphs", (), 6, 7),
        ("Links", ("links",), 9, 9),
    ]


def test_bold_leads_can_be_switched_off():
    off = Settings(layout=Layout(bold_sections=False))
    assert answered(page("- **Impact**: much\n"), off) == frozenset()
    assert answered(page("- **Impact**: much\n"), Settings()) == {"impact"}


LEADS = """\
# Cart

- **What broke**: carts are empty
- **Impact**: nobody can buy
- **Verify**: `curl -fsS https://cart.example` says `ok`
- **Try first**: [restart](#restart) the worker
- **Call**: API on call

## Impact

More of it.
"""


def test_the_five_answers_of_leads():
    assert answers_of(page(LEADS), Settings()) == Answers(
        what_broke=Answer("carts are empty", "page", Span(3, 19, 3, 34)),
        impact=Answer("nobody can buy", "page", Span(4, 15, 4, 29)),
        verify=Answer("curl -fsS https://cart.example says ok", "page", Span(5, 15, 5, 57)),
        try_first=Answer("restart the worker", "page", Span(6, 18, 6, 48)),
        call=Answer("API on call", "page", Span(7, 13, 7, 24)),
    )


def test_the_five_answers_of_sections():
    text = "# CartEmpty\n\nCarts come back empty to customers.\n\n## Diagnosis\n\n```bash\nlogs\n```\n\n## Mitigation\n- [ ] Restart it\n"
    answers = answers_of(page(text, Kind.PLAN), Settings())
    assert answers == Answers(
        what_broke=Answer("Carts come back empty to customers.", "page", Span(3, 1, 3, 36)),
        verify=Answer("logs", "page", Span(7, 1, 9, 4)),
        try_first=Answer("Restart it", "page", Span(12, 3, 12, 17)),
    )
    assert answers.missing() == ("impact", "call")
    assert answers.after(8) == ("impact", "try_first", "call")


def test_answers_from_the_alert_and_the_catalogue():
    files = {
        "services/teams.yaml": "teams:\n  API: {name: Cart API, rota: https://rota.example/api}\n",
        "services/cart/service.yaml": "service: SVC-CART\nteam: API\n",
        "services/mail/service.yaml": "service: SVC-MAIL\nteam: API\ncontacts: {escalation: [SEA, API], rota: R1}\n",
        "services/cart/runbook.md": "# Cart\n",
        "runbooks/mail.md": "---\nservice: SVC-MAIL\n---\n# Mail\n",
    }
    world = build_world(tree_of(files), Settings(), date(2026, 9, 1))
    calls = {}
    for path, document in world.documents.items():
        service = page_service(document, world.settings, world.catalog)
        team = world.catalog.team_of(service)
        answers = answers_of(document, world.settings, service, team, {"impact": "nobody can buy"})
        assert answers.impact == Answer("nobody can buy", "alert")
        calls[path] = answers.call
        assert given_concepts(document, world) == {"escalation"}
    assert calls == {
        "services/cart/runbook.md": Answer("Cart API, https://rota.example/api", "catalogue"),
        "runbooks/mail.md": Answer("SEA, R1", "catalogue"),
    }


def test_an_empty_section_is_no_answer_and_other_pages_have_none():
    assert answers_of(page("# A\n\n## Impact\n\n## Checks\n"), Settings()) == Answers()
    assert answers_of(page(LEADS, Kind.DOCUMENT), Settings()) == Answers()


@pytest.mark.parametrize(
    ("path", "text", "signpost"),
    [
        ("runbooks/README.md", "# All\n", True),
        ("runbooks/index.html.md.erb", "# All\n", True),
        ("runbooks/template.md", "# Name\n", True),
        ("runbooks/cart.md", "# Cart\n\nThis page has moved to [there](https://x.example).\n", True),
        ("runbooks/cart.md", "# Cart\n\n- [a](a.md)\n- [b](b.md)\n- [c](c.md)\n", True),
        ("runbooks/cart.md", "# Cart\n\nThe queue has moved.\n\n```bash\nmake\n```\n", False),
        ("runbooks/cart.md", "# Cart\n\n- See [a](a.md) for what to do first\n- [b](b.md)\n- then [c](c.md) again\n", False),
        ("runbooks/cart.md", "", False),
    ],
)
def test_pages_that_only_lead_elsewhere(path, text, signpost):
    assert is_signpost(page(text, path=path)) is signpost


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("# Cart API is not answering\n\n## Checks\nx\n", {"what-broke", "checks"}),
        ("# How to rotate keys\n", {"what-broke"}),
        ("# Rotating keys\n", {"what-broke"}),
        ("# Cart\n\nCarts are kept in one table.\n", {"what-broke"}),
        ("# Cart\n\n**Table of contents**\n", set()),
        ("# Cart\n", set()),
    ],
)
def test_what_broke_may_be_told_by_the_title_or_the_first_paragraph(text, given):
    world = build_world(tree_of({"runbooks/cart.md": text}), Settings(), date(2026, 9, 1))
    assert given_concepts(world.documents["runbooks/cart.md"], world) == given
