"""What an entry of the lexicon of blame is, and the words that entries share."""

from __future__ import annotations

from runbook_lint.model.frozen import dataclass
from runbook_lint.parse.wording.subjects import Subject

PERSON = frozenset({Subject.PERSON})
NO_THING = frozenset({Subject.PERSON, Subject.OPEN})

GROUPS = {
    "person": "Blaming a person",
    "counterfactual": "What somebody should have done",
    "hindsight": "Hindsight",
    "cause": "Human error as a cause",
    "care": "Care as an action",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that blame: an example of them, the pattern that finds them, the reason against and a better phrasing.

    `said_of` is whom the sentence must be about, anybody where it is empty. Words that are harmless of what is
    true today (`past`) count where the sentence tells what happened.
    """

    words: str
    group: str
    pattern: str
    reason: str
    better: str
    said_of: frozenset[Subject] = frozenset()
    past: bool = False


PEOPLE = (
    r"(?:(?:on-call )?(?:engineer|developer|operator|admin|administrator|responder|sre|dba|person|colleague|employee"
    r"|contractor|manager|author|reviewer|team|staff member|intern)s?|people|staff|everyone|everybody)"
)

WHAT_WAS = "say what was done, what was known then, and why it made sense"
SYSTEM = "say what in the system let it happen: the tool, the check that was missing, the pressure"
