"""A postmortem written from flags, answers, git and the catalogue: at the right place, and nothing of another lost."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from runbook_lint.app import write
from runbook_lint.model.document import Kind
from runbook_lint.model.settings import Settings
from runbook_lint.parse.config import read_config
from runbook_lint.parse.drafting.incident_place import slug
from runbook_lint.parse.postmortems import read_postmortem
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

TODAY = ("--today", "2026-09-01")
MANIFEST = "service: SVC-{0}\nname: {1}\nteam: SHOP\nowner: jtsimmons\ntier: 2\nlast_reviewed: 2026-08-01\ncontacts: {{rota: 'https://rota.example/shop'}}\n"
RULES = """groups:
  - name: cart
    rules:
      - alert: CartSlow
        expr: p95 > 2
        labels: {severity: page, service: SVC-CART}
        annotations: {summary: The cart is slow, runbook_url: services/cart/alerts/CartSlow.md}
"""
RUNBOOK = (
    "---\nservice: SVC-CART\nlast_reviewed: 2026-08-01\n---\n# Cart\n\n- **What broke**: the cart.\n- **Impact**: no sales.\n"
    "- **Verify**: ask it.\n- **Try first**: restart it.\n- **Call**: the shop, see [the plan](alerts/CartSlow.md).\n\n"
    "## Symptoms\n\nIt is down.\n\n## Checks\n\n- [ ] Is it up?\n\n## Known fixes\n\n- [ ] Restart it.\n"
)
PLAN = RUNBOOK.replace("# Cart", "# CartSlow").replace("Symptoms", "Meaning").replace("Known fixes", "Mitigation").replace(
    "alerts/CartSlow.md", "../runbook.md"
) + "\n## False positives\n\nNone so far.\n"
EARLIER = (
    "---\nincident: INC-3\ntitle: The cart lost its sessions in Redis\nkind: incident\nseverity: SEV-3\nstatus: reviewed\n"
    "services: [SVC-CART]\nstarted: 2026-03-05T10:00:00+00:00\nalerts: [CartSlow]\n---\n# INC-3\n\n"
    "## Summary\n\nA Redis failover dropped the sessions of everybody who was paying.\n"
)
FILES = {
    "services/cart/service.yaml": MANIFEST.format("CART", "Cart") + "depends_on: [SVC-PAY]\nwatch: ['apps/cart/**']\n",
    "services/pay/service.yaml": MANIFEST.format("PAY", "Payments"),
    "services/web/service.yaml": MANIFEST.format("WEB", "Web shop") + "depends_on: [SVC-CART]\n",
    "services/app/service.yaml": MANIFEST.format("APP", "Phone app") + "depends_on: [SVC-WEB]\n",
    "services/teams.yaml": "teams: {SHOP: {name: The *Shop*, members: [jtsimmons, onwosu]}}\npeople: {jtsimmons: {name: Jo Simmons}, onwosu: {name: Obi Nwosu}, gone: {name: Gone, former: true}}\n",
    "services/cart/runbook.md": RUNBOOK,
    "services/cart/alerts/cart.rules.yaml": RULES,
    "services/cart/alerts/CartSlow.md": PLAN,
    "postmortems/2026/INC-3-redis.md": EARLIER,
}
STARTED = ("--started", "2026-08-31T10:00+00:00")
FLAGS = ("--incident", "INC-7", "--title", "Cart sessions gone after a Redis failover", "--severity", "sev2", "--service", "Cart", *STARTED)
NEW = ("postmortem", "new")
PATH = "postmortems/2026/INC-7-cart-sessions-gone-after-a-redis-failover.md"
TEXT = """---
incident: INC-7
title: Cart sessions gone after a Redis failover
kind: incident
severity: SEV-2
status: draft
services: [SVC-CART]
started: 2026-08-31T10:00+00:00
detected: 2026-08-31T12:04+02:00
acknowledged: # such as 2026-01-31T14:05+00:00
mitigated: # such as 2026-01-31T14:05+00:00
resolved: 2026-08-31T11:30+00:00
commander: jtsimmons
facilitator: # leads the review; somebody who took no part
alerts: [CartSlow]
ticket: "https://tickets.example/INC-7"
visibility: public
runbooks: # take out those that nobody opened
  - path: services/cart/alerts/CartSlow.md
    used: # true or false
    adequate: # did it help? true or false
    change: # what was changed in it since, or why nothing was
  - path: services/cart/runbook.md
    used:
    adequate:
    change:
---

# INC-7: Cart sessions gone after a Redis failover

Review due by 2026-09-30, 30 days after the incident (SEV-2).

## Summary

TODO: what broke, for whom, for how long, and how it ended, in three sentences that a newcomer understands

## Timeline

Times are UTC, on 31 August 2026. Who did what is told by role.

| Time (UTC) | Who | What |
|---|---|---|
| 10:00 |  | It begins. TODO: the first sign, seen afterwards in graphs or logs |
| 10:04 |  | Noticed. TODO: by which alert or by whom |
| 11:30 |  | It is over. TODO: how that was known |

## Impact

