"""Who may read a page: only what says nothing of it, or says `public`, is for everybody."""

from __future__ import annotations

from runbook_lint.model.document import Document
from runbook_lint.model.patterns import regex
from runbook_lint.model.settings import Settings
from runbook_lint.parse.memo import once_each

_KEY = regex(r"""^\W*(?P<key>[\w-]+)["']?\s*[:=]\s*(?P<value>.*)$""")


@once_each
def is_restricted(document: Document, settings: Settings) -> bool:
    """Whether a page must stay out of everything that is published.

    Any visibility but `public` counts as restricted, in any case and under any spelling of the key's case. So
    does a front matter that cannot be read and that says visibility of anything else: in doubt it stays in.
    """
    if document.front_matter is None:
        return False
    names = {name.casefold() for name in settings.keys["visibility"]}
    data = document.front_matter.data
    if isinstance(data.value, dict):
        told = [value for key, value in data.value.items() if str(key).casefold() in names]
    else:
        told = []
    if data.problem is not None or not isinstance(data.value, dict):
        lines = document.lines[: document.front_matter.span.end_line]
        matches = filter(None, map(_KEY.match, lines))
        told += [match["value"].strip(" \t\"',") for match in matches if match["key"].casefold() in names]
    return any(not _public(value) for value in told)


def _public(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().casefold() in ("", "public"))
