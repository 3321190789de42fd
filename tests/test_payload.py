"""What an alert tells the person it wakes, in every form, by any of its names."""

import json
from datetime import date

import pytest
import ruamel.yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from runbook_lint.model.alert import Alert
from runbook_lint.model.inventory import ImportedPage, Inventory
from runbook_lint.model.position import Location
from runbook_lint.model.world import World
from runbook_lint.parse.alert_pages import AlertPage, AlertState
from runbook_lint.parse.incidents import Incident
from runbook_lint.parse.payload import Commit, Payload, RuleOrigin, build_payload, cleaned
from runbook_lint.parse.payload_page import Check, Reference, Said
from runbook_lint.parse.schema import load_schema
from runbook_lint.render.payload.alertmanager import page_annotations, payload_alertmanager
from runbook_lint.render.payload.machine import payload_json
from runbook_lint.render.payload.slack import escaped, payload_slack
from runbook_lint.render.payload.text import payload_text
from runbook_lint.render.text import visible

RULES = """groups:
  - name: cart
    rules:
      - alert: CartSlow
        expr: p95 > 2
        for: 5m
        labels: {severity: page, service: SVC-CART}
        annotations:
          summary: 'p95 is {{ $value }}'
      - alert: CartTwice
        expr: a > 1
        labels: {severity: page}
      - alert: CartTwice
        expr: a > 2
        labels: {severity: ticket}
      - alert: CartSame
        expr: a > 1
        labels: {zone: a}
      - alert: CartSame
        expr: a > 2
        labels: {zone: b}
"""
PAGE = """# CartSlow

- **What broke**: pages take longer than 2 seconds.
- **Impact**: people leave; see [the shop](https://shop.example/).
- **Verify**: `curl -sS https://shop.example/health | jq .ok` prints `true`.
- **Try first**: [roll back](../runbook.md#roll-back).

## What to check first

- [ ] Is it the database?

  ```promql
  rate(x[5m]) > 1
  ```

- [ ] Else ask <@U123> & `<!channel>`.
- [ ] TODO: more
"""
FILES = {
    "services/cart/service.yaml": (
        "service: SVC-CART\nname: Cart\nteam: SHOP\ntier: 2\ncontacts: {rota: https://rota.example/shop, chat: C0123ABCDEF}\n"
        "links: {dashboard: https://grafana.example/d/cart}\n"
    ),
    "services/cart/runbook.md": "# Cart\n\n## Roll back\n\nDo it.\n",
    "services/cart/alerts/cart.rules.yaml": RULES,
    "services/cart/alerts/CartSlow.md": PAGE,
    "postmortems/2026/INC-1-slow.md": "---\nincident: INC-1\ntitle: Slow once\nstarted: 2026-08-01T10:00:00+00:00\nalerts: [CartSlow]\n---\n# Slow\n",
    "postmortems/2026/INC-2-slow.md": "---\nincident: INC-2\ntitle: Who did it\nvisibility: restricted\nstarted: 2026-08-02T10:00:00+00:00\nalerts: CartSlow\n---\n# Slow\n",
    "postmortems/2026/INC-3-else.md": "---\nincident: INC-3\nalerts: [Other]\n---\n# Else\n",
}
TODAY = ("--today", "2026-09-01")

TEXT = """CartSlow · page · Cart (tier 2)

What broke: pages take longer than 2 seconds.
Impact: people leave; see the shop.
  the shop: https://shop.example/
Verify: `curl -sS https://shop.example/health | jq .ok`
  prints `true`.
Try first: roll back.
  roll back: services/cart/runbook.md#roll-back
Call: https://rota.example/shop
Chat: C0123ABCDEF

Checks
1. Is it the database?
     rate(x[5m]) > 1
2. Else ask <@U123> & `<!channel>`.

Earlier incidents
  INC-1 2026-08-01 Slow once
    postmortems/2026/INC-1-slow.md

Page: services/cart/alerts/CartSlow.md
Dashboard: https://grafana.example/d/cart
Rule: services/cart/alerts/cart.rules.yaml:4
"""


@pytest.fixture
def cart(repo):
    return repo.write(FILES)


def test_the_text(cart):
    done = cart.run("payload", "CartSlow", *TODAY)
    assert (done.code, done.out, done.err) == (0, TEXT, "")


