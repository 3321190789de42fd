"""`runbook-lint new postmortem`, the same as `postmortem new`."""

from __future__ import annotations

from runbook_lint.app.commands.postmortems.new import command

__all__ = ["command"]
