"""Actions that nobody can see to be finished: the words that say so, with the reason and what to write instead."""

from __future__ import annotations

import re

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex

_GENERIC = regex(
    r"(?:a|all|an|and|any|be|for|in|it|more|most|of|on|or|our|the|their|these|this|to|us|we|will|with|should|need|needs|must"
    r"|up|into|out|that|have|has|do|some|as|where|possible|if|needed"
    r"|add|address|analy[sz]e|better|check|clean|cleanup|continue|create|deal|deeper|dig|document|enhance|ensure|evaluate|extra"
    r"|find|fix|follow|further|good|harden|implement|improve|increase|investigate|look|make|monitor|new|proper|properly|refine"
    r"|review|revisit|set|setup|stronger|strengthen|take|tackle|test|tighten|tune|update|upgrade|work|write"
    r"|(?:improve|enhance)ments?|improving|increasing|investigat(?:ion|ing)s?|hardening|tuning|cleaning|analysis|research"
    r"|alert(?:s|ing)?|application|applications|apps?|automation|awareness|bugs?|code|communications?|controls?|coverage"
    r"|dashboards?|docs|documentation|failures?|future|handling|incidents?|infrastructure|issues?|knowledge|logging|logs?"
    r"|metrics?|monitoring|observability|outages?|performance|platform|practices?|problems?|procedures?|process(?:es)?|quality"
    r"|reliability|resilien(?:ce|cy)|response|robustness|root|cause|runbooks?|safety|scalability|services?|sharing|stability"
    r"|systems?|teams?|test(?:s|ing)|things?|tools?|tooling|training|visibility|workflows?|causes?|playbooks?|solutions?)\Z",
    re.IGNORECASE,
)
_WORD = regex(r"[^\W\d_][\w'/-]*")


@dataclass(frozen=True, slots=True)
class Vague:
    """Words that leave the end of an action open, the reason against them and what to write instead."""

    words: str
    pattern: re.Pattern[str]
    reason: str
    better: str


def _entry(words: str, pattern: str, reason: str, better: str) -> Vague:
    return Vague(words, re.compile(pattern, re.IGNORECASE), reason, better)


_QUESTION = "say which question it answers, and what comes of it: a decision, a change, a ticket"
_CHANGE = "name the change: which tool, check, limit or page, and where"
_START = r"\A(?:(?:we )?(?:should|need to|must|will|have to|to|please|also|then) )*"

_THIS = r"(?:this|it|the (?:issue|problem|incident|outage|root cause|cause))"
_SUCH = rf"(?:{_THIS}|such (?:an? )?(?:issues?|problems?|incidents?|outages?))"
_NOT = r"(?:(?:does not|doesn't|never|won't|will not|cannot|can't|don't|do not|from) )?"
_AGAIN = r"(?:happen(?:s|ing)?|occur(?:s|ring)?|repeat(?:s|ed|ing)?|re-?occur(?:s|ring)?|recur(?:s|ring)?)"
_DEEPER = r"(?:further|more|deeper|in (?:more )?(?:depth|detail))"
_STUDY = r"(?:investigate|look into|research|analy[sz]e)"

VAGUE = (
    _entry("investigate further", rf"{_START}{_STUDY}(?: {_THIS})?(?: {_DEEPER})?\W*\Z", "has no end", _QUESTION),
    _entry(
        "further investigation needed",
        rf"{_START}(?:{_DEEPER}|additional) (?:investigation|analysis|research)(?: (?:is )?(?:needed|required))?"
        rf"(?: (?:into|of) {_THIS})?\W*\Z",
        "has no end",
        _QUESTION,
    ),
    _entry("look into", rf"{_START}look(?:ing)? (?:in)?to (?!if\b|whether\b)", "has no end", _QUESTION),
    _entry("think about", rf"{_START}(?:think|talk) (?:about|of)\b", "has no end", _QUESTION),
    _entry(
        "keep an eye on",
        rf"{_START}(?:keep (?:an? )?(?:close )?eye on|stay on top of)\b",
        "has no end",
        "say what watches it, and when it tells whom",
    ),
    _entry(
        "be more careful",
        rf"{_START}be (?:more )?(?:careful|cautious|aware|attentive|mindful|vigilant)\b",
        "is no change",
        _CHANGE,
    ),
    _entry(
        "raise awareness", rf"{_START}(?:raise|increase|spread|create) (?:\w+ )?awareness\b", "is no change", _CHANGE
    ),
    _entry(
        "make sure this does not happen again",
        rf"{_START}(?:make sure|ensure|prevent|avoid)(?: that)? {_SUCH} {_NOT}{_AGAIN}\b",
        "is the aim, no action",
        _CHANGE,
    ),
)
"""The entries, in the order in which they are tried."""

GENERIC = Vague("improve monitoring", regex(""), "says neither what changes nor where", _CHANGE)
"""What is said of an action that has only words that fit every other action as well."""


def vague(text: str) -> Vague | None:
    """The entry that an action's text falls under, None where it names something to be done."""
    plain = " ".join(text.split()).strip(" .*_")
    found = next((entry for entry in VAGUE if entry.pattern.search(plain)), None)
    if found:
        return found
    words = _WORD.findall(plain)
    named = re.search(r"[\d`/#]|\b[A-Z]{2,}\b", plain)  # a limit, a name, a place
    return GENERIC if words and not named and all(map(_GENERIC.match, words)) else None
