"""Alerts on the site: a page for every name that no plan serves alone, the index, and the names for the 404 page."""

import json
import re

import pytest

MANIFEST = "service: SVC-CART\nname: Cart\nteam: API\nowner: jpetrel\ntier: 1\n"
TEAMS = "teams:\n  API: {name: Interfaces, rota: 'https://rota.example/api'}\npeople:\n  jpetrel: {}\n"
RUNBOOK = "# Carts\n\n## Slow\n\nThey are slow: restart them.\n\n### Impact\n\nPeople wait.\n"
HEAD = "groups:\n  - name: cart\n    rules:\n"


def rule(name: str, runbook: str = "", **labels: str) -> str:
    annotations = f"annotations: {{runbook_url: {json.dumps(runbook)}}}, " if runbook else ""
    return f"      - {{alert: {json.dumps(name)}, expr: up == 0, {annotations}labels: {json.dumps(labels)}}}\n"


FILES: dict[str, str | bytes] = {
    "services/teams.yaml": TEAMS,
    "services/cart/service.yaml": MANIFEST,
    "services/cart/runbook.md": RUNBOOK,
    "services/cart/alerts/Own.md": "# Own\n",
    "services/cart/alerts/Gone.md": "# Gone\n",
}
RULE = """\
<details class="rl-rule" markdown open>
<summary>{name} · page</summary>

```promql
up == 0
```

- Rule: services/cart/alerts/cart.rules.yaml:4, group cart
- Severity: page
- Labels: <code>severity=&quot;page&quot;</code>
- Service: [Cart](../services/SVC-CART.md)
- Team: [Interfaces](../teams/API.md)

</details>
"""
WHO = """\
<div class="rl-who" markdown>

- [Cart](../services/SVC-CART.md) · tier 1
- <span class="rl-call">[Call the rota: Interfaces](https://rota.example/api)</span>

</div>
"""
CALL = "- **Call**: Interfaces, [https&#58;//rota.example/api](https://rota.example/api)\n"


def tight(place) -> str:
    """A page with no more than one blank line in a row, and without what its front matter tells the search."""
    return re.sub(r"\n{3,}|(?<=\n)search:\n  \w.*\n(?=---\n)", lambda found: "\n\n" * found[0].isspace(), place.read_text()).rstrip("\n") + "\n"


@pytest.fixture
def site(repo):
    def build(*rules: str, **changed: str):
        files = {**FILES, "services/cart/alerts/cart.rules.yaml": HEAD + "".join(rules), **changed}
        done = repo.write(files).run("site", "generate", "--today", "2026-09-01")
        assert (done.code, done.err) == (0, "")
        return repo.root / ".runbook_lint_site/docs"

    return build


def missing(label: str, question: str) -> str:
    return f'- <span class="rl-missing">**{label}**: missing. Nobody has written down {question}.</span>\n'


def test_an_alert_that_a_section_serves(site):
    docs = site(rule("CartSlow", "services/cart/runbook.md#slow", severity="page"))
    assert tight(docs / "alerts/CartSlow.md") == (
        '---\ntitle: "CartSlow"\n---\n\n# CartSlow\n\n<div class="rl-open" markdown>\n\n'
        "**What to do stands in** [Carts: Slow](../services/cart/runbook.md#slow)\n\n</div>\n\n"
        '<div class="rl-five" role="region" aria-label="The first five seconds" markdown>\n\n'
        "- **What broke**: They are slow: restart them.\n- **Impact**: People wait.\n"
        + missing("Verify", "where to verify it")
        + missing("Try first", "what to try first")
        + f"{CALL}\n</div>\n\n{WHO}\n{RULE.format(name='CartSlow')}"
    )


def test_an_alert_that_nothing_serves_says_so_and_what_to_do(site):
    docs = site(rule("It's lost", severity="page"))
    text = tight(next(docs.glob("alerts/It-s-lost-*.md")))
    assert text[text.index("# It") : text.index('<div class="rl-five"')] == """\
# It&#39;s lost

<div class="rl-lost" markdown>

**No page serves this alert.** Nobody has written down what to do.

- Open [Cart](../services/SVC-CART.md): what it depends on, its runbook, whom to call.
- Call the rota, and write down what you find.
- Then write the plan: <code>runbook-lint new arp &#39;It&#39;&#34;&#39;&#34;&#39;s lost&#39;</code>

</div>

"""
    assert missing("What broke", "what broke") in text


@pytest.mark.parametrize(
    ("rules", "page"),
    [
        ((), "index"),  # no rule names it: the plan stands there all the same
        ((rule("Own", "services/cart/alerts/Own.md"),), "Own"),
        ((rule("Own"),), "Own"),
        ((rule("Own", "services/cart/alerts/Own.md"), rule("Own", "services/cart/alerts/Own.md#top", severity="page")), "Own"),
        ((rule("Own", "services/cart/alerts/Own.md"), rule("Own", "services/cart/runbook.md")), ""),
        ((rule("Own", "services/cart/alerts/Own.md"), rule("Other", "services/cart/alerts/Own.md")), ""),
    ],
)
def test_a_plan_that_alone_serves_a_name_is_its_page(site, rules, page):
    docs = site(*rules)
    there = (docs / "alerts/Own.md").read_text()
    assert ("Written in services/cart/alerts/Own.md" in there) is bool(page)
    assert (docs / "services/cart/alerts/Own.md").exists() is not bool(page)


