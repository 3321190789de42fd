"""A repository with its configuration, rules and day: what every command starts from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runbook_lint import __version__
from runbook_lint.app.cache import roles
from runbook_lint.app.cache.chosen import memory_of
from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.installed import points_of
from runbook_lint.app.workspace import Workspace, find_config, find_root
from runbook_lint.lint.select import check_selectors
from runbook_lint.model.dates import parse_date
from runbook_lint.model.errors import UsageError
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.before import Before
from runbook_lint.parse.config import read_config
from runbook_lint.rules import built_in_rules

if TYPE_CHECKING:
    from runbook_lint.model.world import World

PLUGINS = "runbook_lint.rules"


@dataclass(frozen=True)
class Project:
    """Where we are and what holds here; `config` is None where the defaults hold.

    `overrides` is what the command line sets over the configuration, `memory` knows what was made of files earlier.
    """

    root: Path
    config: Path | None
    settings: Settings
    rules: tuple[Rule, ...]
    today: date
    overrides: Mapping[str, Any] = field(default_factory=dict)
    memory: Before = field(default_factory=Before, compare=False, repr=False)

    def workspace(self) -> Workspace:
        """The files on disk."""
        files = Workspace(self.root, self.settings)
        if isinstance(self.memory, Memory) and files.listing:
            self.memory.distrust(self.root, files.listing.paths - files.listing.others)
        files.recalled = roles.recall(self.memory, self.settings, files.seen)
        return files

    def world(self, tree: Tree) -> World:
        """Everything that a tree says; `memory` knows what the same files said the last time."""
        from runbook_lint.parse.world import build_world

        return build_world(tree, self.settings, self.today, self.memory)


def all_rules() -> tuple[Rule, ...]:
    """The built-in rules and those that installed plugins bring, in code order."""
    rules = list(built_in_rules())
    for point in points_of(PLUGINS):
        try:
            loaded = point.load()
        except Exception as error:  # a plugin's import may fail in any way; name it and stop
            raise UsageError(f"plugin {point.name} ({point.value}) does not load: {error}") from None
        brought = (loaded,) if isinstance(loaded, Rule) else tuple(loaded)
        names = {name for rule in rules for name in (rule.code, rule.name)}
        for rule in brought:
            if {rule.code, rule.name} & names:
                raise UsageError(f"plugin {point.name} ({point.value}): rule {rule.code} {rule.name} already exists")
        rules += brought
    return tuple(sorted(rules, key=lambda rule: rule.code))


def open_project(
    start: Path, config: tuple[str, ...] = (), today: str | None = None, changes: Mapping[str, Any] | None = None
) -> Project:
    """The project around a folder; `config` are --config values, `changes` what other options set."""
    rules = all_rules()
    file, overrides = _split(config, start)
    path = file or find_config(start)
    root = find_root(start, None if file and not start.is_relative_to(file.parent) else path)
    place = path.name if path else "--config"
    try:
        text = path.read_text(encoding="utf-8-sig") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from None
    for option, value in (changes or {}).items():
        if isinstance(value, list):
            check_selectors(value, rules, f"--{option}")
    overrides = {**overrides, **(changes or {})}
    settings = read_config(text, rules, place, overrides)
    _check(settings, rules, place)
    return Project(root, path, settings, rules, day_of(today), overrides, memory_of(root))


def _split(config: tuple[str, ...], start: Path) -> tuple[Path | None, dict[str, Any]]:
    file, overrides = None, {}
    for value in config:
        key, equals, text = value.partition("=")
        if _is_file(start / value):
            file = (start / value).resolve()
        elif equals:
            import tomllib

            try:
                table = tomllib.loads(f"value = {text}")
                if set(table) != {"value"}:
                    raise UsageError(f"--config {key}=…: more than one setting; give --config once for each")
                overrides[key.strip()] = table["value"]
            except tomllib.TOMLDecodeError:
                raise UsageError(
                    f"--config {value}: {text} is no TOML value; text needs quotes: {key}='{text}'"
                ) from None
        else:
            raise UsageError(f"--config {value}: no such file; give a file, or KEY=VALUE")
    return file, overrides


def _is_file(place: Path) -> bool:
    try:
        return place.is_file()
    except OSError:  # a long value is no name of a file
        return False


def _check(settings: Settings, rules: tuple[Rule, ...], place: str) -> None:
    selectors = (*(settings.select or ()), *settings.extend_select, *settings.ignore)
    check_selectors(selectors, rules, place)
    check_selectors((each for names in settings.per_file_ignores.values() for each in names), rules, place)
    if settings.required_version:
        _check_version(settings.required_version, place)


def _check_version(required: str, place: str) -> None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    wanted = required if required[:1] in "<>=!~" else f"=={required}"
    try:
        fits = SpecifierSet(wanted).contains(__version__, prereleases=True)
    except InvalidSpecifier:
        raise UsageError(f'{place}: required-version "{required}" is no version range such as >=0.1') from None
    if not fits:
        raise UsageError(f"{place}: needs runbook-lint {required}, this is {__version__}; install the version it names")


def day_of(text: str | None) -> date:
    """The day of --today, else today (UTC)."""
    if text is None:
        return datetime.now(UTC).date()
    day = parse_date(text)
    if day is None:
        raise UsageError(f"--today {text}: not an ISO date such as 2026-08-01")
    return day
