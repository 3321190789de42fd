"""How the exports of incident tools are read: for each tool a map from our fields to paths into its JSON.

The maps are data: what they take is what docs/postmortems.md lists, and a test holds the two in step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from runbook_lint.model.frozen import dataclass

Paths = tuple[str, ...]
"""Paths as parse/intake/json_paths.py reads them; the first that says something counts."""


@dataclass(frozen=True, slots=True)
class Events:
    """Where the rows of a timeline are; `words` says what a kind of row means, and kinds in `skip` are left out."""

    at: str
    time: Paths
    text: Paths
    person: Paths
    kind: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    skip: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Items:
    """Where the actions are."""

    at: str
    text: Paths
    state: Paths
    owner: Paths
    ticket: Paths
    due: Paths = ()
    skip: frozenset[str] = frozenset({"deleted"})


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: `marks` are paths of which one leads to its incident, and to nothing in another tool's export.

    `number` is a number that becomes `INC-…` where the tool has no id of that form. `together` are two of our
    times that it does not tell apart: the first is taken for the second as well.
    """

    name: str
    source: str
    marks: Paths
    incident: Paths
    title: Paths
    severity: Paths
    times: Mapping[str, Paths]
    services: Paths
    ticket: Paths
    number: Paths = ()
    summary: Paths = ()
    restricted: Mapping[str, str] = field(default_factory=dict)
    commander: Paths = ()
    participants: Paths = ()
    roles: tuple[tuple[str, str, Paths], ...] = ()
    alerts: Paths = ()
    together: tuple[str, str] | None = None
    events: tuple[Events, ...] = ()
    actions: tuple[Items, ...] = ()


def _stamps(*names: str) -> Paths:
    return tuple(f"incident.incident_timestamp_values[incident_timestamp/name={name}].value.value" for name in names)


_ASSIGNED = "incident.incident_role_assignments"
_FIELD = "incident.custom_field_entries[custom_field/name~service].values"

INCIDENT_IO = Tool(
    name="incident.io",
    source="API v2: show an incident, list follow-ups, list incident updates",
    marks=("incident.incident_status", "incident.incident_timestamp_values", "incident.incident_role_assignments"),
    incident=("incident.reference",),
    title=("incident.name",),
    severity=("incident.severity.name",),
    times={
        "started": _stamps("Impact started", "Impact started at", "Started", "Started at"),
        "detected": (*_stamps("Detected at", "Identified at", "Reported at"), "incident.created_at"),
        "acknowledged": _stamps("Acknowledged at", "Accepted at"),
        "mitigated": _stamps("Mitigated at", "Fixed at", "Stabilized at", "Stabilised at", "Impact ended"),
        "resolved": _stamps("Resolved at", "Closed at"),
    },
    services=(f"{_FIELD}.value_catalog_entry.name", f"{_FIELD}.value_option.value", f"{_FIELD}.value_text"),
    ticket=("incident.external_issue_reference.issue_permalink", "incident.permalink"),
    summary=("incident.summary",),
    restricted={"incident.visibility": "private"},
    commander=(f"{_ASSIGNED}[role/role_type=lead].assignee.email", f"{_ASSIGNED}[role/role_type=lead].assignee.name"),
    participants=(f"{_ASSIGNED}.assignee.email", f"{_ASSIGNED}.assignee.name"),
    roles=((_ASSIGNED, "role.name", ("assignee.id", "assignee.name", "assignee.email", "assignee.slack_user_id")),),
    events=(
        Events(
            "incident_updates",
            time=("created_at",),
            text=("message", "new_incident_status.name"),
            person=("updater.user.id", "updater.user.name", "updater.user.email"),
        ),
    ),
    actions=(
        Items(
            "follow_ups",
            text=("title", "description"),
            state=("status",),
            owner=("assignee.email", "assignee.name"),
            ticket=("external_issue_reference.issue_permalink", "external_issue_reference.issue_name"),
        ),
    ),
)

