"""Which role a path plays, by the configured globs."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import basename, splitext

from runbook_lint.model.document import Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.globs import matcher, rooted

DATA_ROLES = ("services", "teams", "alert_rules")
_KINDS = {"plans": Kind.PLAN, "postmortems": Kind.POSTMORTEM, "runbooks": Kind.RUNBOOK, "documents": Kind.DOCUMENT}

_PAGE_SUFFIXES = ("", ".md", ".markdown", ".mdown", ".mkd", ".mdx", ".erb")


class Roles:
    """The layout, ready to be asked."""

    def __init__(self, settings: Settings) -> None:
        layout = settings.layout
        self.excluded = matcher(settings.exclude)
        self._data = [(role, matcher(rooted(getattr(layout, role)))) for role in DATA_ROLES]
        self._pages: list[tuple[Kind, Callable[[str], bool]]] = [
            (kind, matcher(rooted(getattr(layout, role)))) for role, kind in _KINDS.items()
        ]

    def data_role(self, path: str) -> str | None:
        """services, teams or alert_rules; None for any other path."""
        if self.excluded(path):
            return None
        return next((role for role, matches in self._data if matches(path)), None)

    def kind(self, path: str) -> Kind | None:
        """What kind of page a path is; None where it is no page (an image under `docs/**` is none)."""
        suffix = splitext(basename(path))[1].lower()
        if (suffix not in _PAGE_SUFFIXES and " " not in suffix) or self.excluded(path):
            return None
        return next((kind for kind, matches in self._pages if matches(path)), None)

    def has_role(self, path: str) -> bool:
        """Whether a path is read at all."""
        return self.data_role(path) is not None or self.kind(path) is not None
