"""A plan written from its rule: at the right place, whole but for what only a person can answer."""

import json

import pytest

from runbook_lint.parse.drafting.new_plan import file_stem

RULES = """groups:
  - name: cart
    rules:
      - alert: CartSlow
        expr: |
          histogram_quantile(0.95,
            sum by (le) (rate(http_seconds_bucket[10m]))) > 2.5
        for: 15m
        labels: {severity: page, service: SVC-CART}
        annotations:
          summary: 'p95 of {{ $labels.pod }} is {{ $value | humanize }}'
          impact: People leave.
          description: '# <b>not bold</b> & *plain*, see https://x.example/a_b.'
      - alert: CartTwice
        expr: a > 1
        labels: {severity: ticket}
      - alert: CartTwice
        expr: a > 2
        labels: {severity: info}
"""
FILES = {
    "services/cart/service.yaml": (
        "service: SVC-CART\nteam: SHOP\nowner: jtsimmons\ntier: 2\nlast_reviewed: 2026-08-01\n"
        "contacts: {rota: https://rota.example/shop, chat: '#shop'}\nlinks: {dashboard: 'https://grafana.example/d/cart (1)'}\n"
    ),
    "services/teams.yaml": "teams: {SHOP: {name: The *Shop*, members: [jtsimmons]}}\npeople: {jtsimmons: {name: Jo}}\n",
    "services/cart/runbook.md": (
        "---\nservice: SVC-CART\nlast_reviewed: 2026-08-01\n---\n# Cart\n\n- **What broke**: the cart.\n- **Impact**: no sales.\n"
        "- **Verify**: ask it.\n- **Try first**: restart it.\n- **Call**: the shop, see [the plans](alerts/CartSlow.md).\n\n"
        "## Symptoms\n\nIt is down.\n\n## Checks\n\n- [ ] Is it up?\n\n## Known fixes\n\n- [ ] Restart it.\n"
    ),
    "services/cart/alerts/cart.rules.yaml": RULES,
}
TODAY = ("--today", "2026-09-01")
PLAN = "services/cart/alerts/CartSlow.md"
TEXT = """---
service: SVC-CART
owner: jtsimmons
last_reviewed: 2026-09-01
---

# CartSlow

- **What broke**: p95 of `<pod>` is `<value>`
- **Impact**: People leave.
- **Verify**: TODO: which panel of the [dashboard](https://grafana.example/d/cart%20%281%29) shows it
- **Try first**: TODO: the one thing that helps most often
- **Call**: [The \\*Shop\\*](https://rota.example/shop), `#shop`

## Meaning

\\# \\<b\\>not bold\\</b\\> &amp; \\*plain\\*, see <https://x.example/a_b>.

It pages somebody once this has held for 15m, by [its rule](cart.rules.yaml) in group `cart`:

```promql
histogram_quantile(0.95,
  sum by (le) (rate(http_seconds_bucket[10m]))) > 2.5
```

## What to check first

- [ ] TODO: the first question, the command that answers it, and the usual answer

## Mitigation

- [ ] TODO: what to try for each answer, how to see that it worked, and how to take it back

## False positives

- TODO: when it fires and nothing is wrong
"""


@pytest.fixture
def cart(repo):
    return repo.write(FILES)


def test_the_plan(cart):
    done = cart.run("new", "arp", "CartSlow", *TODAY)
    assert (done.code, done.err) == (0, "")
    assert (cart.root / PLAN).read_text() == TEXT
    assert done.out == (
        f"{PLAN}: written; answer what is marked TODO, and lead the rule to it: "
        f"`runbook-lint payload --write services/cart/alerts/cart.rules.yaml` or `runbook_url: {PLAN}`\n"
    )


def test_only_placeholders_are_found_in_it_and_nothing_once_they_are_answered(cart):
    cart.run("new", "arp", "CartSlow", *TODAY)
    cart.run("payload", "CartSlow", "--write", "services/cart/alerts/cart.rules.yaml", *TODAY)

    def found():
        done = cart.run("check", "--select", "ALL", "--format", "json", PLAN)
        return [finding["name"] for finding in json.loads(done.out)["findings"]]

    assert set(found()) == {"placeholder-left"}
    text = (cart.root / PLAN).read_text()
    for number, line in enumerate(text.splitlines()):
        if "TODO: " in line:
            text = text.replace(line, line.replace("TODO: ", f"Answer {number}, which says ").replace("dashboard", "board"))
    cart.write({PLAN: text})
    assert found() == []


