"""Runbooks, plans and other pages on the site: what stands above and below their own words."""

import re

import pytest

CONFIG = '[links]\nrepository = "https://github.com/o/shop"\nbranch = "main"\n'
TEAMS = """\
teams:
  API: {name: Interfaces, chat: "#api", rota: "https://rota.example/api", members: [jpetrel]}
people:
  jpetrel: {name: Jo Petrel}
"""
MANIFEST = """\
service: SVC-CART
name: Cart
team: API
owner: jpetrel
tier: 1
last_reviewed: 2026-08-01
contacts: {phone: "+44 1632 960131"}
"""
RULES = """\
groups:
  - name: cart
    rules:
      - alert: CartDown
        expr: up == 0
        for: 5m
        labels: {severity: page}
        annotations: {summary: "{{ $value }} carts are down", runbook_url: services/cart/alerts/CartDown.md}
      - alert: CartDown
        expr: |
          up
            < 1
        labels: {severity: ticket}
        annotations: {impact: Nobody buys., runbook_url: services/cart/alerts/CartDown.md#later}
"""
PLAN = """\
---
last_reviewed: 2026-08-01
reviewed_by: jpetrel
---
# CartDown

- **What broke**: the [cart](../runbook.md#the-cart), `cartctl <id>` says.
- **Try first**: restart it, see `a|b`.
- **Call**: Jo, +44 1632 960131.

## Later

See [the wiki](https://wiki.example/cart).
"""
FILES: dict[str, str | bytes] = {
    "runbook-lint.toml": CONFIG,
    "services/teams.yaml": TEAMS,
    "services/cart/service.yaml": MANIFEST,
    "services/cart/runbook.md": "# Cart\n\n## The cart\n\nIt holds things.\n",
    "services/cart/notes.md": "# Notes\n\nOf old.\n",
    "services/cart/checked.md": "---\nlast_reviewed: 2026-08-02\nreview_in: 30 days\n---\n# Checked\n",
    "services/cart/alerts/CartDown.md": PLAN,
    "services/cart/alerts/cart.rules.yaml": RULES,
    "postmortems/2026/INC-4-down.md": (
        "---\nincident: INC-4\ntitle: Down | again\nstarted: 2026-08-03T10:00:00Z\nalerts: [CartDown]\n---\n# INC-4\n"
    ),
    "postmortems/2026/INC-5-hidden.md": (
        "---\nincident: INC-5\ntitle: Hidden\nvisibility: restricted\nalerts: [CartDown]\n---\n# INC-5\n"
    ),
}


def tight(text: str) -> str:
    """A text with no more than one blank line in a row, and without what front matter tells the search."""
    return re.sub(r"\n{3,}|(?<=\n)search:\n  \w.*\n(?=---\n)", lambda found: "\n\n" * found[0].isspace(), text).rstrip("\n") + "\n"


@pytest.fixture
def page(repo):
    def read(path: str, **changed: str) -> str:
        done = repo.write({**FILES, **changed}).run("site", "generate", "--today", "2026-09-01")
        assert (done.code, done.err) == (0, "")
        return tight((repo.root / ".runbook_lint_site/docs" / path).read_text())

    return read


def test_a_plan_from_title_to_foot(page):
    assert page("alerts/CartDown.md") == """\
---
title: "CartDown"
---

# CartDown

<p class="rl-review" data-rl-reviewed="2026-08-01" data-rl-due="2026-10-30" data-rl-by="Jo Petrel">Reviewed 2026-08-01 by Jo Petrel, due 2026-10-30.</p>

<div class="rl-five" role="region" aria-label="The first five seconds" markdown>

- **What broke**: the [cart](../services/cart/runbook.md#the-cart), <code>cartctl &#60;id&#62;</code> says.
- **Impact**: Nobody buys.
- <span class="rl-missing">**Verify**: missing. Nobody has written down where to verify it.</span>
- **Try first**: restart it, see <code>a&#124;b</code>.
- **Call**: Jo, [&#43;44 1632 960131](tel:+441632960131).

</div>

<div class="rl-who" markdown>

- [Cart](../services/SVC-CART.md) · tier 1
- <span class="rl-call">[Call the rota: Interfaces](https://rota.example/api)</span>
- <span class="rl-call">[Phone &#43;44 1632 960131](tel:+441632960131)</span>
- Chat: &#35;api

</div>

<div class="rl-choose" markdown>

**Which one fired?** 2 rules go by this name.

- <code>severity=&quot;page&quot;</code>: … carts are down → this page
- <code>severity=&quot;ticket&quot;</code> → [Later](#later)

</div>

<div class="rl-earlier" markdown>

**Earlier incidents with this alert**

- 2026-08-03 [INC-4](../postmortems/2026/INC-4-down.md) Down &#124; again

</div>

## Later

See [the wiki](https://wiki.example/cart).

## Rules that lead here

<details class="rl-rule" markdown>
<summary>CartDown · page · after 5m</summary>

… carts are down

```promql
up == 0
```

- Rule: [services/cart/alerts/cart.rules.yaml:4](https://github.com/o/shop/blob/main/services/cart/alerts/cart.rules.yaml#L4), group cart
- Severity: page
- Labels: <code>severity=&quot;page&quot;</code>
- Service: [Cart](../services/SVC-CART.md)
- Team: [Interfaces](../teams/API.md)

</details>

<details class="rl-rule" markdown>
<summary>CartDown · ticket</summary>

```promql
up
  < 1
```

- Rule: [services/cart/alerts/cart.rules.yaml:9](https://github.com/o/shop/blob/main/services/cart/alerts/cart.rules.yaml#L9), group cart
- Severity: ticket
- Labels: <code>severity=&quot;ticket&quot;</code>
- Service: [Cart](../services/SVC-CART.md)
- Team: [Interfaces](../teams/API.md)

</details>

<div class="rl-source" markdown>

Written in [services/cart/alerts/CartDown.md](https://github.com/o/shop/blob/main/services/cart/alerts/CartDown.md). [Edit this page](https://github.com/o/shop/edit/main/services/cart/alerts/CartDown.md)

</div>
"""