def test_a_page_of_a_name_that_no_rule_has_leads_to_what_was_written_for_it(site):
    """A plan that other rules lead to stays where it is; its own name is not a dead end."""
    docs = site(rule("Other", "services/cart/alerts/Own.md"))
    assert "- What was written for it: [Own](../services/cart/alerts/Own.md)\n" in (docs / "alerts/Own.md").read_text()


def test_rules_of_one_name_are_told_apart_by_their_labels(site):
    docs = site(
        rule("CartSlow", "services/cart/runbook.md#slow", severity="page", team="API", zone="a"),
        rule("CartSlow", "services/cart/runbook.md#slow", severity="page", team="API", zone="b"),
        rule("CartSlow", "https://wiki.example/slow", severity="ticket", team="API"),
        rule("CartSlow", "gone.md", severity="ticket", team="API", zone="{{ $labels.z }}", extra="<i>"),
    )
    text = tight(docs / "alerts/CartSlow.md")
    assert text[text.index('<div class="rl-choose"') : text.index("## ")] == f"""\
<div class="rl-choose" markdown>

**Which one fired?** 4 rules go by this name.

- <code>severity=&quot;page&quot;</code> <code>zone=&quot;a&quot;</code> → [Carts: Slow](../services/cart/runbook.md#slow)
- <code>severity=&quot;page&quot;</code> <code>zone=&quot;b&quot;</code> → [Carts: Slow](../services/cart/runbook.md#slow)
- <code>extra=&quot;&#60;i&#62;&quot;</code> <code>severity=&quot;ticket&quot;</code> → <span class="rl-missing">no page</span>
- <code>severity=&quot;ticket&quot;</code> → [https&#58;//wiki.example/slow](https://wiki.example/slow)

</div>

{WHO}
"""
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## severity page, zone a",
        "## extra &#60;i&#62;, severity ticket",
        "## severity ticket",
    ]
    assert '<p class="rl-missing">The rule names gone.md, which is not there.</p>' in text
    assert text.count("missing. Nobody") == 2 + 4  # what the wiki says nobody knows


def test_a_page_that_is_not_published_tells_nothing(site):
    hidden = "---\nvisibility: restricted\ntitle: Code name\n---\n# Code name\n\nThe very secret plan, in words.\n"
    docs = site(rule("CartSlow", "services/cart/hidden.md", severity="page"), **{"services/cart/hidden.md": hidden})
    text = (docs / "alerts/CartSlow.md").read_text()
    assert "What to do stands in a page that is not on this site." in text
    assert "ode name" not in text
    assert "secret" not in text


def test_the_index_has_every_name(site):
    docs = site(
        rule("Own", severity="page"),
        rule("CartSlow", "services/cart/runbook.md#slow", severity="page"),
        rule("CartSlow", "services/cart/runbook.md", severity="odd"),
        rule("lost|", severity="info"),
        rule("Half"),
        rule("Half", "https://wiki.example/half"),
        rule("Wiki", "https://wiki.example/wiki"),
    )
    (odd,) = (each.name for each in docs.glob("alerts/lost-*.md"))
    cart = "[Cart](../services/SVC-CART.md)"
    assert tight(docs / "alerts/index.md") == f"""\
---
title: "Alerts"
---

# Alerts

6 alerts by name. Open one by its address, too: `alerts/NAME/`.

<div class="rl-filtered rl-records" data-rl-filter="Service | Tier | Page" data-rl-noun="alert" markdown>

| Alert | What it says | Service | Tier | Page |
|---|---|---|---|---|
| [CartSlow](CartSlow.md) | - | {cart} | page, odd | page |
| [Gone](Gone.md) | - | - | - | plan without a rule |
| [Half](Half.md) | - | {cart} | none | <span class="rl-missing">1 of 2 rules have no page</span> |
| [lost&#124;]({odd}) | - | {cart} | fyi | <span class="rl-missing">no page</span> |
| [Own](Own.md) | - | {cart} | page | plan |
| [Wiki](Wiki.md) | - | {cart} | none | elsewhere |

</div>
"""
    assert json.loads((docs / "assets/names.json").read_text()) == {
        "CartSlow": "alerts/CartSlow/",
        "Gone": "alerts/Gone/",
        "Half": "alerts/Half/",
        "Own": "alerts/Own/",
        "SVC-CART": "services/SVC-CART/",
        "Wiki": "alerts/Wiki/",
        "lost|": f"alerts/{odd.removesuffix('.md')}/",
    }
