"""Home, services, teams, scenarios, tags and dependencies: their pages as Markdown, word for word."""

import json
from datetime import date
from html.parser import HTMLParser

from site_catalogue_pages import EXPECTED
from site_reading import python_markdown

from runbook_lint.app.site.generate import site_templates
from runbook_lint.lint.alert_coverage import cover_alerts
from runbook_lint.lint.coverage import cover
from runbook_lint.model.site import Commit, History
from runbook_lint.parse.config import read_config
from runbook_lint.parse.site.depends import known_services
from runbook_lint.parse.world import build_world
from runbook_lint.render.site.dependencies import dependency_pages
from runbook_lint.render.site.home import home_pages
from runbook_lint.render.site.scenarios import scenario_pages
from runbook_lint.render.site.services import service_index, service_pages
from runbook_lint.render.site.tags import tag_pages
from runbook_lint.render.site.teams import team_pages
from runbook_lint.render.site.view import View
from runbook_lint.testing import tree_of


def each_service(view):
    return service_pages(view, known_services(view.world))


KINDS = (home_pages, service_index, each_service, team_pages, scenario_pages, tag_pages, dependency_pages)


def pages(files, config="", history=History()):  # noqa: B008  # frozen
    world = build_world(tree_of(files), read_config(config, (), "runbook-lint.toml"), date(2026, 9, 1))
    view = View(world, cover(world, ("checks",)), cover_alerts(world), site_templates(), history)
    return {each.path: each.text for make in KINDS for each in make(view)}


CONFIG = '[links]\nrepository = ["https://github.com/harbour/pier"]\nbranch = "main"\n'
TEAMS = """\
teams:
  QUAY: {name: Quay, chat: "#quay", rota: "https://rota.example/quay", members: [mpetrel, oldhand], codeowners: "@harbour/quay"}
  DECK: {name: Deck, rota: PD-DECK}
people:
  mpetrel: {name: Mara Petrel}
  oldhand: {name: Otto Hand, former: true}
scenarios:
  gates-stuck: {primary: QUAY, secondary: DECK, chat: "#inc-gates"}
"""
GATES = """\
service: SVC-GATES
name: Gates
description: Lets people onto the pier.
team: QUAY
owner: mpetrel
tier: 1
last_reviewed: 2026-08-01
depends_on: [SVC-CLOCK, SVC-FOG]
contacts:
  chat: {staging: "#gates-test", production: "#gates"}
  rota: https://rota.example/gates
  escalation: [QUAY, mpetrel, the harbour master]
  phone: +44 1632 960001
links: {dashboard: "https://grafana.example/d/gates", wiki: ask Mara}
slo: {opening: within 2 seconds}
tags: [Edge, rust]
"""
RUNBOOK = """\
---
last_reviewed: 2026-08-01
tags: [edge]
---
# Gates

The gates do not open for a ticket.

## Checks

- [ ] Run `gatectl status`.

## Fixes

Restart the controller.
"""
PLAN = "# GateStuck\n\nA gate has not moved for five minutes.\n"
RULES = """\
groups:
  - name: gates
    rules:
      - {alert: GateStuck, expr: moves == 0, labels: {severity: page}}
      - {alert: GateSlow, expr: moves < 1, labels: {severity: ticket}, annotations: {runbook_url: "https://wiki.example/slow"}}
      - {alert: GateOdd, expr: moves > 9, labels: {severity: fyi}}
      - {alert: GateLost, expr: up == 0, labels: {severity: page}, annotations: {runbook_url: alerts/Gone.md}}
"""
POSTMORTEM = """\
---
incident: INC-7
title: The gates stood open
severity: SEV-2
status: reviewed
services: [SVC-GATES]
started: 2026-08-10T10:00:00Z
---
# INC-7

## Action items

| Id | Action | Owner | Due | State | Ticket |
|---|---|---|---|---|---|
| A1 | Close them by hand | mpetrel | 2026-08-20 | accepted | https://tickets.example/G-1 |
| A2 | Paint them | | | done | |
"""
PIER = {
    "services/teams.yaml": TEAMS,
    "services/gates/service.yaml": GATES,
    "services/gates/runbook.md": RUNBOOK,
    "services/gates/runbooks/winter.md": "---\nlast_reviewed: 2025-01-01\n---\n# Gates in winter\n\nThey freeze.\n",
    "services/gates/alerts/GateStuck.md": PLAN,
    "services/gates/alerts/gates.rules.yaml": RULES,
    "services/clock/service.yaml": "service: SVC-CLOCK\nteam: DECK\ntier: 3\ndepends_on: [SVC-GATES]\n",
    "services/ticket/service.yaml": "service: SVC-TICKET\nteam: QUAY\ntier: 2\ndepends_on: [SVC-GATES]\ntags: [rust]\n",
    "services/desk/service.yaml": "service: SVC-DESK\nteam: SHORE\nowner: mpetrel\ndepends_on: [SVC-TICKET]\n",
    "postmortems/2026/INC-7-open.md": POSTMORTEM,
}
HISTORY = History(
    last={"services/gates/service.yaml": Commit("0123456789abcdef", date(2026, 8, 2), "x")},
    recent={"SVC-GATES": (Commit("fedcba9876543210", date(2026, 8, 3), "Oil the [gates]"),)},
)
MADE = pages(PIER, CONFIG, HISTORY)


