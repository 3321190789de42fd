"""The words that people use for an action's state and type."""

import pytest

from runbook_lint.model.postmortem import ACTION_STATES, ACTION_TYPES
from runbook_lint.parse.postmortem_parts.action_words import STATE_WORDS, TYPE_WORDS, action_state, action_type


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("proposed", "proposed"),
        ("Backlog", "proposed"),
        ("Todo", "accepted"),
        ("TO DO", "accepted"),
        ("Open", "accepted"),
        ("Not started", "accepted"),
        ("☐", "accepted"),
        ("[ ]", "accepted"),
        ("❌ open", "accepted"),
        ("WIP", "in-progress"),
        ("In Progress", "in-progress"),
        ("in-progress", "in-progress"),
        ("in_review", "in-progress"),
        ("🚧", "in-progress"),
        ("Closed", "done"),
        ("Done 2026-01-02", "done"),
        ("Done in #12", "done"),
        ("done, see the pull request", "done"),
        ("✅", "done"),
        ("✅ Done", "done"),
        (":white_check_mark:", "done"),
        ("[x]", "done"),
        ("✅ Verified", "verified"),
        ("won't do", "declined"),
        ("Won’t fix (duplicate)", "declined"),
        ("Cancelled", "declined"),
        ("❌", "declined"),
        ("", ""),
        ("TBD", ""),
        ("n/a", ""),
        ("🔴", ""),  # how it goes, not how far it is
        ("donegal", ""),
        ("someday", ""),
    ],
)
def test_a_state(written, state):
    assert action_state(written) == state


@pytest.mark.parametrize(
    ("written", "type"),
    [
        ("Preventative", "prevent"),
        ("Monitoring/alerting", "detect"),
        ("Detect & prevent", "detect"),
        ("Documentation", "process"),
        ("Fix", "repair"),
        ("corrective action", "repair"),
        ("Spike", "investigate"),
        ("misc.", "other"),
        ("P1", ""),
        ("magic", ""),
        ("", ""),
    ],
)
def test_a_type(written, type):
    assert action_type(written) == type


def test_every_word_of_ours_means_itself_and_no_word_means_two():
    assert [action_state(each) for each in ACTION_STATES] == list(ACTION_STATES) == list(STATE_WORDS)
    assert [action_type(each) for each in ACTION_TYPES] == list(ACTION_TYPES) == list(TYPE_WORDS)
    for words in (STATE_WORDS, TYPE_WORDS):
        listed = [word for each in words.values() for word in each]
        assert len(listed) == len(set(listed))
