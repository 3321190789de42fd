"""Which page serves which alert: by the rule's annotation, else by the page's name; and what is said where none does."""

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest
from conftest import ROOT
from hypothesis import given as given_text
from hypothesis import strategies as st

from runbook_lint.lint.run import run_rules
from runbook_lint.model.alert import Alert
from runbook_lint.model.inventory import ImportedPage, Inventory
from runbook_lint.model.position import Location
from runbook_lint.model.settings import Links, Settings, Site
from runbook_lint.parse.alert_pages import (
    alert_pages,
    alert_service,
    alert_team,
    alerts_of,
    find_alerts,
    plan_alert_name,
)
from runbook_lint.parse.world import build_world
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import tree_of

RULES = "services/cart/alerts/cart.rules.yaml"
FILES = {
    "services/cart/service.yaml": "service: SVC-CART\nname: Shopping cart\nteam: API\n",
    "services/pay/service.yaml": "service: SVC-PAY\nteam: WEB\n",
    "services/teams.yaml": "teams:\n  API: {name: Interfaces, codeowners: '@shop/api'}\n  WEB: {}\n",
    "services/cart/runbook.md": "# Cart\n\n## Known fixes\n\nRestart.\n",
    "services/cart/README.md": "# The cart\n",
    "services/pay/runbook.md": "# Pay\n\n## CartDown\n\nRestart.\n",
    "services/cart/alerts/CartDown.md": "# CartDown\n",
    "services/pay/alerts/Slow.md": "# Slow\n",
    "services/cart/alerts/Slow.md": "# Slow\n",
    "services/cart/alerts/empty.md": "---\nalert: [CartEmpty, CartNearlyEmpty]\n---\n# Empty\n",
}
SETTINGS = Settings(
    links=Links(repository=("https://git.example/shop/ops",), branch="main"), site=Site(url="https://ops.example/")
)


def alert(name="Cart", runbook="", file=RULES, **labels):
    where = Location(file)
    return Alert(name, where, file, labels=labels, runbook=runbook, runbook_key="runbook_url", runbook_location=where)


def world(*alerts, files=FILES, settings=SETTINGS):
    return replace(build_world(tree_of(files), settings, date(2026, 9, 1)), alerts=alerts, memo={})


def page_of(given, **more):
    (page,) = alert_pages(world(given, **more))
    return (str(page.state), page.path, page.anchor)


