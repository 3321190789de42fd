"""What the user's mkdocs.yml says, before MkDocs adds its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runbook_lint.model.errors import UsageError

Raw = Mapping[str, Any]  # Any: what YAML holds

CONFIG_NAMES = ("mkdocs.yml", "mkdocs.yaml")


def users_config(root: Path) -> Path | None:
    """The mkdocs.yml of the repository, where it has one."""
    return next((root / name for name in CONFIG_NAMES if (root / name).is_file()), None)


def read_raw(config: Path) -> Raw:
    """The configuration as it is written, with what it inherits."""
    from mkdocs.exceptions import MkDocsException
    from mkdocs.utils.yaml import yaml_load

    try:
        with config.open("rb") as stream:
            value = yaml_load(stream)
    except MkDocsException as error:
        reason = str(error).removeprefix("MkDocs encountered an error parsing the configuration file: ")
        raise UsageError(f"{config.name}: cannot be read: {' '.join(reason.split())}") from None
    if not isinstance(value, dict):
        raise UsageError(f"{config.name}: is no table of settings; delete it, or give it a site_name")
    return value
