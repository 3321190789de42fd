"""Files that hold alerts and could not be read: counted in every summary, never silently nothing."""

from __future__ import annotations

from runbook_lint.model.world import World
from runbook_lint.parse.layout import Roles


def unread_alert_files(world: World) -> tuple[str, ...]:
    """Their paths, sorted: of the layout's rule files and of the sources beside it that nothing rendered covers."""
    roles = Roles(world.settings)
    lost = {file.path for file in world.unreadable if roles.data_role(file.path) == "alert_rules"}
    return tuple(sorted(lost | {path for path, file in world.alert_files.items() if file.unread}))
