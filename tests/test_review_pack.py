"""The review of a month's reviews: exact on a drawn repository, and silent about what is restricted."""

import itertools
import json
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.parse.tracking.repeated import _pairs
from runbook_lint.parse.tracking.review_pack import _WORD, read_month

TODAY = ("--today", "2026-11-20")


def page(incident, day, title, actions=(), more="", body="", status="reviewed", severity="SEV-2", kind="incident"):
    """A postmortem; an action is text, owner, due, state, ticket."""
    rows = "".join(f"| A{n} | {' | '.join(action)} |\n" for n, action in enumerate(actions, 1))
    return (
        f"---\nincident: {incident}\ntitle: '{title}'\nkind: {kind}\nseverity: {severity}\nstatus: {status}\nservices: [SVC-CART]\n"
        f"started: {day}T10:00:00+00:00\nresolved: {day}T11:00:00+00:00\n{more}---\n# {incident}\n\n{body}"
        f"## Action items\n\n| ID | Action | Owner | Due | State | Ticket |\n|---|---|---|---|---|---|\n{rows}"
    )


FILES = {
    "postmortems/2026/INC-1-old.md": page(
        "INC-1", "2026-03-01", "Carts were lost",
        [("Page when the queue of carts is older than a minute", "ann", "2026-04-01", "done", ""),
         ("Write the missing runbook", "ann", "2026-05-01", "accepted", "")],
        "factors: [queue, Capacity]\n",
    ),
    "postmortems/2026/INC-2-new.md": page(
        "INC-2", "2026-10-03", "Carts | were <lost> {{ again }}",
        [("Page when the queue of the carts is older than one minute", "ann", "2026-11-01", "in-progress", ""),
         ("Drop carts that nobody owns", "bo", "2026-12-01", "accepted", ""),
         ("Say it on the status page", "bo", "", "done", ""),
         ("Ask the supplier", "", "", "", "https://t.example/1")],
        "factors: [capacity, supplier]\n",
        "## Summary\n\nIt broke again.\n\n## Impact\n\nOne hundred and twelve people could not pay for what they had chosen.\n\n",
    ),
    "postmortems/2026/INC-3-near.md": page("INC-3", "2026-10-09", "Disk nearly full", kind="near-miss", severity=""),
    "postmortems/2026/INC-4-draft.md": page("INC-4", "2026-09-09", "A draft", status="draft", severity="SEV-1"),
    "postmortems/2026/INC-5-secret.md": page(
        "INC-5", "2026-10-10", "Hush", [("Hush the hushed", "ann", "2026-10-20", "accepted", "")],
        "visibility: restricted\nfactors: [capacity, hushed]\n", "## Summary\n\nHush.\n\n",
    ),
}  # fmt: skip
TEXT = """# The reviews of October 2026

As of 2026-11-20: 1 incident and 1 near miss with a postmortem. 1 more is restricted, with 1 of 1 actions open.

## Incidents

| Incident | What | Severity | Status | Actions closed |
|---|---|---|---|---|
| [INC-2](postmortems/2026/INC-2-new.md) | Carts \\| were \\<lost\\> {{ again }} | SEV-2 | reviewed | 1 of 4 |

## Near misses

What was caught early, and what would make that no accident?

| Incident | What | Severity | Status | Actions closed |
|---|---|---|---|---|
| [INC-3](postmortems/2026/INC-3-near.md) | Disk nearly full |  | reviewed | 0 of 0 |

## Actions closed

| Due | Of this month's | Of all |
|---|---|---|
| all | 1 of 3 (33 %) | 2 of 5 (40 %) |
| due by the end of the month | 0 of 0 | 1 of 2 (50 %) |
| due later | 0 of 2 (0 %) | 0 of 2 (0 %) |
| without a due date | 1 of 1 (100 %) | 1 of 1 (100 %) |

1 more is known to a tracker only, and not counted.

## Past their due date

| Days | Due | Action | Owner | State |
|---|---|---|---|---|
| 203 | 2026-05-01 | [INC-1 A2](postmortems/2026/INC-1-old.md): Write the missing runbook | ann | accepted |
| 19 | 2026-11-01 | [INC-2 A1](postmortems/2026/INC-2-new.md): Page when the queue of the carts is older than one minute | ann | in-progress |

1 more in restricted postmortems.

## Promised more than once

- Page when the queue of the carts is older than one minute
  - [INC-1 A1](postmortems/2026/INC-1-old.md): done, due 2026-04-01
  - [INC-2 A1](postmortems/2026/INC-2-new.md): in-progress, due 2026-11-01

## What recurs

| Factor | This month | In twelve months | Incidents |
|---|---|---|---|
| capacity | 1 | 2 | INC-2, INC-1 |

| Service | This month | In twelve months | Incidents |
|---|---|---|---|
| SVC-CART | 2 | 4 | INC-3, INC-2, INC-4, INC-1 |

## Sections left thin

- [INC-2](postmortems/2026/INC-2-new.md): Summary (3 words)

## Drafts past their time

- [INC-4](postmortems/2026/INC-4-draft.md), 57 days: A draft
"""


@pytest.fixture
def shop(repo):
    return repo.write(FILES)


def test_the_pack(shop):
    done = shop.run("postmortem", "review-pack", "--month", "2026-10", *TODAY)
    assert (done.code, done.err) == (0, "")
    assert done.out == TEXT