def test_nothing_is_overwritten(cart):
    cart.write({PLAN: "# Mine\n"})
    done = cart.run("new", "arp", "CartSlow", *TODAY)
    assert (done.code, done.err) == (2, f"runbook-lint: {PLAN}: is there already; nothing was changed\n")
    assert (cart.root / PLAN).read_text() == "# Mine\n"


def test_an_ignored_file_is_not_overwritten_either(cart):
    cart.git("init", "-q")
    cart.write({".gitignore": "CartSlow.md\n", PLAN: "# Mine\n"})
    done = cart.run("new", "arp", "CartSlow", *TODAY)
    assert (done.code, done.err.endswith("CartSlow.md: is there already; nothing was changed\n")) == (2, True)
    assert (cart.root / PLAN).read_text() == "# Mine\n"


def test_a_page_elsewhere_is_named(cart):
    cart.write({"services/cart/alerts/cart.rules.yaml": RULES.replace("summary: 'p95", "runbook: services/cart/runbook.md\n          summary: 'p95")})
    done = cart.run("new", "arp", "CartSlow", *TODAY)
    assert (done.code, done.err) == (2, "runbook-lint: CartSlow has a page: services/cart/runbook.md; --output PATH writes another\n")


def test_the_page_that_the_rule_names_is_written(cart):
    cart.write({"services/cart/alerts/cart.rules.yaml": RULES.replace("summary: 'p95", "runbook: services/cart/alerts/old/slow.md\n          summary: 'p95")})
    done = cart.run("new", "arp", "CartSlow", *TODAY)
    assert done.out == "services/cart/alerts/old/slow.md: written; answer what is marked TODO\n"
    assert (cart.root / "services/cart/alerts/old/slow.md").read_text().startswith("---\nalert: CartSlow\nservice: SVC-CART\n")


@pytest.mark.parametrize(
    ("layout", "rule_file", "path"),
    [
        ('plans = "plans/**/*.md"', "rules/a.yaml", "plans/A.md"),
        ('plans = ["docs/*/plans/*.md"]', "rules/a.yaml", "docs/checkout/plans/A.md"),
        ('plans = ["rules/*.md"]', "rules/a.yaml", "rules/A.md"),
    ],
)
def test_the_place_is_what_the_layout_says(repo, layout, rule_file, path):
    rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    labels: {service: checkout}\n"
    repo.write({"runbook-lint.toml": f'[layout]\nalert_rules = "rules/*.yaml"\n{layout}\n', rule_file: rules})
    assert repo.run("new", "arp", "A", *TODAY).out.startswith(f"{path}: written")
    assert (repo.root / path).is_file()


def test_it_is_not_put_into_the_folder_of_another_service(cart):
    rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n"
    cart.write({"runbook-lint.toml": '[layout]\nalert_rules = "**/*.yaml"\n', "x/a.yaml": rules, PLAN: "# CartSlow\n"})
    done = cart.run("new", "arp", "A", *TODAY)
    assert done.err == "runbook-lint: the layout has no place for a plan of A; give --output PATH\n"


def test_a_rule_that_leads_elsewhere_is_named(cart):
    cart.write({"services/cart/alerts/cart.rules.yaml": RULES.replace("summary: 'p95", "runbook: docs/slow.md\n          summary: 'p95")})
    done = cart.run("new", "arp", "CartSlow", *TODAY)
    assert done.out == f"{PLAN}: written; answer what is marked TODO, and lead the rule from `docs/slow.md` to it: `{PLAN}`\n"


def test_a_rule_that_was_rendered_is_named_by_its_file(repo):
    repo.git("init", "-q")
    tf = {"type": "grafana_rule_group", "name": "g", "mode": "managed", "address": "grafana_rule_group.g"}
    plan = {"values": {"root_module": {"resources": [{**tf, "values": {"name": "g", "rule": [{"name": "A", "condition": "C"}]}}]}}}
    repo.write(
        {
            ".gitignore": "build/\n",
            "runbook-lint.toml": '[layout]\nalert_rules = "build/*.json"\nplans = "plans/*.md"\n',
            "build/t.json": json.dumps({"format_version": "1.2", "terraform_version": "1.9.0", **plan}),
        }
    )
    done = repo.run("new", "arp", "A", *TODAY)
    assert done.out.startswith("plans/A.md: written; answer what is marked TODO, and lead the rule to it, at build/t.json:1: `runbook_url: ")
    text = (repo.root / "plans/A.md").read_text()
    assert "It fires as soon as this holds, by its rule in `build/t.json` in group `g`.\n\n## What to check first\n" in text


