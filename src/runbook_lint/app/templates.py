"""The templates that are shipped with the package."""

from __future__ import annotations

from importlib.resources import files

_SUFFIX = ".j2"


def shipped_templates() -> dict[str, str]:
    """Every template of ours by its name, such as `arp.md`."""
    folder = files("runbook_lint") / "templates"
    found = {each.name: each for each in folder.iterdir() if each.name.endswith(_SUFFIX)}
    return {name.removesuffix(_SUFFIX): each.read_text(encoding="utf-8") for name, each in sorted(found.items())}
