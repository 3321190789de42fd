"""The pages of the drawn pier, word for word: read them before you change them."""

EXPECTED = {
    "dependencies.md": """\
# Dependencies

An arrow leads from a service to what it needs. A thick one is a step of a circle, a dotted one leads to a service of a lower tier.

<div data-search-exclude markdown>

```mermaid
flowchart LR
    s0("SVC-GATES · tier 1")
    click s0 "../services/SVC-GATES/" _self
    s1("SVC-TICKET · tier 2")
    click s1 "../services/SVC-TICKET/" _self
    s2("SVC-CLOCK · tier 3")
    click s2 "../services/SVC-CLOCK/" _self
    s3("SVC-DESK")
    click s3 "../services/SVC-DESK/" _self
    s0 ==>|"circle"| s2
    s1 --> s0
    s2 ==>|"circle"| s0
    s3 --> s1
```

</div>

## Circles

None of the services of a circle can be started first when all of them are down.

- [SVC-CLOCK](services/SVC-CLOCK.md) → [SVC-GATES](services/SVC-GATES.md) → [SVC-CLOCK](services/SVC-CLOCK.md)



## Tier inversions

A service is no more reliable than what it needs.

- [SVC-GATES](services/SVC-GATES.md) (tier 1) needs [SVC-CLOCK](services/SVC-CLOCK.md) (tier 3)



## What hangs on each service

<div class="rl-filtered rl-records rl-compact" data-rl-filter="Tier" data-rl-noun="service" markdown>

| Service | Tier | Needs | Needed by | Fail with it |
|---|---|---|---|---|
| [SVC-GATES](services/SVC-GATES.md) | 1 | [SVC-CLOCK](services/SVC-CLOCK.md), SVC-FOG <span class="rl-missing">unknown</span> | [SVC-TICKET](services/SVC-TICKET.md), [SVC-CLOCK](services/SVC-CLOCK.md) | 3 |
| [SVC-CLOCK](services/SVC-CLOCK.md) | 3 | [SVC-GATES](services/SVC-GATES.md) | [SVC-GATES](services/SVC-GATES.md) | 3 |
| [SVC-TICKET](services/SVC-TICKET.md) | 2 | [SVC-GATES](services/SVC-GATES.md) | [SVC-DESK](services/SVC-DESK.md) | 1 |
| [SVC-DESK](services/SVC-DESK.md) | - | [SVC-TICKET](services/SVC-TICKET.md) | - | - |

</div>
""",
    "index.md": """\
# Runbooks

<div class="rl-find" markdown>

[Search: an alert's name, a service, a step](services/index.md)

</div>

<div class="rl-doors" markdown>

- [4 services](services/index.md)
- [4 alerts](alerts/index.md)
- [1 postmortem](postmortems/index.md)
- [1 open action](actions.md)
- [1 overdue review](freshness.md)

</div>

Counted on 2026-09-01.

## Services

<div class="rl-records rl-compact" markdown>

| Service | Tier | Team | Next review | Open actions | Level |
|---|---|---|---|---|---|
| [SVC-GATES](services/SVC-GATES.md) Gates | 1 | [QUAY](teams/QUAY.md) | <time class="rl-due" datetime="2025-04-01">2025-04-01</time> | 1 <span class="rl-late">1 overdue</span> | 1 |
| [SVC-TICKET](services/SVC-TICKET.md) | 2 | [QUAY](teams/QUAY.md) | <span class="rl-missing">no date</span> | - | 0 |
| [SVC-CLOCK](services/SVC-CLOCK.md) | 3 | [DECK](teams/DECK.md) | <span class="rl-missing">no date</span> | - | 0 |
| [SVC-DESK](services/SVC-DESK.md) | - | SHORE | <span class="rl-missing">no date</span> | - | 0 |

</div>

## Overdue

On 2026-09-01, tier 1 first:

- review due <time class="rl-due" datetime="2025-04-01">2025-04-01</time> [Gates in winter](services/gates/runbooks/winter.md) (runbook of [SVC-GATES](services/SVC-GATES.md))
- action [INC-7 A1](postmortems/2026/INC-7-open.md) Close them by hand (mpetrel, due <time class="rl-due" datetime="2026-08-20">2026-08-20</time>, [G-1](https://tickets.example/G-1))


## What goes wrong, and who takes it

<div class="rl-records rl-compact" markdown>

| Scenario | First | Then | Chat | Rota |
|---|---|---|---|---|
| Gates stuck | [Quay](teams/QUAY.md) | [Deck](teams/DECK.md) | &#35;inc-gates | [who is on call](https://rota.example/quay) |

</div>

## Last incidents

- 2026-08-10 [INC-7](postmortems/2026/INC-7-open.md) The gates stood open (SEV-2, 1 open action)
""",
    "scenarios.md": """\
# Scenarios

What goes wrong across services, which team takes it, and where it talks. The first team leads; the second helps, and is called where the first does not answer.

<div class="rl-filtered rl-records rl-compact" data-rl-filter="First" data-rl-noun="scenario" markdown>

| Scenario | First | Then | Chat | Rota |
|---|---|---|---|---|
| Gates stuck | [Quay](teams/QUAY.md) | [Deck](teams/DECK.md) | &#35;inc-gates | [who is on call](https://rota.example/quay) |

</div>
""",
    "services/SVC-CLOCK.md": """\
# SVC-CLOCK

<div class="rl-contacts" markdown>

- **Rota**: PD-DECK (the team's: Deck)
- **Team**: [Deck](../teams/DECK.md)
- **Tier**: 3

</div>

## Runbook

<span class="rl-missing">There is no runbook.</span> Look at what it depends on, and call its team.

## Alerts

No alert is known to be about it.

## Dependencies

<div data-search-exclude markdown>

```mermaid
flowchart LR
    classDef here stroke-width:4px
    self("SVC-CLOCK · tier 3")
    self:::here
    a0("SVC-GATES · tier 1")
    click a0 "../SVC-GATES/" _self
    a0 ==>|"circle"| self
    self ==>|"circle"| a0
```

</div>

It depends on:

- [SVC-GATES](SVC-GATES.md) (tier 1)

If it fails, 3 services may fail with it: 1 of tier 1, 1 of tier 2, 1 of no tier.

Directly (1):

- [SVC-GATES](SVC-GATES.md) (tier 1)

Through these (2):

- [SVC-TICKET](SVC-TICKET.md) (tier 2, 2 steps away)
- [SVC-DESK](SVC-DESK.md) (no tier, 3 steps away)


<div class="rl-warning" markdown>

**A circle**: [SVC-CLOCK](SVC-CLOCK.md) → [SVC-GATES](SVC-GATES.md) → [SVC-CLOCK](SVC-CLOCK.md). None of these can be started first when all are down.

</div>

## Incidents

No postmortem names it.

## Coverage

Level **0** of 4. Next: write a runbook.

- met: owner, contacts
- not met: runbook, fresh, plans
- nothing to judge: sections

---

Manifest: [services/clock/service.yaml](https://github.com/harbour/pier/blob/main/services/clock/service.yaml), [edit it](https://github.com/harbour/pier/edit/main/services/clock/service.yaml).
""",
    "services/SVC-DESK.md": """\
# SVC-DESK

<div class="rl-contacts" markdown>

- **Rota**: none
- **Team**: SHORE
- **Owner**: Mara Petrel (mpetrel)
- **Tier**: <span class="rl-missing">missing</span>

</div>

## Runbook

<span class="rl-missing">There is no runbook.</span> Look at what it depends on, and call its team.

## Alerts

No alert is known to be about it.

## Dependencies

<div data-search-exclude markdown>

```mermaid
flowchart LR
    classDef here stroke-width:4px
    self("SVC-DESK")
    self:::here
    b0("SVC-TICKET · tier 2")
    click b0 "../SVC-TICKET/" _self
    self --> b0
```

</div>

It depends on:

- [SVC-TICKET](SVC-TICKET.md) (tier 2)

Nothing is known to depend on it.

## Incidents

No postmortem names it.

## Coverage

Level **0** of 4. Next: write a runbook.

- met: owner
- not met: runbook, contacts, fresh, plans
- nothing to judge: sections

---

Manifest: [services/desk/service.yaml](https://github.com/harbour/pier/blob/main/services/desk/service.yaml), [edit it](https://github.com/harbour/pier/edit/main/services/desk/service.yaml).
""",
    "services/SVC-GATES.md": """\
# Gates &#40;SVC-GATES&#41;

Lets people onto the pier.

<div class="rl-contacts" markdown>

- **Rota**: <span class="rl-call">[who is on call](https://rota.example/gates)</span>
- **Phone**: <span class="rl-call">[&#43;44 1632 960001](tel:+441632960001)</span>
- **Chat**: production &#35;gates, staging &#35;gates-test, team &#35;quay
- **Escalation**: 1. [Quay](../teams/QUAY.md), 2. Mara Petrel (mpetrel), 3. the harbour master
- **Team**: [Quay](../teams/QUAY.md)
- **Owner**: Mara Petrel (mpetrel)
- **Tier**: 1
- **Links**: [dashboard](https://grafana.example/d/gates), wiki ask Mara

</div>

## Runbook

[Gates](gates/runbook.md), to be reviewed by <time class="rl-due" datetime="2026-10-30">2026-10-30</time>

<div class="rl-five" role="region" aria-label="The first five seconds" markdown>

- **What broke**: The gates do not open for a ticket.
- <span class="rl-missing">**Impact**: missing. Nobody has written down what the impact is.</span>
- **Verify**: Run <code>gatectl status</code>.
- **Try first**: Restart the controller.
- **Call**: QUAY, [https&#58;//rota.example/gates](https://rota.example/gates)

</div>

Further runbooks:

- [Gates in winter](gates/runbooks/winter.md)

## Alerts

<div class="rl-records rl-compact" markdown>

| Alert | Tier | Plan |
|---|---|---|
| [GateLost](../alerts/GateLost.md) | page | <span class="rl-missing">leads to no page</span> |
| [GateStuck](../alerts/GateStuck.md) | page | [plan](../alerts/GateStuck.md) |
| [GateSlow](../alerts/GateSlow.md) | ticket | [on another site](https://wiki.example/slow) |
| [GateOdd](../alerts/GateOdd.md) | fyi | <span class="rl-missing">no plan</span> |

</div>


## Dependencies

<div data-search-exclude markdown>

```mermaid
flowchart LR
    classDef here stroke-width:4px
    self("SVC-GATES · tier 1")
    self:::here
    a0("SVC-TICKET · tier 2")
    click a0 "../SVC-TICKET/" _self
    a1("SVC-CLOCK · tier 3")
    click a1 "../SVC-CLOCK/" _self
    b1{{"SVC-FOG · unknown"}}
    a0 --> self
    a1 ==>|"circle"| self
    self ==>|"circle"| a1
    self --> b1
```

</div>

It depends on:

- [SVC-CLOCK](SVC-CLOCK.md) (tier 3) <span class="rl-warn">a lower tier than its own</span>
- SVC-FOG <span class="rl-missing">not in the catalogue</span>

If it fails, 3 services may fail with it: 1 of tier 2, 1 of tier 3, 1 of no tier.

Directly (2):

- [SVC-TICKET](SVC-TICKET.md) (tier 2)
- [SVC-CLOCK](SVC-CLOCK.md) (tier 3)

Through these (1):

- [SVC-DESK](SVC-DESK.md) (no tier, 2 steps away)


<div class="rl-warning" markdown>

**A circle**: [SVC-CLOCK](SVC-CLOCK.md) → [SVC-GATES](SVC-GATES.md) → [SVC-CLOCK](SVC-CLOCK.md). None of these can be started first when all are down.

</div>

## Incidents

- 2026-08-10 [INC-7](../postmortems/2026/INC-7-open.md) The gates stood open (SEV-2, 1 open action)


Open actions:

- [INC-7 A1](../postmortems/2026/INC-7-open.md) Close them by hand (mpetrel, due <time class="rl-due" datetime="2026-08-20">2026-08-20</time>, [G-1](https://tickets.example/G-1))


## Coverage

Level **1** of 4. Next: review the runbook &#40;runbook-lint reviewed&#41;.

- met: owner, runbook, contacts, sections
- not met: fresh, plans

## Objectives

- **opening**: within 2 seconds

## Recent changes

- 2026-08-03 [Oil the &#91;gates&#93;](https://github.com/harbour/pier/commit/fedcba9876543210)

---

Manifest: [services/gates/service.yaml](https://github.com/harbour/pier/blob/main/services/gates/service.yaml), last changed on 2026-08-02 ([0123456789](https://github.com/harbour/pier/commit/0123456789abcdef)), [edit it](https://github.com/harbour/pier/edit/main/services/gates/service.yaml).

[Tags](../tags.md): Edge, rust.
""",
    "services/SVC-TICKET.md": """\
# SVC-TICKET

<div class="rl-contacts" markdown>

- **Rota**: <span class="rl-call">[who is on call](https://rota.example/quay)</span> (the team's: Quay)
- **Chat**: team &#35;quay
- **Team**: [Quay](../teams/QUAY.md)
- **Tier**: 2

</div>

## Runbook

<span class="rl-missing">There is no runbook.</span> Look at what it depends on, and call its team.

## Alerts

No alert is known to be about it.

## Dependencies

<div data-search-exclude markdown>

```mermaid
flowchart LR
    classDef here stroke-width:4px
    self("SVC-TICKET · tier 2")
    self:::here
    a0("SVC-DESK")
    click a0 "../SVC-DESK/" _self
    b0("SVC-GATES · tier 1")
    click b0 "../SVC-GATES/" _self
    a0 --> self
    self --> b0
```

</div>

It depends on:

- [SVC-GATES](SVC-GATES.md) (tier 1)

If it fails, 1 service may fail with it: 1 of no tier.

Directly (1):

- [SVC-DESK](SVC-DESK.md) (no tier)



## Incidents

No postmortem names it.

## Coverage

Level **0** of 4. Next: write a runbook.

- met: owner, contacts
- not met: runbook, fresh, plans
- nothing to judge: sections

---

Manifest: [services/ticket/service.yaml](https://github.com/harbour/pier/blob/main/services/ticket/service.yaml), [edit it](https://github.com/harbour/pier/edit/main/services/ticket/service.yaml).

[Tags](../tags.md): rust.
""",
    "services/index.md": """\
# Services

4 services, the most important first. [What depends on what](../dependencies.md), [tags](../tags.md), [what each level needs](../coverage.md). Overdue is counted as of 2026-09-01.

<div class="rl-filtered rl-records rl-compact" data-rl-filter="Tier | Team | Level" data-rl-noun="service" markdown>

| Service | Tier | Team | Next review | Open actions | Level |
|---|---|---|---|---|---|
| [SVC-GATES](SVC-GATES.md) Gates | 1 | [QUAY](../teams/QUAY.md) | <time class="rl-due" datetime="2025-04-01">2025-04-01</time> | 1 <span class="rl-late">1 overdue</span> | 1 |
| [SVC-TICKET](SVC-TICKET.md) | 2 | [QUAY](../teams/QUAY.md) | <span class="rl-missing">no date</span> | - | 0 |
| [SVC-CLOCK](SVC-CLOCK.md) | 3 | [DECK](../teams/DECK.md) | <span class="rl-missing">no date</span> | - | 0 |
| [SVC-DESK](SVC-DESK.md) | - | SHORE | <span class="rl-missing">no date</span> | - | 0 |


</div>
""",
    "tags.md": """\
# Tags

<div class="rl-filtered rl-records rl-compact" data-rl-filter="" data-rl-noun="tag" markdown>

| Tag | Services | Pages |
|---|---|---|
| Edge | [SVC-GATES](services/SVC-GATES.md) | [Gates](services/gates/runbook.md) |
| rust | [SVC-GATES](services/SVC-GATES.md), [SVC-TICKET](services/SVC-TICKET.md) | - |

</div>
""",
    "teams/DECK.md": """\
# Deck &#40;DECK&#41;

<div class="rl-contacts" markdown>

- **Rota**: PD-DECK

</div>

It helps with: Gates stuck ([all scenarios](../scenarios.md)).

## Services

<div class="rl-records rl-compact" markdown>

| Service | Tier | Next review | Open actions | Level |
|---|---|---|---|---|
| [SVC-CLOCK](../services/SVC-CLOCK.md) | 3 | <span class="rl-missing">no date</span> | - | 0 |

</div>

Overdue is counted as of 2026-09-01.


## Overdue reviews

None on 2026-09-01.

## Open actions

None.
""",
    "teams/QUAY.md": """\
# Quay &#40;QUAY&#41;

<div class="rl-contacts" markdown>

- **Rota**: <span class="rl-call">[who is on call](https://rota.example/quay)</span>
- **Chat**: &#35;quay
- **People**: Mara Petrel, Otto Hand <span class="rl-missing">left</span>
- **CODEOWNERS**: &#64;harbour/quay

</div>

It leads when this goes wrong: Gates stuck ([all scenarios](../scenarios.md)).

## Services

<div class="rl-records rl-compact" markdown>

| Service | Tier | Next review | Open actions | Level |
|---|---|---|---|---|
| [SVC-GATES](../services/SVC-GATES.md) Gates | 1 | <time class="rl-due" datetime="2025-04-01">2025-04-01</time> | 1 <span class="rl-late">1 overdue</span> | 1 |
| [SVC-TICKET](../services/SVC-TICKET.md) | 2 | <span class="rl-missing">no date</span> | - | 0 |

</div>

Overdue is counted as of 2026-09-01.


## Overdue reviews

On 2026-09-01:

- <time class="rl-due" datetime="2025-04-01">2025-04-01</time> [Gates in winter](../services/gates/runbooks/winter.md) (runbook of [SVC-GATES](../services/SVC-GATES.md))


## Open actions

- [INC-7 A1](../postmortems/2026/INC-7-open.md) Close them by hand (mpetrel, due <time class="rl-due" datetime="2026-08-20">2026-08-20</time>, [G-1](https://tickets.example/G-1))
""",
    "teams/index.md": """\
# Teams

<div class="rl-filtered rl-records rl-compact" data-rl-filter="" data-rl-noun="team" markdown>

| Team | Services | Rota | Chat | Reviews overdue | Open actions |
|---|---|---|---|---|---|
| [DECK](DECK.md) Deck | 1 | PD-DECK | - | - | - |
| [QUAY](QUAY.md) Quay | 2 | [who is on call](https://rota.example/quay) | &#35;quay | <span class="rl-late">1</span> | 1 <span class="rl-late">1 overdue</span> |

</div>

Overdue is counted as of 2026-09-01.

## Named by services, not in the catalogue

- SHORE: [SVC-DESK](../services/SVC-DESK.md)
""",
}