def test_a_restricted_incident_is_in_no_format(cart):
    for form in ("text", "slack", "json", "alertmanager"):
        out = cart.run("payload", "CartSlow", "--format", form, *TODAY).out
        assert out, form
        assert "INC-2" not in out, form
        assert "Who did it" not in out, form


def test_an_alert_that_has_no_page_says_what_the_rule_knows(cart):
    done = cart.run("payload", "CartTwice", "--label", "severity=page", *TODAY)
    lines = done.out.splitlines()
    assert lines[0] == "CartTwice · page · Cart (tier 2)"
    assert [line for line in lines if "not written down" in line] == [
        f"{label}: not written down" for label in ("What broke", "Impact", "Verify", "Try first")
    ]
    assert "Page: none" in lines


def test_the_escalation_is_told_beside_the_page_s_own_answer(cart):
    manifest = FILES["services/cart/service.yaml"].replace("chat:", "escalation: [https://esc.example/shop, OPS], chat:")
    cart.write({"services/cart/service.yaml": manifest, "services/cart/alerts/CartSlow.md": f"{PAGE}\n## Contacts\n\nAsk Jo.\n"})
    lines = cart.run("payload", "CartSlow", *TODAY).out.splitlines()
    start = lines.index("Call: Ask Jo.")
    assert lines[start + 1 : start + 5] == [
        "Rota: https://rota.example/shop",
        "Escalation: https://esc.example/shop",
        "Escalation: OPS",
        "Chat: C0123ABCDEF",
    ]
    slack = json.loads(cart.run("payload", "CartSlow", "--format", "slack", *TODAY).out)
    assert slack["blocks"][2]["text"]["text"] == (
        "<https://rota.example/shop|Rota> · <https://esc.example/shop|Escalation> · OPS · <#C0123ABCDEF>"
    )
    told = json.loads(cart.run("payload", "CartSlow", "--format", "json", *TODAY).out)
    assert told["contacts"]["escalation"] == ["https://esc.example/shop", "OPS"]


def test_the_impact_has_the_names_that_first_five_incomplete_knows(repo):
    rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n    annotations: {business_impact: No sales.}\n"
    repo.write({"services/a/alerts/a.rules.yaml": rules, "services/a/alerts/A.md": "# A\n\nThe shop is down for everybody.\n"})
    assert "Impact: No sales." in repo.run("payload", "A", *TODAY).out.splitlines()


def test_a_rendered_file_is_not_written_to(repo):
    repo.git("init", "-q")
    rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n"
    layout = '[layout]\nalert_rules = "build/*.yaml"\n'
    repo.write({".gitignore": "build/\n", "runbook-lint.toml": layout, "build/a.yaml": rules, "docs/a.md": "---\nalert: A\n---\n# A\n"})
    done = repo.run("payload", "--write", "build/a.yaml", *TODAY)
    assert (done.code, done.err) == (2, "runbook-lint: build/a.yaml: made from something else; write the annotations there\n")


def test_names_that_repeat_offer_a_choice(cart):
    done = cart.run("payload", "CartTwice", *TODAY)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "  services/cart/alerts/cart.rules.yaml:10: --label severity=page\n"
        "  services/cart/alerts/cart.rules.yaml:13: --label severity=ticket\n"
        "runbook-lint: 2 alerts are named CartTwice; choose one by what stands behind it above\n"
    )


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        (("--label", "severity=ticket"), 13),
        (("--rule-file", "cart.rules.yaml:10"), 10),
        (("--group", "cart", "--rule-file", "services/cart/alerts/cart.rules.yaml:13"), 13),
    ],
)
def test_a_choice_is_taken(cart, options, rule):
    done = cart.run("payload", "CartTwice", "--format", "json", *options, *TODAY)
    assert [each["line"] for each in json.loads(done.out)["rules"]] == [rule]


def test_a_choice_that_fits_none(cart):
    done = cart.run("payload", "CartTwice", "--group", "other", *TODAY)
    assert done.code == 2
    assert done.err.endswith("runbook-lint: none of the alerts named CartTwice is the one asked for; choose one of those above\n")


