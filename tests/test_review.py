"""When a page or a manifest was reviewed, and when it is due again."""

from dataclasses import replace
from datetime import date

import pytest

from runbook_lint.model.settings import Settings
from runbook_lint.parse.review import is_unreadable_date, is_unreadable_interval, page_review, reviews, service_review
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

TODAY = date(2026, 9, 1)


def world_of(files, settings=None):
    return build_world(tree_of(files), settings or Settings(), TODAY)


def review_of(text, path="runbooks/page.md", settings=None, others=None):
    world = world_of({path: text, **(others or {})}, settings)
    return page_review(world.documents[path], world.settings, world.catalog)


def page(*lines):
    return "\n".join(["---", *lines, "---", "# Page", ""])


@pytest.mark.parametrize(
    ("front", "day", "span"),
    [
        ("last_reviewed: 2026-08-01", "2026-08-01", (16, 26)),
        ("last_reviewed: 2026-08-01  # by us", "2026-08-01", (16, 26)),
        ("last_reviewed: '2026-08-01'", "2026-08-01", (16, 28)),
        ('last_reviewed: "2026-08-01"', "2026-08-01", (16, 28)),
        ("last_reviewed: 2026-08-01T10:00:00Z", "2026-08-01", (16, 36)),
        ("last_reviewed: 2026-08-01 10:00:00 +02:00", "2026-08-01", (16, 42)),
        ("last_reviewed_on: 2026-08-01", "2026-08-01", (19, 29)),
        ("last-reviewed: 2026-08-01", "2026-08-01", (16, 26)),
        ("reviewed: 2026-08-01", "2026-08-01", (11, 21)),
        ("last_reviewed: 2026/08/01", None, (16, 26)),
        ("last_reviewed: [2026-08-01]", None, (16, 28)),
        ("reviewed: true", None, (1, 1)),
        ("title: none", None, (1, 1)),
    ],
)
def test_the_date_of_a_page(front, day, span):
    review = review_of(page(front))
    assert review.last_reviewed == (date.fromisoformat(day) if day else None)
    assert (review.span.column, review.span.end_column) == span


@pytest.mark.parametrize(
    ("front", "span"),
    [
        ("last_reviewed = 2026-08-01", (17, 27)),
        ("last_reviewed = 2026-08-01 # by us", (17, 27)),
        ("last_reviewed = '2026-08-01' # by us", (17, 29)),
        ("last_reviewed = 2026-08-01T10:00:00+02:00", (17, 42)),
    ],
)
def test_the_date_in_toml(front, span):
    review = review_of(f"+++\n{front}\nreview_in = '6 months'\n+++\n# Page\n")
    assert (review.last_reviewed, review.due) == (date(2026, 8, 1), date(2027, 2, 1))
    assert (review.span.line, review.span.column, review.span.end_column) == (2, *span)


def test_the_first_name_with_a_value_wins():
    review = review_of(page("last_reviewed:", "reviewed: true", "last-reviewed: 2026-08-01", "reviewed-by: jo"))
    assert (review.last_reviewed, review.written.key, review.reviewed_by) == (date(2026, 8, 1), "last-reviewed", "jo")


def test_a_name_of_ones_own():
    settings = replace(Settings(), keys={**Settings().keys, "last_reviewed": ("last_reviewed", "checked")})
    assert review_of(page("checked: 2026-08-01"), settings=settings).last_reviewed == date(2026, 8, 1)


SERVICE = "service: SVC-CART\nteam: SHOP\ntier: {tier}\n"


@pytest.mark.parametrize(
    ("front", "path", "due"),
    [
        (("review_in: 2 weeks",), "services/cart/runbook.md", "2026-08-15"),  # its own interval comes first
        ((), "services/cart/runbook.md", "2026-10-30"),  # tier 1, by the folder
        (("service: SVC-PAY",), "services/cart/runbook.md", "2027-01-28"),  # tier 2, by name
        (("service: SVC-PAY",), "runbooks/pay.md", "2027-01-28"),
        (("service: SVC-GONE",), "services/cart/runbook.md", "2026-10-30"),  # unknown: the folder's
        ((), "runbooks/other.md", "2027-08-01"),  # no service: a year
        (("review_in: whenever",), "services/cart/runbook.md", None),  # nobody knows
        (("review_in: {{ interval }}",), "services/cart/runbook.md", None),
    ],
)
def test_when_a_page_is_due(front, path, due):
    others = {
        "services/cart/service.yaml": SERVICE.format(tier=1),
        "services/pay/service.yaml": "service: SVC-PAY\nteam: SHOP\ntier: 2\n",
    }
    review = review_of(page("last_reviewed: 2026-08-01", *front), path, others=others)
    assert review.due == (date.fromisoformat(due) if due else None)