@pytest.mark.parametrize(
    ("runbook", "expected"),
    [
        ("services/cart/runbook.md", ("resolved", "services/cart/runbook.md", "")),
        ("./services/cart/runbook.md", ("resolved", "services/cart/runbook.md", "")),
        ("/services/cart/runbook.md#known-fixes", ("resolved", "services/cart/runbook.md", "known-fixes")),
        ("services/cart", ("resolved", "services/cart/README.md", "")),
        ("services/cart/", ("resolved", "services/cart/README.md", "")),
        ("CartDown.md", ("resolved", "services/cart/alerts/CartDown.md", "")),
        ("../runbook.md#known-fixes", ("resolved", "services/cart/runbook.md", "known-fixes")),
        ("https://git.example/shop/ops/blob/main/services/pay/runbook.md#cartdown",
         ("resolved", "services/pay/runbook.md", "cartdown")),
        ("https://git.example/shop/ops/-/blob/main/services/pay/runbook.md", ("resolved", "services/pay/runbook.md", "")),
        ("https://git.example/shop/ops/blob/v1.2/services/pay/gone.md", ("external", "", "")),
        ("https://ops.example/services/cart/runbook/", ("resolved", "services/cart/runbook.md", "")),
        ("https://wiki.example/cart#down", ("external", "", "")),
        ("services/cart/gone.md", ("unresolved", "", "")),
        ("services/cart/Runbook.md", ("unresolved", "", "")),
        ("services/cart/runbook.md#gone", ("unresolved", "services/cart/runbook.md", "")),
        ("../../../../runbook.md", ("unresolved", "", "")),
        ("https://git.example/shop/ops/blob/main/services/pay/gone.md", ("unresolved", "", "")),
        ("hhttps://wiki.example/cart", ("unresolved", "", "")),
        ("handbook/cart", ("external", "", "")),
        ("Restart the cart, then look at services/pay.", ("external", "", "")),
        ("", ("missing", "", "")),
        ("TODO", ("missing", "", "")),
        ("TBD (see ticket)", ("missing", "", "")),
        ("n/a", ("missing", "", "")),
        ("services/{{ $labels.service }}/runbook.md", ("templated", "", "")),
        ("services/{{$labels.service}}/README.md", ("templated", "services/cart/README.md", "")),
        ("services/{{ .Labels.service }}/rollback.md", ("unresolved", "", "")),
        ("services/pay/runbook.md#{{ $labels.alertname | toLower }}", ("templated", "services/pay/runbook.md", "")),
        ("services/cart/runbook.md#{{ $labels.zone }}-gone", ("unresolved", "services/cart/runbook.md", "")),
        ("services/cart/gone.md#{{ $labels.zone }}", ("unresolved", "", "")),
        ("https://git.example/shop/ops/blob/main/services/{{ $labels.x }}/runbook.md", ("templated", "", "")),
        ("https://wiki.example/{{ $labels.x }}", ("templated", "", "")),
        ("{{ if $labels.x }}a.md{{ else }}b.md{{ end }}", ("templated", "", "")),
        ("{{ $labels.runbook }}", ("templated", "", "")),
        ("elsewhere/{{ $labels.x }}.md", ("templated", "", "")),
    ],
)  # fmt: skip
def test_where_an_annotation_leads(runbook, expected):
    assert page_of(alert(runbook=runbook)) == expected


def test_a_label_that_the_rule_sets_makes_a_page_likely():
    given = alert(runbook="services/{{ $labels.service }}/runbook.md", service="pay")
    (page,) = alert_pages(world(given))
    assert (page.path, page.matches) == (
        "services/pay/runbook.md",
        ("services/cart/runbook.md", "services/pay/runbook.md"),
    )


@pytest.mark.parametrize(
    ("expr", "path"),
    [
        ('up{service="cart"} == 0', "services/cart/runbook.md"),
        ('up{service="cart"} / up{service="pay"}', ""),
        ('up{service=~"cart|pay"}', ""),
        ('up{myservice="cart"}', ""),
    ],
)
def test_a_label_that_the_query_asks_for_does_as_well(expr, path):
    (page,) = alert_pages(world(replace(alert(runbook="services/{{ $labels.service }}/runbook.md"), expr=expr)))
    assert (str(page.state), page.path) == ("templated", path)


def test_paths_that_all_begin_elsewhere_are_another_repository_s():
    away = [alert(f"A{n}", f"manual/page{n}.md") for n in range(3)]
    assert {str(page.state) for page in alert_pages(world(*away))} == {"external"}
    assert {str(page.state) for page in alert_pages(world(*away[:2]))} == {"unresolved"}
    mixed = world(*away, alert("B", "services/cart/runbook.md"))
    assert [str(page.state) for page in alert_pages(mixed)] == ["unresolved"] * 3 + ["resolved"]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        (alert("CartDown"), "services/cart/alerts/CartDown.md"),
        (alert("CartDown", "https://wiki.example/x"), "services/cart/alerts/CartDown.md"),
        (alert("CartDown", "services/cart/gone.md"), "services/cart/alerts/CartDown.md"),
        (alert("cartdown"), ""),
        (alert("CartEmpty"), "services/cart/alerts/empty.md"),
        (alert("CartNearlyEmpty"), "services/cart/alerts/empty.md"),
        (alert("empty"), ""),
        (alert("Slow"), "services/cart/alerts/Slow.md"),
        (alert("Slow", service="SVC-PAY"), "services/pay/alerts/Slow.md"),
        (alert("Slow", file="rules/all.yaml"), ""),
        (alert("CartDown", service="SVC-PAY"), ""),
    ],
)
def test_the_plan_named_after_an_alert(given, path):
    (page,) = alert_pages(world(given))
    assert page.path == path


