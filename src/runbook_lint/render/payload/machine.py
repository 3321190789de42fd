"""An alert's message as JSON, stable and versioned."""

from __future__ import annotations

import json
from dataclasses import asdict

from runbook_lint.parse.answers import QUESTIONS
from runbook_lint.parse.payload import Payload
from runbook_lint.parse.text import encodable

VERSION = 1


def payload_json(payload: Payload) -> str:
    """Version 1; its schema is `runbook-lint schema payload`."""
    given = asdict(payload)
    answers = {name: given["said"].get(name) for name in QUESTIONS}
    service = {"id": payload.service, "name": payload.service_name, "tier": payload.service_tier}
    document = {
        "version": VERSION,
        "alert": payload.alert,
        "severity": payload.severity,
        "tier": payload.tier,
        "expression": payload.expr,
        "for": payload.hold,
        "rules": given["rules"],
        "service": service if payload.service else None,
        "team": payload.team,
        "page": {"path": payload.page_path, "url": payload.page_url} if payload.page_url else None,
        "answers": answers,
        "missing": list(payload.missing),
        "checks": given["checks"],
        "changes": given["changes"],
        "contacts": {
            "rota": payload.rota,
            "escalation": list(payload.escalation),
            "chat": payload.chat,
            "phone": payload.phone,
        },
        "links": given["links"],
        "incidents": given["incidents"],
        "annotations": dict(payload.annotations),
    }
    return encodable(json.dumps(document, indent=2, ensure_ascii=False, sort_keys=False)) + "\n"
