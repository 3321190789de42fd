"""Words that judge by how it ended, and an error of a person for a cause."""

from __future__ import annotations

from runbook_lint.parse.wording.blame_lexicon.entry import PERSON, Entry

HINDSIGHT = (
    Entry(
        "obviously",
        "hindsight",
        r"obviously\b",
        "makes it look plainer than it was",
        "leave the word out, or say what could be seen at the time",
        past=True,
    ),
    Entry(
        "was obvious",
        "hindsight",
        r"(?:(?:it )?(?:was|were) (?:quite |very |fairly |so )?obvious\b|should(?:'ve| have) been obvious\b)",
        "makes it look plainer than it was",
        "say what could be seen at the time, and when",
    ),
    Entry(
        "of course",
        "hindsight",
        r"of course\b",
        "makes it look plainer than it was",
        "leave the words out, or give the reason",
        past=True,
    ),
    Entry(
        "clearly wrong",
        "hindsight",
        r"(?:(?:was|were|is|are|had|has) clearly (?:\w+ )?(?:visible|wrong|a mistake|an error|an oversight"
        r"|insufficient|inadequate|not|failed|missed|broken|unsafe)\b"
        r"|clearly (?:should|could|failed|missed|did not|didn't|knew|an? (?:mistake|error|oversight))\b)",
        "makes it look plainer than it was",
        "say what could be seen at the time, and where",
    ),
    Entry(
        "simply had to",
        "hindsight",
        r"(?:(?:only|simply|just) had to (?!wait)|all (?:they|we|he|she) had to do\b|should simply\b"
        r"|simply (?:forgot|did not|didn't|failed|missed))\b",
        "makes it look easier than it was",
        "say what it took, and who knew how",
    ),
    Entry(
        "wrongly assumed",
        "hindsight",
        r"(?:wrongly|incorrectly|mistakenly|falsely|erroneously|naively) (?:assum|believ|thought|conclud|presum"
        r"|suppos)\w*\b",
        "judges a belief by how it ended",
        "say what was believed and what made it believable",
        PERSON,
    ),
    Entry(
        "it was wrongly assumed",
        "hindsight",
        r"it was (?:wrongly|incorrectly|mistakenly|falsely|erroneously|naively) (?:assumed|believed|thought"
        r"|concluded|presumed|supposed)\b",
        "judges a belief by how it ended",
        "say who believed what, and what made it believable",
    ),
    Entry(
        "bad decision",
        "hindsight",
        r"(?:bad|poor|wrong|terrible|questionable) decisions?(?:[- ]making)?\b",
        "judges a decision by how it ended",
        "say what was decided, on what knowledge, and what else was on the table",
    ),
)

CAUSES = (
    Entry(
        "human error",
        "cause",
        r"(?:human|operator|pilot|manual|personnel) (?:error|mistake|failure)s?\b(?![- ](?:rate|budget|handl"
        r"|message|code|page))",
        "is where the questions begin, no cause",
        "say what made the action look right, and what let it through",
    ),
    Entry(
        "user error",
        "cause",
        r"user error\b(?![- ](?:rate|budget|handl|message|code|page|report|response))",
        "is where the questions begin, no cause",
        "say what made the action look right, and what let it through",
    ),
    Entry(
        "fat-fingered",
        "cause",
        r"(?:fat[- ]finger(?:ed|ing|s)?|finger trouble|pebkac)\b",
        "is where the questions begin, no cause",
        "say what was typed where, and what did not ask before it acted",
    ),
)