def test_rules_that_tell_the_same_are_one_message(cart):
    done = cart.run("payload", "CartSame", *TODAY)
    assert (done.code, done.out.splitlines()[-1]) == (0, "Rule: services/cart/alerts/cart.rules.yaml:16, and 1 more of this name")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("CartSlw",), "no alert CartSlw; did you mean CartSlow?"),
        (("Zebra",), "no alert Zebra; none of the 5 that were read is called so"),
        ((), "name an alert, or a rule file with --write"),
        (("CartTwice", "--label", "x"), "--label x: give KEY=VALUE"),
        (("--write", "services/cart/runbook.md"), "services/cart/runbook.md: no rule file by the layout; name it in layout.alert_rules"),
        (("--write", "nope.yaml"), "nope.yaml: no such file"),
    ],
)
def test_what_cannot_be_told(cart, arguments, message):
    done = cart.run("payload", *arguments, *TODAY)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")


def test_without_a_rule_file_it_says_so(repo):
    done = repo.write({"a.md": "# A\n"}).run("payload", "X", *TODAY)
    assert done.err == "runbook-lint: no alert X: no alerting rule was read; name your rule files in layout.alert_rules\n"


@pytest.mark.parametrize(
    ("config", "url"),
    [
        ('[site]\nurl = "https://books.example/"\n', "https://books.example/alerts/CartSlow/"),
        ('[site]\nurl = "https://books.example/"\n[links]\nsite_links = ["directory"]\n', "https://books.example/services/cart/alerts/CartSlow/"),
        ('[site]\nurl = "https://books.example"\n[links]\nsite_links = ["html"]\n', "https://books.example/services/cart/alerts/CartSlow.html"),
        ('[links]\nrepository = "https://github.com/o/r"\nbranch = "trunk"\n', "https://github.com/o/r/blob/trunk/services/cart/alerts/CartSlow.md"),
        ('[links]\nrepository = "https://gitlab.com/o/r"\n', "https://gitlab.com/o/r/-/blob/HEAD/services/cart/alerts/CartSlow.md"),
        ('[links]\nrepository = "https://bitbucket.org/o/r"\nbranch = "main"\n', "https://bitbucket.org/o/r/src/main/services/cart/alerts/CartSlow.md"),
        ('[links]\nrepository = "https://codeberg.org/o/r"\nbranch = "main"\n', "https://codeberg.org/o/r/src/branch/main/services/cart/alerts/CartSlow.md"),
    ],
)
def test_the_address_of_the_page_leads_back_to_it(cart, config, url):
    cart.write({"runbook-lint.toml": config})
    assert json.loads(cart.run("payload", "CartSlow", "--format", "json", *TODAY).out)["page"]["url"] == url
    rules = RULES.replace("summary: 'p95", f"runbook_url: {url}\n          summary: 'p95")
    cart.write({"services/cart/alerts/cart.rules.yaml": rules})
    assert cart.run("check", "--select", "AL002,LK").out.startswith("All clear") or cart.run("check", "--select", "AL002,LK", "-q").out == ""


def test_what_changed_lately(cart):
    cart.git("init", "-q")
    for day, path in (("2026-08-01", "old"), ("2026-08-30", "services/cart/new"), ("2026-08-31", "elsewhere")):
        cart.write({path: day}).git("add", path)
        cart.git("-c", f"user.name=A{day[-2:]}", "commit", "-q", "-m", f"<!channel> {path}", "--date", f"{day}T12:00:00Z")
    done = cart.run("payload", "CartSlow", "--format", "json", "--days", "366")
    assert [(each["subject"], each["author"], each["day"]) for each in json.loads(done.out)["changes"]] == [
        ("<!channel> services/cart/new", "A30", "2026-08-30")
    ]
    assert "<!channel>" not in cart.run("payload", "CartSlow", "--format", "slack", "--days", "366").out


def test_without_git_nothing_is_said_of_changes(cart):
    assert json.loads(cart.run("payload", "CartSlow", "--format", "json", *TODAY).out)["changes"] is None


def test_a_section_of_a_page_for_many_alerts_answers_for_itself(repo):
    page = (
        "# Alerts\n\nA list of all of them, for everyone.\n\n## One\n\n### Impact\n\nMuch.\n\n### Diagnosis\n\n- Look at one\n\n"
        "## Two\n\n### Impact\n\nLittle.\n\n### Diagnosis\n\n- Look at two\n"
    )
    rules = "groups:\n- name: g\n  rules:\n  - alert: Two\n    expr: up\n    annotations: {runbook_url: 'docs/alerts.md#two'}\n"
    repo.write({"docs/alerts.md": page, "services/a/alerts/a.rules.yaml": rules})
    told = json.loads(repo.run("payload", "Two", "--format", "json", *TODAY).out)
    assert (told["answers"]["impact"]["text"], [each["text"] for each in told["checks"]]) == ("Little.", ["Look at two"])
    assert told["missing"] == ["what_broke", "try_first", "call"]


