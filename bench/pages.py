"""The pages of a grown organisation: runbooks with checklists, code and a diagram, plans, rule files, postmortems."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from words import ACTIONS, ENDS, FACTORS, MANNERS, THINGS, TRAITS, VERBS

if TYPE_CHECKING:
    from tree import Service

Ailment = tuple[str, str, str]
HOST = "ferries.example"


def said(dice: random.Random, sentences: int) -> str:
    """A paragraph of so many sentences."""
    return " ".join(_sentence(dice) for _ in range(sentences))


def _sentence(dice: random.Random) -> str:
    one, other = (f"{dice.choice(TRAITS)} {dice.choice(THINGS)}" for _ in range(2))
    unit = dice.choice(("times", "seconds", "rows", "requests"))
    number = f", {dice.randint(2, 990)} {unit} of {dice.randint(1, 99)}00"
    return (
        f"The {one} {dice.choice(VERBS)} the {other} {dice.choice(MANNERS)}"
        f"{number if dice.random() < 0.4 else ''}; {dice.choice(ENDS)}."
    )


def runbook(service: Service, dice: random.Random) -> str:
    """A runbook of about six kilobytes."""
    name, app = service.slug.replace("-", " "), f"{service.slug}-api"
    fixes = "\n".join(_fix(service, title, dice) for title in _FIXES[: dice.randint(2, 4)])
    signatures = "\n".join(f"| {said(dice, 1)} | {dice.choice(ENDS)} |" for _ in range(4))
    return f"""---
title: {name.capitalize()} runbook
service: {service.id}
last_reviewed: {service.reviewed}
reviewed_by: {service.owner}
---

# {name.capitalize()}