- TODO: who noticed what, counted: people, requests, money, minutes

## Detection

TODO: how we came to know, how long that took, and what would tell us sooner

## Mitigation

TODO: what made it hurt less, and what led to that step

## Resolution

TODO: what ended it for good, and what is still provisional

## Root causes and contributing factors

- TODO: a condition without which it would not have happened
- TODO: a condition that made it worse or longer; look at design, work and words, and never at who was on shift

## Lessons learned

- What went well: TODO: what helped, so that we keep it
- What was hard: TODO: what slowed people down who did their work with what they knew
- Where we were lucky: TODO: what happened to go right, and might not next time

## Preventative measures

TODO: what makes this whole kind of failure rarer, beyond the single actions

## Action items

| ID | Action | Type | Owner | Due | State | Ticket/Evidence |
|---|---|---|---|---|---|---|
| A1 | TODO | TODO | TODO | TODO | proposed | |

<!-- An action: one change, the verb first, that somebody can finish and see to be finished.
Types: mitigate, prevent, detect, process, repair, investigate, other.
States: proposed, accepted, in-progress, done, verified, declined (with the reason). -->

## Supporting information

Gathered on 2026-09-01, by machine: it says what there is, not why anything happened.

### Services

- [Cart](../../services/cart/service.yaml), tier 2, owned by The \\*Shop\\*, jtsimmons. Needed by SVC-WEB, and through them by 1 more.

### Alerts and pages

- `CartSlow`: [its page](../../services/cart/alerts/CartSlow.md)
- [services/cart/runbook.md](../../services/cart/runbook.md)

### What changed in the 48 hours before

Candidates to look at, the incident's own services first, the newest first. None of them is a cause because it stands here.

| When (UTC) | Commit | What | Service |
|---|---|---|---|
| 2026-08-31 09:00 | `{late}` | Sessions \\| in \\*Redis\\* | SVC-CART |
| 2026-08-30 08:00 | `{early}` | Cart code \\[INC-7\\] | SVC-CART |
| 2026-08-31 09:30 | `{other}` | New provider | SVC-PAY |

### Commits, branches and pull requests

- commit `{early}`: Cart code \\[INC-7\\]
- branch `fix/inc-7-sessions`

### Earlier incidents that read alike

Ranked by the rare words that both have; a high number means many of them, and nothing else.

