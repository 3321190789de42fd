"""The libraries that only the site needs."""

from __future__ import annotations

from importlib.util import find_spec

from runbook_lint.model.errors import UsageError


def check_extra() -> None:
    """Refuse where they are not installed, and say how they are."""
    missing = next((name for name in ("mkdocs", "material") if find_spec(name) is None), None)
    if missing:
        raise UsageError(f'{missing} is not installed; this needs the site extra: pip install "runbook-lint[site]"')
