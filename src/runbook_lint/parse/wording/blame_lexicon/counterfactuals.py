"""Words about what somebody should have done, or could have."""

from __future__ import annotations

from runbook_lint.parse.wording.blame_lexicon.entry import NO_THING, PEOPLE, PERSON, Entry

_BETWEEN = (
    r"(?:(?:also|just|then|already|really|probably|perhaps|maybe|simply|easily|never|at least|instead|\w{3,}ly) )?"
)
_LOOKS_DONE = (  # adjectives and nouns, where no object follows: `should have limited access`
    r"(?!(?:limited|dedicated|automated|detailed|improved|shared|increased|reduced|defined|documented|advanced|elevated"
    r"|standardi[sz]ed|centrali[sz]ed|updated|unified|configured|required|named|need|speed|feed|seed|read|set|run"
    r"|put|cut)"
    r" (?!the |a |an |this |that |these |those |our |its? |their |his |her |them |it |up |down |in |on |out |more ))"
)
_IRREGULAR = (
    r"done|known|seen|caught|taken|given|gone|told|read|run|set|thought|made|kept|sent|written|found|held|put"
    r"|built|got|gotten"
    r"|let|begun|chosen|understood|spoken|brought|had|shut|cut|shown|rolled|become|come|drawn|spent|stuck|won"
    r"|slept|left|woken|met|rung|gone back"
)
_DONE = rf"{_LOOKS_DONE}(?:\w{{2,}}ed|{_IRREGULAR})\b"
_BEEN = r"been (?!alerted|paged|notified|warned|informed|told|called|able|given|asked|affected|hit|safe|protected)\w+"
_ONLY_PEOPLE = (
    r"(?:noticed|known|reali[sz]ed|thought|asked|told|remembered|considered|anticipated|foreseen|understood"
    r"|communicated"
    r"|consulted|discussed|researched|double[- ]checked|questioned|listened|been more (?:careful|thorough|attentive))\b"
)
_PASSIVE = (
    r"(?:noticed|known|foreseen|anticipated|considered|communicated|consulted|discussed|reviewed|documented"
    r"|planned|prioriti[sz]ed"
    r"|tested|verified|checked|addressed|rushed|spotted|caught|avoided|prevented|done|approved|announced|investigated"
    r"|questioned|double[- ]checked|thought (?:of|about|through))\b(?! by (?!us\b|him\b|her\b|them\b|the team\b"
    r"|me\b|reviewers?\b))"
)
_DUTIES = (
    r"(?:notice|check|double[- ]check|test|verify|validate|reali[sz]e|recogni[sz]e|communicate|inform|tell|ask"
    r"|follow|read"
    r"|consider|anticipate|predict|foresee|plan|document|escalate|review|update|notify|understand|account|think"
    r"|remember"
    r"|spot|catch|see|appreciate|heed|respond|act|prepare|prioriti[sz]e|mention|ensure|set|add|include|disable"
    r"|enable|take"
    r"|keep|do|maintain|investigate|monitor|raise|report|learn)\b"
)
_MINDFUL = (
    r"(?:notice|reali[sz]e|communicate|tell|ask|read|consider|anticipate|foresee|understand|think|remember|heed"
    r"|appreciate)\b"
)
_SHOULD = rf"(?:should(?: not|n't)? {_BETWEEN}have|should've|ought(?: not)? to have)"
_LOST = (
    r"(?!lost |had |suffered |seen |experienced |run out|done better|done differently|improved |gone |ended |become )"
)

_NEXT = "say what was seen at the time; put the wish into an action: what makes it happen next time"

COUNTERFACTUALS = (
    Entry(
        "should have checked",
        "counterfactual",
        rf"{_SHOULD} {_BETWEEN}(?:{_BEEN}|{_DONE})",
        "judges with hindsight",
        _NEXT,
        PERSON,
    ),
    Entry(
        "should have noticed",
        "counterfactual",
        rf"{_SHOULD} {_BETWEEN}{_ONLY_PEOPLE}",
        "judges with hindsight",
        _NEXT,
        NO_THING,
    ),
    Entry(
        "should have been tested",
        "counterfactual",
        rf"{_SHOULD} {_BETWEEN}been {_BETWEEN}{_PASSIVE}",
        "judges with hindsight",
        _NEXT,
    ),
    Entry(
        "could have asked",
        "counterfactual",
        rf"(?:could {_BETWEEN}have|could've) {_BETWEEN}{_LOST}{_DONE}",
        "tells a story that did not happen",
        _NEXT,
        PERSON,
    ),
    Entry(
        "could have been avoided",
        "counterfactual",
        rf"(?:could|would) {_BETWEEN}have {_BETWEEN}been {_BETWEEN}(?:avoided|prevented|foreseen|averted)\b",
        "tells a story that did not happen",
        "say what did happen, and put what would prevent it into an action",
    ),
    Entry(
        "if we had noticed",
        "counterfactual",
        r"(?<!even )(?<!as )(?<!what )if (?:only )?(?:we|they|he|she|i|someone|somebody"
        rf"|the {PEOPLE}) had (?:not |never |only )?{_BETWEEN}(?!had ){_DONE}",
        "tells a story that did not happen",
        _NEXT,
    ),
    Entry(
        "had they noticed",
        "counterfactual",
        rf"(?:\A|(?<=[.,;:] ))had (?:we|they|he|she|i|someone|somebody|the {PEOPLE}) (?:not |never "
        rf"|only )?{_BETWEEN}(?:been (?:more )?\w+|{_DONE})",
        "tells a story that did not happen",
        _NEXT,
    ),
    Entry(
        "failed to verify",
        "counterfactual",
        rf"fail(?:ed|s|ing)? to {_BETWEEN}{_DUTIES}",
        "measures people by what they did not do",
        "say what was done instead, and what made that look enough",
        PERSON,
    ),
    Entry(
        "failed to notice",
        "counterfactual",
        rf"fail(?:ed|s|ing)? to {_BETWEEN}{_MINDFUL}",
        "measures people by what they did not do",
        "say what was done instead, and what made that look enough",
        NO_THING,
    ),
)