def test_an_answer_that_ends_in_a_colon_takes_what_follows_along(repo):
    page = (
        "# A\n\n## Impact\n\nThese fail:\n\n- checkout\n- [search](../runbook.md)\n\n## Diagnosis\n\nAsk it:\n\n```sh\nask it\n```\n\n"
        "## Mitigation\n\n```sh\nrestart it\n```\n"
    )
    rules = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up\n"
    repo.write({"services/a/alerts/A.md": page, "services/a/alerts/a.rules.yaml": rules, "services/a/runbook.md": "# A\n"})
    told = json.loads(repo.run("payload", "A", "--format", "json", *TODAY).out)["answers"]
    assert {name: (each["text"], each["code"]) for name, each in told.items() if each} == {
        "impact": ("These fail: checkout; search", ""),
        "verify": ("Ask it:", "ask it"),
        "try_first": ("", "restart it"),
    }
    assert told["impact"]["links"] == [{"text": "search", "url": "services/a/runbook.md"}]
    assert "Verify: Ask it:\n     ask it\nTry first:\n     restart it\n" in repo.run("payload", "A", *TODAY).out


def test_the_rule_speaks_for_itself_where_a_page_serves_alerts_of_several_names(repo):
    rule = "  - alert: {}\n    expr: up\n    annotations: {{runbook_url: services/a/runbook.md, summary: {} is down}}\n"
    rules = "groups:\n- name: g\n  rules:\n" + rule.format("One", "one") + rule.format("Two", "two")
    repo.write({"services/a/alerts/a.rules.yaml": rules, "services/a/runbook.md": "# A\n\nA sells things to all of them.\n"})
    told = json.loads(repo.run("payload", "Two", "--format", "json", *TODAY).out)["answers"]
    assert told["what_broke"] == {"text": "two is down", "source": "alert", "links": [], "code": ""}


def test_a_section_of_steps_is_the_checklist(repo):
    page = "# Slow\n\n- **Impact**: some.\n\n## What to check first\n\n- [ ] A\n\n## Slow burn\n\n- [ ] B\n"
    rules = "groups:\n- name: g\n  rules:\n  - alert: Slow\n    expr: up\n    annotations: {runbook_url: 'services/a/alerts/Slow.md#slow-burn'}\n"
    repo.write({"services/a/alerts/Slow.md": page, "services/a/alerts/a.rules.yaml": rules})
    told = json.loads(repo.run("payload", "Slow", "--format", "json", *TODAY).out)
    assert (told["answers"]["impact"]["text"], [each["text"] for each in told["checks"]]) == ("some.", ["B"])


def test_no_secret_is_told(cart):
    secret = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]
    cart.write({"services/cart/alerts/CartSlow.md": PAGE.replace("pages take", f"token {secret} and pages take")})
    for form in ("text", "slack", "alertmanager", "json"):
        done = cart.run("payload", "CartSlow", "--format", form, *TODAY)
        assert (done.code, secret[4:12] in done.out + done.err) == (0, False)
    cart.run("payload", "--write", "services/cart/alerts/cart.rules.yaml", *TODAY)
    assert secret not in (cart.root / "services/cart/alerts/cart.rules.yaml").read_text()


def test_what_is_written_into_a_rule_file(cart):
    path = "services/cart/alerts/cart.rules.yaml"
    done = cart.run("payload", "--write", path, *TODAY)
    after = RULES.replace(
        "          summary: 'p95 is {{ $value }}'\n",
        "          summary: 'p95 is {{ $value }}'\n"
        "          impact: 'people leave; see the shop. https://shop.example/'\n"
        "          runbook_url: services/cart/alerts/CartSlow.md\n",
    )
    assert (cart.root / path).read_text() == after
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:2] == [
        f"{path}:4: CartSlow: impact, runbook_url added",
        f"{path}:10: CartTwice: no page serves it; see runbook-lint new arp CartTwice",
    ]
    again = cart.run("payload", "CartSlow", "--write", path, *TODAY)
    assert (again.out, (cart.root / path).read_text()) == (f"{path}:4: CartSlow: nothing to add\n", after)


