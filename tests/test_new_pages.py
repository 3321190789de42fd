"""New services, runbooks and updates: at the right place, valid, placeholders only, and clean once they are filled."""

import json
import os
import re

import pytest
import ruamel.yaml

TODAY = ("--today", "2026-09-01")
TEAMS = (
    "teams:\n"
    "  SHOP: {name: The *Shop*, rota: https://rota.example/shop, chat: '#shop', members: [jtsimmons]}\n"
    "  WEB: {name: Web}\n"
    "people:\n  jtsimmons: {name: Jo Simmons}\n  mkowalski: {name: Maja Kowalski, former: true}\n"
)
FILES = {
    "services/teams.yaml": TEAMS,
    "services/cart/service.yaml": (
        "service: SVC-CART\nname: Cart\nteam: SHOP\nowner: jtsimmons\ntier: 2\nlast_reviewed: 2026-08-01\n"
        "description: Holds what people want to buy.\ndepends_on: [SVC-PAY]\n"
        "contacts: {escalation: [SHOP, jtsimmons, 'https://rota.example/x y']}\n"
        "links: {dashboard: 'https://grafana.example/d/cart (1)', logs: https://logs.example}\n"
    ),
    "services/cart/alerts/cart.rules.yaml": (
        "groups:\n- name: cart\n  rules:\n  - alert: CartSlow\n    expr: up\n    annotations: {runbook_url: services/cart/alerts/CartSlow.md}\n"
        "  - alert: CartLost\n    expr: up\n    annotations: {runbook_url: services/cart/runbook.md}\n"
    ),
    "services/cart/alerts/CartSlow.md": (
        "---\nlast_reviewed: 2026-08-01\n---\n# CartSlow\n\n- **Meaning**: slow carts\n- **Impact**: fewer sales\n"
        "- **Verify**: look\n- **Try first**: wait\n- **Mitigation**: restart it\n"
    ),
    "services/pay/service.yaml": "service: SVC-PAY\nname: Pay\nteam: SHOP\nlast_reviewed: 2026-08-01\n",
    "services/pay/runbook.md": (
        "---\nlast_reviewed: 2026-08-01\n---\n# Pay\n\n- **What broke**: paying\n- **Impact**: no sales\n- **Verify**: pay\n"
        "- **Try first**: restart it\n- **Call**: the shop\n\n## Checks\n\nIs it up?\n\n## Known fixes\n\nRestart it.\n"
    ),
}
RUNBOOK = """---
title: Cart
service: SVC-CART
owner: jtsimmons
last_reviewed: 2026-09-01
---

# Cart

- **What broke**: TODO: what does not work when this page is needed, in words that a user would understand
- **Impact**: TODO: who notices, how soon, and what they cannot do
- **Verify**: TODO: which panel of the [dashboard](https://grafana.example/d/cart%20%281%29) shows it
- **Try first**: TODO: the one thing that helps most often and does no harm
- **Call**: [The \\*Shop\\*](https://rota.example/shop), `#shop`

## Symptoms

Cart: Holds what people want to buy.

- TODO: what people see, and which messages stand in the log

## Checks

- [ ] TODO: the first question, the command that answers it, and the usual answer
- [ ] A neighbour's trouble? [Pay](../pay/runbook.md)

## Known fixes

### TODO: a fix that has worked, in a few words

- [ ] TODO: one step, when to stop, and how to see that it worked

**Rollback**: TODO: how to return to where you were

## Escalation

- TODO: after how long, or at which sign, somebody else is called
- Then [The \\*Shop\\*](https://rota.example/shop), `#shop`
- Then Jo Simmons
- Then <https://rota.example/x%20y>

## Access needed

- TODO: the role or the account that these commands need, and where to get it

## Links

- Alerts: [CartSlow](alerts/CartSlow.md) · `CartLost`
- [dashboard](https://grafana.example/d/cart%20%281%29)
- [logs](https://logs.example)
- [SVC-CART](service.yaml), its manifest
"""
POSTMORTEM = (
    "---\nincident: INC-7\ntitle: Carts were lost\nkind: incident\nseverity: SEV-2\nstatus: {status}\n{more}services: [SVC-CART]\n"
    "started: 2026-08-30T10:00:00+02:00\nmitigated: 2026-08-30T11:00:00+02:00\ncommander: jtsimmons\n---\n# INC-7\n\nText.\n"
)
INTERNAL = """---
kind: comms
incident: INC-7
audience: internal
state: monitoring
severity: SEV-2
services: [SVC-CART]
owner: jtsimmons
last_reviewed: 2026-09-01
---

# Carts were lost

**Monitoring**, 2026-09-01, since 2026-08-30 08:00 UTC

## Condition

Affected: Cart (SEV-2).

TODO: what people see, how many of them, and how sure we are of it

## Actions

- TODO: what is being done now, by which role
- TODO: what was tried and did not help
- What is known so far: [INC-7](../postmortems/2026/INC-7-carts.md)

## Needs

- TODO: whom or what the responders need, or that they need nothing
- Questions and offers go to `#shop`, not to the people who are at it.
- Next update: TODO: the time, with its zone
"""
HOSTILE = [
    "{{ 7 * 7 }} {% raw %}",
    "../../etc/passwd",
    "a\nb: c\n---\n# d",
    "x: y # z, [a] {b} &c *d !e %f @g `h",
    "<script>alert(1)</script> & <b>",
    "| a | b |\\",
    "\u202eevil \u200b",
    "no",
    "2026-01-01",
    "'\"",
    "[x](y) ![z](w) ~~s~~ __u__",
    "<%= system('x') %>",
    "# heading",
    "- item",
    "1. first",
]


