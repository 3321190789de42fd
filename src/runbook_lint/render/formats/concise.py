"""`path:line:column: CODE message`."""

from runbook_lint.render.findings import concise as lines

__all__ = ["lines"]
