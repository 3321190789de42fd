"""The engine that fills the site's templates: every value is made safe, and made safe once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from runbook_lint.render.site.escape import fenced, href

if TYPE_CHECKING:
    from jinja2 import Environment


def environment(templates: Mapping[str, str], finalize: Callable[[object], Markup]) -> Environment:
    """An engine for some templates, by name; `finalize` makes any value safe."""
    from jinja2 import DictLoader, Environment, StrictUndefined
    from jinja2.compiler import CodeGenerator

    class Once(CodeGenerator):
        """Leaves out Jinja's own escaping of what `finalize` gave: of `Markup` it makes the same again, slowly."""

        def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:  # Any: Jinja's nodes
            if finalize.src is None:
                super()._output_child_pre(node, frame, finalize)
            else:
                self.write(f"({finalize.src}")

    class Filling(Environment):
        code_generator_class = Once

    made = Filling(
        loader=DictLoader(dict(templates)),
        auto_reload=False,
        autoescape=True,  # macros give `Markup`, which `finalize` leaves alone
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["href"] = href
    made.filters["fenced"] = fenced
    return made