def test_every_page_word_for_word():
    assert sorted(MADE) == sorted(EXPECTED)
    for path, text in EXPECTED.items():
        front, body = MADE[path].split("\n---\n", 1)
        assert body.strip("\n") == text.strip("\n"), path
        assert front.startswith('---\ntitle: "'), path


def test_a_service_with_nothing_says_so():
    bare = pages({"services/lone/service.yaml": "service: SVC-LONE\nowner: nobody1\n"})
    text = bare["services/SVC-LONE.md"]
    assert "- **Rota**: none\n- **Team**: none\n- **Owner**: nobody1\n" in text
    assert "```mermaid" not in text
    assert "Manifest: services/lone/service.yaml.\n" in text
    assert "No service depends on another, as far as the catalogue says." in bare["dependencies.md"]
    assert "The catalogue names no scenarios." in bare["scenarios.md"]
    assert "No service and no page has a tag." in bare["tags.md"]


def test_a_tier_2_service_that_nobody_is_woken_for_is_in_red():
    made = pages({"services/lone/service.yaml": "service: SVC-LONE\nowner: nobody1\ntier: 2\n"})
    missing = '<span class="rl-missing">missing: nobody is woken for it</span>'
    assert f"- **Rota**: {missing}\n" in made["services/SVC-LONE.md"]


def test_a_broken_manifest_keeps_its_page_and_what_can_be_read():
    made = pages(
        {"services/teams.yaml": TEAMS, "services/gates/service.yaml": "service: SVC-GATES\nteam: QUAY\ntier: seven\nx: 1\n"}
    )
    text = made["services/SVC-GATES.md"]
    assert text.count("**The manifest is broken**: ") == 2
    assert "- **Team**: [Quay](../teams/QUAY.md)\n- **Tier**: <span" in text
    assert "Next: mend services/gates/service.yaml" in text


def test_a_service_that_is_defined_twice_says_where():
    files = {f"services/{name}/service.yaml": f"service: SVC-GATES\nteam: {name.upper()}\n" for name in ("one", "two")}
    text = pages(files)["services/SVC-GATES.md"]
    told = "**Defined more than once**: this page shows services/one/service.yaml; the others are services/two/service.yaml."
    assert told in text
    assert "- **Team**: ONE\n" in text


def test_a_file_that_is_no_manifest_is_told_in_the_index():
    made = pages({"services/odd/service.yaml": "name: Odd\n", "services/bad/service.yaml": "service: [\n"})
    listed = made["services/index.md"].split("## Manifests that could not be read")[1]
    assert "\n- services/bad/service.yaml: <span" in listed
    assert "\n- services/odd/service.yaml: <span" in listed