@pytest.fixture
def shop(repo):
    return repo.write(FILES)


def findings(repo, *paths, profile="strict"):
    """What is found in some paths, by every rule of a profile."""
    done = repo.run("check", "--profile", profile, "--format", "json", *paths, *TODAY)
    return [f"{each['path']}:{each['line']}: {each['name']}" for each in json.loads(done.out)["findings"]]


def filled(text):
    """A page in which every TODO was answered."""
    answers = iter(range(1000))
    return re.sub(r"TODO(: )?", lambda _: f"Answer {next(answers)}, which says ", text)


def only_placeholders_then_nothing(repo, path):
    found = findings(repo, path)
    assert {each.rpartition(" ")[2] for each in found} == {"placeholder-left"}
    repo.write({path: filled((repo.root / path).read_text())})
    assert findings(repo, path) == findings(repo, path, profile="default") == []


def test_a_runbook(shop):
    done = shop.run("new", "runbook", "--service", "SVC-CART", *TODAY)
    assert (done.code, done.out, done.err) == (0, "services/cart/runbook.md: written; answer what is marked TODO\n", "")
    assert (shop.root / "services/cart/runbook.md").read_text() == RUNBOOK
    only_placeholders_then_nothing(shop, "services/cart/runbook.md")


def test_a_further_runbook(shop):
    path = "services/pay/runbooks/refund-twice.md"
    done = shop.run("new", "runbook", "--service", "pay", *TODAY)
    assert done.err == "runbook-lint: SVC-PAY has a runbook: services/pay/runbook.md; --title writes a further one\n"
    done = shop.run("new", "runbook", "--service", "pay", "--title", "Refund twice", *TODAY)
    assert done.out == f"{path}: written; answer what is marked TODO\n"
    only_placeholders_then_nothing(shop, path)
    done = shop.run("new", "runbook", "--service", "pay", "--title", "Refund twice", *TODAY)
    assert done.err == f"runbook-lint: {path}: is there already; nothing was changed\n"


@pytest.mark.parametrize(
    ("layout", "path"),
    [
        ('runbooks = "runbooks/**/*.md"', "runbooks/cart.md"),
        ('runbooks = "docs/*/runbook.md"', "docs/cart/runbook.md"),
        ('runbooks = ["!x/*.md", "services/*/docs/*.md"]', "services/cart/docs/runbook.md"),
    ],
)
def test_a_runbook_goes_where_the_layout_says(shop, layout, path):
    shop.write({"runbook-lint.toml": f"[layout]\n{layout}\n"})
    done = shop.run("new", "runbook", "--service", "cart", *TODAY)
    assert done.out.startswith(f"{path}: written")
    assert (shop.root / path).is_file()


