"""The example that a bare repository begins with."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

_PATHS = (
    "services/teams.yaml",
    "services/ticket-desk/service.yaml",
    "services/ticket-desk/runbook.md",
    "services/ticket-desk/alerts/ticket-desk.rules.yaml",
    "services/ticket-desk/alerts/TicketDeskErrorsHigh.md",
)


def skeleton(today: date) -> dict[str, str]:
    """The files of the example by their paths, reviewed today; as `.txt` they are nobody's pages here."""
    place = files("runbook_lint") / "skeleton"
    texts = {path: place.joinpath(*f"{path}.txt".split("/")).read_text(encoding="utf-8") for path in _PATHS}
    return {path: text.replace("{{ today }}", today.isoformat()) for path, text in texts.items()}