- **What broke**: the {name} does not do its work, or does it late.
- **Impact**: {service.ailments[0][2]}.
- **Verify**: `curl -fsS https://{service.slug}.{HOST}/healthz/deep` says `"ok": true`.
- **Try first**: [roll back](#roll-back-the-last-deploy) if anything was deployed in the last hour.
- **Call**: {service.team} on call, [rota](https://rota.{HOST}/{service.team.lower()}).

## Symptoms

{said(dice, 3)}

- {said(dice, 1)}
- {said(dice, 1)}

```mermaid
flowchart LR
  client[{service.slug.split("-")[0]} desk] --> api[{app}]
  api --> queue[({service.slug} queue)]
  queue --> worker[{service.slug} worker]
  worker --> store[({service.slug} store)]
```

## Checks

- [ ] Which part is unwell?

  ```bash
  curl -sS https://{service.slug}.{HOST}/healthz/deep | jq .
  ```

- [ ] Errors by reason, last ten minutes:

  ```promql
  topk(5, sum by (reason) (rate({service.slug.replace("-", "_")}_failures_total[10m])))
  ```

- [ ] Pods `Running`, no restarts since the last deploy. {said(dice, 1)}

  ```bash
  kubectl -n {service.slug} get pods -l app={app}
  kubectl -n {service.slug} logs deploy/{app} --since=10m | grep -c {dice.choice(("timeout", "refused", "deadlock"))}
  ```

{said(dice, 3)}

## Known fixes

{fixes}
## Escalation

- 15 minutes without progress: second engineer of {service.team}, [rota](https://rota.{HOST}/{service.team.lower()}).
- {said(dice, 1)}

## Signatures

| Looked like | Then |
|---|---|
{signatures}

## Links

- Alerts: {" · ".join(f"[{service.camel}{kind}](alerts/{service.camel}{kind}.md)" for kind in _planned(service))}
- [Dashboard](https://grafana.{HOST}/d/{service.slug}) · [logs](https://logs.{HOST}/explore?service={service.slug})
"""


_FIXES = ("Roll back the last deploy", "Drain the queue by hand", "Move the leader", "Rebuild the store")


def _fix(service: Service, title: str, dice: random.Random) -> str:
    """One way out, with its commands and the way back."""
    app = f"{service.slug}-api"
    commands = {
        "Roll back the last deploy": f"kubectl -n {service.slug} rollout undo deploy/{app}",
        "Drain the queue by hand": f"{service.slug}ctl queue drain --batch {dice.choice((50, 100, 400))} --age 20m",
        "Move the leader": f"{service.slug}ctl leader move --zone {dice.choice('abc')} --wait 60s",
        "Rebuild the store": f"{service.slug}ctl store rebuild --from-snapshot latest --dry-run",
    }
    return f"""### {title}

{said(dice, 2)}

- [ ] Verify that nobody else is at it, then:

  ```bash
  {commands[title]}
  ```

- [ ] {said(dice, 1)}

**Rollback**: the same once more returns to where you were.
"""


def _planned(service: Service) -> list[str]:
    return [kind for kind, _, _ in service.ailments[: service.plans]]


def plan(service: Service, ailment: Ailment, dice: random.Random) -> str:
    """An alert's page of about three kilobytes."""
    kind, meaning, impact = ailment
    metric = service.slug.replace("-", "_")
    return f"""---
service: {service.id}
owner: {service.owner}
last_reviewed: {service.reviewed + timedelta(days=dice.randint(0, 1))}
reviewed_by: {service.owner}
---

# {service.camel}{kind}

- **What broke**: {meaning}.
- **Impact**: {impact}.
- **Verify**: row "Health" on the [dashboard](https://grafana.{HOST}/d/{service.slug}).
- **Try first**: compare with the neighbours; they are the usual suspects.
- **Call**: [{service.team} rota](https://rota.{HOST}/{service.team.lower()}).

## Meaning

In words: {meaning}. {said(dice, 2)}

## Impact

In words: {impact}. {said(dice, 1)}

## What to check first

- [ ] Since when, and how fast?

  ```promql
  sum by (zone) (rate({metric}_{kind.lower()}_total[10m]))
  ```

- [ ] {said(dice, 1)}

  ```bash
  kubectl -n {service.slug} describe deploy/{service.slug}-api | grep -A3 Conditions
  ```

- [ ] Nothing there? See the [runbook's checks](../runbook.md#checks).

## Mitigation

- [ ] More workers, one at a time:

  ```bash
  kubectl -n {service.slug} scale deploy/{service.slug}-worker --replicas={dice.randint(3, 12)}
  ```

- [ ] {said(dice, 1)}
- [ ] Back to before: [roll back](../runbook.md#roll-back-the-last-deploy).

## False positives

- {said(dice, 1)}

## Dashboards

- [{service.slug}](https://grafana.{HOST}/d/{service.slug}), row "Health"
"""


def rules(service: Service) -> str:
    """The rule file with the service's alerts; those without a page of their own lead to the runbook."""
    severity = "page" if service.tier < 3 else "ticket"
    blocks = []
    for number, (kind, _, impact) in enumerate(service.ailments):
        page = f"alerts/{service.camel}{kind}.md" if number < service.plans else "runbook.md#checks"
        blocks.append(f"""      - alert: {service.camel}{kind}
        expr: sum(rate({service.slug.replace("-", "_")}_{kind.lower()}_total[10m])) > {number + 1}
        for: {5 * (number + 1)}m
        labels:
          severity: {severity if not number else "ticket"}
          service: {service.id}
          team: {service.team}
        annotations:
          summary: '{{{{ $value | humanize }}}} in zone {{{{ $labels.zone }}}}'
          impact: {impact.capitalize()}.
          runbook_url: services/{service.slug}/{page}
""")
    return f"groups:\n  - name: {service.slug}\n    rules:\n{''.join(blocks)}"


def postmortem(service: Service, incident: str, day: date, today: date, dice: random.Random) -> str:
    """A postmortem of about four kilobytes; an old one is closed."""
    kind = service.ailments[0][0]
    minutes = dice.randint(20, 200)
    closed = (today - day).days > 60
    actions = "\n".join(_action(service, number, day, closed, dice) for number in range(dice.randint(2, 4)))
    factors = "\n".join(f"- {each}" for each in dice.sample(FACTORS, 2))
    end = f"{9 + minutes // 60:02}:{minutes % 60:02}"
    return f"""---
incident: {incident}
title: {service.slug.replace("-", " ").capitalize()} stood still for {minutes} minutes
kind: incident
severity: SEV-{dice.randint(1, 4)}
status: {"closed" if closed else "draft"}
services: [{", ".join((service.id, *service.depends_on[:1]))}]
started: {day}T09:00:00+00:00
detected: {day}T09:05:00+00:00
acknowledged: {day}T09:09:00+00:00
mitigated: {day}T{end}:00+00:00
resolved: {day}T{end}:30+00:00
commander: {service.owner}
facilitator: {service.team.lower()}1
alerts: [{service.camel}{kind}]
ticket: https://tickets.{HOST}/{incident}
visibility: public
runbooks:
  - path: services/{service.slug}/alerts/{service.camel}{kind}.md
    used: true
    adequate: true
    change: None needed, it led to the cause in two minutes
---

# {incident}: {service.slug.replace("-", " ").capitalize()} stood still

## Summary

For {minutes} minutes {service.ailments[0][1]}. {said(dice, 2)}

## Timeline

Times are UTC, on {day}.

| Time (UTC) | Who | What |
|---|---|---|
| 09:00 | {service.slug} | The {dice.choice(THINGS)} {dice.choice(VERBS)} the {dice.choice(THINGS)} |
| 09:05 | Alerting | {service.camel}{kind} |
| 09:09 | {service.team} on call | Acknowledges |
| {end} | {service.team} on call | Well again: {dice.choice(ENDS)} |

## Impact

{said(dice, 2)}

## Detection

The alert came five minutes after the first failure.

## Mitigation

{said(dice, 1)}

## Resolution

{said(dice, 1)}

## Root causes and contributing factors

{factors}

## Lessons learned

{said(dice, 2)}

## Preventative measures

{said(dice, 1)}

## Action items

| ID | Action | Type | Owner | Due | State | Ticket/Evidence |
|---|---|---|---|---|---|---|
{actions}
"""


def _action(service: Service, number: int, day: date, closed: bool, dice: random.Random) -> str:
    text, kind = ACTIONS[(number + service.number) % len(ACTIONS)]
    done = closed and dice.random() < 0.8
    due = day + timedelta(days=dice.randint(20, 90))
    ticket = f"https://tickets.{HOST}/{service.team}-{service.number * 10 + number}"
    state = "done" if done else "accepted"
    return f"| A{number + 1} | {text} | {kind} | {service.owner} | {due} | {state} | [ticket]({ticket}) |"
