"""A tree and what the rules say of it: what `check` and `baseline` begin with."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from runbook_lint.app.cache import verdicts
from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.cache.stamp import digest_of, engine
from runbook_lint.app.project import Project
from runbook_lint.lint.select import select_rules
from runbook_lint.model.errors import UsageError
from runbook_lint.model.report import Report, Survey
from runbook_lint.model.rule import Rule, load_checks
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.layout import Roles
from runbook_lint.parse.text import Text, decode

if TYPE_CHECKING:
    from runbook_lint.model.document import Document
    from runbook_lint.model.world import World


class Judgement:
    """A tree, read where somebody asks what it says; where the same was judged before, nobody need."""

    def __init__(
        self,
        project: Project,
        tree: Tree,
        world: World | None = None,
        reach: Container[str] | None = None,
        past: bool = False,
    ) -> None:
        """`world` is what the tree says, where that is known already; `reach` what is judged of it, None for all.

        A tree of the `past` is a commit's: it may be empty, and git is asked nothing about it.
        """
        self.project, self.tree = project, tree
        self._given, self._reach, self._past = world, reach, past

    @cached_property
    def world(self) -> World:
        """What the tree says; a usage error where the layout finds nothing in it."""
        if self._past:
            return self.project.world(self.tree)
        return self._given or _read_world(self.project, self.tree, self._reach)

    @cached_property
    def report(self) -> Report:
        """What the rules found within reach."""
        if self._kept:
            return self._kept[0]
        from runbook_lint.lint.run import run_rules  # what was judged before needs nothing that judges

        report = run_rules(self.world, self.project.rules, self._reach)
        if self._digest and not _is_empty(self.world):  # an empty tree of the past is one, today it is a usage error
            verdicts.keep(self.project.memory, self.world, self._digest, report, self.survey)
        return report

    @cached_property
    def survey(self) -> Survey:
        """What was looked at."""
        if self._kept:
            return self._kept[1]
        from runbook_lint.lint.survey import survey

        return survey(self.world)

    def lines(self, path: str) -> tuple[str, ...]:
        """The lines of a file that was judged."""
        if not self._kept:
            return self.world.lines(path)
        read = path in self.tree.authored or Roles(self.project.settings).has_role(path)
        text = decode(self.tree.contents.get(path, self.tree.authored.get(path, b""))) if read else None
        return text.lines if isinstance(text, Text) else ()

    @cached_property
    def _digest(self) -> bytes:
        """What this judgement is remembered by; b"" where it may not be."""
        project, settings = self.project, self.project.settings
        fit = self._given is None and self._reach is None
        if not fit or not verdicts.rememberable(select_rules(settings, project.rules), project.rules):
            return b""
        return digest_of(self.tree, engine(), settings, project.today)

    @cached_property
    def _kept(self) -> tuple[Report, Survey] | None:
        project, digest = self.project, self._digest
        return verdicts.recall(project.memory, project.settings, digest, project.rules) if digest else None


def _read_world(project: Project, tree: Tree, reach: Container[str] | None) -> World:
    from runbook_lint.app.changes import with_changes

    rules = select_rules(project.settings, project.rules)
    load_checks(rules)
    if isinstance(project.memory, Memory):
        project.memory.finish = partial(_judge, [rule for rule in rules if rule.local], reach)
    world = with_changes(project.world(tree), project.root, rules, project.memory)
    if _is_empty(world):
        raise UsageError(
            f"no document in {project.root}; `runbook-lint init` looks for yours, or begins with an example "
            "(`runbook-lint check --show-settings` shows what holds now)"
        )
    return world


def _is_empty(world: World) -> bool:
    """Whether the layout finds nothing."""
    named = any(not file.outside for file in world.alert_files.values())
    return not any((world.documents, world.data_files, world.unreadable, named))


def _judge(rules: Iterable[Rule], reach: Container[str] | None, page: Document, settings: Settings) -> None:
    from runbook_lint.lint.run import judge_alone
    from runbook_lint.parse.derived import work_out

    if reach is None or page.path in reach:
        judge_alone(page, rules, settings)
        work_out(page, settings)