def test_a_service_and_its_runbook(shop):
    done = shop.run(
        "new", "service", "--name", "Gift Cards", "--description", "Sells gifts: all of them", "--team", "the *shop*",
        "--owner", "Jo Simmons", "--tier", "1", "--depends-on", "Pay", "--depends-on", "svc-cart", "--watch", "apps/gift/**",
        "--chat", "#gifts", "--link", "dashboard=https://grafana.example/d/gift", *TODAY,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "services/gift-cards/service.yaml: written; read it over\n"
        "services/gift-cards/runbook.md: written; answer what is marked TODO\n"
    )
    assert (shop.root / "services/gift-cards/service.yaml").read_text() == (
        "# yaml-language-server: $schema=https://runbook-lint.github.io/runbook-lint/schemas/service.schema.json\n"
        'service: SVC-GIFT-CARDS\nname: Gift Cards\ndescription: "Sells gifts: all of them"\nteam: SHOP\nowner: jtsimmons\n'
        "tier: 1\nlast_reviewed: 2026-09-01\ndepends_on:\n  - SVC-PAY\n  - SVC-CART\nwatch:\n  - \"apps/gift/**\"\n"
        'contacts:\n  chat: "#gifts"\nlinks:\n  dashboard: "https://grafana.example/d/gift"\n'
    )
    assert findings(shop, "services/gift-cards/service.yaml") == ["services/gift-cards/service.yaml:11: tier-inversion"]
    only_placeholders_then_nothing(shop, "services/gift-cards/runbook.md")


def test_a_service_in_an_empty_repository(repo):
    done = repo.run("new", "service", "--id", "SVC-PAY", "--owner", "ann", *TODAY)
    assert (done.code, done.err) == (0, "")
    assert findings(repo, "services/pay/service.yaml") == []
    only_placeholders_then_nothing(repo, "services/pay/runbook.md")


def test_a_service_without_a_runbook(shop):
    done = shop.run("new", "service", "--id", "SVC-MAIL", "--team", "WEB", "--no-runbook", "--tier", "1", *TODAY)
    assert done.out == (
        "services/mail/service.yaml: written; read it over\n"
        "  tier 1, and nobody can be paged: it needs contacts.rota, or a rota of team WEB\n"
    )
    assert not (shop.root / "services/mail/runbook.md").exists()


def test_who_reviews_a_new_service_is_asked_for(shop):
    shop.write({"CODEOWNERS": "* @acme/web\n", "services/teams.yaml": TEAMS.replace("{name: Web}", "{codeowners: '@acme/mail'}")})
    done = shop.run("new", "service", "--id", "SVC-MAIL", "--team", "WEB", "--no-runbook", *TODAY)
    assert done.out.splitlines()[1] == "  CODEOWNERS does not give it to the team yet: /services/mail/ @acme/mail"


