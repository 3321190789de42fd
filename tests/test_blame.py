"""Blame in sentences: what is found, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.document import Kind
from runbook_lint.parse.markdown import parse_document
from runbook_lint.parse.text import decode
from runbook_lint.parse.wording.blame import find_blame
from runbook_lint.parse.wording.blame_lexicon import GROUPS, LEXICON


def blame_of(text):
    return [*find_blame(parse_document("postmortems/2026/INC-1-disk.md", Kind.POSTMORTEM, decode(text.encode())))]


def blamed(text):
    return [(each.words, each.entry.group, each.span.line, each.span.column) for each in blame_of(text)]


@pytest.mark.parametrize(
    ("sentence", "group", "words"),
    [
        ("A careless change took the queue down.", "person", "careless"),
        ("It was negligence.", "person", "negligence"),
        ("This was a rookie mistake.", "person", "rookie mistake"),
        ("The plan showed poor judgement.", "person", "poor judgement"),
        ("The cause was a lack of discipline.", "person", "lack of discipline"),
        ("It was the intern's fault.", "person", "intern's fault"),
        ("The outage was the fault of the on-call engineer.", "person", "fault of the on-call engineer"),
        ("The reviewer was to blame.", "person", "was to blame"),
        ("Support blamed the developers.", "person", "blamed the developers"),
        ("The engineer responsible for the outage was new.", "person", "responsible for the outage"),
        ("The admin made a mistake.", "person", "made a mistake"),
        ("The developer ignored the warning.", "person", "ignored the"),
        ("Nobody saw it, because the engineer forgot to add the alert.", "person", "forgot to"),
        ("The step was forgotten.", "person", "was forgotten"),
        ("The new header was overlooked.", "person", "was overlooked"),
        ("We should have tested the restore.", "counterfactual", "should have tested"),
        ("The engineer on call should have looked.", "counterfactual", "should have looked"),
        ("The person who deployed it should have waited.", "counterfactual", "should have waited"),
        ("At 15:02 the duty manager should have called.", "counterfactual", "should have called"),
        ("The members of the platform team should've asked.", "counterfactual", "should've asked"),
        ("They should have known that the flag was global.", "counterfactual", "should have known"),
        ("We should never have shipped on a Friday.", "counterfactual", "should never have shipped"),
        ("The change shouldn’t have been rushed.", "counterfactual", "shouldn't have been rushed"),
        ("The restore **should** have been\ntested.", "counterfactual", "should have been tested"),
        ("We could have rolled back earlier.", "counterfactual", "could have rolled"),
        ("The outage could have been avoided.", "counterfactual", "could have been avoided"),
        ("If we had read the notes, the flag was there.", "counterfactual", "If we had read"),
        ("Had they asked, the answer was no.", "counterfactual", "Had they asked"),
        ("The operator failed to verify the target.", "counterfactual", "failed to verify"),
        ("We deployed it and failed to check the lag.", "counterfactual", "failed to check"),
        ("Maria failed to notice the graph.", "counterfactual", "failed to notice"),
        ("The limit was obviously too low.", "hindsight", "obviously"),
        ("Of course the disk was full.", "hindsight", "Of course"),
        ("It was obvious that the disk was full.", "hindsight", "It was obvious"),
        ("The errors were clearly visible.", "hindsight", "were clearly visible"),
        ("All they had to do was restart the pod.", "hindsight", "All they had to do"),
        ("We wrongly assumed that the replica was in sync.", "hindsight", "wrongly assumed"),
        ("It was mistakenly believed that the job had run.", "hindsight", "It was mistakenly believed"),
        ("A bad decision led to it.", "hindsight", "bad decision"),
        ("Root cause: operator error.", "cause", "operator error"),
        ("Human error in reading the graph.", "cause", "Human error"),
        ("The command was fat-fingered.", "cause", "fat-fingered"),
        ("Be more careful with the log level.", "care", "Be more careful"),
        ("Read the plan's output more carefully.", "care", "more carefully"),
        ("Take more care at the weekend.", "care", "Take more care"),
        ("Pay more attention to the graphs.", "care", "Pay more attention"),
        ("Try harder.", "care", "Try harder"),
        ("Always double-check the cluster's name.", "care", "Always double-check"),
        ("Remember to drain the node first.", "care", "Remember to"),
        ("Remind everyone to check the lag.", "care", "Remind everyone"),
        ("Retrain the operators.", "care", "Retrain the operators"),
    ],
)
def test_it_is_found(sentence, group, words):
    assert [(found[0], found[1]) for found in blamed(sentence)] == [(words, group)]


@pytest.mark.parametrize(
    "sentence",
    [
        # said of machines
        "The alert should have fired after five minutes.",
        "The job should have been retried.",
        "The scheduler should have noticed the missing heartbeat.",
        "The engineers' script should have checked the version.",
        "The pipeline of the platform team should have refused it.",
        "Appointing a manager should have helped.",
        "The disk should have been checked by the nightly job.",
        "Patroni failed to promote a replica.",
        "The pod failed to start, and failed to notice the new volume.",
        "The parser mistakenly assumed UTC.",
        "`deploy.sh` should have checked the context.",
        "The annotation was ignored by the controller.",
        "The network was to blame.",
        # what people should have, not what they should have done
        "We should have a dashboard for this.",
        "Engineers should have read access to the logs.",
        "Each team should have dedicated nodes.",
        # done to people
        "We should have been paged at 14:02.",
        "Users could have seen errors.",
        "We could have lost the second copy.",
        # attempts, not duties
        "We failed to reproduce it.",
        # questions, denials, dangers, hypotheses
        "Should we have paged the second team?",
        "Discuss whether we should have paged the second team.",
        "Reflect if the change should have been communicated.",
        "Nobody is to blame.",
        "It was nobody's fault.",
        "This was not carelessness.",
        "Nobody could have known that the chain had changed.",
        "We could not have foreseen this.",
        "Even if we had noticed, the data was gone.",
        "The guard reduces the risk of human error.",
        "We ruled out user error at 13:43.",
        "At 13:43 we assumed user error.",
        "Automate the failover, instead of reminding everyone.",
        # other senses
        "The rate of user errors rose.",
        "Our fault tolerance held.",
        "The images are loaded lazily.",
        "The runbook clearly showed the steps.",
        "It became obvious at 15:10 that the queue was stuck.",
        "These are obviously high-level metrics.",
        "Of course, the cache helps here.",
        "It needs a more careful discussion.",
        "Take care of the certificates.",
        "A lock makes the readiness probe work harder.",
        # the words of forms
        "What we could have done better",
        "What could have gone better",
        # told as it was
        "We did not look at the second graph, because the first one was green.",
        "The config was changed by mistake.",
    ],
)
def test_it_is_left_alone(sentence):
    assert blamed(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "> The engineer should have checked.\n",
        'The channel said "we should have checked the graph".\n',
        "The channel said “we should have checked”.\n",
        "```text\nwe should have checked\n```\n",
        "See [human error](https://example.org/human-error).\n",
        "<!-- never write: human error -->\n",
        "    root cause: human error\n",
    ],
)
def test_other_peoples_words_and_code_are_left_alone(text):
    assert blamed(text) == []


def test_it_is_found_in_headings_lists_and_tables_where_it_stands():
    text = "# Human error\n\n- [ ] Be more careful\n\n| Time | What |\n|---|---|\n| 10:00 | We should have asked |\n"
    assert blamed(text) == [
        ("Human error", "cause", 1, 3),
        ("Be more careful", "care", 3, 7),
        ("should have asked", "counterfactual", 7, 14),
    ]


def test_a_sentence_is_told_once_for_each_group():
    text = "If we had looked, we could have acted, and should have called. We should have waited.\n"
    assert [words for words, *_ in blamed(text)] == ["If we had looked", "should have waited"]


@pytest.mark.parametrize("entry", LEXICON, ids=lambda entry: entry.words)
def test_every_entry_finds_its_own_example(entry):
    assert entry.group in GROUPS
    assert "|" not in entry.words + entry.reason + entry.better
    sentences = (entry.words, f"The engineer {entry.words} it.", f"It was {entry.words} a thing that did it.")
    assert any(found.entry is entry for sentence in sentences for found in blame_of(sentence))


@given(st.text(alphabet=st.sampled_from('we should have failed to forgot human error the alert >`*_"“”[]()|#-\n. ')))
def test_any_text_is_read_and_every_place_is_on_the_page(text):
    lines = decode(text.encode()).lines
    for words, _, line, column in blamed(text):
        assert 1 <= line <= len(lines)
        assert lines[line - 1][column - 1 :][:1].casefold() == words[:1].casefold()
