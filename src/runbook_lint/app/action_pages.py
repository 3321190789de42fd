"""The page and the action that a command means, and the writing of changes to pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from runbook_lint.app.write import path_within, replace_files
from runbook_lint.lint.prove import fixed_tree
from runbook_lint.model.errors import UsageError
from runbook_lint.model.finding import Edit, Fix
from runbook_lint.model.postmortem import Postmortem
from runbook_lint.model.suggest import did_you_mean
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.postmortems import postmortems


def find_page(world: World, name: str, root: Path) -> Postmortem:
    """The postmortem of an incident, or at a path; UsageError where there is none, or more than one."""
    everything = postmortems(world)
    path = _path(name, root)
    found = [each for each in everything if each.incident == name] or [each for each in everything if each.path == path]
    found = found or [each for each in everything if each.name.casefold() == name.casefold()]
    if not found:
        known = {each.name for each in everything}
        hint = did_you_mean(name, known) or f"none of {len(everything):,} postmortems is of it"
        raise UsageError(f"no incident {name}; {hint}; nothing was changed")
    if len(found) > 1:
        pages = " and ".join(each.path for each in found)
        raise UsageError(f"{name} has {len(found)} pages: {pages}; name the page instead; nothing was changed")
    return found[0]


def _path(name: str, root: Path) -> str:
    place = (Path.cwd() / name).resolve()
    return place.relative_to(root.resolve()).as_posix() if place.is_relative_to(root.resolve()) else ""


def find_action(postmortem: Postmortem, name: str) -> int:
    """The place of an action on its page, by the id that the page writes."""
    page = postmortem.path
    actions = list(enumerate(postmortem.actions))
    found = [index for index, each in actions if each.numbered and each.id.casefold() == name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        lines = " and ".join(str(postmortem.actions[index].span.line) for index in found)
        raise UsageError(f"{page}: {name} stands twice, on lines {lines}; number them apart; nothing was changed")
    if not actions:
        raise UsageError(f"{page}: no action item could be read; nothing was changed")
    for _, each in actions:
        if not each.numbered and each.id.casefold() == name.rstrip("?").casefold():
            where = f"{page}:{each.span.line}"
            raise UsageError(f"{where}: the page does not write the id {each.id}; write it there; nothing was changed")
    known = [each.id for _, each in actions if each.numbered]
    raise UsageError(f"{page}: no action {name}; {did_you_mean(name, known) or _listed(known)}; nothing was changed")


def _listed(known: list[str]) -> str:
    if not known:
        return "its actions have no ids"
    return f"there are: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}"


def write_changes(root: Path, tree: Tree, edits: Iterable[Edit]) -> None:
    """Put edits on disk, in all pages or in none; a page that changed since it was read is left alone."""
    fixed = fixed_tree(tree, Fix(tuple(edits)))
    paths = sorted({edit.path for edit in edits})
    for path in paths:
        path_within(root, root / path)
    contents = {root / path: fixed.contents[path] for path in paths}
    replace_files(contents, {root / path: tree.contents[path] for path in paths})
