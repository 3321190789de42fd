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
    assert (
        "A level needs every level below it: 1 owner, runbook; 2 contacts, fresh; 3 sections; 4 plans."
    ) in done.out.splitlines()
    assert done.out.splitlines()[-1].split() == ["all", "all", "24", "24"]


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


def test_owners_who_are_listed_elsewhere_are_taken_on_trust(repo):
    text = "apiVersion: backstage.io/v1alpha1\nkind: {}\nmetadata: {{name: {}}}\nspec: {{{}}}\n"
    repo.write({"catalog-info.yaml": text.format("Group", "here", "type: team, children: []")})
    repo.write({"cart/catalog-info.yaml": text.format("Component", "cart", "type: service, lifecycle: production, owner: elsewhere")})

    def owned():
        (row,) = json.loads(repo.run("coverage", "--format", "json").out)["services"]
        return row["criteria"]["owner"]

    assert not owned()
    assert repo.run("init", "--yes", "--no-frontmatter").code == 0
    assert owned()


def test_no_service_is_said(repo):
    done = repo.write({"a.md": "# A\n"}).run("coverage")
    assert done.err == (
        f"runbook-lint: no service in {repo.root}: write services/<slug>/service.yaml, "
        "or name your manifests in layout.services\n"
    )
    assert done.code == 2


def test_it_agrees_with_the_rules(repo):
    """Wherever runbook-missing or contact-missing is silent about a tier 1 service, coverage says it has one."""
    from datetime import date

    from runbook_lint.lint.coverage import cover
    from runbook_lint.lint.run import run_rules
    from runbook_lint.parse.config import read_config
    from runbook_lint.parse.world import build_world
    from runbook_lint.rules import built_in_rules
    from runbook_lint.testing import tree_of

    rules = {rule.name: rule for rule in built_in_rules()}
    for name, criterion in (("runbook-missing", "runbook"), ("contact-missing", "contacts")):
        for example in rules[name].examples:
            settings = read_config(example.config, tuple(rules.values()), "x.toml", {"select": [name]})
            world = build_world(tree_of(example.files), settings, date(2026, 9, 1))
            missing = {(each.path, each.span.line) for each in run_rules(world, (rules[name],)).findings}
            paths = {path for path, _ in missing}
            for row in cover(world, ()):
                if row.path in paths and len(missing) == 1:
                    assert row.criteria[criterion] is False, (name, example.title)
                elif row.tier == 1 and not paths and criterion == "runbook" and row.service[:4] == "SVC-":
                    assert row.criteria[criterion] is True, (name, example.title)


def test_a_broken_manifest_is_listed(repo):
    repo.write({"services/cart/service.yaml": "service: SVC-CART\nteam: API\nter: 1\n"})
    assert levels(repo) == {
        "SVC-CART": (0, "mend services/cart/service.yaml (runbook-lint check services/cart/service.yaml)")
    }
