"""Who a sentence is about, as far as its words tell: a person, a thing, or nobody can say."""

from __future__ import annotations

from enum import Enum

from runbook_lint.model.patterns import regex
from runbook_lint.parse.wording.passages import HIDDEN


class Subject(Enum):
    """What a verb is said of; OPEN where its subject may be a name, or is `they`."""

    PERSON = "person"
    OPEN = "open"
    THING = "thing"


_SURE = frozenset({"we", "he", "she", "i", "who"})
_PEOPLE = regex(
    r"(?:engineer|developer|operator|admin|administrator|responder|dev|sre|dba|sysadmin|person|colleague|employee|contractor"
    r"|manager|author|reviewer|commander|committer|maintainer|analyst|technician|member|intern|individual|lead"
    r"|on-?caller|on-?call|team|staff|people|management|shift|duty)s?\Z"
)
_THINGS = regex(
    r"(?:alert|alarm|monitor|monitoring|check|test|script|pipeline|job|build|deployment|deploy|release|change|service|server"
    r"|node|pod|container|cluster|database|db|queue|cache|proxy|system|tool|process|workflow|config|configuration|code|bug"
    r"|page|dashboard|metric|log|threshold|probe|controller|hook|webhook|ci|cd|api|dns|upgrade|migration|backup|failover"
    r"|replica|instance|application|app|client|library|plan|runbook|documentation|it|this|that|which|these|those|there"
    r"|everything|nothing|something|nobody|no one|user|customer|visitor|passenger|attacker)s?\Z"
)
_ADVERB = regex(
    r"(?:also|just|then|now|still|never|always|really|probably|perhaps|maybe|both|all|each|themselves|ourselves|himself"
    r"|herself|unfortunately|\w{3,}ly)\Z"
)
_DOING = regex(r"(?!(?:during|morning|evening|thing|nothing|something|everything|meeting|spring)\Z)\w{2,}ing\Z")
_OF = regex(
    r"(?:of|for|from|in|on|at|to|with|by|about|behind|near|within|under|over|between|into|per|via|after|before)\Z"
)
_PLACED = regex(r"\s+(?:on[- ](?:call|duty|shift)|in charge|at the time|that (?:day|night|evening|morning))\s*\Z")
_BREAK = regex(
    r"[,:()\[\]…]|\s[-–—]\s|\b(?:that|because|which|and|but|or|so|when|if|while|whereas|where|as|since|although|though"
    r"|than|what|how|why|whether)\b"
)
_WORD = regex(rf"[^\W_][\w'-]*|{HIDDEN}+")
_WHO = regex(r"(\w+)\s+who\b")
_FIXED = regex(r"(?:the|an?|our|their|his|her|my|your|its|any|some|no|every|this|that)\Z")


def subject_before(sentence: str) -> Subject:
    """What the verb that follows a piece of a sentence is said of: the last noun before it that no other governs."""
    *earlier, clause = (part.strip() for part in _BREAK.split(sentence))
    if earlier and not clause:  # `We deployed it and failed to …`
        first = next((words for part in earlier if (words := _WORD.findall(part))), [""])
        return Subject.PERSON if first[0].casefold() in _SURE else Subject.THING
    who = _WHO.search(clause)
    if who:
        return Subject.THING if _THINGS.match(who[1].casefold()) else Subject.PERSON
    placed = _PLACED.sub("", f" {clause}")
    words = _WORD.findall(placed)
    while words and _ADVERB.match(words[-1].casefold()):
        words.pop()
    return _of(words)


def _of(words: list[str]) -> Subject:
    if not words:
        return Subject.OPEN
    last = words[-1].casefold()
    if last in _SURE:
        return Subject.PERSON
    start = _phrase(words)
    before = words[start - 1].casefold() if start else ""
    if start > 1 and _OF.match(before):
        return _of(words[: start - 1])
    if _DOING.match(before):
        return Subject.THING
    if HIDDEN in last or _THINGS.match(last):
        return Subject.THING
    if _PEOPLE.match(last):
        return Subject.PERSON
    return Subject.THING if _FIXED.match(words[start].casefold()) else Subject.OPEN  # `the scheduler`, but `Maria`


def _phrase(words: list[str]) -> int:
    """Where the noun phrase at the end begins: at its article, or right behind a preposition."""
    for index in range(len(words) - 1, -1, -1):
        word = words[index].casefold()
        if _OF.match(word):
            return index + 1
        if _FIXED.match(word):
            return index
    return 0