def test_page_to_alert():
    one, two = alert("CartDown"), alert("Other", "services/cart/alerts/CartDown.md")
    both = world(one, two, alert("Third"))
    assert alerts_of(both, "services/cart/alerts/CartDown.md") == (one, two)
    assert alerts_of(both, "services/cart/runbook.md") == ()


def test_alerts_by_name():
    one, two, other = alert("CartDown"), alert("CartDown", file="b.yaml"), alert("CARTDOWN2")
    named = world(one, two, other)
    assert find_alerts(named, "CartDown") == (one, two)
    assert find_alerts(named, "cartdown2") == (other,)
    assert find_alerts(named, "Cart") == ()


@pytest.mark.parametrize(
    ("labels", "file", "service", "team"),
    [
        ({"service": "SVC-PAY"}, RULES, "SVC-PAY", "WEB"),
        ({"service": "pay"}, RULES, "SVC-PAY", "WEB"),
        ({"service": "shopping cart"}, "rules/a.yaml", "SVC-CART", "API"),
        ({"service": "{{ $labels.job }}"}, RULES, "SVC-CART", "API"),
        ({"service": "gone"}, RULES, "SVC-CART", "API"),
        ({}, RULES, "SVC-CART", "API"),
        ({"team": "WEB"}, RULES, "SVC-CART", "WEB"),
        ({"team": "interfaces"}, "rules/a.yaml", None, "API"),
        ({"team": "api"}, "rules/a.yaml", None, "API"),
        ({}, "rules/a.yaml", None, None),
    ],
)
def test_whose_an_alert_is(labels, file, service, team):
    given = alert(file=file, **labels)
    here = world(given)
    found = alert_service(here, given), alert_team(here, given)
    assert tuple(each.id if each else None for each in found) == (service, team)


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("services/a/alerts/CartDown.md", "# x\n", "CartDown"),
        ("services/a/alerts/CartDown.html.md", "# x\n", "CartDown"),
        ("services/a/alerts/CartDown/README.md", "# x\n", "CartDown"),
        ("services/a/alerts/v1.2.md", "# x\n", "v1.2"),
        ("services/a/alerts/down.md", "---\nalert: CartDown\n---\n# x\n", "CartDown"),
        ("services/a/alerts/template.md", "# x\n", ""),
        ("services/a/runbook.md", "# x\n", ""),
        ("services/a/runbook.md", "---\nalert: CartDown\n---\n# x\n", "CartDown"),
    ],
)
def test_the_alert_a_page_is_for(path, text, name):
    document = world(files={path: text}).documents[path]
    assert plan_alert_name(document, SETTINGS) == name


@given_text(
    st.text(max_size=60) | st.from_regex(r"(docs/|https://|\{\{ ?\$labels\.|\}\}|#|\.md|[a-z/ %]){0,8}", fullmatch=True)
)
def test_any_annotation_has_a_state(runbook):
    here = world(alert(runbook=runbook), files={"docs/a.md": "# A\n"})
    (page,) = alert_pages(here)
    assert page.path in {"", *here.files}
    reports = run_rules(replace(here, settings=replace(SETTINGS, select=("AL",))), built_in_rules())
    assert all(finding.path in {RULES, "docs/a.md"} for finding in reports.findings)


# Pages of another repository, known by its catalogue

URL = "https://git.example/shop/pay/blob/main/alerts/CartDown.md"


def neighbour(**more):
    given = {"kind": "plan", "anchors": frozenset({"cartdown"}), **more}
    page = ImportedPage("alerts/CartDown.md", **given)
    own = {"urls": ("https://git.example/shop/pay",), "branch": "main", "pages": {page.path: page}}
    return Inventory("pay", **own, files=frozenset({page.path}), alerts=("Elsewhere",))


