"""What every page of the site is made from, and the engine that fills the templates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from runbook_lint.model.site import History, SiteFile
from runbook_lint.model.world import World
from runbook_lint.parse.site.places import SECTIONS, Places, link, places
from runbook_lint.render.coverage import Alerts, Row
from runbook_lint.render.site.escape import href, safe

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class View:
    """Everything that pages show: the world, how well it is covered, what git knows, and the templates by name."""

    world: World
    coverage: Sequence[Row]
    alert_coverage: Alerts
    templates: Mapping[str, str] = field(repr=False, default_factory=dict)
    history: History = History()

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
        from jinja2 import DictLoader, Environment, StrictUndefined

        environment = Environment(
            loader=DictLoader(dict(self.templates)),
            autoescape=True,  # what `finalize` has made safe is left alone
            finalize=safe,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters["href"] = href
        return environment

    def page(self, path: str, template: str, title: str, **values: Any) -> SiteFile:
        """A page made of a template, with its title in front matter.

        Every value is shown as text unless it is `Markup`. The template knows the `title`, `view`, and
        `to(path, anchor)`, which is the link from this page to another place of the site.
        """

        def to(target: str, anchor: str = "") -> Markup:
            return Markup(link(path, SECTIONS.get(target, target), anchor))  # quoted

        text = self._environment.get_template(template).render(title=title, view=self, to=to, path=path, **values)
        return SiteFile(path, f"---\ntitle: {json.dumps(title)}\n---\n\n{text}")