def test_the_last_whole_month_is_the_usual_one(shop):
    assert shop.run("postmortem", "review-pack", *TODAY).out == TEXT


def test_nothing_of_a_restricted_one_but_counts(shop):
    for form in ((), ("--json",)):
        assert "ush" not in shop.run("postmortem", "review-pack", "--month", "2026-10", *form, *TODAY).out


def test_the_values_as_json(shop):
    told = json.loads(shop.run("postmortem", "review-pack", "--month", "2026-10", "--json", *TODAY).out)
    assert (told["version"], told["month"], told["today"], told["output"]) == (1, "October 2026", "2026-11-20", None)
    assert told["restricted"] == {"postmortems": 1, "actions": 1, "open": 1, "overdue": 1}
    assert told["closed"][0] == {
        "due": "all",
        "month": {"actions": 3, "closed": 1, "tracked": 1, "percent": 33},
        "all": {"actions": 5, "closed": 2, "tracked": 1, "percent": 40},
    }
    assert [[each["incident"] for each in group] for group in told["repeated"]] == [["INC-1", "INC-2"]]
    assert told["thin"][0]["sections"] == [{"title": "Summary", "words": 3, "line": 14}]


def test_a_page_of_it_that_links_from_where_it_stands(shop):
    done = shop.run("postmortem", "review-pack", "--month", "2026-10", "--output", "docs/reviews/2026-10.md", *TODAY)
    assert done.out == "docs/reviews/2026-10.md: written\n"
    assert (shop.root / "docs/reviews/2026-10.md").read_text() == TEXT.replace("(postmortems/", "(../../postmortems/")
    found = json.loads(shop.run("check", "--select", "ALL", "--format", "json", "docs", *TODAY).out)["findings"]
    assert [each["name"] for each in found] == ["document-orphaned"]
    done = shop.run("postmortem", "review-pack", "--output", "docs/reviews/2026-10.md", *TODAY)
    assert done.err == "runbook-lint: docs/reviews/2026-10.md: is there already; nothing was changed\n"


def test_an_empty_month(repo):
    done = repo.run("postmortem", "review-pack", "--month", "2026-02", *TODAY)
    assert done.code == 0
    assert done.out.startswith("# The reviews of February 2026\n\nAs of 2026-11-20: 0 incidents and 0 near misses with a postmortem.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--month", "2026-13"), "--month 2026-13: not a month such as 2026-11"),
        (("--month", "October"), "--month October: not a month such as 2026-11"),
        (("--month", "2026-12"), "--month 2026-12: has not begun"),
        (("--month", "0000-01"), "--month 0000-01: not a month such as 2026-11"),
        (("--month", "0001-01"), "--month 0001-01: too long ago"),
        (("--output", "postmortems/2026/october.md"),
         "--output postmortems/2026/october.md: by the layout that is a postmortem; put it into another folder"),
    ],
)  # fmt: skip
def test_what_is_refused(shop, arguments, message):
    done = shop.run("postmortem", "review-pack", *arguments, *TODAY)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")


def test_the_year_that_ends_with_a_month():
    month = read_month("2026-02", date(2026, 11, 1))
    assert (month.first, month.last, month.year_before().first) == (date(2026, 2, 1), date(2026, 2, 28), date(2025, 3, 1))
    assert read_month("2026-12", date(2026, 12, 1)).year_before().first == date(2026, 1, 1)
    assert read_month("", date(2026, 1, 9)).name == "December 2025"


@given(st.lists(st.frozensets(st.sampled_from("abcdefghijkl"), min_size=3), unique=True, max_size=40))
def test_no_two_texts_that_are_alike_are_overlooked(texts):
    pairs = itertools.combinations(range(len(texts)), 2)
    alike = {(a, b) for a, b in pairs if len(texts[a] & texts[b]) >= 0.7 * len(texts[a] | texts[b])}
    assert alike <= set(_pairs(texts))


@pytest.mark.parametrize(
    ("first", "second", "repeated"),
    [
        ("Add an alert on the age of the queue", "Add alerts on the queue's age", True),
        ("Add an alert on the age of the queue", "Add an alert on the size of the disk", False),
        ("Update the runbook", "Update the runbook", False),
        ("Écrire le guide de reprise après panne", "écrire le guide de reprise après panne", True),
    ],
)
def test_what_counts_as_a_repetition(repo, first, second, repeated):
    repo.write({
        "postmortems/2026/INC-1-a.md": page("INC-1", "2026-10-01", "A", [(first, "ann", "2026-12-01", "accepted", "")]),
        "postmortems/2026/INC-2-b.md": page("INC-2", "2026-10-02", "B", [(second, "ann", "2026-12-01", "accepted", "")]),
    })  # fmt: skip
    told = json.loads(repo.run("postmortem", "review-pack", "--month", "2026-10", "--json", *TODAY).out)
    assert bool(told["repeated"]) is repeated


def test_a_word_has_a_letter_and_is_found_in_a_moment():
    assert _WORD.findall("3 of 12 p95 5xx _x_ 2026-10-01, naïve 日本") == ["of", "p95", "5xx", "_x_", "naïve", "日本"]
    begun = time.process_time()
    assert _WORD.findall("1" * 200_000) == []
    assert time.process_time() - begun < 2