@pytest.mark.parametrize(
    ("manifest", "due"),
    [
        (SERVICE.format(tier=1), "2026-10-30"),
        (SERVICE.format(tier=3), "2027-08-01"),
        ("service: SVC-CART\nteam: SHOP\n", "2027-08-01"),
        (SERVICE.format(tier=1) + "review_in: 1 month\n", "2026-09-01"),
    ],
)
def test_when_a_manifest_is_due(manifest, due):
    world = world_of({"services/cart/service.yaml": manifest + "last_reviewed: 2026-08-01\nreviewed_by: jo\n"})
    review = service_review(world.catalog.services[0], world.settings)
    assert (str(review.due), review.reviewed_by, review.path) == (due, "jo", "services/cart/service.yaml")
    assert review.span.column == 16


def test_intervals_are_configured():
    settings = replace(Settings(), review={1: "1 week"}, review_default="2 days")
    files = {
        "services/cart/service.yaml": SERVICE.format(tier=1),
        "services/pay/service.yaml": "service: SVC-PAY\nteam: A1\n",
    }
    files = {path: text + "last_reviewed: 2026-08-01\n" for path, text in files.items()}
    assert [str(review.due) for review in reviews(world_of(files, settings))] == ["2026-08-08", "2026-08-03"]


@pytest.mark.parametrize(
    ("due", "late"),
    [("2026-09-01", 0), ("2026-08-31", 1), ("2026-05-12", 112), ("2026-09-02", -1)],
)
def test_days_overdue(due, late):
    review = replace(review_of(page("last_reviewed: 2026-01-01")), due=date.fromisoformat(due))
    assert review.days_overdue(TODAY) == late


def test_without_a_due_date_nothing_is_overdue():
    assert review_of("# Page\n").days_overdue(TODAY) == 0


@pytest.mark.parametrize(
    ("front", "path", "date_is_bad", "interval_is_bad"),
    [
        ("last_reviewed: 2026-02-30", "runbooks/page.md", True, False),
        ("last_reviewed: soon", "runbooks/page.md", True, False),
        ("last_reviewed: true", "runbooks/page.md", True, False),
        ("last_reviewed: {by: jo}", "runbooks/page.md", True, False),
        ("last_reviewed: 20260801", "runbooks/page.md", True, False),
        ("reviewed: 1/8/26", "runbooks/page.md", True, False),
        ("last_reviewed: 2026-08-01", "runbooks/page.md", False, False),
        ("last_reviewed:", "runbooks/page.md", False, False),
        ("last_reviewed: ''", "runbooks/page.md", False, False),
        ("last_reviewed: '{{ now }}'", "runbooks/page.md", False, False),
        ("reviewed: jsmith", "runbooks/page.md", False, False),
        ("last_reviewed: YYYY-MM-DD", "runbooks/page.md", True, False),
        ("last_reviewed: YYYY-MM-DD", "templates/page.md", False, False),  # a form to fill in
        ("last_reviewed: 2026/08/01", "templates/page.md", True, False),
        ("review_in: 6", "runbooks/page.md", False, True),
        ("review_in: [6 months]", "runbooks/page.md", False, True),
        ("review_in: N months", "docs/runbook-template.md", False, False),
        ("review_in: <%= x %>", "runbooks/page.md", False, False),
        ("review_in: 6 months", "runbooks/page.md", False, False),
    ],
)
def test_what_cannot_be_read(front, path, date_is_bad, interval_is_bad):
    review = review_of(page(front), path)
    assert (is_unreadable_date(review), is_unreadable_interval(review)) == (date_is_bad, interval_is_bad)


def test_an_interval_whose_key_says_the_unit():
    settings = replace(Settings(), keys={**Settings().keys, "review_in": ("review_in", "review_interval_days")})
    review = review_of(page("last_reviewed: 2026-08-01", "review_interval_days: 30"), settings=settings)
    assert (review.due, is_unreadable_interval(review)) == (date(2026, 8, 31), False)


def test_which_reviews_the_calendar_judges():
    dated = page("last_reviewed: 2026-08-01")
    world = world_of(
        {
            "docs/a.md": dated,
            "docs/b.md": page("reviewed: 2026-08-01"),
            "docs/c.md": page("reviewed: 2026-08-01", "review_in: 1 year"),
            "postmortems/2026/INC-1-once.md": dated,
            "postmortems/2026/INC-2-again.md": page("last_reviewed: 2026-08-01", "review_in: 1 year"),
            "services/broken/service.yaml": "service: SVC-BROKEN\nlast_reviewed: 2026-08-01\n",
            "services/cart/service.yaml": SERVICE.format(tier=1) + "last_reviewed: 2026-08-01\n",
        }
    )
    assert [review.path for review in reviews(world)] == [
        "docs/a.md",
        "docs/c.md",
        "postmortems/2026/INC-2-again.md",
        "services/cart/service.yaml",
    ]


def test_a_page_without_readable_front_matter_has_no_review():
    review = review_of("---\nlast_reviewed: 2026-08-01\ntitle: a: b\n---\n# Page\n")
    assert (review.last_reviewed, review.due, review.written.key) == (None, None, "")
