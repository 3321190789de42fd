"""Documents from templates: Jinja2 in its sandbox, with nothing in reach but the values that are handed over.

A template may come from a stranger's repository. It sees plain data, calls nothing but its own macros
and a few filters, reads no file, and is stopped when it grows out of bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from runbook_lint.model.errors import UsageError
from runbook_lint.model.patterns import regex
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.render.template_filters import FILTERS, MOST, TooMuch

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


class Templates(Mapping[str, str]):
    """Templates by name that also tell where each stands, and which one is meant by a template of the same name."""

    def place(self, name: str) -> str:
        """What errors call a template."""
        return name

    def base(self, name: str) -> str:
        """The template that one means which takes in its own name."""
        return name


MOST_ROUNDS = 10_000
"""Numbers that all `range()` of one rendering may give, and pieces a template may be written in, times ten."""

_HEADER = regex(r"\s*\{#-?(.*?)#\}", re.DOTALL)
_STANDARD = (
    "abs", "capitalize", "count", "default", "d", "dictsort", "first", "float", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "round", "select", "selectattr",
    "sort", "string", "title", "trim", "unique", "upper",
)  # fmt: skip


def render_template(name: str, templates: Mapping[str, str], values: Mapping[str, Any]) -> str:
    """The text that a template makes of some values: plain data, any key of which may be asked for.

    `templates` are all that it may include or extend, by name. Raises UsageError with the template,
    the line and what is wrong in it.
    """
    from jinja2 import TemplateError

    if name not in templates:
        raise UsageError(f"no template {name}; {did_you_mean(name, templates) or 'there are: ' + _listed(templates)}")
    place = templates.place(name) if isinstance(templates, Templates) else name
    try:
        template = _environment(templates, values).get_template(name)
        return _bounded(template.generate(dict(values)))
    except TemplateError as error:
        raise UsageError(_told(error, place)) from None
    except (TooMuch, RecursionError, MemoryError, OverflowError):
        raise UsageError(f"template {_where(place, None)}: it makes more than {MOST:,} characters") from None
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise UsageError(f"template {_where(*_place_of(error, place))}: {error}") from None


def syntax_error(name: str, templates: Mapping[str, str]) -> str:
    """What keeps a template from being read, with its place; "" where nothing does."""
    from jinja2 import TemplateError

    place = templates.place(name) if isinstance(templates, Templates) else name
    try:
        _environment(templates, {}).get_template(name)
    except TemplateError as error:
        return _told(error, place)
    except RecursionError:
        return f"template {place}: nested too deeply"
    return ""


def purpose(text: str) -> str:
    """What a template is for: the first line of the comment on its top."""
    comment = _HEADER.match(text)
    lines = comment[1].strip().splitlines() if comment else []
    return lines[0].strip() if lines else ""


def _environment(templates: Mapping[str, str], values: Mapping[str, Any]) -> SandboxedEnvironment:
    from jinja2 import FunctionLoader

    def found(name: str) -> tuple[str, str, None] | None:
        if name not in templates:
            return None
        return templates[name], templates.place(name) if isinstance(templates, Templates) else name, None

    environment = _sandbox(templates)(
        undefined=_missing(values),
        loader=FunctionLoader(found),
        autoescape=False,  # Markdown and YAML; the filters `inline`, `cell` and `yaml` escape
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalized,
    )
    environment.filters = {name: environment.filters[name] for name in _STANDARD} | dict(FILTERS)
    environment.globals = {"range": _counted_range()}
    return environment


def _sandbox(templates: Mapping[str, str]) -> type[SandboxedEnvironment]:
    from jinja2 import nodes
    from jinja2.exceptions import SecurityError, TemplateSyntaxError
    from jinja2.runtime import Macro
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        """Dots reach keys, never methods; calls reach macros; `*` makes no long texts of short ones."""

        intercepted_binops = frozenset({"*", "**", "+", "%"})

        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            if len(source) > MOST:
                raise TemplateSyntaxError(f"longer than {MOST:,} characters", 1, name, filename)
            tree = super()._parse(source, name, filename)
            for node in tree.find_all(nodes.Concat):
                raise TemplateSyntaxError("`~` is not available; use +", node.lineno, name, filename)
            return tree

        def join_path(self, template: str, parent: str) -> str:
            return templates.base(parent) if template == parent and isinstance(templates, Templates) else template

        def getattr(self, obj: Any, attribute: str) -> Any:
            if isinstance(obj, Mapping):
                return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
            return super().getattr(obj, attribute)

        def call(self, context: Any, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
            if not isinstance(obj, Macro) and obj is not self.globals["range"] and not _is_of_loop(obj):
                raise SecurityError("only macros and range() can be called; use a filter")
            return super().call(context, obj, *args, **kwargs)

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if operator != "+" and not all(isinstance(each, int | float) and abs(each) < 1e6 for each in (left, right)):
                raise SecurityError(f"{operator} is for small numbers")
            if operator == "+" and isinstance(left, str) and isinstance(right, str) and len(left) + len(right) > MOST:
                raise TooMuch
            return super().call_binop(context, operator, left, right)

    return Sandbox


def _is_of_loop(obj: Any) -> bool:
    """`loop(…)`, `loop.cycle(…)`, `loop.changed(…)`, and a block's `super()`."""
    return type(getattr(obj, "__self__", obj)).__module__ == "jinja2.runtime"


def _missing(values: Mapping[str, Any]) -> Any:
    """What stands for a name that is not there: it says so, with the nearest name, whatever is done with it."""
    from jinja2 import StrictUndefined
    from jinja2.utils import missing

    class Missing(StrictUndefined):
        @property
        def _undefined_message(self) -> str:
            if self._undefined_hint:
                return str(self._undefined_hint)
            inside = self._undefined_obj
            known = values if inside is missing else inside if isinstance(inside, Mapping) else {}
            hint = did_you_mean(str(self._undefined_name), [str(each) for each in known])
            return f"nothing named `{self._undefined_name}`" + (f"; {hint}" if hint else "")

    return Missing


def _counted_range() -> Callable[..., range]:
    left = MOST_ROUNDS

    def counted(*bounds: int) -> range:
        nonlocal left
        numbers = range(*bounds)
        left -= len(numbers)
        if left < 0:
            raise TooMuch
        return numbers

    return counted


def _finalized(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MOST:
        raise TooMuch
    return "" if value is None else value


def _bounded(pieces: Any) -> str:
    written, size = [], 0
    for piece in pieces:
        size += len(piece)
        written.append(piece)
        if size > MOST or len(written) > 10 * MOST_ROUNDS:
            raise TooMuch
    return "".join(written)


def _told(error: Exception, name: str) -> str:
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    message = str(getattr(error, "message", None) or error)
    if isinstance(error, TemplateSyntaxError):
        return f"template {_where(error.filename or error.name or name, error.lineno)}: {_readable(message)}"
    if isinstance(error, TemplateNotFound):
        message = f"no template {error.name} to take in"
    return f"template {_where(*_place_of(error, name))}: {message}"


def _readable(message: str) -> str:
    return message.removesuffix(".")[:1].lower() + message.removesuffix(".")[1:]


def _place_of(error: BaseException, name: str) -> tuple[str, int | None]:
    """The template and line where an error came up: the engine leaves frames of them in the traceback."""
    place: tuple[str, int | None] = (name, None)
    trace = error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            place = (trace.tb_frame.f_code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _where(name: str, line: int | None) -> str:
    return f"{name}, line {line}" if line else name


def _listed(templates: Mapping[str, str]) -> str:
    return ", ".join(sorted(templates))
