"""What a rule is: one value that holds everything about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, fields
from functools import cached_property, partial
from typing import Any

from runbook_lint.model.finding import Problem, Severity
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.later import Later

SITE = "https://runbook-lint.github.io/runbook-lint"

FAMILIES = {
    "CT": "Catalogue",
    "FR": "Freshness",
    "RB": "Runbooks",
    "AL": "Alerts and response plans",
    "LK": "Links",
    "PM": "Postmortems",
    "DC": "Documents",
    "WV": "Waivers",
}


def option(default: Any, doc: str) -> Any:  # Any: as dataclasses.field, it stands for the field's own type
    """A field of a rule's options, with the sentence that documents it."""
    if isinstance(default, (list, dict)):
        return field(default_factory=lambda: type(default)(default), metadata={"doc": doc})
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class NoOptions:
    """The options of a rule that has none."""


@dataclass(frozen=True)
class Example:
    """A small tree of files and the exact findings in it.

    A finding reads `path:line:column: message`. `fixed` is what the files become once the fixes are
    applied, `config` the configuration as TOML, `today` an ISO date, `unreadable` maps the paths that
    cannot be read to the reason, `beside` names other rules that run as well, `changes` are commits, the
    newest first: their day and the paths they touched, `bumps` those that only moved review dates: their id, their day
    and the dates they wrote by path, `renames` what git says became of paths. An example without findings is a good
    one, and its `title` says what it shows.
    """

    title: str
    files: Mapping[str, str | bytes]
    findings: tuple[str, ...] = ()
    fixed: Mapping[str, str] | None = None
    config: str = ""
    today: str = "2026-09-01"
    unreadable: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    changes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    bumps: tuple[tuple[str, str, Mapping[str, str]], ...] = ()
    renames: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule(Later):
    """A rule: its names, what it demands and why, its options, its proofs and its check.

    The check asks for what it needs by parameter name: `document` (called for every page), `service`
    (for every manifest), `data_file` (for every YAML file), `world`, `today`, `settings`, `options`,
    `changes` and `bumps` (what git says of files that services watch, and of commits that only moved review
    dates; looked up only for rules that name them). One that names none of `world`, `today` and these two
    reads only its document, and only its findings may be cached by content. `extra` is the extra of our
    package that makes it exact, `notes` is Markdown for its page: data that the check reads and a user wants to see.
    A rule of `rule_later` comes without what is not in its head, so fields that are not have factories.
    """

    code: str
    name: str
    sentence: str
    reason: str
    severity: Severity
    check: Callable[..., Iterable[Problem]]  # the parameters differ by rule and are checked by `subject`
    default: bool = False
    options: type[Any] = field(default_factory=lambda: NoOptions)  # a frozen dataclass of the rule's own
    examples: tuple[Example, ...] = field(default_factory=tuple)
    fixable: bool = False
    with_time: bool = False
    extra: str = ""
    notes: str = field(default_factory=str)

    @property
    def family(self) -> str:
        """The two letters of the code."""
        return self.code[:2]

    @property
    def url(self) -> str:
        """The rule's page on the documentation site."""
        return f"{SITE}/rules/{self.name}/"

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """What the check asks for."""
        code = self.check.__code__  # a check is always a plain function
        names: tuple[str, ...] = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        return names

    @cached_property
    def subject(self) -> str:
        """What the check is called for: document, service, data_file, or once for the world."""
        subjects = [name for name in self.parameters if name in ("document", "service", "data_file")]
        return subjects[0] if subjects else "world"

    @cached_property
    def local(self) -> bool:
        """Whether the check reads only its own document."""
        return self.subject != "world" and not {"world", "today", "changes", "bumps"} & set(self.parameters)

    def option_names(self) -> tuple[str, ...]:
        """The names of its options, as Python spells them."""
        return tuple(each.name for each in fields(self.options))


NOT_IN_HEAD = ("reason", "check", "options", "examples", "notes")
"""What of a rule is asked only where it judges or is explained: `check` brings half of `parse`, examples are long."""


def head_of(rule: Rule) -> Mapping[str, Any]:
    """What must be known of a rule before it judges: all other fields, and what its check asks for."""
    told = {each.name: getattr(rule, each.name) for each in fields(rule) if each.name not in NOT_IN_HEAD}
    return {**told, "severity": rule.severity.value, "parameters": rule.parameters}


def load_checks(rules: Iterable[Rule]) -> None:
    """Import the checks of some rules now, once, and not in every process that helps to judge."""
    for rule in rules:
        getattr(rule, "check")  # noqa: B009  # asking is what imports it


def rule_later(head: Mapping[str, Any], whole: Callable[[], Rule]) -> Rule:
    """The rule of a head; `whole` is asked for the rest when somebody wants it first."""
    rule = object.__new__(Rule)
    rule.__dict__.update(head, severity=Severity(head["severity"]), later=partial(_rest, whole))
    return rule


def _rest(whole: Callable[[], Rule], rule: Rule, name: str) -> Any:  # Any: the field's own type
    """What the head of a rule does not tell."""
    if name not in NOT_IN_HEAD:
        raise AttributeError(name)
    value = rule.__dict__[name] = getattr(whole(), name)
    return value
