"""RB011 term-banned."""

import re
from collections.abc import Iterator, Mapping

from runbook_lint.model.document import Document
from runbook_lint.model.finding import Applicability, Edit, Fix, Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.position import Span
from runbook_lint.model.rule import Example, Rule, option


@dataclass(frozen=True)
class Options:
    """The words of the house."""

    terms: Mapping[str, str] = option({}, "Terms that are not used here, each with the one that is.")


def check(document: Document, options: Options) -> Iterator[Problem]:
    """Look for banned terms in the prose of a page, whole words in any case."""
    wanted = {" ".join(term.casefold().split()): right for term, right in options.terms.items() if term.strip()}
    if not wanted:
        return
    longest_first = sorted(wanted, key=len, reverse=True)
    words = "|".join(r"\s+".join(map(re.escape, term.split())) for term in longest_first)
    pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
    for number, line in enumerate(document.prose, 1):
        for match in pattern.finditer(line):
            found, right = match[0], wanted[" ".join(match[0].casefold().split())]
            if found == right:
                continue
            span = Span(number, match.start() + 1, number, match.end() + 1)
            fix = Fix((Edit(document.path, span, _cased(found, right)),), Applicability.UNSAFE)
            yield Problem(f'"{found}" is not a term of ours', span, help=f'write "{right}"', fix=fix)


def _cased(found: str, right: str) -> str:
    """The right term in the case of the one it replaces; one with capitals of its own keeps them."""
    if right != right.lower():
        return right
    if found.isupper() and len(found) > 1:
        return right.upper()
    return right[:1].upper() + right[1:] if found[:1].isupper() else right


RULE = Rule(
    code="RB011",
    name="term-banned",
    sentence="A thing is called by the one name that was agreed for it.",
    reason=(
        "Two names for one thing cost a search and a question at night. The rule is silent until terms are "
        "configured; it reads prose only, never code, links or names of files."
    ),
    severity=Severity.WARNING,
    options=Options,
    check=check,
    fixable=True,
    examples=(
        Example(
            "an old name, in the case it is written in",
            {"services/cart/runbook.md": "# Basket service\n\nThe basket holds `basket` rows; BASKET is full.\n"},
            findings=(
                'services/cart/runbook.md:1:3: "Basket" is not a term of ours',
                'services/cart/runbook.md:3:5: "basket" is not a term of ours',
                'services/cart/runbook.md:3:33: "BASKET" is not a term of ours',
            ),
            fixed={"services/cart/runbook.md": "# Cart service\n\nThe cart holds `basket` rows; CART is full.\n"},
            config='[rules.term-banned.terms]\nbasket = "cart"\n',
        ),
        Example(
            "the right name, code, links and longer words",
            {"services/cart/runbook.md": "# Cart\n\nBasketball, `basket`, [cart](basket.md), basket-api.\n"},
            config='[rules.term-banned.terms]\nbasket = "cart"\n',
        ),
        Example("without configuration", {"services/cart/runbook.md": "# Basket\n"}),
    ),
)