@pytest.mark.parametrize(
    ("layout", "path"),
    [
        ('services = "apps/*/service.yml"', "apps/mail/service.yml"),
        ('services = ["**/catalog-info.yaml", "catalog/*.yaml"]', "catalog/mail.yaml"),
        ('services = "teams/**/service.yaml"', "teams/service.yaml"),
    ],
)
def test_a_manifest_goes_where_the_layout_says(repo, layout, path):
    repo.write({"runbook-lint.toml": f"[layout]\n{layout}\n"})
    done = repo.run("new", "service", "--id", "SVC-MAIL", "--team", "WEB", "--no-runbook", *TODAY)
    assert done.out == f"{path}: written; read it over\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "without a terminal nothing can be asked; give --id or --name, --team or --owner"),
        (("--id", "SVC-CART", "--team", "SHOP"), "--id: SVC-CART has a manifest: services/cart/service.yaml; nothing was changed"),
        (("--id", "!!", "--team", "SHOP"), "--id: !! is no id of a service (ids.service: SVC-[A-Z0-9-]+)"),
        (("--id", "SVC-A", "--team", "SHOOP"), "--team: no team SHOOP; did you mean SHOP?"),
        (("--id", "SVC-A", "--owner", "jtsimons"), "--owner: no person jtsimons; did you mean jtsimmons?"),
        (("--id", "SVC-A", "--owner", "mkowalski"), "--owner: mkowalski has left; name somebody who is here"),
        (("--id", "SVC-A", "--owner", "SHOOP"), "--owner: no owner SHOOP; did you mean SHOP?"),
        (("--id", "SVC-A", "--team", "SHOP", "--depends-on", "SVC-CRT"), "--depends-on: no service SVC-CRT; did you mean SVC-CART?"),
        (("--id", "SVC-A", "--team", "SHOP", "--link", "x"), "--link x: give NAME=URL, such as dashboard=https://grafana.example/d/x"),
        (("--id", "SVC-A", "--team", "SHOP", "--output", "a.yaml"),
         "--output a.yaml: no manifest by the layout (layout.services: services/*/service.yaml, services/*/service.yml, **/catalog-info.yaml)"),
    ],
)  # fmt: skip
def test_services_that_are_refused(shop, arguments, message):
    before = sorted(shop.root.rglob("*"))
    done = shop.run("new", "service", *arguments, *TODAY)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")
    assert sorted(shop.root.rglob("*")) == before


def test_both_files_or_none(shop):
    shop.git("init", "-q")
    shop.write({".gitignore": "/services/mail/runbook.md\n", "services/mail/runbook.md": "mine"})
    done = shop.run("new", "service", "--id", "SVC-MAIL", "--team", "SHOP", *TODAY)
    assert (done.code, done.err) == (2, "runbook-lint: services/mail/runbook.md: is there already; nothing was changed\n")
    assert not (shop.root / "services/mail/service.yaml").exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(shop, text):
    name = text.replace("\x00", "")
    done = shop.run(
        "new", "service", "--id", "SVC-X", "--name", name, "--description", name, "--owner", "jtsimmons", "--chat", name,
        "--rota", name, "--watch", name, "--link", f"{name}={name}", *TODAY,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    data = ruamel.yaml.YAML(typ="safe", pure=True).load((shop.root / "services/x/service.yaml").read_text())
    line = " ".join("".join(each for each in " ".join(name.split()) if each.isprintable()).split())
    assert (data["name"], data["description"], data["watch"]) == (line, line, [name])
    assert findings(shop, "services/x/service.yaml") == []
    only_placeholders_then_nothing(shop, "services/x/runbook.md")


@pytest.mark.parametrize("audience", ["status-page", "internal", "executive"])
@pytest.mark.parametrize("state", ["investigating", "resolved"])
def test_an_update_is_clean_once_it_is_filled(shop, audience, state):
    shop.run("new", "comms", "--incident", "INC-9", "--audience", audience, "--state", state, "--service", "cart", *TODAY)
    path = f"comms/INC-9-{audience}.md"
    only_placeholders_then_nothing(shop, path)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_stays_a_title(shop, text):
    shop.run("new", "comms", "--incident", "INC-9", "--audience", "internal", "--title", text, "--service", "cart", *TODAY)
    only_placeholders_then_nothing(shop, "comms/INC-9-internal.md")


def test_an_update_takes_what_the_postmortem_knows(shop):
    shop.write({"postmortems/2026/INC-7-carts.md": POSTMORTEM.format(status="draft", more="")})
    done = shop.run("new", "comms", "--incident", "inc-7", "--audience", "internal", *TODAY)
    assert done.out == "comms/INC-7-internal.md: written; answer what is marked TODO, then send it\n"
    assert (shop.root / "comms/INC-7-internal.md").read_text() == INTERNAL


def test_an_update_takes_nothing_from_a_restricted_one(shop):
    shop.write({"postmortems/2026/INC-7-carts.md": POSTMORTEM.format(status="draft", more="visibility: restricted\n")})
    done = shop.run("new", "comms", "--incident", "INC-7", "--audience", "internal", *TODAY)
    assert done.out.splitlines()[1:] == ["  its postmortem is restricted: nothing was taken from it"]
    text = (shop.root / "comms/INC-7-internal.md").read_text()
    assert not re.search(r"lost|SEV-2|CART|jtsimmons|2026-08-30|postmortems", text)


def test_each_update_is_a_new_file(shop):
    paths = [
        shop.run("new", "comms", "--incident", "INC-9", "--audience", "internal", *TODAY).out.split(":")[0] for _ in range(3)
    ]
    assert paths == ["comms/INC-9-internal.md", "comms/INC-9-internal-2.md", "comms/INC-9-internal-3.md"]


@pytest.mark.parametrize(
    ("layout", "path"),
    [
        ('documents = "docs/**/*.md"', "docs/comms/INC-9-internal.md"),
        ('postmortems = "comms/*.md"\ndocuments = ["*.md", "wiki/**/*.md"]', "wiki/comms/INC-9-internal.md"),
    ],
)
def test_an_update_goes_where_the_layout_has_plain_pages(repo, layout, path):
    repo.write({"runbook-lint.toml": f"[layout]\n{layout}\n"})
    done = repo.run("new", "comms", "--incident", "INC-9", "--audience", "internal", *TODAY)
    assert done.out.startswith(f"{path}: written")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "without a terminal nothing can be asked; give --incident, --audience"),
        (("--incident", "9", "--audience", "internal"), "--incident: 9 is no id of an incident (ids.incident: INC-[0-9]+)"),
        (("--incident", "INC-9", "--audience", "internal", "--service", "crt"), "--service: no service crt; did you mean Cart?"),
        (("--incident", "INC-9", "--audience", "internal", "--severity", "SEV-9"),
         "--severity: no severity SEV-9; there are SEV-0, SEV-1, SEV-2, SEV-3, SEV-4, SEV-5"),
        (("--incident", "INC-9", "--audience", "internal", "--output", "../x.md"), "--output ../x.md: outside the repository {root}"),
    ],
)  # fmt: skip
def test_updates_that_are_refused(shop, arguments, message):
    done = shop.run("new", "comms", *arguments, *TODAY)
    assert (done.code, done.err) == (2, f"runbook-lint: {message.format(root=shop.root)}\n")