COMPONENT = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: cart, description: Holds what is bought., annotations: {pagerduty.com/service-id: PCART}}
spec: {owner: shop, dependsOn: ["component:pay", "resource:cart-db"]}
"""
GROUP = """\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: shop}
spec: {type: team, members: [ann], profile: {displayName: The Shop}}
"""


def test_backstage_services_and_teams_go_by_their_names():
    made = pages(
        {
            "cart/catalog-info.yaml": COMPONENT,
            "pay/catalog-info.yaml": COMPONENT.replace("cart", "pay").replace('"component:pay", ', ""),
            "groups/catalog-info.yaml": GROUP,
        }
    )
    (team,) = (path for path in made if path.startswith("teams/") and path != "teams/index.md")
    cart, pay = sorted(path for path in made if path.startswith("services/") and path != "services/index.md")
    text = made[cart]
    assert "# cart &#40;component&#58;default/cart&#41;\n\nHolds what is bought.\n" in text
    assert f"- **Rota**: PCART\n- **Team**: [The Shop](../{team})\n" in text
    assert f"- [pay]({pay.removeprefix('services/')}) (no tier)\n- resource&#58;default/cart-db\n" in text
    assert "# The Shop &#40;shop&#41;\n" in made[team]
    assert "- **People**: ann\n" in made[team]


def test_teams_that_only_codeowners_knows():
    owners = "\n".join(("/services/gates/ @harbour/quay", *(f"/code/{n}/ @harbour/rig" for n in range(6)), "* mara@x.example"))
    text = pages({**PIER, "CODEOWNERS": owners})["teams/index.md"]
    patterns = ", ".join(f"<code>/code/{number}/</code>" for number in range(4))
    assert text.endswith(f"## Known from CODEOWNERS only\n\n- &#64;harbour/rig: {patterns} and 2 more\n")


def test_restricted_postmortems_are_nowhere():
    hidden = POSTMORTEM.replace("status: reviewed", "status: reviewed\nvisibility: restricted")
    made = pages({**PIER, "postmortems/2026/INC-7-open.md": hidden})
    assert [path for path, text in made.items() if "INC-7" in text or "stood open" in text or "by hand" in text] == []


def many(count, tier=lambda number: number % 4 + 1):
    return {
        f"services/s{number:04}/service.yaml": (
            f"service: SVC-S{number:04}\nteam: T{number % 20}\ntier: {tier(number)}\ntags: [all]\n"
            f"depends_on: [SVC-S0000{f', SVC-S{number // 2:04}' if number else ''}]\n"
        )
        for number in range(count)
    }


def test_no_page_grows_with_the_number_of_services():
    """Twenty times as many services, and what is listed stays as long as it was, or nearly."""
    few, lots = pages(many(300)), pages(many(1500))
    for path in ("index.md", "services/index.md", "tags.md", "services/SVC-S0000.md", "services/SVC-S0007.md"):
        assert len(lots[path]) < 1.1 * len(few[path]), path


def test_of_many_services_the_home_page_names_those_that_need_somebody():
    text = pages(many(300))["index.md"]
    told = "These are the first 40 of 75 services of tier 1 that need somebody: a review or an action is overdue, or it is"
    assert told in text
    assert text.count("](services/SVC-S") == 40
    assert "| 1 | 75 | 0 | 0 | 0 |\n| 2 | 75 | 0 | 0 | 0 |\n| 3 | 75 | 0 | 0 | 0 |\n| 4 | 75 | 0 | 0 | 0 |" in text
    few = pages(many(300, tier=lambda number: 1 if number < 3 else 3))["index.md"]
    assert "These are the services of tier 1." in few
    assert few.count("](services/SVC-S") == 3


def test_without_services_the_home_page_leads_to_the_runbooks():
    text = pages({"runbooks/fog.md": "# Fog\n", "runbooks/template.md": "# Copy me\n"})["index.md"]
    assert "- [1 runbook](services/index.md)\n" in text
    assert "## Runbooks\n\n- [Fog](runbooks/fog.md)\n" in text


MARKS = """\"><script>x()</script> [x](javascript:x()) ![p](//evil.example/p) `c` **b** <!-- | # {: onclick=x } {{ 7*7 }} '] %%{init}%%"""


