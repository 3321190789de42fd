"""A world in which one file says what is being typed, and the rest what it last said."""

from __future__ import annotations

from dataclasses import replace

from runbook_lint.model.world import World
from runbook_lint.parse.memo import carry
from runbook_lint.parse.skeleton import usual_titles
from runbook_lint.parse.tree_paths import tree_paths


def overlaid(world: World, alone: World, path: str) -> World:
    """The world with the pages and alerts of one file as they are read `alone`.

    The catalogue stays as it was, and so do the paths and the words that most pages use.
    """
    if path in alone.documents:
        new = replace(world, documents={**world.documents, **alone.documents}, memo={})
    elif path in alone.alert_files:
        others = tuple(alert for alert in world.alerts if alert.file != path)
        files = {**world.alert_files, **alone.alert_files}
        new = replace(world, alerts=(*others, *alone.alerts), alert_files=files, memo={})
    else:
        return replace(world, data_files={**world.data_files, **alone.data_files})
    return carry(world, new, tree_paths, usual_titles)