def test_what_was_made_as_json(shop):
    done = shop.run("new", "service", "--id", "SVC-MAIL", "--team", "SHOP", "--json", *TODAY)
    runbook = (shop.root / "services/mail/runbook.md").read_text()
    assert json.loads(done.out) == {
        "version": 1,
        "made": [
            {"kind": "service", "path": "services/mail/service.yaml", "todo": 0, "next": "read it over", "notes": []},
            {"kind": "runbook", "path": "services/mail/runbook.md", "todo": runbook.count("TODO"),
             "next": "answer what is marked TODO", "notes": []},
        ],
    }  # fmt: skip


def test_what_is_only_printed_as_json(shop):
    done = shop.run("new", "runbook", "--service", "cart", "--json", "--output", "-", *TODAY)
    (made,) = json.loads(done.out)["made"]
    assert (made["path"], made["text"]) == (None, RUNBOOK)
    assert not (shop.root / "services/cart/runbook.md").exists()


def test_a_plan_as_json(shop):
    done = shop.run("new", "arp", "CartLost", "--json", "--output", "plans.md", *TODAY)
    (made,) = json.loads(done.out)["made"]
    assert (made["kind"], made["path"], made["todo"]) == ("plan", "plans.md", 8)


def test_a_secret_in_the_catalogue_is_not_copied(shop):
    secret = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]
    shop.write({"services/cart/service.yaml": FILES["services/cart/service.yaml"].replace("Holds what", f"Holds {secret}")})
    done = shop.run("new", "runbook", "--service", "cart", "--output", "-", *TODAY)
    assert "Cart: Holds … people want to buy." in done.out


def test_a_read_only_tree(shop):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (shop.root / "services").chmod(0o555)
    done = shop.run("new", "service", "--id", "SVC-MAIL", "--team", "SHOP", *TODAY)
    (shop.root / "services").chmod(0o755)
    assert (done.code, "cannot be written" in done.err) == (2, True)