- [INC-3](INC-3-redis.md), The cart lost its sessions in Redis (2026-03-05): {score}, by {words}
"""


@pytest.fixture
def shop(repo):
    return repo.write(FILES)


@pytest.fixture
def history(shop, monkeypatch):
    """A repository in which things changed before 31 August, 10:00."""
    shop.git("init", "-q", "-b", "main")

    def commit(when: str, message: str, files: dict[str, str]) -> str:
        shop.write(files)
        shop.git("add", "-A")
        monkeypatch.setenv("GIT_COMMITTER_DATE", when)
        shop.git("commit", "-q", "--date", when, "-m", message)
        return shop.git("rev-parse", "--short", "HEAD").strip()

    commit("2026-08-01T08:00:00Z", "Everything", {})
    shop.early = commit("2026-08-30T08:00:00Z", "Cart code [INC-7]", {"apps/cart/main.py": "1\n"})
    commit("2026-08-31T08:30:00Z", "Elsewhere", {"services/web/notes.txt": "1\n"})
    shop.late = commit("2026-08-31T09:00:00Z", "Sessions | in *Redis*", {"services/cart/notes.txt": "1\n", "services/pay/notes.txt": "1\n"})
    shop.other = commit("2026-08-31T09:30:00Z", "New provider", {"services/pay/notes.txt": "2\n"})
    commit("2026-08-31T10:30:00Z", "While it burnt", {"services/cart/notes.txt": "2\n"})
    shop.git("branch", "fix/inc-7-sessions")
    return shop


def made(done) -> dict:
    assert (done.code, done.err) == (0, "")
    (only,) = json.loads(done.out)["made"]
    return only


def parsed(repo, path):
    """The new page as the parser reads it."""
    world = build_world(tree_of({path: (repo.root / path).read_text()}), Settings(), date(2026, 9, 1))
    return read_postmortem(world.documents[path], world.settings)


def test_the_whole_page(history):
    more = ("--detected", "2026-08-31T12:04+02:00", "--resolved", "2026-08-31 11:30 UTC", "--alert", "cartslow")
    done = history.run(*NEW, *FLAGS, *more, "--commander", "Jo Simmons", "--ticket", "https://tickets.example/INC-7", *TODAY)
    told = "written; answer what is marked TODO; the review is due by 2026-09-30"
    assert (done.code, done.err, done.out) == (0, "", f"{PATH}: {told}\n")
    text = (history.root / PATH).read_text()
    score, words = re.search(r"\(2026-03-05\): ([\d.]+), by (.*)\n", text).groups()
    assert set(words.split(", ")) == {"SVC-CART", "CartSlow", "cart", "redis", "sessions", "failover"}
    expected = TEXT
    for name, value in (("late", history.late), ("early", history.early), ("other", history.other), ("score", score), ("words", words)):
        expected = expected.replace(f"{{{name}}}", value)
    assert text == expected


def test_what_json_says(history):
    assert made(history.run(*NEW, *FLAGS, "--json", *TODAY)) == {
        "kind": "postmortem",
        "path": PATH,
        "todo": 13,
        "next": "answer what is marked TODO; the review is due by 2026-09-30",
        "notes": [],
        "incident": "INC-7",
        "title": "Cart sessions gone after a Redis failover",
        "severity": "SEV-2",
        "services": ["SVC-CART"],
        "review_due": "2026-09-30",
        "form": "postmortem",
        "runbooks": ["services/cart/runbook.md"],
        "timeline": 1,
        "actions": 0,
        "changes": [
            {"id": history.late, "services": ["SVC-CART"]},
            {"id": history.early, "services": ["SVC-CART"]},
            {"id": history.other, "services": ["SVC-PAY"]},
        ],
        "similar": [{"incident": "INC-3", "path": "postmortems/2026/INC-3-redis.md", "score": 1.9, "words": ["redis", "sessions", "cart", "failover", "SVC-CART"]}],
    }


def found(repo, path, *options):
    done = repo.run("check", "--format", "json", *options, path)
    return [f"{each['line']}: {each['name']}: {each['message']}" for each in json.loads(done.out)["findings"]]


def answered(text: str) -> str:
    """The page as somebody fills it in who answers every question with a sentence."""
    text = text.replace("status: draft", "status: in-review").replace("commander:\n", "commander: jtsimmons\n")
    text = re.sub(r"facilitator:.*", "facilitator: onwosu", text).replace("ticket: #", "ticket: https://tickets.example/INC-7 #")
    for name, clock in (("detected", "10:05"), ("acknowledged", "10:06"), ("mitigated", "10:30"), ("resolved", "11:00")):
        text = re.sub(rf"^{name}: #.*", f"{name}: 2026-08-31T{clock}:00+00:00", text, flags=re.MULTILINE)
    text = re.sub(r"used:.*", "used: true", text)
    text = re.sub(r"adequate:.*", "adequate: true", text)
    text = re.sub(r"change:.*", "change: None needed", text)
    text = re.sub(r"\| A1 \| .*", "| A1 | Keep sessions in two places | prevent | onwosu | 2026-10-01 | accepted | |", text)
    return re.sub(r"TODO: (.*)", lambda match: "The sessions were kept in one place only, number " + str(match.start()) + (" |" if match[0].endswith("|") else "."), text)


@pytest.mark.parametrize(
    ("form", "strict"),
    [("postmortem", True), ("short", False), ("google", False), ("near-miss", True)],
)
def test_only_placeholders_are_found_in_it_and_nothing_once_they_are_answered(shop, form, strict):
    """In every form; the two long ones also please every rule there is."""
    path = made(shop.run(*NEW, *FLAGS, "--form", form, "--alert", "CartSlow", "--json", *TODAY))["path"]
    page = shop.root / path
    assert found(shop, path) == []  # a draft has gaps
    page.write_text(page.read_text().replace("status: draft", "status: in-review"))
    assert {line.split(": ")[1] for line in found(shop, path)} == {"placeholder-left"}
    if form == "postmortem":
        assert {line.split(": ")[1] for line in found(shop, path, "--select", "ALL")} == {"placeholder-left"}
    page.write_text(answered(page.read_text()))
    assert "TODO" not in page.read_text()
    assert found(shop, path, *(("--select", "ALL") if strict else ())) == []


@pytest.mark.parametrize("form", ["postmortem", "short", "google", "near-miss"])
def test_what_a_form_asks_for_is_no_action_yet(shop, form):
    assert shop.run(*NEW, *FLAGS, "--form", form, *TODAY).code == 0
    assert shop.run("postmortem", "actions", *TODAY).out == "No action items.\n"


def test_a_near_miss(shop):
    told = made(shop.run(*NEW, *FLAGS[:4], "--kind", "near-miss", "--service", "SVC-CART", "--detected", "2026-08-31T10:00Z", "--json", *TODAY))
    page = parsed(shop, told["path"])
    assert (told["form"], page.kind, page.severity, page.day) == ("near-miss", "near-miss", "", date(2026, 8, 31))
    text = (shop.root / told["path"]).read_text()
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == [
        "Summary", "What caught it early", "What would have happened", "Timeline", "Mitigation and resolution",
        "Contributing factors", "Lessons learned", "How to make it repeatable", "Action items", "Supporting information",
    ]  # fmt: skip


HOSTILE = [
    ("{{ 7 * 7 }} and {% raw %}", "INC-7-7-7-and-raw"),
    ("../../../etc/passwd", "INC-7-etc-passwd"),
    ("..", "INC-7"),
    ("one\ntwo: [three\n---\n# four", "INC-7-one-two-three-four"),
    ("key: value # no comment", "INC-7-key-value-no-comment"),
    ("'quoted' \"twice\" \\ back", "INC-7-quoted-twice-back"),
    ("<script>alert(1)</script>", "INC-7-script-alert-1-script"),
    ("a | b || c", "INC-7-a-b-c"),
    ("- *one* _two_ `three` [four](five) ![six](seven)", "INC-7-one-two-three-four-five-six-seven"),
    ("yes", "INC-7-yes"),
    ("2026-08-01", "INC-7-2026-08-01"),
    ("[a, b]", "INC-7-a-b"),
    ("&amp; &lt; %s {0}", "INC-7-amp-lt-s-0"),
    ("Größe läuft über", "INC-7-grosse-lauft-uber"),
    ("予約が止まった", "INC-7"),
    ("x" * 200, "INC-7-" + "x" * 60),
    ("word " * 30, "INC-7-" + "word-" * 11 + "word"),
    ("<%= `id` %>", "INC-7-id"),
]


@pytest.mark.parametrize(("title", "stem"), HOSTILE, ids=[title[:12].strip() for title, _ in HOSTILE])
def test_a_hostile_title_is_a_title(shop, title, stem):
    path = made(shop.run(*NEW, "--incident", "INC-7", "--title", title, "--severity", "1", "--service", "SVC-CART", *STARTED, "--json", *TODAY))["path"]
    assert path == f"postmortems/2026/{stem}.md"
    page, told = parsed(shop, path), " ".join(title.split())
    assert (page.title, page.incident, page.status) == (told, "INC-7", "draft")
    world = build_world(tree_of({path: (shop.root / path).read_text()}), Settings(), date(2026, 9, 1))
    document = world.documents[path]
    assert document.headings[0].text == f"INC-7: {told}"
    assert [heading.text for heading in document.headings if heading.level == 2][:2] == ["Summary", "Timeline"]
    assert found(shop, path, "--select", "ALL") == []


def test_what_hides_in_a_title_is_taken_out(shop):
    told = made(shop.run(*NEW, "--incident", "INC-7", "--title", "a\u202eb\u200b c\x07 \U0001f468\u200d\U0001f373", "--severity", "1", "--service", "SVC-CART", *STARTED, "--json", *TODAY))
    assert told["title"] == "ab c \U0001f468\u200d\U0001f373"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "without a terminal nothing can be asked; give --incident, --title, --severity, --service, --started"),
        (("--kind", "near-miss", "--title", "x"), "without a terminal nothing can be asked; give --incident, --service, --started"),
        (("--incident", "INC-3"), "--incident: INC-3 has a postmortem: postmortems/2026/INC-3-redis.md; nothing was changed"),
        (("--incident", "inc-3"), "--incident: INC-3 has a postmortem: postmortems/2026/INC-3-redis.md; nothing was changed"),
        (("--incident", "../INC-9"), "--incident: ../INC-9 is no id of an incident (ids.incident: INC-[0-9]+)"),
        (("--title", "x" * 201), "--title: 201 characters; a title has at most 200"),
        (("--title", "\u200b"), "--title: a title has letters"),
        (("--severity", "SEV-9"), "--severity: no severity SEV-9; there are SEV-0, SEV-1, SEV-2, SEV-3, SEV-4, SEV-5"),
        (("--severity", "bad"), "--severity: no severity bad; there are SEV-0, SEV-1, SEV-2, SEV-3, SEV-4, SEV-5"),
        (("--service", "SVC-CRAT"), "--service: no service SVC-CRAT; did you mean SVC-CART?"),
        (("--service", "Paymnts"), "--service: no service Paymnts; did you mean Payments?"),
        (("--service", "zebra"), "--service: no service zebra; none of the 4 in the catalogue is called so"),
        (("--alert", "CartSlwo"), "--alert: no alert CartSlwo; did you mean CartSlow?"),
        (("--commander", "jtsimons"), "--commander: no person jtsimons; did you mean jtsimmons?"),
        (("--facilitator", "gone"), "--facilitator: gone has left; name somebody who is here"),
        (("--started", "2026-08-31 10:00"), "--started: 2026-08-31 10:00 has no offset; write 2026-08-31T10:00+00:00 for UTC, or with the offset of the clock it was read from"),
        (("--started", "10:00"), "--started: 10:00 has no date; write it with its offset, such as 2026-11-17T16:55+00:00"),
        (("--started", "2026-08-31"), "--started: 2026-08-31 is no time; write it with its offset, such as 2026-11-17T16:55+00:00"),
        (("--started", "yesterday"), "--started: yesterday is no time; write it with its offset, such as 2026-11-17T16:55+00:00"),
        (("--detected", "2026-13-45T99:99Z"), "--detected: 2026-13-45T99:99Z is no time; write it with its offset, such as 2026-11-17T16:55+00:00"),
        (("--resolved", "2031-01-01T10:00Z"), "--resolved: 2031-01-01T10:00Z lies in the future"),
        ((*FLAGS, "--resolved", "2026-08-31T09:00Z"), "--resolved 2026-08-31T09:00:00+00:00 lies before --started 2026-08-31T10:00:00+00:00"),
        ((*FLAGS, "--form", "gogle"), "--form gogle: no such template; did you mean google?"),
        ((*FLAGS, "--form", "runbook"), "--form runbook: no such template; see `runbook-lint template list`"),
        ((*FLAGS, "--form", "_head"), "--form _head: no such template; see `runbook-lint template list`"),
        ((*FLAGS, "--form", "../../etc/passwd"), "--form ../../etc/passwd: no such template; see `runbook-lint template list`"),
        ((*FLAGS, "--output", "docs/x.md"), "--output docs/x.md: no postmortem by the layout (layout.postmortems: postmortems/*/*.md)"),
        ((*FLAGS, "--output", "postmortems/2026/INC-3-redis.md"), "postmortems/2026/INC-3-redis.md: is there already; nothing was changed"),
        ((*FLAGS, "--timeline", "nowhere.txt"), "--timeline nowhere.txt: cannot be read: No such file or directory"),
        ((*FLAGS, "--from", "nowhere.json"), "--from nowhere.json: cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_what_is_refused(shop, arguments, message):
    before = sorted(shop.root.rglob("*"))
    done = shop.run(*NEW, *arguments, *TODAY)
    assert (done.code, done.out, done.err) == (2, "", f"runbook-lint: {message}\n")
    assert sorted(shop.root.rglob("*")) == before


def test_new_postmortem_is_the_same_command(shop):
    one = shop.run("new", "postmortem", *FLAGS, "--output", "-", *TODAY)
    two = shop.run(*NEW, *FLAGS, "--output", "-", *TODAY)
    assert (one.code, one.out) == (0, two.out)
    assert one.out.startswith("---\nincident: INC-7\n")
    assert not (shop.root / PATH).exists()


@pytest.mark.parametrize(
    ("config", "there", "path"),
    [
        ("", (), "postmortems/2026/INC-7-x.md"),
        ("", ("postmortems/2025/INC-1-a.md", "postmortems/2026/INC-2-b.md"), "postmortems/2026/INC-7-x.md"),
        ('[layout]\npostmortems = "postmortems/**/*.md"\n', ("postmortems/2025/03/INC-1-a.md",), "postmortems/2026/08/INC-7-x.md"),
        ('[layout]\npostmortems = "postmortems/*/*.md"\n', ("postmortems/2025-03/INC-1-a.md",), "postmortems/2026-08/INC-7-x.md"),
        ('[layout]\npostmortems = "incidents/**/*.md"\n', (), "incidents/INC-7-x.md"),
        ('[layout]\npostmortems = "incidents/*/*/*.md"\n', (), "incidents/2026/08/INC-7-x.md"),
        ('[layout]\npostmortems = "docs/pm/*.markdown"\n', (), "docs/pm/INC-7-x.markdown"),
        ('[layout]\npostmortems = ["!x", "INC*"]\n', (), "INC-7-x.md"),
        ('[layout]\npostmortems = "source/incidents/*.html.md.erb"\n', (), "source/incidents/INC-7-x.html.md.erb"),
        ('[layout]\npostmortems = "services/*/postmortems/*.md"\n', (), "services/cart/postmortems/INC-7-x.md"),
        ('[postmortems]\npath = "postmortems/{year}/{month}-{slug}-{incident}.md"\n', (), "postmortems/2026/08-x-INC-7.md"),
        ('[layout]\npostmortems = "postmortems/*/*.md"\n', ("postmortems/payments/INC-1.md", "postmortems/web/INC-2.md"), ""),
        ('[layout]\npostmortems = "PM2*"\n', (), ""),
    ],
)
def test_the_place_is_what_the_layout_says(repo, config, there, path):
    repo.write({name: text for name, text in FILES.items() if not name.startswith("postmortems/")})
    repo.write({"runbook-lint.toml": config, **dict.fromkeys(there, "# A page\n")})
    done = repo.run(*NEW, "--incident", "INC-7", "--title", "x", "--severity", "1", "--service", "SVC-CART", *STARTED, *TODAY)
    if path:
        assert (done.code, done.out.partition(": written")[0], done.err) == (0, path, "")
        assert parsed_kind(repo, path, config) is Kind.POSTMORTEM
    else:
        assert done.err == "runbook-lint: the layout has no one place for a postmortem; give --output PATH, or set postmortems.path\n"


def parsed_kind(repo, path, config):
    world = build_world(tree_of({path: (repo.root / path).read_text()}), read_config(config, (), "x"), date(2026, 9, 1))
    return world.documents[path].kind


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("postmortems/{yaer}/{slug}.md", "postmortems.path: {yaer} is no field of it; there are {year}, {month}, {incident}, {slug}"),
        ("postmortems/{year/{slug}.md", "postmortems.path: postmortems/{year/{slug}.md cannot be read: unexpected '{' in field name"),
        ("../{year}/{slug}.md", "postmortems.path: ../2026/x.md: no postmortem by the layout (layout.postmortems: postmortems/*/*.md)"),
        ("elsewhere/{slug}.md", "postmortems.path: elsewhere/x.md: no postmortem by the layout (layout.postmortems: postmortems/*/*.md)"),
    ],
)
def test_a_path_that_cannot_be_taken(shop, path, message):
    shop.write({"runbook-lint.toml": f'[postmortems]\npath = "{path}"\n'})
    done = shop.run(*NEW, "--incident", "INC-7", "--title", "x", "--severity", "1", "--service", "SVC-CART", *STARTED, *TODAY)
    assert (done.code, done.err) == (2, f"runbook-lint: {message}\n")


def test_a_page_that_erb_builds_runs_nothing(repo):
    repo.write({"runbook-lint.toml": '[layout]\npostmortems = "source/*.html.md.erb"\n'})
    done = repo.run(*NEW, "--incident", "INC-7", "--title", "<%= `id` %>", "--severity", "1", *STARTED, *TODAY)
    assert done.code == 0
    text = (repo.root / "source/INC-7-id.html.md.erb").read_text()
    assert re.findall(r"<%(?!%)", text) == []


@pytest.mark.parametrize(
    ("ids", "there", "new"),
    [
        ("", (), "INC-1"),
        ("", ("INC-3-a.md", "INC-9-b.md"), "INC-10"),
        ("", ("INC-0007-a.md",), "INC-0008"),
        ("", ("restricted.md",), "INC-41"),
        ('incident = "PM20[0-9]{2}-[0-9]{3}"\n', ("PM2026-009 - a page.md",), "PM2026-010"),
        ('incident = "PM20[0-9]{2}-[0-9]{3}"\n', ("PM2025-009 - a page.md",), "PM2026-001"),
        ('incident = "[0-9]{4}"\n', (), "0001"),
    ],
)
def test_the_next_free_id(repo, ids, there, new):
    pages = {name: "---\nincident: INC-40\nvisibility: restricted\n---\n# A secret\n" if name == "restricted.md" else "# A page\n" for name in there}
    repo.write({"runbook-lint.toml": f"[postmortems]\nlocal-ids = true\n[ids]\n{ids}", **{f"postmortems/2026/{name}": text for name, text in pages.items()}})
    told = made(repo.run(*NEW, "--title", "x", "--severity", "1", *STARTED, "--json", *TODAY))
    assert (told["incident"], told["path"]) == (new, f"postmortems/2026/{new}-x.md")


def test_an_id_that_cannot_be_counted(repo):
    repo.write({"runbook-lint.toml": '[postmortems]\nlocal-ids = true\n[ids]\nincident = "[a-z]+"\n'})
    done = repo.run(*NEW, "--title", "x", "--severity", "1", *STARTED, *TODAY)
    assert done.err == "runbook-lint: no id can be counted by ids.incident ([a-z]+); give --incident\n"


def test_six_at_once_take_six_ids(repo):
    repo.write({"runbook-lint.toml": "[postmortems]\nlocal-ids = true\n", "postmortems/2026/INC-4-a.md": "# A page\n"})
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda name: repo.run(*NEW, "--title", name, "--severity", "1", *STARTED, *TODAY), "abcdef"))
    assert [each.err for each in done] == [""] * 6
    names = sorted(path.name for path in (repo.root / "postmortems/2026").iterdir())
    assert [name.split("-")[1] for name in names] == ["10", "4", "5", "6", "7", "8", "9"]


def test_six_at_once_with_one_id_make_one_page(repo):
    repo.write({"runbook-lint.toml": ""})
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda name: repo.run(*NEW, "--incident", "INC-7", "--title", name, "--severity", "1", *STARTED, *TODAY), "abcdef"))
    assert sorted(each.code for each in done) == [0, 2, 2, 2, 2, 2]
    assert len(list((repo.root / "postmortems/2026").iterdir())) == 1


def test_a_place_that_cannot_be_written(shop):
    shop.write({"runbook-lint.toml": '[postmortems]\npath = "postmortems/{year}/x/{slug}.md"\n[layout]\npostmortems = "postmortems/**/*.md"\n', "postmortems/2026/x": "a file\n"})
    done = shop.run(*NEW, *FLAGS, *TODAY)
    assert (done.code, done.out) == (2, "")
    why = "cannot be written: a file stands in the place of a folder; nothing was changed"
    assert done.err == f"runbook-lint: postmortems/2026/x/cart-sessions-gone-after-a-redis-failover.md: {why}\n"


def test_a_write_that_is_cut_short_leaves_nothing(tmp_path, monkeypatch):
    """Between the last byte on disk and the name: only then would anybody see the page."""

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(write.os, "link", stopped)
    with pytest.raises(KeyboardInterrupt):
        write.create_file(tmp_path / "postmortems/2026/INC-7.md", b"text")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_killed_process_leaves_no_page(shop):
    """What lies beside the place is no page by the layout."""
    script = (
        "import os, signal, sys; from runbook_lint.app import write; from pathlib import Path\n"
        "write.os.link = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write.create_file(Path(sys.argv[1]), b'# INC-7\\n')\n"
    )
    subprocess.run([sys.executable, "-c", script, PATH], cwd=shop.root)
    assert not (shop.root / PATH).exists()
    assert made(shop.run(*NEW, *FLAGS, "--json", *TODAY))["path"] == PATH
    assert json.loads(shop.run("check", "--format", "json").out)["summary"]["documents"] == 4


def test_without_git_what_git_knows_is_left_out(shop):
    done = shop.run(*NEW, *FLAGS, *TODAY)
    assert done.out == (
        f"{PATH}: written; answer what is marked TODO; the review is due by 2026-09-30\n"
        "  no git repository: what changed before and who mentions the incident are left out\n"
    )
    assert "What changed" not in (shop.root / PATH).read_text()


def test_a_merge_counts_when_it_came_in(history, monkeypatch):
    history.git("checkout", "-q", "-b", "feature", "HEAD~5")
    history.write({"services/cart/new.txt": "1\n"})
    history.git("add", "-A")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-08-02T08:00:00Z")
    history.git("commit", "-q", "-m", "Long ago on a branch")
    history.git("checkout", "-q", "main")
    history.git("reset", "-q", "--hard", "HEAD~1")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-08-31T09:45:00Z")
    history.git("merge", "-q", "--no-ff", "-m", "Merge pull request #12 from feature", "feature")
    told = made(history.run(*NEW, *FLAGS, "--json", *TODAY))
    assert told["changes"][0]["services"] == ["SVC-CART"]
    assert "| 2026-08-31 09:45 |" in (history.root / told["path"]).read_text()
    assert "Long ago on a branch" not in (history.root / told["path"]).read_text()


def test_the_window_is_an_option(history):
    one = made(history.run(*NEW, *FLAGS, "--window", "1", "--json", "--output", "-", *TODAY))
    assert [each["services"] for each in one["changes"]] == [["SVC-CART"], ["SVC-PAY"]]
    assert "### What changed in the 1 hour before\n" in one["text"]


def test_restricted_ones_are_in_no_other_page(shop):
    secret = EARLIER.replace("INC-3", "INC-4").replace("status:", "visibility: restricted\nstatus:").replace("everybody who was paying", "MARKER")
    shop.write({"postmortems/2026/INC-4-secret.md": secret})
    told = made(shop.run(*NEW, *FLAGS, "--restricted", "--json", *TODAY))
    text = (shop.root / told["path"]).read_text()
    assert [each["incident"] for each in told["similar"]] == ["INC-3"]
    assert [word for word in ("MARKER", "INC-4") if word in text] == []
    assert told["path"] == "postmortems/2026/INC-7.md"  # a title in a path would be seen by all
    assert parsed(shop, told["path"]).restricted


def test_secrets_do_not_get_into_the_page(shop):
    secret = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]
    shop.write({"log.txt": f"2026-08-31T10:02Z curl -H 'Authorization: {secret}'\n"})
    done = shop.run(*NEW, *FLAGS[:3], f"Token {secret} lost", *FLAGS[4:], "--timeline", "log.txt", *TODAY)
    (page,) = (shop.root / "postmortems/2026").glob("INC-7*")
    assert done.code == 0
    assert secret not in page.read_text() + page.name + done.out + done.err


def test_a_timeline_is_taken_in(shop):
    shop.write({"log.txt": "10:02 The first page, see https://x.example/a_b|c\n2026-08-31T13:00+02:00 | over *now*\n"})
    told = made(shop.run(*NEW, *FLAGS, "--timeline", "log.txt", "--json", *TODAY))
    text = (shop.root / told["path"]).read_text()
    table = text.partition("|---|---|---|\n")[2].partition("\n\n")[0]
    assert table.splitlines()[:2] == ["| 10:00 |  | It begins |", "| 10:02 |  | The first page, see <https://x.example/a_b%7Cc> |"]
    page = parsed(shop, told["path"])
    assert ([entry.moment.at.strftime("%H:%M") for entry in page.timeline], page.unread) == (["10:00", "10:02", "11:00"], ())


def test_an_export_is_taken_in_and_flags_win(shop):
    export = {
        "incident": {
            "reference": "INC-7", "name": "Cart is slow", "severity": {"name": "Major"}, "mode": "standard",
            "incident_timestamp_values": [{"incident_timestamp": {"name": "Impact started at"}, "value": {"value": "2026-08-31T10:00:00Z"}}],
            "created_at": "2026-08-31T10:00:00Z",
        },
        "follow_ups": [{"title": "Add an index", "status": "outstanding", "external_issue_reference": {"issue_permalink": "https://tickets.example/SHOP-1"}}],
    }  # fmt: skip
    shop.write({"export.json": json.dumps(export)})
    told = made(shop.run(*NEW, "--from", "export.json", "--title", "Cart was slow", "--service", "Cart", *STARTED, "--json", *TODAY))
    assert (told["path"], told["severity"], told["actions"]) == ("postmortems/2026/INC-7-cart-was-slow.md", "SEV-2", 1)
    (action,) = parsed(shop, told["path"]).actions
    assert (action.text, action.ticket, action.owner, action.due) == ("Add an index", "https://tickets.example/SHOP-1", "", None)


def test_runbooks_elsewhere_are_named_too(shop):
    shop.write({"runbooks/till.md": RUNBOOK.replace("alerts/CartSlow.md", "../services/cart/alerts/CartSlow.md"), "runbooks/other.md": "# Other\n"})
    told = made(shop.run(*NEW, *FLAGS, "--json", *TODAY))
    assert told["runbooks"] == ["runbooks/till.md", "services/cart/runbook.md"]


def test_own_forms(shop):
    shop.write(
        {
            ".runbook-lint/templates/postmortem.md.j2": '{% extends "postmortem.md" %}\n{% block lessons %}\n## Lessons\n\n- TODO: ours\n\n{% endblock %}\n',
            ".runbook-lint/templates/postmortem-tiny.md.j2": "# {{ incident }}\n",
        }
    )
    own = made(shop.run(*NEW, *FLAGS, "--json", "--output", "-", *TODAY))["text"]
    there = [words for words in ("- TODO: ours", "What went well", "## Preventative measures") if words in own]
    assert there == ["- TODO: ours", "## Preventative measures"]
    assert made(shop.run(*NEW, *FLAGS, "--form", "tiny", "--json", "--output", "-", *TODAY))["text"] == "# INC-7\n"


def conversation(repo, *answers: str, arguments: tuple[str, ...] = ()) -> tuple[int, str]:
    """What a person at a terminal sees who types some lines; "\x03" is Ctrl-C."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "runbook_lint", *NEW, *arguments, *TODAY]
    command = ["sh", "-c", 'trap : INT; "$@"; code=$?; sleep 0.5; exit $code', "sh", *command]  # what ends a session may take its last words along
    process = subprocess.Popen(command, cwd=repo.root, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=lambda: __import__("fcntl").ioctl(0, __import__("termios").TIOCSCTTY, 0))
    os.close(slave)
    seen, waiting, until = b"", list(answers), time.monotonic() + 60
    while time.monotonic() < until:
        ready, _, _ = select.select([master], [], [], 0.3)
        if ready:
            try:
                seen += os.read(master, 65536)
            except OSError:
                break
        elif waiting and seen.rstrip().endswith((b":", b"]")):
            os.write(master, (waiting.pop(0) + "\n").encode().replace(b"\x03\n", b"\x03"))
        elif process.poll() is not None:
            break
    os.close(master)
    return process.wait(timeout=10), seen.decode().replace("\r\n", "\n")


