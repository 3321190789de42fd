"""The world that `check` and `baseline` judge: read from disk, and never empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from runbook_lint.app.cache.memory import Memory
from runbook_lint.app.changes import with_changes
from runbook_lint.app.project import Project
from runbook_lint.app.workspace import Workspace
from runbook_lint.lint.run import judge_alone
from runbook_lint.lint.select import select_rules
from runbook_lint.model.document import Document
from runbook_lint.model.errors import UsageError
from runbook_lint.model.rule import Rule
from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.derived import work_out


def _judge(rules: Iterable[Rule], page: Document, settings: Settings) -> None:
    judge_alone(page, rules, settings)
    work_out(page, settings)


def read_world(
    project: Project, workspace: Workspace, instead: Mapping[str, bytes] | None = None
) -> tuple[Tree, World]:
    """The tree on disk and what it says; a usage error where the layout finds nothing in it.

    `instead` replaces some files' contents.
    """
    tree = workspace.tree(dict(instead or {}))
    rules = select_rules(project.settings, project.rules)
    if isinstance(project.memory, Memory):
        project.memory.finish = partial(_judge, [rule for rule in rules if rule.local])
    world = with_changes(project.world(tree), project.root, rules, project.memory)
    named = any(not file.outside for file in world.alert_files.values())
    if not any((world.documents, world.data_files, world.unreadable, named)):
        raise UsageError(
            f"no document in {project.root}; `runbook-lint init` looks for yours, or begins with an example "
            "(`runbook-lint check --show-settings` shows what holds now)"
        )
    return tree, world
