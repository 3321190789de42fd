"""A small organisation of our own, for the tests of the site's engine."""

TEAMS = """\
teams:
  HARBOUR: {name: Harbour, chat: "#harbour", rota: "https://rota.example/harbour", members: [mpetrel]}
people:
  mpetrel: {name: Mara Petrel}
"""
MANIFEST = """\
service: SVC-PIER
team: HARBOUR
tier: 2
last_reviewed: 2026-08-01
watch: [code/pier/**]
"""
RUNBOOK = """\
---
last_reviewed: 2026-08-01
---
# Pier

What broke: the gates do not open. See [the plan](alerts/GateStuck.md).

![The gates](gates.svg)

```sh
pierctl gates status
```
"""
PLAN = """\
# GateStuck

A gate has not moved for five minutes.
"""
RULES = """\
groups:
  - name: pier
    rules:
      - alert: GateStuck
        expr: gate_moves == 0
        labels: {severity: page, service: SVC-PIER}
        annotations: {runbook_url: services/pier/alerts/GateStuck.md}
"""
TREE: dict[str, str | bytes] = {
    "runbook-lint.toml": '[site]\nname = "Pier pages"\n',
    "services/teams.yaml": TEAMS,
    "services/pier/service.yaml": MANIFEST,
    "services/pier/runbook.md": RUNBOOK,
    "services/pier/gates.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>Gates</title></svg>\n',
    "services/pier/alerts/GateStuck.md": PLAN,
    "services/pier/alerts/pier.rules.yaml": RULES,
    "docs/guide.md": "# Guide\n\nHow we work.\n",
}
