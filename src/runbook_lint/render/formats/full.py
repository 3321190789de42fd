"""Each finding with its source line, a caret under the place, and the next step."""

from runbook_lint.render.findings import full as lines

__all__ = ["lines"]