def test_a_person_is_asked(history):
    history.git("config", "user.name", "Obi Nwosu")
    code, seen = conversation(history, "INC-3", "INC-7", "Cart is slow", "sev2", "Cart, SVC-PYA", "Cart, 3", "2026-08-31 10:00", "2026-08-31T10:00Z", "", "", "2", "Cart was slow", "")
    assert code == 0, seen
    for told in (
        "INC-3 has a postmortem: postmortems/2026/INC-3-redis.md",
        "no service SVC-PYA; did you mean SVC-PAY?",
        "2026-08-31 10:00 has no offset;",
        "Who led the response [onwosu]:",
        "  2  What happened, as a headline: Cart is slow",
        "postmortems/2026/INC-7-cart-was-slow.md: written; answer what is marked TODO; the review is due by 2026-09-30",
    ):
        assert told in seen
    page = parsed(history, "postmortems/2026/INC-7-cart-was-slow.md")
    assert (page.title, page.severity, page.services, page.commander) == ("Cart was slow", "SEV-2", ("SVC-CART", "SVC-PAY"), "onwosu")


def test_only_what_is_missing_is_asked(shop):
    code, seen = conversation(shop, "2", "", "", "", arguments=(*FLAGS[:4], *FLAGS[6:]))
    assert code == 0, seen
    assert "Id of the incident" not in seen
    assert parsed(shop, PATH).severity == "SEV-2"


