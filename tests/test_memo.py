"""What is worked out once stays with the page it was worked out of, and with what was given besides."""

from dataclasses import replace

from runbook_lint.model.document import Document, Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.memo import once_each

ASKED = []


@once_each
def told(document: Document, settings: Settings, more: str = "") -> str:
    ASKED.append(document.path)
    return f"{document.path} {document.kind.value} {settings.site.name} {more}"


def test_a_page_is_asked_once_for_the_same_values_and_again_for_others():
    page, first, second = Document("a.md", Kind.PLAN, ()), Settings(), Settings()
    ASKED.clear()
    assert told(page, first) == told(page, first) == "a.md plan  "
    assert ASKED == ["a.md"]
    told(page, second)
    assert told(page, second, "x") == "a.md plan  x"
    assert told(page, second, more="y") == "a.md plan  y"
    assert ASKED == ["a.md"] * 4


def test_a_page_made_of_another_is_asked_anew():
    page, settings = Document("a.md", Kind.PLAN, ()), Settings()
    told(page, settings)
    assert told(replace(page, kind=Kind.RUNBOOK), settings) == "a.md runbook  "
    assert replace(page) == page