def findings_beside(inventory, runbook=URL, **more):
    here = world(replace(alert("CartDown", runbook), **more), files={RULES: ""})
    settings = replace(SETTINGS, select=("AL",), ignore=("AL008",))
    here = replace(here, imports={"pay": inventory}, settings=settings, memo={})
    return [finding.message for finding in run_rules(here, built_in_rules()).findings]


GOOD = {
    "concepts": frozenset({"meaning", "first-checks", "mitigation"}),
    "answers": dict.fromkeys(("what_broke", "impact", "verify", "try_first", "call"), "x"),
}


@pytest.mark.parametrize(
    ("page", "runbook", "messages"),
    [
        (GOOD, URL, []),
        (GOOD, f"{URL}#cartdown", []),
        (GOOD, f"{URL}#gone", ["alert CartDown leads to #gone, which alerts/CartDown.md in pay does not have"]),
        (GOOD, URL.replace("Down", "Gone"), ["alert CartDown leads to alerts/CartGone.md in pay, which is not there"]),
        ({**GOOD, "concepts": frozenset({"meaning", "mitigation"})}, URL,
         ["alerts/CartDown.md in pay has no section on What to check first"]),
        ({**GOOD, "answers": {**GOOD["answers"], "verify": ""}}, URL,
         ["alerts/CartDown.md in pay does not say where to verify it"]),
        ({**GOOD, "kind": "document", "answers": {}}, URL, []),
    ],
)  # fmt: skip
def test_a_page_of_another_repository(page, runbook, messages):
    assert findings_beside(neighbour(**page), runbook) == messages


def test_the_impact_may_come_from_the_rule(repo):
    lacks = {key: value for key, value in GOOD["answers"].items() if key != "impact"}
    page = neighbour(**{**GOOD, "answers": lacks})
    assert findings_beside(page) == ["alerts/CartDown.md in pay does not say what the impact is"]
    assert findings_beside(page, annotations={"impact": "Nobody can buy."}) == []


# The example organisation, broken in one place: both ends are found.

YEAR = ("--today", "2026-11-21")


@pytest.fixture
def organisation(repo):
    for name in ("services", "postmortems"):
        shutil.copytree(ROOT / name, repo.root / name)
    for name in ("runbook-lint.toml", "CODEOWNERS"):
        shutil.copy(ROOT / name, repo.root)
    repo.git("init", "-q")
    return repo


