"""What `init --yes` takes the pages of real repositories for, against lists that were made by hand."""

from datetime import date

import pytest
from conftest import ROOT

from runbook_lint.adopt.config_text import config_text
from runbook_lint.app.adopting import look_over
from runbook_lint.parse.config import read_config
from runbook_lint.parse.globs import matcher, rooted
from runbook_lint.parse.layout import Roles
from runbook_lint.rules import built_in_rules

LISTS = ROOT / "tests" / "data" / "page-kinds"


def by_hand(name):
    """The kind of a path by the list: of several globs that match the last one counts."""
    lines = (LISTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("#")[0].strip().partition(": ") for line in lines]
    kinds = [(kind, matcher(rooted((glob.strip(),)))) for kind, _, glob in pairs]
    return lambda path: [kind for kind, matches in kinds if matches(path)][-1]


@pytest.mark.parametrize(
    ("name", "right", "pages"),
    [
        ("openshift-runbooks", 274, 274),
        ("dfds-postmortems", 41, 41),
        ("thanos-mixin", 2, 2),
        ("moj-cloud-platform", 142, 147),
        ("gitlab-runbooks", 614, 638),
    ],
)
def test_nineteen_pages_of_twenty_are_taken_for_what_they_are(corpora, name, right, pages):
    looked = look_over(corpora / name, date(2026, 8, 21))
    text = config_text(looked.adoption({}, True).settings)
    roles = Roles(read_config(text, built_in_rules(), name))
    told = by_hand(name)
    taken = {path: str(roles.kind(path)) for path in looked.world.documents}
    wrong = {path: kind for path, kind in taken.items() if kind != told(path)}
    print(f"{name}: {len(taken) - len(wrong)} of {len(taken)} ({1 - len(wrong) / len(taken):.1%})", *wrong.items(), sep="\n")
    assert (len(taken) - len(wrong), len(taken)) == (right, pages)
    assert right / pages >= 0.95