def test_a_rule_that_cannot_be_written_to(cart):
    path = "services/cart/alerts/cart.rules.yaml"
    rules = "groups:\n- name: g\n  rules:\n  - alert: CartSlow\n    expr: up\n    annotations: none\n"
    cart.write({path: rules})
    done = cart.run("payload", "--write", path, *TODAY)
    assert (done.code, done.out, done.err) == (1, "", f"{path}:4: CartSlow: not written: its annotations are no mapping\n")
    assert (cart.root / path).read_text() == rules


@pytest.mark.parametrize(
    ("others", "line"),
    [
        ("runbook: 'https://x.example/a'", "runbook: https://github.com/o/r/blob/main/services/cart/alerts/CartSlow.md"),
        ("runbook_url: services/cart/runbook.md", "runbook_url: services/cart/alerts/CartSlow.md"),
    ],
)
def test_it_is_written_as_the_other_rules_write_it(cart, others, line):
    path = "services/cart/alerts/cart.rules.yaml"
    other = f"  - alert: Other\n    expr: up\n    annotations:\n      {others}\n"
    cart.write(
        {
            path: f"groups:\n- name: g\n  rules:\n  - alert: CartSlow\n    expr: up\n{other}",
            "runbook-lint.toml": '[links]\nrepository = "https://github.com/o/r"\nbranch = "main"\n',
        }
    )
    cart.run("payload", "CartSlow", "--write", path, *TODAY)
    assert f"      {line}\n" in (cart.root / path).read_text()


def test_an_inventory_is_not_written_to(cart):
    inventory = {"version": 1, "alerts": [{"name": "CartSlow", "source": {"path": "cart.jsonnet", "line": 1}}]}
    cart.write({"alerts.json": json.dumps(inventory), "cart.jsonnet": "x\n"})
    done = cart.run("payload", "--write", "alerts.json", *TODAY)
    assert (done.code, done.err) == (2, "runbook-lint: alerts.json: made from cart.jsonnet; write the annotations there\n")


_TEXTS = st.text(st.characters(exclude_categories=("Cs",))) | st.sampled_from(
    ["<!channel>", "@here", "<@U012ABCDE>", "<#C012ABCDE|x>", "```", "{{ $labels.x }}", "{{{{", "a" * 5000, "&lt;!channel>", "<" * 4000]
)
_URLS = st.sampled_from(["https://x.example/a|b>c", "javascript:alert(1)", "a/b.md", "https://x.example/" + "a" * 5000]) | _TEXTS
_LINKS = st.lists(st.builds(Reference, _TEXTS, _URLS), max_size=3).map(tuple)
_SAID = st.builds(Said, _TEXTS, st.sampled_from(["page", "alert", "catalogue"]), _LINKS, _TEXTS)
_PAYLOADS = st.builds(
    Payload,
    alert=_TEXTS,
    severity=_TEXTS,
    tier=st.sampled_from(["page", ""]),
    rules=st.lists(st.builds(RuleOrigin, _TEXTS, st.integers(1, 9)), max_size=2).map(tuple),
    service=_TEXTS,
    service_tier=st.sampled_from([None, 1]),
    page_path=_TEXTS,
    page_url=_URLS,
    said=st.dictionaries(st.sampled_from(["what_broke", "impact", "verify", "try_first", "call"]), _SAID),
    checks=st.lists(st.builds(Check, _TEXTS, _LINKS, _TEXTS, _TEXTS), max_size=20).map(tuple),
    changes=st.none() | st.lists(st.builds(Commit, _TEXTS, _TEXTS, _TEXTS, _TEXTS), max_size=7).map(tuple),
    rota=_URLS,
    chat=_TEXTS,
    phone=_TEXTS,
    links=_LINKS,
    incidents=st.lists(st.builds(Incident, _TEXTS, _TEXTS, _TEXTS, _TEXTS, _URLS), max_size=7).map(tuple),
    annotations=st.dictionaries(st.text(st.characters(exclude_categories=("Cs",)), max_size=40) | st.sampled_from(["null", "no", "<<"]), _TEXTS, max_size=3),
)