PAGERDUTY = Tool(
    name="PagerDuty",
    source="REST API v2: get an incident, list its log entries, its notes and its alerts",
    marks=("incident.incident_number", "incident.urgency", "incident.escalation_policy"),
    incident=(),
    number=("incident.incident_number",),
    title=("incident.title",),
    severity=("incident.priority.summary", "incident.priority.name"),
    times={
        "detected": ("log_entries[type=trigger_log_entry].created_at", "incident.created_at"),
        "acknowledged": ("log_entries[type=acknowledge_log_entry].created_at", "incident.acknowledgements.at"),
        "resolved": ("incident.resolved_at", "log_entries[type=resolve_log_entry].created_at"),
    },
    together=("detected", "started"),
    services=("incident.service.summary", "incident.impacted_services.summary"),
    ticket=("incident.external_references.external_url", "incident.html_url"),
    summary=("incident.body.details", "incident.description"),
    alerts=("alerts.body.details.alertname", "alerts.body.cef_details.details.alertname"),
    events=(
        Events(
            "log_entries",
            time=("created_at",),
            text=("channel.content", "channel.note"),
            person=("agent[type~user].id", "agent[type~user].summary"),
            kind="type",
            words={
                "trigger_log_entry": "PagerDuty pages",
                "acknowledge_log_entry": "Acknowledged",
                "unacknowledge_log_entry": "The acknowledgement runs out",
                "escalate_log_entry": "Escalated",
                "repeat_escalation_path_log_entry": "Escalation begins again",
                "exhaust_escalation_path_log_entry": "Escalation ends, nobody acknowledged",
                "resolve_log_entry": "Resolved",
                "responder_request_log_entry": "More responders are asked for",
                "priority_change_log_entry": "Priority changed",
                "status_update_log_entry": "Status update sent",
            },
            skip=frozenset(
                {
                    "notify_log_entry",
                    "assign_log_entry",
                    "reach_ack_limit_log_entry",
                    "reach_trigger_limit_log_entry",
                    "link_log_entry",
                    "snooze_log_entry",
                    "unsnooze_log_entry",
                }
            ),
        ),
        Events("notes", time=("created_at",), text=("content",), person=("user.id", "user.summary")),
    ),
)

_OF = "incident.attributes"

ROOTLY = Tool(
    name="Rootly",
    source="API v1 (JSON:API): retrieve an incident, list its events and its action items",
    marks=("incident.attributes.title",),
    incident=(),
    number=(f"{_OF}.sequential_id",),
    title=(f"{_OF}.title",),
    severity=(
        f"{_OF}.severity.data.attributes.name",
        f"{_OF}.severity.data.attributes.severity",
        f"{_OF}.severity.name",
        f"{_OF}.severity",
    ),
    times={
        "started": (f"{_OF}.started_at",),
        "detected": (f"{_OF}.detected_at",),
        "acknowledged": (f"{_OF}.acknowledged_at",),
        "mitigated": (f"{_OF}.mitigated_at",),
        "resolved": (f"{_OF}.resolved_at",),
    },
    services=(
        f"{_OF}.services.data.attributes.name",
        f"{_OF}.services.name",
        "incident.relationships.services.data.attributes.name",
    ),
    ticket=(
        f"{_OF}.jira_issue_url",
        f"{_OF}.linear_issue_url",
        f"{_OF}.github_issue_url",
        f"{_OF}.gitlab_issue_url",
        f"{_OF}.service_now_incident_url",
        f"{_OF}.url",
    ),
    summary=(f"{_OF}.summary",),
    restricted={f"{_OF}.private": "true"},
    commander=(
        "roles[attributes/incident_role/data/attributes/name~commander].attributes.user.data.attributes.email",
        "roles[attributes/incident_role/data/attributes/name~commander].attributes.user.data.attributes.name",
    ),
    roles=(
        (
            "roles",
            "attributes.incident_role.data.attributes.name",
            (
                "attributes.user.data.id",
                "attributes.user.data.attributes.name",
                "attributes.user.data.attributes.email",
            ),
        ),
    ),
    events=(
        Events(
            "events",
            time=("attributes.occurred_at", "attributes.created_at"),
            text=("attributes.event",),
            person=(
                "attributes.user.data.id",
                "attributes.user.data.attributes.name",
                "attributes.user.id",
                "attributes.user.name",
                "attributes.user.full_name",
            ),
        ),
    ),
    actions=(
        Items(
            "action_items",
            text=("attributes.summary", "attributes.description"),
            state=("attributes.status",),
            owner=(
                "attributes.assigned_to.data.attributes.email",
                "attributes.assigned_to.email",
                "attributes.assigned_to.data.attributes.name",
                "attributes.assigned_to.name",
                "attributes.assigned_to.full_name",
            ),
            ticket=("attributes.jira_issue_url", "attributes.jira_issue_key"),
            due=("attributes.due_date",),
        ),
    ),
)

TOOLS = (INCIDENT_IO, PAGERDUTY, ROOTLY)

SEVERITY_WORDS: Mapping[str, str] = {
    "critical": "SEV-1",
    "major": "SEV-2",
    "high": "SEV-2",
    "minor": "SEV-3",
    "medium": "SEV-3",
    "low": "SEV-4",
}
"""What a severity without a number means here; `P1`, `SEV1` and `S1` are SEV-1, as their number says."""
