"""A tree that is read again: only what changed is parsed again, and the world is the same as from nothing."""

from datetime import date

from runbook_lint.model.settings import Settings, Site
from runbook_lint.model.tree import Tree
from runbook_lint.parse.before import Before
from runbook_lint.parse.world import build_world

DAY = date(2026, 11, 21)
FILES = {
    "services/pay/service.yaml": b"service: SVC-PAY\nteam: PURSER\n",
    "services/pay/runbook.md": b"# Pay\n",
    "services/pay/alerts/pay.rules.yaml": b"groups:\n- name: pay\n  rules:\n  - alert: PaySlow\n    expr: up == 0\n",
    "notes.md": b"# Notes\n",
    "odd.md": b"\xff\xfe\xfd",
}


def world(files, before=None, settings=None):
    tree = Tree(contents=dict(files), paths=frozenset(files))
    return build_world(tree, settings or Settings(), DAY, before)


def test_what_is_as_it_was_is_not_parsed_again():
    before = Before()
    first = world(FILES, before)
    changed = {**FILES, "notes.md": b"# Other notes\n"}
    second = world(changed, before)
    assert second == world(changed)
    assert second.documents["services/pay/runbook.md"] is first.documents["services/pay/runbook.md"]
    assert second.data_files["services/pay/service.yaml"] is first.data_files["services/pay/service.yaml"]
    assert second.alerts[0] is first.alerts[0]
    assert second.documents["notes.md"].title == "Other notes"


def test_what_is_gone_is_gone():
    before = Before()
    world(FILES, before)
    left = {path: data for path, data in FILES.items() if path != "notes.md"}
    assert world(left, before) == world(left)
    assert sorted(before.files) == sorted(left)


def test_other_settings_read_everything_anew():
    before = Before()
    first = world(FILES, before)
    settings = Settings(site=Site(name="Other"))
    second = world(FILES, before, settings)
    assert second == world(FILES, settings=settings)
    assert second.documents["notes.md"] is not first.documents["notes.md"]
