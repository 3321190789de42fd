"""What an editor is answered at a place in a text; `|` marks the cursor."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.editor.completion import complete
from runbook_lint.editor.definition import definition
from runbook_lint.editor.hover import hover
from runbook_lint.editor.position import to_column, to_units
from runbook_lint.editor.quick_fixes import quick_fixes
from runbook_lint.editor.text_edits import edits_between, moved
from runbook_lint.lint.prove import apply_edits
from runbook_lint.lint.run import run_rules
from runbook_lint.model.finding import Edit, Finding, Fix, Severity
from runbook_lint.model.position import PAGE, Span
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.text import NEWLINE
from runbook_lint.parse.world import build_world
from runbook_lint.rules import built_in_rules

RULES = built_in_rules()
FILES = {
    "services/teams.yaml": """\
teams:
  API: {name: Interfaces, chat: '#api', rota: https://rota.test.example/api, members: [jtsimmons, akorhonen]}
  SEA: {name: Sea, members: [hmacrae]}
people:
  jtsimmons: {name: Jo Simmons}
  akorhonen: {name: Aino Korhonen}
  hmacrae: {name: Hamish MacRae, former: true}
""",
    "services/checkout/service.yaml": """\
service: SVC-CHECKOUT
name: Checkout
description: Sells the tickets
team: API
owner: jtsimmons
tier: 1
last_reviewed: 2026-08-01
""",
    "services/tides/service.yaml": "service: SVC-TIDES\nteam: SEA\nowner: SEA\n",
    "services/checkout/runbook.md": "# Checkout\n\nIt sells.\n\n## Checks\n\nLook.\n\n## Known fixes\n\nRestart.\n",
    "services/tides/runbook.md": "# Tides\n\n## Checks\n\nLook.\n\n## Known fixes\n\nWait.\n",
    "services/checkout/alerts/CheckoutDown.md": "# CheckoutDown\n\n## Meaning\n\nIt is down.\n",
    "services/checkout/alerts/checkout.rules.yaml": """\
groups:
  - name: checkout
    rules:
      - alert: CheckoutDown
        expr: up == 0
        labels: {severity: page, service: checkout}
        annotations: {runbook_url: services/checkout/runbook.md#known-fixes}
      - alert: CheckoutSlow
        expr: slow > 1
        labels: {severity: ticket}
""",
    "docs/a.md": "# A\n",
}
RUNBOOK, MANIFEST, ALERTS = "services/checkout/runbook.md", "services/checkout/service.yaml", "services/checkout/alerts/checkout.rules.yaml"
PLAN, POSTMORTEM = "services/checkout/alerts/CheckoutDown.md", "postmortems/2026/INC-1.md"


def world_with(path, text):
    files = {**FILES, path: text}
    return build_world(Tree({name: each.encode() for name, each in files.items()}), Settings(), date(2026, 9, 1))


def marked(path, text):
    """The world, path, lines, line and column of a text with a cursor in it."""
    before, _, after = text.partition("|")
    whole = before + after
    return world_with(path, whole), path, NEWLINE.split(whole), before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1


def in_file(path, old, new):
    assert old in FILES[path]
    return FILES[path].replace(old, new, 1)


def offered(path, text):
    world, *place = marked(path, text)
    found = complete(world, RULES, *place)
    return [offer.text for offer in found[0].items] if found else None


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (MANIFEST, "depends_on: [|", ["SVC-TIDES"]),
        (MANIFEST, "depends_on: [SVC-X, SVC-T|", ["SVC-TIDES"]),
        (MANIFEST, "depends_on:\n  - |", ["SVC-TIDES"]),
        (MANIFEST, "depends_on:\n- SVC-A\n- t|", ["SVC-TIDES"]),
        (MANIFEST, "team: |", ["API", "SEA"]),
        (MANIFEST, "owner: |", ["akorhonen", "jtsimmons", "API", "SEA"]),  # who left is not offered
        (MANIFEST, "owner: jt|", ["jtsimmons"]),
        (MANIFEST, "owner: 'jt|", ["jtsimmons"]),
        (MANIFEST, "contacts: {escalation: [ak|", ["akorhonen"]),
        (MANIFEST, "service: |", None),  # its own id is a new name
        (MANIFEST, "description: owner|", None),
        (MANIFEST, "owner|", None),
        ("services/teams.yaml", "teams:\n  API:\n    members: [jt|]\npeople: {jtsimmons: }\n", ["jtsimmons"]),
        ("services/teams.yaml", "scenarios:\n  storm: {primary: |", []),
        (ALERTS, in_file(ALERTS, "service: checkout}", "service: |}"), ["SVC-CHECKOUT", "SVC-TIDES"]),
        (ALERTS, in_file(ALERTS, "severity: ticket}", "severity: |}"), ["page", "critical", "ticket", "warning", "fyi", "info"]),
        (ALERTS, in_file(ALERTS, "alert: CheckoutSlow", "alert: |"), None),
        (ALERTS, in_file(ALERTS, "services/checkout/runbook.md#known-fixes", "services/checkout/runbook.md#|"), ["checkout", "checks", "known-fixes"]),
        (ALERTS, in_file(ALERTS, "services/checkout/runbook.md#known-fixes", "checkout/run|"), [RUNBOOK, PLAN]),
        (RUNBOOK, "---\nowner: jt|\n---\n# A\n", ["jtsimmons"]),
        (RUNBOOK, "---\nservice: |\n---\n# A\n", ["SVC-CHECKOUT", "SVC-TIDES"]),
        (RUNBOOK, "---\nservice: |\n# not closed yet\n", ["SVC-CHECKOUT", "SVC-TIDES"]),
        (RUNBOOK, "---\nalert: Sl|\n---\n# A\n", ["CheckoutSlow"]),
        (RUNBOOK, "# A\n\nowner: |\n", None),  # prose
        (POSTMORTEM, "---\nseverity: |\n---\n", [f"SEV-{number}" for number in range(6)]),
        (POSTMORTEM, "---\nrunbooks:\n  - path: checkout/run|\n---\n", [RUNBOOK, PLAN]),
        (POSTMORTEM, "---\nfacilitator: |\n---\n", ["akorhonen", "jtsimmons"]),
        (RUNBOOK, "# A\n\n## |\n", ["What broke", "Impact", "Checks", "Known fixes", "Escalation", "Links", "Access needed", "Signatures"]),
        (RUNBOOK, "# A\n\n## Checks\n\n## kno|\n", ["Known fixes"]),
        (RUNBOOK, "# A\n\n```\n## |\n```\n", None),
        ("docs/a.md", "# A\n\n## |\n", []),
        (RUNBOOK, "# A\n\n## Checks\n\n[x](#|\n", ["a", "checks"]),
        (RUNBOOK, "# A\n\n[x](../tides/runbook.md#f|", ["known-fixes"]),
        (RUNBOOK, "# A\n\n[x](../tides/|", ["../tides/runbook.md", "../tides/service.yaml"]),
        (RUNBOOK, "# A\n\n[x](al|)", ["alerts/CheckoutDown.md", "service.yaml"]),
        (RUNBOOK, "# A\n\n[x](/doc|)", ["/docs/a.md"]),
        (RUNBOOK, "# A\n\n[x]: ../tides/run|", ["../tides/runbook.md"]),
        (RUNBOOK, "# A\n\n[x](https://|)", None),
        (RUNBOOK, "# A\n\nplain words |", None),
        (RUNBOOK, "# A\n\n<!-- runbook-lint: ignore[broken-l| -->", ["broken-link"]),
        (RUNBOOK, "# A\n\n<!-- runbook-lint: ignore[broken-link, plan-ex| -->", ["plan-expired"]),
        (RUNBOOK, "# A\n\n<!-- runbook-lint: ignore[broken-link] why| -->", None),
        (MANIFEST, "# runbook-lint: file-ignore[service-id|", ["service-id-mismatch"]),
    ],
)
def test_completion(path, text, expected):
    assert offered(path, text) == expected


def test_headings_are_offered_in_the_words_that_most_pages_use():
    used = {f"services/s{number}/runbook.md": "# S\n\n## Triage\n\nLook.\n" for number in range(3)}
    files = {**FILES, **used, RUNBOOK: "# A\n\n## \n"}
    world = build_world(Tree({name: each.encode() for name, each in files.items()}), Settings(), date(2026, 9, 1))
    offers, whole = complete(world, RULES, RUNBOOK, ["# A", "", "## ", ""], 3, 4)
    assert [offer.text for offer in offers.items][2:4] == ["Triage", "Known fixes"]
    assert (offers.start, whole) == (3, True)


def test_of_very_many_offers_those_that_fit_what_is_typed_are_sent():
    services = {f"services/s{number}/service.yaml": f"service: SVC-S{number}\nowner: API\n" for number in range(300)}
    files = {**FILES, **services}
    world = build_world(Tree({name: each.encode() for name, each in files.items()}), Settings(), date(2026, 9, 1))
    offers, whole = complete(world, RULES, MANIFEST, ["depends_on: ["], 1, 14)
    assert (len(offers.items), whole) == (200, False)
    offers, whole = complete(world, RULES, MANIFEST, ["depends_on: [SVC-S29"], 1, 21)
    fitting = [offer.text for offer in offers.items]
    assert (fitting[:11], whole) == (["SVC-S29", *(f"SVC-S29{number}" for number in range(10))], True)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (RUNBOOK, "# A\n\n[x](../tides/run|book.md)\n", ["services/tides/runbook.md:1:1"]),
        (RUNBOOK, "# A\n\n[x](../tides/runbook.md#known-|fixes)\n", ["services/tides/runbook.md:7:1"]),
        (RUNBOOK, "# A\n\n[x](../tides/runbook.md#gone|)\n", ["services/tides/runbook.md:1:1"]),
        (RUNBOOK, "# A\n\n[x](#b|)\n\n## B\n", [f"{RUNBOOK}:5:1"]),
        (RUNBOOK, "# A\n\n[x|][t]\n\n[t]: ../tides/runbook.md\n", ["services/tides/runbook.md:1:1"]),
        (RUNBOOK, "# A\n\n[x][t]\n\n[t]: ../tides/run|book.md\n", ["services/tides/runbook.md:1:1"]),
        (RUNBOOK, "# A\n\n[x](gone|.md) [y](https://test.example)\n", []),
        (RUNBOOK, "# A\n\n[x](gone.md) [y](https://test|.example)\n", []),
        (RUNBOOK, "# A\n\nSee SVC-TI|DES.\n", ["services/tides/service.yaml:1:10"]),
        (RUNBOOK, "# A\n\nSee |SVC-TIDES.\n", ["services/tides/service.yaml:1:10"]),
        (RUNBOOK, "# A\n\nSee SVC-TIDES|.\n", ["services/tides/service.yaml:1:10"]),
        (RUNBOOK, "# A\n\nSee SVC-NO|NE.\n", []),
        (RUNBOOK, "# A\n\nSee CheckoutDo|wn.\n", [f"{ALERTS}:4:16"]),  # its page is this one
        ("docs/a.md", "# A\n\nSee CheckoutDo|wn.\n", [f"{RUNBOOK}:9:1", f"{ALERTS}:4:16"]),
        ("docs/a.md", "# A\n\nAPI|, jtsimmons\n", ["services/teams.yaml:2:3"]),
        ("docs/a.md", "# A\n\nAPI, jtsimm|ons\n", []),  # a word of prose may be anybody's
        ("docs/a.md", "# A\n\nAPI, @jtsimm|ons\n", ["services/teams.yaml:5:3"]),
        (MANIFEST, in_file(MANIFEST, "jtsimmons", "jtsimm|ons"), ["services/teams.yaml:5:3"]),
        (MANIFEST, FILES[MANIFEST] + "depends_on: [SVC-T|IDES]\n", ["services/tides/service.yaml:1:10"]),
        (ALERTS, in_file(ALERTS, "CheckoutDown", "Checkout|Down"), [f"{RUNBOOK}:9:1"]),
        (ALERTS, in_file(ALERTS, "runbook.md#known", "run|book.md#known"), [f"{RUNBOOK}:9:1"]),
        (ALERTS, in_file(ALERTS, "CheckoutSlow", "Checkout|Slow"), []),
        (ALERTS, in_file(ALERTS, "service: checkout", "service: check|out"), ["services/checkout/service.yaml:1:10"]),
        (POSTMORTEM, "---\nservices: [SVC-T|IDES]\n---\n", ["services/tides/service.yaml:1:10"]),
    ],
)
def test_definition(path, text, expected):
    found = definition(*marked(path, text))
    assert [f"{each.path}:{each.span.line}:{each.span.column}" for each in found] == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "docs/a.md",
            "# A\n\nSVC-CHECK|OUT\n",
            "**SVC-CHECKOUT** Checkout: Sells the tickets  \n"
            "tier 1 · team API · owner jtsimmons · https://rota.test.example/api · reviewed 2026-08-01",
        ),
        ("docs/a.md", "# A\n\nSVC-TI|DES\n", "**SVC-TIDES**  \nteam SEA · owner SEA"),
        ("docs/a.md", "# A\n\nthe API| team\n", "**API** Interfaces  \n\\#api · https://rota.test.example/api · jtsimmons, akorhonen"),
        (MANIFEST, in_file(MANIFEST, "owner: jt", "owner: j|t"), "**jtsimmons** Jo Simmons  \nAPI · owns SVC-CHECKOUT"),
        ("docs/a.md", "# A\n\n@hmac|rae\n", "**hmacrae** Hamish MacRae  \nhas left · SEA"),
        (ALERTS, in_file(ALERTS, "CheckoutDown", "|CheckoutDown"), "**CheckoutDown** page · SVC-CHECKOUT · API  \nleads to services/checkout/runbook.md\\#known-fixes"),
        ("docs/a.md", "# A\n\nCheckoutSl|ow\n", "**CheckoutSlow** ticket · SVC-CHECKOUT · API  \nleads to no page"),
        ("docs/a.md", "# A\n\nnothing here|\n", None),
        ("docs/a.md", "|", None),
    ],
)
def test_hover_tells_what_the_catalogue_knows_in_two_lines(path, text, expected):
    world, *place = marked(path, text)
    found = hover(world, RULES, (), *place)
    assert (found.text if found else None) == expected


def test_hover_tells_the_rule_that_found_something_and_the_one_that_a_waiver_names():
    rule = next(rule for rule in RULES if rule.name == "broken-link")
    told = f"**broken-link** (LK001): {rule.sentence}\n\n{rule.reason}\n\n[More]({rule.url})"
    world, *place = marked("docs/a.md", "# A\n\n[x](gone|.md)\n")
    found = run_rules(world, RULES, frozenset({"docs/a.md"})).findings
    assert hover(world, RULES, found, *place).text == told
    world, *place = marked("docs/a.md", "# A\n\n<!-- runbook-lint: ignore[placeholder-left, broken-|link] why -->\n")
    shown = hover(world, RULES, (), *place)
    assert (shown.text, shown.span) == (told, Span(3, 45, 3, 56))


@pytest.mark.parametrize(
    ("line", "encoding", "pairs"),
    [
        ("abc", "utf-16", [(1, 0), (4, 3)]),
        ("aéb", "utf-8", [(1, 0), (2, 1), (3, 3), (4, 4)]),
        ("a🚢b", "utf-16", [(2, 1), (3, 3), (4, 4)]),
        ("a🚢b", "utf-8", [(2, 1), (3, 5), (4, 6)]),
        ("a🚢b", "utf-32", [(2, 1), (3, 2), (4, 3)]),
    ],
)
def test_columns_in_an_editors_units(line, encoding, pairs):
    assert [(column, to_units(line, column, encoding)) for column, _ in pairs] == pairs
    assert [(to_column(line, units, encoding), units) for _, units in pairs] == pairs


def test_a_place_that_is_none_is_the_nearest_one():
    assert [to_column("a🚢b", units, "utf-16") for units in (-1, 2, 99)] == [1, 2, 4]
    assert [to_column("ab", units, "utf-16") for units in (-1, 99)] == [1, 3]
    assert [to_units("ab", column, "utf-16") for column in (0, 99)] == [0, 2]


@given(st.text(), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_every_column_comes_back(line, encoding):
    columns = range(1, len(line) + 2)
    assert [to_column(line, to_units(line, column, encoding), encoding) for column in columns] == list(columns)


LINES = st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=1, max_size=8)


@given(LINES, LINES)
def test_edits_make_one_text_of_another(old, new):
    assert apply_edits("\n".join(old), edits_between("a.md", old, new)) == "\n".join(new)


def at(line, path="a.md", last=None, fix=None):
    span = PAGE if line == 0 else Span(line, 1, last or line, 2)
    return Finding(path, span, "LK001", "broken-link", "", Severity.ERROR, fix=fix)


@pytest.mark.parametrize(
    ("old", "new", "lines", "expected"),
    [
        ("a b c", "a b c", [1, 3], [1, 3]),
        ("a b c", "a x b c", [1, 2, 3], [1, 3, 4]),  # a line came in
        ("a x b c", "a b c", [1, 2, 3, 4], [1, 2, 3]),  # a line went
        ("a b c", "a B c", [1, 2, 3], [1, 3]),  # a line is being typed
        ("a b c", "z", [0, 1, 2], [0]),  # what is said of the page stays
        ("a a", "a a a", [1, 2], [1, 2]),
        ("", "a", [0, 1], [0]),
    ],
)
def test_findings_go_where_their_lines_go(old, new, lines, expected):
    found = moved([at(line) for line in lines], old.split(" "), new.split(" "))
    assert [0 if each.span == PAGE else each.span.line for each in found] == expected


def test_a_fix_goes_along_only_where_all_it_edits_was_left_alone():
    def fix(*places):
        return Fix(tuple(Edit(path, Span(line, 1, line, 2), "x") for path, line in places))

    given_ = [at(1, fix=fix(("a.md", 4))), at(4, fix=fix(("a.md", 2))), at(4, fix=fix(("a.md", 4), ("b.md", 2)))]
    found = list(moved(given_, ["a", "b", "c", "d"], ["a", "b", "typed", "c", "d"]))
    assert [each.fix for each in found] == [fix(("a.md", 5)), fix(("a.md", 2)), fix(("a.md", 5), ("b.md", 2))]
    found = list(moved(given_, ["a", "b", "c", "d"], ["a", "B", "c", "d"]))
    assert [each.fix for each in found] == [fix(("a.md", 4)), None, fix(("a.md", 4), ("b.md", 2))]


def test_a_finding_over_lines_that_came_apart_is_gone():
    assert list(moved([at(1, last=3)], ["a", "b", "c"], ["a", "b", "x", "c"])) == []


def test_quick_fixes_say_what_is_unsafe_and_put_it_last():
    text = "# Checkout\n\nIt sells. [x](runbok.md) [y](../tides/runbook.md#known-fixe) [z](CheckoutDown.md)\n\n## Checks\n"
    world = world_with(RUNBOOK, text)
    found = run_rules(world, RULES, frozenset({RUNBOOK})).findings
    offers = list(quick_fixes(found, 1, 3))
    assert [(offer.title, offer.safe) for offer in offers] == [
        ("Mend broken-link: did you mean alerts/CheckoutDown.md?", True),
        ("Mend section-missing: no section on What broke, Known fixes or Links (unsafe: look it over)", False),
        ("Mend broken-anchor: did you mean #known-fixes? (unsafe: look it over)", False),
    ]
    assert list(quick_fixes(found, 5, 5)) == []