def test_what_a_page_does_not_say_is_said(page):
    text = page("services/cart/runbook.md")
    assert text[text.index("<p ") : text.index("- **Call")] == """\
<p class="rl-review rl-missing">No review date: nobody has said when this page was last found true.</p>

<div class="rl-five" role="region" aria-label="The first five seconds" markdown>

- <span class="rl-missing">**What broke**: missing. Nobody has written down what broke.</span>
- <span class="rl-missing">**Impact**: missing. Nobody has written down what the impact is.</span>
- <span class="rl-missing">**Verify**: missing. Nobody has written down where to verify it.</span>
- <span class="rl-missing">**Try first**: missing. Nobody has written down what to try first.</span>
"""


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("last_reviewed: 2026-08-01", '<p class="rl-review" data-rl-reviewed="2026-08-01" data-rl-due="2026-10-30" data-rl-by="">Reviewed 2026-08-01, due 2026-10-30.</p>'),
        ("last_reviewed: 2026-08-01\nreview_in: often", '<p class="rl-review" data-rl-reviewed="2026-08-01" data-rl-by="">Reviewed 2026-08-01.</p>'),
        ("last_reviewed: 2026-08-01\nreview_in: 1 day\nreviewed_by: '\"><i>'", '<p class="rl-review" data-rl-reviewed="2026-08-01" data-rl-due="2026-08-02" data-rl-by="&#34;&#62;&#60;i&#62;">Reviewed 2026-08-01 by &#34;&#62;&#60;i&#62;, due 2026-08-02.</p>'),
        ("last_reviewed: soon <b>", '<p class="rl-review rl-missing">Its review date cannot be read: soon &#60;b&#62;</p>'),
        ("title: x", '<p class="rl-review rl-missing">No review date: nobody has said when this page was last found true.</p>'),
    ],
)
def test_the_state_of_the_review(page, front, said):
    text = page("services/cart/runbook.md", **{"services/cart/runbook.md": f"---\n{front}\n---\n# Cart\n"})
    assert text[text.index('<p class="rl-review') : text.index("</p>") + 4] == said


def test_any_other_page_is_asked_for_nothing(page):
    foot = "https://github.com/o/shop/blob/main/services/cart/notes.md"
    assert page("services/cart/notes.md") == (
        '---\ntitle: "Notes"\n---\n\n# Notes\n\nOf old.\n\n<div class="rl-source" markdown>\n\n'
        f"Written in [services/cart/notes.md]({foot}). [Edit this page]({foot.replace('blob', 'edit')})\n\n</div>\n"
    )
    assert "Reviewed 2026-08-02, due 2026-09-01." in page("services/cart/checked.md")


def test_where_nothing_is_known_of_the_host_and_of_git_the_path_stands_alone(page):
    text = page("services/cart/notes.md", **{"runbook-lint.toml": ""})
    assert text.endswith('<div class="rl-source" markdown>\n\nWritten in services/cart/notes.md.\n\n</div>\n')


def test_the_last_change_of_the_source(page, repo):
    repo.write(FILES).git("init", "-q", "-b", "main")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "all", "--date", "2026-08-20T12:00:00Z")
    id = repo.git("rev-parse", "HEAD").strip()
    assert (
        "](https://github.com/o/shop/blob/main/services/cart/notes.md), last changed "
        in (text := page("services/cart/notes.md"))
    )
    assert f" by commit [{id[:10]}](https://github.com/o/shop/commit/{id})." in text


LEAD = "- **What broke**: the cart.\n- **Call**: Jo.\n"


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (LEAD + "\n## More\n", False),
        (LEAD, False),
        ("Some words first.\n\n" + LEAD, False),
        (LEAD + "- **Weather**: fair.\n", True),  # the box does not say it
        (LEAD + "- No lead at all.\n", True),
        (LEAD + "- **Verify**: so.\n\n  ```sh\n  cartctl\n  ```\n", True),  # more than a line
        (LEAD + "- **Try first**: TODO\n", True),
        ("## What broke\n\nThe cart.\n\n" + LEAD, True),
    ],
)
def test_a_list_of_answers_at_the_top_is_not_said_twice(page, body, kept):
    text = page("services/cart/runbook.md", **{"services/cart/runbook.md": f"# Cart\n\n{body}"})
    words = text.split("</div>", 2)[-1]
    assert ("- **What broke**: the cart." in words) is kept


def test_no_secret_leaves_in_an_answer_or_in_a_rule(page):
    secret = "postgres://cart:9fKq27xLmWt4@db.cart-shop.net/cart"  # shown as text its colons would be entities
    rules = RULES.replace("Nobody buys.", f'"{secret}"').replace("{{ $value }} carts", f"{{{{ $value }}}} {secret}")
    text = page("alerts/CartDown.md", **{"services/cart/alerts/cart.rules.yaml": rules})
    assert "9fKq27xLmWt4" not in text
    assert "- **Impact**: postgres&#58;//cart:…&#64;db.cart-shop.net/cart\n" in text


def test_a_restricted_page_is_no_link_in_an_answer(page):
    plan = PLAN.replace("[cart](../runbook.md#the-cart)", "[hidden](../../../postmortems/2026/INC-5-hidden.md)")
    text = page("alerts/CartDown.md", **{"services/cart/alerts/CartDown.md": plan})
    assert "- **What broke**: the hidden, <code>" in text
    assert "INC-5" not in text
