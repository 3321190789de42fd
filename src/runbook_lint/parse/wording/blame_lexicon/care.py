"""Words that ask people to be better, where an action would change what they work with."""

from __future__ import annotations

from runbook_lint.parse.wording.blame_lexicon.entry import PEOPLE, Entry

CARE = (
    Entry(
        "be more careful",
        "care",
        r"(?:(?:be|being|been) (?:more|extra|especially|very|really|super) careful|more carefully|(?:must|should"
        r"|need to|needs to|have to|has to) be careful)\b",
        "asks for care, which wears off",
        "name a change that helps on a bad day too: a check, a guard, a default",
    ),
    Entry(
        "take more care",
        "care",
        r"(?:take|taking|exercise|use|with) (?:more|greater|better|extra|special) (?:care|caution|diligence)\b(?! of)",
        "asks for care, which wears off",
        "name a change that helps on a bad day too: a check, a guard, a default",
    ),
    Entry(
        "pay more attention",
        "care",
        r"pay(?:ing)? (?:more|closer|better|extra|special|careful|greater) attention\b|(?:must|should|need to"
        r"|needs to|have to) pay attention\b",
        "asks for attention, which wears off",
        "say what will show the sign, to whom",
    ),
    Entry(
        "try harder",
        "care",
        r"(?:try harder|(?:be|being|stay|remain) (?:more |extra )?(?:vigilant|diligent|disciplined|attentive"
        r"|cautious|mindful))\b",
        "asks for effort, which wears off",
        "name a change that helps on a bad day too: a check, a guard, a default",
    ),
    Entry(
        "remember to",
        "care",
        r"(?:(?:don't|do not|never|not to) forget to|(?:must|should|need to|needs to|have to|always"
        r"|please) remember to|\Aremember to"
        r"|always double[- ]check)\b",
        "asks a memory to hold it",
        "let a checklist, a script or a check ask for it",
    ),
    Entry(
        "remind everyone",
        "care",
        rf"remind(?:ing)? (?:the |our |all )?(?:{PEOPLE}|ourselves|them|users of the platform)\b",
        "asks memories to hold it",
        "change what people meet at the moment they do it",
    ),
    Entry(
        "retrain the operator",
        "care",
        rf"(?:re-?train|reprimand|discipline|sanction|warn) (?:the |our |all )?(?:{PEOPLE}) (?:who|involved"
        rf"|responsible)\b|re-?train(?:ing)? (?:the |our |all )?{PEOPLE}\b",
        "mends people, not what they work with",
        "say what the work asked for, and change that",
    ),
)
