"""What every page of the site is made from, and the engine that fills the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.site import History, SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.site.body import Body
from runbook_lint.parse.site.places import SECTIONS, Places, link, places
from runbook_lint.render.coverage import Alerts, Row
from runbook_lint.render.site.escape import entitled, quoted, safe
from runbook_lint.render.site.filling import environment

if TYPE_CHECKING:
    from jinja2 import Environment

LIST_BOOST = 0.3
"""How search counts the section pages: they name everything, and what they name has a page of its own."""


@dataclass(frozen=True)
class View:
    """Everything that pages show: the world, how well it is covered, what git knows, and the templates by name.

    `criteria` are those of coverage, each with the level that needs it. `secrets` are texts that must leave in no
    value: once they are escaped nobody finds them any more. `bodies` are those of pages, by path, that somebody has
    written already.
    """

    world: World
    coverage: Sequence[Row]
    alert_coverage: Alerts
    templates: Mapping[str, str] = field(repr=False, default_factory=dict)
    history: History = History()
    criteria: Mapping[str, int] = field(default_factory=dict)
    secrets: Sequence[str] = field(repr=False, default=())
    bodies: Mapping[str, Body] = field(repr=False, default_factory=dict)

    @property
    def places(self) -> Places:
        """Where everything stands."""
        return places(self.world)

    @cached_property
    def rows(self) -> Mapping[str, Row]:
        """The coverage of each service by its id."""
        return {row.service: row for row in self.coverage}

    @cached_property
    def _environment(self) -> Environment:
        return environment(self.templates, self._final if self.secrets else safe)

    def compile(self) -> None:
        """Make all templates ready."""
        for name in self.templates:
            self._environment.get_template(name)

    def _final(self, value: object) -> Markup:
        return safe(self.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value)

    def clean(self, text: str) -> str:
        """A text without the secrets in it, for what is drawn or written by no template."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text

    def page(self, path: str, template: str, title: str, boost: float = 1, **values: Any) -> SiteFile:
        """A page made of a template, with its title in front matter; search counts what is on it `boost` times.

        Every value is shown as text unless it is `Markup`. The template knows the `title`, `view`, and
        `to(path, anchor)`, which is the link from this page to another place of the site.
        """
        text = self.part(path, template, title=title, **values)
        found = LIST_BOOST if path in SECTIONS.values() else boost
        search = "" if found == 1 else f"search:\n  boost: {found}\n"
        return SiteFile(path, f"---\ntitle: {quoted(entitled(title))}\n{search}---\n\n{text}")

    def part(self, path: str, template: str, **values: Any) -> Markup:
        """A part of the page at a path, made of a template by the same rules: to be put into that page as it is."""

        def to(target: str, anchor: str = "") -> Markup:
            return Markup(link(path, SECTIONS.get(target, target), anchor))  # quoted

        text = self._environment.get_template(template).render(view=self, to=to, path=path, **values)
        return Markup(text)  # the template escaped what it was given