@given(_PAYLOADS)
def test_slack_blocks_are_valid_and_ping_nobody(payload):
    from slack_sdk.models.blocks import Block, ContextBlock, HeaderBlock, SectionBlock

    message = json.loads(payload_slack(payload))
    blocks = [Block.parse(block) for block in message["blocks"]]
    for block in blocks:
        block.validate_json()
    assert len(blocks) <= 50
    texts = [block.text.text for block in blocks if isinstance(block, SectionBlock)]
    texts += [each.text for block in blocks if isinstance(block, ContextBlock) for each in block.elements]
    assert all(0 < len(text) <= 3000 for text in texts)
    assert all(0 < len(block.text.text) <= 150 and block.text.type == "plain_text" for block in blocks if isinstance(block, HeaderBlock))
    for text in [*texts, message["text"]]:
        for bracket in text.split("<")[1:]:
            assert bracket.startswith(("https://", "http://")), text
            assert bracket.count(">") == 1, text
        for room in ("@here", "@channel", "@everyone"):
            assert room not in text.lower(), text


def test_slack_mentions_come_from_the_catalogue_alone():
    payload = Payload("A", chat="C0123ABCDEF", rota="S0123ABCDEF", said={"call": Said("<!subteam^S0123ABCDEF> @here")})
    texts = [block["text"]["text"] for block in json.loads(payload_slack(payload))["blocks"][1:]]
    assert texts[0].endswith("*Call*\n&lt;!subteam^S0123ABCDEF&gt; @\N{ZERO WIDTH SPACE}here")
    assert texts[1] == "<!subteam^S0123ABCDEF> · <#C0123ABCDEF>"
    assert escaped("a & b") == "a &amp; b"


@given(_PAYLOADS)
def test_annotations_are_read_back(payload):
    for version in ("1.1", "1.2"):
        reader = ruamel.yaml.YAML(typ="safe", pure=True)
        reader.version = version
        read = reader.load(payload_alertmanager(payload))["annotations"] or {}
        clean = {key: value for key, value in payload.annotations.items() if not _odd(key + value)}
        assert {key: read[key] for key in clean} == clean
        added = page_annotations(payload, "runbook_url")
        assert {key: read[key] for key in added} == added


def _odd(text):
    return any(0xD800 <= ord(char) < 0xE000 for char in text)


@given(st.text(alphabet="{} \"a$"))
def test_page_text_is_no_template(text):
    """What Go's templates print of the annotation is the text: an action is `{{`, a string and `}}`, nothing else."""
    payload = Payload("A", said={"impact": Said(text)})
    written = page_annotations(payload, "runbook_url").get("impact", "")
    shown, rest = "", written
    while "{{" in rest:
        before, rest = rest.split("{{", 1)
        assert rest.startswith(' "{{" }}')
        shown, rest = shown + before + "{{", rest.removeprefix(' "{{" }}')
    assert shown + rest == " ".join(text.split())


@given(_PAYLOADS)
def test_json_keeps_its_schema(payload):
    Draft202012Validator(load_schema("payload")).validate(json.loads(payload_json(payload)))


@given(_PAYLOADS)
def test_text_moves_no_cursor(payload):
    shown = payload_text(payload)
    assert all(char == "\n" or visible(char) == char for char in shown)


def test_a_long_text_is_no_wider_than_it_may_be():
    payload = Payload("A", said={"impact": Said("word " * 200)}, checks=(Check("step " * 100),))
    assert max(map(len, payload_text(payload, 40).splitlines())) <= 40


def test_every_text_is_cleaned():
    payload = Payload("x", said={"call": Said("x", links=(Reference("x", "x"),))}, changes=(Commit("x", "x", "x", "x"),), annotations={"k": "x"})
    assert "'x'" not in repr(cleaned(payload, lambda text: text.replace("x", "…")))


def test_a_page_in_another_repository_answers_by_its_catalogue():
    page = ImportedPage("alerts/Slow.md", "plan", answers={"impact": "People leave.", "call": "The shop."})
    inventory = Inventory("shop", urls=("https://github.com/o/shop",), branch="main", pages={page.path: page})
    alert = Alert("Slow", Location("a.yaml"), "a.yaml", annotations={"summary": "slow"})
    world = World(date(2026, 9, 1), alerts=(alert,), imports={"shop": inventory})
    payload = build_payload(world, AlertPage(alert, AlertState.RESOLVED, None, page.path, "top", "shop"))
    assert payload.page_url == "https://github.com/o/shop/blob/main/alerts/Slow.md#top"
    assert {name: (said.text, said.source) for name, said in payload.said.items()} == {
        "what_broke": ("slow", "alert"),
        "impact": ("People leave.", "page"),
        "call": ("The shop.", "page"),
    }
