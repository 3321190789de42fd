"""Words that blame a person."""

from __future__ import annotations

from runbook_lint.parse.wording.blame_lexicon.entry import PEOPLE, PERSON, SYSTEM, WHAT_WAS, Entry

PERSONS = (
    Entry("careless", "person", r"careless(?:ly|ness)?\b", "judges a person", WHAT_WAS),
    Entry("negligent", "person", r"negligen(?:t|tly|ce)\b", "judges a person", WHAT_WAS),
    Entry("incompetent", "person", r"incompeten(?:t|tly|ce|cy)\b", "judges a person", WHAT_WAS),
    Entry("reckless", "person", r"reckless(?:ly|ness)?\b", "judges a person", WHAT_WAS),
    Entry("sloppy", "person", r"slopp(?:y|ily|iness)\b", "judges how somebody works", WHAT_WAS),
    Entry("lazy", "person", r"(?:laziness|(?:was|were|being|got|too) lazy)\b", "judges a person", WHAT_WAS),
    Entry(
        "stupid",
        "person",
        r"(?:stupid(?:ly|ity)?|idiot(?:ic)?|dumb(?:ly)?)\b(?! (?:questions?|terminal|pipe))",
        "judges a person",
        WHAT_WAS,
    ),
    Entry(
        "rookie mistake",
        "person",
        r"(?:rookie|beginner'?s?|silly|stupid|dumb|basic|schoolboy|amateur|foolish) (?:mistake"
        r"|error)s?\b(?! (?:rate|message|page|code|handling))",
        "judges a person",
        SYSTEM,
    ),
    Entry(
        "poor judgement",
        "person",
        r"(?:(?:bad|poor|lack of) judge?ment|(?:error|lapse) (?:of|in) judge?ment)\b",
        "judges a person",
        WHAT_WAS,
    ),
    Entry(
        "lack of discipline",
        "person",
        r"lack of (?:care|discipline|diligence|attention(?: to detail)?|vigilance|common sense)\b",
        "judges how somebody works",
        SYSTEM,
    ),
    Entry(
        "was not paying attention",
        "person",
        r"(?:not|wasn't|weren't|without) paying (?:enough |close )?attention\b",
        "judges a person",
        "say what else asked for attention, and how the sign was shown",
    ),
    Entry(
        "inexperienced engineer",
        "person",
        rf"inexperienced {PEOPLE}\b",
        "judges a person",
        "say what the work asked for that nobody had shown or written down",
    ),
    Entry("knew better", "person", r"(?:known|knew) better\b", "judges a person", WHAT_WAS),
    Entry(
        "did not bother to",
        "person",
        r"(?:didn't|did not|never) (?:even )?bother(?:ed)? to\b",
        "judges a person",
        WHAT_WAS,
    ),
    Entry(
        "the engineer's fault",
        "person",
        rf"(?:{PEOPLE}(?:'s|s')|his|her|their|my|your|our) (?:own )?fault\b(?![- ](?:toleran|detect|domain|inject"
        r"|handl|isolat|rate|report|model))",
        "names a culprit",
        SYSTEM,
    ),
    Entry("fault of the operator", "person", rf"fault of (?:the |an? |our )?{PEOPLE}\b", "names a culprit", SYSTEM),
    Entry("was at fault", "person", r"(?:is|are|was|were) at fault\b", "names a culprit", SYSTEM, PERSON),
    Entry("was to blame", "person", r"(?:is|are|was|were) to blame\b", "names a culprit", SYSTEM, PERSON),
    Entry(
        "blamed the developer",
        "person",
        rf"blam(?:e|es|ed|ing) (?:it |this )?(?:on )?(?:the |our |their )?(?:{PEOPLE}|him|her|them|us|me)\b",
        "names a culprit",
        SYSTEM,
    ),
    Entry(
        "responsible for the outage",
        "person",
        r"(?:(?:is|was|were|are) )?(?:solely |directly |personally )?responsible for (?:the|this) (?:outage"
        r"|incident|failure|error|mistake|downtime)\b",
        "names a culprit",
        SYSTEM,
        PERSON,
    ),
    Entry(
        "the engineer made a mistake",
        "person",
        r"(?<!\bwe )(?<!\bi )(?:has |have |had )?made (?:a|an|the|this) (?:\w+ )?(?:mistake|error)\b",
        "names a culprit",
        SYSTEM,
        PERSON,
    ),
    Entry(
        "ignored the warning",
        "person",
        r"ignored (?!by\b)(?:the|a|an|this|these|those|all|our|several|repeated)\b",
        "judges a person",
        "say how the sign looked among the others, and what it was taken for",
        PERSON,
    ),
    Entry(
        "forgot to",
        "person",
        r"(?:forgot (?:to|that|about|the)|(?:had|have|has|was|were|been) forgotten)\b",
        "makes a memory the cause",
        "say what would have shown the step: a checklist, a script, a check that fails",
    ),
    Entry("neglected to", "person", r"neglected (?:to|the|our|their|his|her)\b", "judges a person", WHAT_WAS),
    Entry(
        "was overlooked",
        "person",
        r"(?:was|were|been|we|they|he|she|engineers?|team) overlooked\b",
        "makes attention the cause",
        "say where it would have been seen, and why it was not shown there",
    ),
)
