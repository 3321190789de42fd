"""Which role a path plays, by the configured globs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from posixpath import basename, splitext

from runbook_lint.model.file import Kind
from runbook_lint.model.settings import Layout, Settings
from runbook_lint.parse.globs import matcher, rooted

DATA_ROLES = ("services", "teams", "alert_rules")
_KINDS = {"plans": Kind.PLAN, "postmortems": Kind.POSTMORTEM, "runbooks": Kind.RUNBOOK, "documents": Kind.DOCUMENT}

Role = tuple[str | None, Kind | None]
"""What a path is: services, teams or alert_rules, and which kind of page."""

ROLES = tuple((data, kind) for data in (None, *DATA_ROLES) for kind in (None, *_KINDS.values()))
"""Every role there may be."""

_PAGE_SUFFIXES = ("", ".md", ".markdown", ".mdown", ".mkd", ".mdx", ".erb")


@lru_cache(maxsize=8)
def _known(_layout: Layout, _exclude: tuple[str, ...]) -> dict[str, Role]:
    """What paths were found to be under a layout, for all who ask: globs are slow, and asked again and again."""
    return {}


def may_be_reviewed(path: str) -> bool:
    """Whether a path could be one of a page or a manifest in some layout."""
    suffix = splitext(basename(path))[1].lower()
    return suffix in _PAGE_SUFFIXES or suffix in (".yaml", ".yml") or " " in suffix


class Roles:
    """The layout, ready to be asked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known = _known(settings.layout, settings.exclude)

    @cached_property
    def excluded(self) -> Callable[[str], bool]:
        """Whether a path is left out."""
        return matcher(self._settings.exclude)

    @cached_property
    def _data(self) -> list[tuple[str, Callable[[str], bool]]]:
        return [(role, self._matcher(role)) for role in DATA_ROLES]

    @cached_property
    def _pages(self) -> list[tuple[Kind, Callable[[str], bool]]]:
        return [(kind, self._matcher(role)) for role, kind in _KINDS.items()]

    def _matcher(self, role: str) -> Callable[[str], bool]:
        return matcher(rooted(getattr(self._settings.layout, role)))

    def learn(self, known: Mapping[str, Role]) -> None:
        """What these very globs said of paths before."""
        self._known.update(known)

    def data_role(self, path: str) -> str | None:
        """services, teams or alert_rules; None for any other path."""
        return self.role(path)[0]

    def kind(self, path: str) -> Kind | None:
        """What kind of page a path is; None where it is no page (an image under `docs/**` is none)."""
        return self.role(path)[1]

    def has_role(self, path: str) -> bool:
        """Whether a path is read at all."""
        return self.role(path) != (None, None)

    def role(self, path: str) -> Role:
        """Both at once."""
        known = self._known.get(path)
        if known is None:
            gone = self.excluded(path)
            known = self._known[path] = (None, None) if gone else (self._data_role(path), self._kind(path))
        return known

    def _data_role(self, path: str) -> str | None:
        return next((role for role, matches in self._data if matches(path)), None)

    def _kind(self, path: str) -> Kind | None:
        suffix = splitext(basename(path))[1].lower()
        if suffix not in _PAGE_SUFFIXES and " " not in suffix:
            return None
        return next((kind for kind, matches in self._pages if matches(path)), None)
