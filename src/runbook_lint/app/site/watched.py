"""What a served site is made from, and so is watched."""

from __future__ import annotations

from pathlib import Path

from runbook_lint.app.site.generate import Generated
from runbook_lint.app.workspace import CONFIG_NAMES


def watched_places(root: Path, made: Generated | None) -> list[Path]:
    """The folders at the top that hold sources, the single files there, and the configuration."""
    inputs = made.inputs if made else frozenset()
    tops = {path.split("/", 1)[0] for path in inputs} | set(CONFIG_NAMES)
    generated = made.folder if made else None
    return sorted(root / top for top in tops if (root / top) != generated and (root / top).exists())