def hostile(field):
    return json.dumps(f"{field} {MARKS}")


HOSTILE = {
    "services/teams.yaml": f"""\
teams: {{QUAY: {{name: {hostile("team")}, chat: {hostile("chat")}, rota: "javascript:x()", members: [{hostile("member")}]}}}}
scenarios: {{{hostile("scenario")}: {{primary: QUAY, secondary: {hostile("second")}, chat: {hostile("chat")}, rota: {hostile("rota")}}}}}
""",
    "services/gates/service.yaml": f"""\
service: SVC-GATES
name: {hostile("name")}
description: {hostile("description")}
lifecycle: {hostile("lifecycle")}
team: QUAY
owner: {hostile("owner")}
tier: 1
depends_on: [{hostile("SVC-need")}, SVC-CLOCK]
contacts: {{chat: {{{hostile("use")}: {hostile("channel")}}}, rota: {hostile("rota")}, escalation: [{hostile("escalation")}], phone: {hostile("phone")}}}
links: {{{hostile("link")}: "javascript:x()", plain: {hostile("https://ok.example/")}}}
slo: {{{hostile("slo")}: {hostile("objective")}}}
tags: [{hostile("tag")}]
""",
    "services/gates/runbook.md": f"---\ntitle: {hostile('title')}\ntags: [{hostile('page tag')}]\n---\n\n## Checks\n\nLook {MARKS}\n",
    "services/clock/service.yaml": f"service: SVC-CLOCK\nteam: {hostile('other team')}\ndepends_on: [SVC-GATES]\n",
    "CODEOWNERS": "/a<b>`|` @x/<script>x()</script>\n",
}


class Parts(HTMLParser):
    """The elements of a page with their attributes' names, and the text between them."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.text = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple((name, value or "") for name, value in attrs)))

    def handle_data(self, data):
        self.text.append(data)


def test_hostile_names_stay_names():
    made = pages(HOSTILE, history=History(recent={"SVC-GATES": (Commit("1", date(2026, 1, 1), MARKS),)}))
    names = {"href", "class", "id", "markdown", "title", "datetime", "role", "aria-label", "name"}
    names |= {"data-rl-filter", "data-rl-noun", "data-search-exclude", "align", "style"}
    for path, text in made.items():
        parts = Parts(python_markdown(text.split("\n---\n", 1)[1]))
        for tag, attributes in parts.elements:
            assert tag not in ("script", "img", "iframe", "style"), path
            assert {name for name, _ in attributes} <= names, (path, tag, attributes)
            for name, value in attributes:
                assert not (name == "href" and value.strip().lower().startswith(("javascript", "//", "data"))), path
                assert name != "style" or value.startswith("text-align"), path
        told = "".join(parts.text)
        if "gates" in path or path == "index.md":
            assert "<script>x()</script> [x](javascript:x())" in told, path


def test_a_long_circle_is_cut_short():
    text = "service: SVC-{}\ndepends_on: [SVC-{}]\n"
    made = pages({f"services/s{each}/service.yaml": text.format(each, (each + 1) % 30) for each in range(30)})
    told = next(line for line in made["services/SVC-7.md"].splitlines() if line.startswith("**A circle**"))
    assert told.count("](") == 21
    assert "(SVC-19.md) → 10 more → [SVC-0](SVC-0.md)." in told


def test_pages_are_the_same_bytes_again():
    assert pages(PIER, CONFIG, HISTORY) == MADE
