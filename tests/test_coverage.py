"""Coverage: levels that need everything below them, as a table and as JSON."""

import json

from conftest import ROOT

TEAMS = "teams:\n  API: {rota: 'https://rota.test.example/api'}\npeople:\n  jtsimmons: {}\n"
RUNBOOK = """\
---
last_reviewed: 2026-08-01
---

# Cart

## Symptoms

It is slow.

## Checks

Look.

## Known fixes

Restart it.

## Links

[logs](https://logs.test.example)
"""


def levels(repo):
    done = repo.run("coverage", "--format", "json")
    return {row["service"]: (row["level"], row["next"]) for row in json.loads(done.out)["services"]}


def test_level_by_level(repo):
    repo.write({"services/teams.yaml": TEAMS, "services/cart/service.yaml": "service: SVC-CART\nowner: jtsimmons\n"})
    assert levels(repo) == {"SVC-CART": (0, "write a runbook")}
    repo.write({"services/cart/runbook.md": "# Cart\n\nIt sells things, slowly at times.\n"})
    wants = "give a rota or an escalation; review the runbook (runbook-lint reviewed)"
    assert levels(repo) == {"SVC-CART": (1, wants)}
    repo.run("reviewed", "services/cart/runbook.md")
    repo.write({"services/cart/service.yaml": "service: SVC-CART\nteam: API\nowner: jtsimmons\n"})
    assert levels(repo) == {"SVC-CART": (2, "add what its runbook lacks: checks, fixes, links")}
    repo.write({"services/cart/runbook.md": RUNBOOK})
    assert levels(repo) == {"SVC-CART": (3, "write a plan for its alerts")}
    repo.write({"services/cart/alerts/CartSlow.md": "# CartSlow\n"})
    assert levels(repo) == {"SVC-CART": (4, "")}


def test_an_overdue_review_takes_the_level_back(repo):
    test_level_by_level(repo)
    done = repo.run("coverage", "--format", "json", "--today", "2028-01-01")
    assert json.loads(done.out)["services"][0]["level"] == 1


def test_the_table_of_the_example_organisation(repo):
    done = repo.run("coverage", "--today", "2026-11-21", cwd=str(ROOT))
    assert done.out.splitlines()[:4] == [
        "service             tier  team      level  not yet",
        "SVC-BOARDING        1     PIER      4             ",
        "SVC-BOOKINGS-DB     1     PLATFORM  4             ",
        "SVC-CHECKOUT        1     API       4             ",
    ]
    assert done.out.splitlines()[-1] == (
        "A level needs every level below it: 1 owner, runbook; 2 contacts, fresh; 3 sections; 4 plans."
    )


def test_a_backstage_repository_needs_no_new_file(repo):
    repo.write(
        {
            "cart/catalog-info.yaml": (
                "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: cart\n"
                "  annotations: {pagerduty.com/service-id: P1}\nspec: {owner: team-a}\n"
            ),
            "cart/docs/runbook.md": "# Cart\n\nIt sells things, slowly at times.\n",
        }
    )
    (row,) = json.loads(repo.run("coverage", "--format", "json").out)["services"]
    assert row["criteria"] == {
        "owner": True, "runbook": True, "contacts": True, "fresh": False, "sections": False, "plans": False,
    }  # fmt: skip
    assert row["level"] == 1


def test_no_service_is_said(repo):
    done = repo.write({"a.md": "# A\n"}).run("coverage")
    assert done.err == (
        f"runbook-lint: no service in {repo.root}: write services/<slug>/service.yaml, "
        "or name your manifests in layout.services\n"
    )
    assert done.code == 2
