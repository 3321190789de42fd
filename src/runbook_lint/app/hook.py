"""`check --hook`: what pre-commit and prek tell a hook, beside the files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from runbook_lint.model.errors import UsageError


def since() -> str:
    """What the change is compared with: the commit that a run over several commits begins at, else the last one."""
    return os.environ.get("PRE_COMMIT_FROM_REF") or "HEAD"  # prek sets it too


def refuse_others(given: Mapping[str, Any]) -> None:
    """No option that says in another way what is judged."""
    others = {"changed": "--changed", "stdin_filename": "--stdin-filename", "watch": "--watch"}
    for name, option in others.items():
        if given[name] or (name == "changed" and given[name] is not None):
            raise UsageError(f"--hook judges what the hook names; leave {option} out")