def change(repo, path, old, new):
    text = (repo.root / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    repo.write({path: text.replace(old, new)})


def found(repo):
    return repo.run("check", "--format", "concise", "-q", *YEAR).out.splitlines()


def test_the_example_organisation_is_clean(organisation):
    assert found(organisation) == []


def test_one_deleted_runbook(organisation):
    (organisation.root / "services/tides/alerts/TidesFeedStale.md").unlink()
    assert found(organisation) == [
        "services/tides/alerts/tides.rules.yaml:25:24: AL002 alert TidesFeedStale leads to "
        "services/tides/alerts/TidesFeedStale.md, which is not there",
        'services/tides/runbook.md:94:28: LK001 "alerts/TidesFeedStale.md" does not exist',
    ]


def test_one_renamed_heading(organisation):
    change(organisation, "services/pier-screens/runbook.md", "### Screens offline", "### Screens are dark")
    assert found(organisation) == [
        "services/pier-screens/alerts/pier-screens.rules.yaml:14:24: AL002 alert PierScreensOffline leads to "
        "#screens-offline, which services/pier-screens/runbook.md does not have",
        'services/pier-screens/runbook.md:86:77: LK002 the page has no anchor "screens-offline"',
    ]


def test_one_renamed_alert(organisation):
    rules = "services/checkout/alerts/checkout.rules.yaml"
    change(organisation, rules, "alert: CheckoutLatencyHigh", "alert: CheckoutSlow")
    assert found(organisation) == [
        "services/checkout/alerts/CheckoutLatencyHigh.md:8:1: AL004 no rule file has the alert CheckoutLatencyHigh",
        f"{rules}:32:16: AL004 alert CheckoutSlow leads to the plan of CheckoutLatencyHigh, which no rule file has",
    ]
    done = organisation.run("check", "-q", rules, *YEAR)
    assert "CheckoutSlow leads to the plan of CheckoutLatencyHigh" in done.out  # also where only one end is given


# Coverage

RULE_FILE = """\
groups:
  - name: cart
    rules:
      - alert: CartDown
        expr: up == 0
        labels: {severity: page}
        annotations: {runbook_url: services/cart/alerts/CartDown.md}
      - alert: CartSlow
        expr: up == 0
        labels: {severity: page}
      - alert: CartOdd
        expr: up == 0
        labels: {severity: odd, service: shop}
        annotations: {runbook_url: https://wiki.example/odd}
"""


def test_coverage_without_any_manifest(repo):
    repo.write({RULES: RULE_FILE, "services/cart/alerts/CartDown.md": "# CartDown\n"})
    repo.write({"services/cart/alerts/torn.rules.yaml": "groups:\n- name: x\n  rules:\n  - alert: [\n"})
    done = repo.run("coverage")
    assert [line.rstrip() for line in done.out.splitlines()[:7]] == [
        "alerts of  tier  alerts  resolved  missing  external",
        "shop       -     1       -         -        1",
        "-          page  2       1         1        -",
        "all        page  2       1         1        -",
        "all        -     1       -         -        1",
        "all        all   3       1         1        1",
        "",
    ]
    assert done.out.splitlines()[7] == "1 file with alerts could not be read:"
    assert done.code == 0
    document = json.loads(repo.run("coverage", "--format", "json").out)
    assert (document["services"], document["tiers"]) == ([], [])
    alerts = document["alerts"]
    assert (alerts["total"], alerts["states"]) == (
        3,
        {"resolved": 1, "missing": 1, "unresolved": 0, "external": 1, "templated": 0},
    )
    assert [(row["service"], row["tier"], row["alerts"]) for row in alerts["services"]] == [
        ("shop", "", 1),
        ("", "page", 2),
    ]
    assert [each["path"] for each in alerts["unread"]] == ["services/cart/alerts/torn.rules.yaml"]


def test_a_service_has_its_plans_when_every_alert_that_pages_leads_to_one(repo):
    def plans():
        (row,) = json.loads(repo.run("coverage", "--format", "json").out)["services"]
        return row["criteria"]["plans"]

    repo.write({"services/cart/service.yaml": "service: SVC-CART\nteam: API\n"})
    assert plans() is False
    repo.write({RULES: RULE_FILE, "services/cart/alerts/CartDown.md": "# CartDown\n"})
    assert plans() is False
    repo.write(
        {RULES: RULE_FILE.replace("{severity: page}\n      - alert: CartO", "{severity: ticket}\n      - alert: CartO")}
    )
    assert plans() is True


# Real repositories


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("thanos-mixin", {"resolved": 0, "missing": 0, "unresolved": 48, "external": 0, "templated": 0}),
        ("gitlab-runbooks", {"resolved": 1261, "missing": 22, "unresolved": 1, "external": 0, "templated": 1043}),
    ],
)
def test_the_alerts_of_real_repositories(corpora, name, states):
    from conftest import Repo

    config = str(ROOT / "tests" / "corpora" / f"{name}.toml")
    done = Repo(corpora / name).run("coverage", "--format", "json", "--config", config)
    assert json.loads(done.out)["alerts"]["states"] == states


def test_each_lost_section_of_thanos_has_a_nearest(corpora):
    from conftest import Repo

    config = str(ROOT / "tests" / "corpora" / "thanos-mixin.toml")
    done = Repo(corpora / "thanos-mixin").run("check", "--format", "json", "--select", "AL002", "--config", config)
    helps = [finding["help"] for finding in json.loads(done.out)["findings"]]
    assert len(helps) == 48
    assert all(help.startswith("did you mean #thanos-") for help in helps)