def test_stopping_leaves_nothing(shop):
    code, seen = conversation(shop, "INC-7", "\x03")
    assert (code, "stopped" in seen) == (2, True), seen
    assert not (shop.root / PATH).exists()


@pytest.mark.parametrize(("title", "made_of_it"), [("Ærø & Øresund", "aero-oresund"), ("It's down", "its-down"), ("", ""), ("C++/CLI", "c-cli")])
def test_slugs(title, made_of_it):
    assert slug(title) == made_of_it


def test_the_first_day_of_the_calendar(shop):
    shop.git("init", "-q")
    flags = ("--incident", "INC-7", "--title", "Long ago", "--severity", "1", "--service", "Cart", "--started", "0001-01-01T00:00Z")
    done = shop.run(*NEW, *flags, "--output", "-", *TODAY)
    assert (done.code, done.out[:20]) == (0, "---\nincident: INC-7\n")


def test_a_long_subject_of_a_commit_is_cut(shop):
    shop.git("init", "-q")
    shop.git("commit", "-q", "--allow-empty", "-m", f"[INC-7] {'long ' * 1000}")
    done = shop.run(*NEW, *FLAGS, "--output", "-", *TODAY)
    line = next(line for line in done.out.splitlines() if "long long" in line)
    assert len(line) < 450
    assert line.endswith("long …")