def test_where_the_layout_has_no_place_it_asks(repo):
    rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n"
    repo.write({"runbook-lint.toml": '[layout]\nalert_rules = "*.yaml"\n', "a.yaml": rules})
    done = repo.run("new", "arp", "A", *TODAY)
    assert (done.code, done.err) == (2, "runbook-lint: the layout has no place for a plan of A; give --output PATH\n")
    shown = repo.run("new", "arp", "A", "--output", "-", *TODAY)
    assert shown.out.startswith("---\nlast_reviewed: 2026-09-01\n---\n\n# A\n")
    done = repo.run("new", "arp", "A", "--output", "docs/a.md", *TODAY)
    assert done.out.startswith("docs/a.md: written; answer what is marked TODO (no plan by the layout: see layout.plans)")
    assert (repo.root / "docs/a.md").read_text().startswith("---\nalert: A\n")


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("../x.md", "--output ../x.md: outside the repository "),
        ("x.txt", "--output x.txt: name a Markdown page, such as x.txt.md"),
    ],
)
def test_outputs_that_are_refused(cart, output, message):
    done = cart.run("new", "arp", "CartSlow", "--output", output, *TODAY)
    assert (done.code, done.err.startswith(f"runbook-lint: {message}")) == (2, True)


def test_a_folder_that_leads_out_of_the_repository(cart, tmp_path):
    (tmp_path / "outside").mkdir()
    cart.write({"runbook-lint.toml": '[layout]\nplans = "plans/*.md"\n'})
    (cart.root / "plans").symlink_to(tmp_path / "outside")
    done = cart.run("new", "arp", "CartSlow", *TODAY)
    assert (done.code, list((tmp_path / "outside").iterdir())) == (2, [])


def test_names_that_repeat_and_names_that_are_unknown(cart):
    done = cart.run("new", "arp", "CartTwice", *TODAY)
    assert done.err == (
        "  services/cart/alerts/cart.rules.yaml:14: --label severity=ticket\n"
        "  services/cart/alerts/cart.rules.yaml:17: --label severity=info\n"
        "runbook-lint: 2 alerts are named CartTwice; choose one by what stands behind it above\n"
    )
    assert cart.run("new", "arp", "CartTwice", "--label", "severity=info", *TODAY).code == 0
    assert cart.run("new", "arp", "CartSlw", *TODAY).err == "runbook-lint: no alert CartSlw; did you mean CartSlow?\n"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("CartSlow", "CartSlow"),
        ("cart: p95 / slow", "cart-p95-slow"),
        ("../../etc/passwd", "etc-passwd"),
        ("..", "alert"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("con", "con-alert"),
        ("a\nb", "a-b"),
        ("Überlast", "Überlast"),
        ("x" * 300, "x" * 100),
    ],
)
def test_a_name_makes_a_safe_file_name(name, stem):
    assert file_stem(name) == stem


@pytest.mark.parametrize("name", ["cart: p95 / slow", "../../x", "a # b", "no", "`tick` <b> [x](y) {{ z }}", "1. first"])
def test_odd_names_make_pages_that_are_found_again(cart, name):
    rules = json.dumps({"groups": [{"name": "g `", "rules": [{"alert": name, "expr": "```\nup", "labels": {"service": "SVC-CART"}}]}]})
    cart.write({"services/cart/alerts/cart.rules.yaml": rules})
    path = cart.run("new", "arp", name, *TODAY).out.split(": written")[0]
    assert path == f"services/cart/alerts/{file_stem(name)}.md"
    done = cart.run("check", "--select", "ALL", "--ignore", "placeholder-left,alert-runbook-missing", "--format", "concise", "-q")
    assert [line for line in done.out.splitlines() if line.startswith("services/cart/alerts/")] == []
    assert json.loads(cart.run("payload", name, "--format", "json", *TODAY).out)["page"]["path"] == path


def test_a_secret_in_a_rule_stays_there(cart):
    secret = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]
    cart.write({"services/cart/alerts/cart.rules.yaml": RULES.replace("People leave.", f"Use {secret} now.")})
    cart.run("new", "arp", "CartSlow", *TODAY)
    assert "Use … now." in (cart.root / PLAN).read_text()
