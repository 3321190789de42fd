"""The site for machines: api/*.json of a small tree to the letter, by their schemas, and nothing that must not leave."""

import json

import jsonschema
import pytest
from conftest import Repo

from runbook_lint.parse.schema import load_schema

TODAY = "2026-11-21"
FILES = {
    "runbook-lint.toml": '[site]\nname = "Gannet"\nurl = "https://runbooks.example/ops"\n',
    "services/teams.yaml": "teams:\n  PURSER: {name: Purser, chat: '#purser', rota: https://rota.example/purser}\n",
    "services/pay/service.yaml": (
        "service: SVC-PAY\nname: Pay\nteam: PURSER\nowner: PURSER\ntier: 1\nlast_reviewed: 2026-09-01\n"
        "depends_on: [SVC-BANK, SVC-NOBODY]\n"
        "contacts: {escalation: [PURSER]}\nlinks: {dashboard: 'https://grafana.example/d/pay'}\ntags: [money]\n"
    ),
    "services/bank/service.yaml": (
        "service: SVC-BANK\nteam: OTHERS\ndescription: <b>Not</b> ours\ncontacts: {chat: {production: '#bank'}}\n"
    ),
    "services/pay/alerts/pay.rules.yaml": (
        "groups:\n  - name: pay\n    rules:\n"
        "      - alert: PaySlow\n        expr: up == 0\n        labels: {severity: page, pod: '{{ $labels.pod }}'}\n"
        "        annotations: {runbook_url: services/pay/alerts/PaySlow.md#first-look}\n"
        "      - alert: PayGone\n        expr: up == 0\n        labels: {severity: odd}\n"
    ),
    "services/pay/alerts/PaySlow.md": (
        "---\nlast_reviewed: 2026-10-01\nreviewed_by: mlindqvist\n---\n# PaySlow\n\n"
        "- **Meaning**: cards take ten seconds\n\n## First look\n\n## Mitigation\n\n- Restart it.\n"
    ),
    "postmortems/2026/INC-7-slow.md": (
        "---\nincident: INC-7\ntitle: Slow\nseverity: SEV-2\nstatus: reviewed\nservices: [SVC-PAY]\n"
        "started: 2026-09-02T10:00:00+00:00\n---\n# INC-7: Slow\n\n## Action items\n\n"
        "| ID | Action | Type | Owner | Due | State |\n|---|---|---|---|---|---|\n"
        "| A1 | Look at it | detect | PURSER | 2026-11-01 | accepted |\n"
    ),
}  # fmt: skip
HEAD = {"version": 1, "name": "Gannet", "site": "https://runbooks.example/ops", "today": TODAY, "commit": ""}


def api(repo: Repo, name: str) -> dict:
    return json.loads((repo.root / f".runbook_lint_site/docs/api/{name}.json").read_text())


def generated(repo: Repo) -> Repo:
    done = repo.run("site", "generate", "--today", TODAY)
    assert (done.code, done.err) == (0, "")
    return repo


def test_the_catalogue(repo):
    service = {
        "name": "", "description": "", "lifecycle": "", "tier": None, "owner": "", "links": {}, "depends_on": [], "tags": [],
    }  # fmt: skip
    alert = {"service": "SVC-PAY", "team": "PURSER", "group": "pay", "file": "services/pay/alerts/pay.rules.yaml"}
    assert api(generated(repo.write(FILES)), "catalog") == {
        **HEAD,
        "services": [
            {
                **service,
                "id": "SVC-BANK",
                "description": "<b>Not</b> ours",
                "team": "OTHERS",
                "contacts": {"chat": {"production": "#bank"}, "rota": "", "escalation": [], "phone": ""},
                "source": "services/bank/service.yaml",
                "address": "services/SVC-BANK/",
            },
            {
                **service,
                "id": "SVC-PAY",
                "name": "Pay",
                "tier": 1,
                "team": "PURSER",
                "owner": "PURSER",
                "contacts": {
                    "chat": {"": "#purser"},
                    "rota": "https://rota.example/purser",
                    "escalation": ["PURSER"],
                    "phone": "",
                },
                "links": {"dashboard": "https://grafana.example/d/pay"},
                "depends_on": ["SVC-BANK", "SVC-NOBODY"],
                "tags": ["money"],
                "source": "services/pay/service.yaml",
                "address": "services/SVC-PAY/",
            },
        ],
        "teams": [
            {
                "id": "PURSER",
                "name": "Purser",
                "chat": "#purser",
                "rota": "https://rota.example/purser",
                "address": "teams/PURSER/",
            }
        ],
        "alerts": [
            {
                **alert,
                "name": "PayGone",
                "tier": "",
                "severity": "odd",
                "labels": {"severity": "odd"},
                "state": "missing",
                "address": "alerts/PayGone/",
                "page": "",
            },
            {
                **alert,
                "name": "PaySlow",
                "tier": "page",
                "severity": "page",
                "labels": {"severity": "page"},
                "state": "resolved",
                "address": "alerts/PaySlow/",
                "page": "alerts/PaySlow/#first-look",
            },
        ],
    }


def test_the_pages(repo):
    found = api(generated(repo.write(FILES)), "pages")
    made = {"source": "", "service": "", "last_reviewed": None, "reviewed_by": "", "review_due": None, "answers": {}}
    assert {key: value for key, value in found.items() if key != "pages"} == HEAD
    assert [(each["address"], each["kind"], each["title"], each["source"]) for each in found["pages"]] == [
        ("", "section", "Home", ""),
        ("actions/", "section", "Actions", ""),
        ("alerts/", "section", "Alerts", ""),
        ("alerts/PayGone/", "alert", "PayGone", ""),
        ("alerts/PaySlow/", "plan", "PaySlow", "services/pay/alerts/PaySlow.md"),
        ("coverage/", "section", "Coverage", ""),
        ("dependencies/", "section", "Dependencies", ""),
        ("freshness/", "section", "Freshness", ""),
        ("postmortems/", "section", "Postmortems", ""),
        ("postmortems/2026/INC-7-slow/", "postmortem", "INC-7: Slow", "postmortems/2026/INC-7-slow.md"),
        ("scenarios/", "section", "Scenarios", ""),
        ("services/", "section", "Services", ""),
        ("services/SVC-BANK/", "service", "SVC-BANK", ""),
        ("services/SVC-PAY/", "service", "Pay", ""),
        ("tags/", "section", "Tags", ""),
        ("teams/", "section", "Teams", ""),
        ("teams/PURSER/", "team", "Purser", ""),
    ]
    by_address = {each["address"]: each for each in found["pages"]}
    assert by_address[""] == {**made, "address": "", "kind": "section", "title": "Home"}
    assert by_address["alerts/PaySlow/"] == {
        "address": "alerts/PaySlow/",
        "kind": "plan",
        "title": "PaySlow",
        "service": "SVC-PAY",
        "source": "services/pay/alerts/PaySlow.md",
        "last_reviewed": "2026-10-01",
        "reviewed_by": "mlindqvist",
        "review_due": "2026-12-30",
        "answers": {"what_broke": "cards take ten seconds", "try_first": "Restart it.", "call": "PURSER"},
    }


def test_the_actions_are_those_of_the_command(repo):
    generated(repo.write(FILES))
    printed = repo.run("postmortem", "actions", "--all", "--format", "json", "--today", TODAY)
    assert api(repo, "actions") == json.loads(printed.out)
    assert [each["key"] for each in api(repo, "actions")["actions"]] == ["INC-7-A1"]


@pytest.mark.parametrize(("file", "schema"), [("catalog", "site-catalog"), ("pages", "site-pages"), ("actions", "actions")])
def test_each_keeps_its_schema(repo, file, schema):
    rules = load_schema(schema)
    checker = jsonschema.Draft202012Validator(rules, format_checker=jsonschema.FormatChecker())
    checker.validate(api(generated(repo.write(FILES)), file))
    assert json.loads(repo.run("schema", schema).out) == rules


def test_the_catalogue_can_be_read_like_an_exported_one(repo):
    """What stands in both has the same name and meaning; only a tier that nobody gives is told otherwise."""
    table = api(generated(repo.write(FILES)), "catalog")
    exported = json.loads(repo.run("export").out)
    for key in ("id", "name", "tier", "owner"):
        assert {each[key] for each in exported["services"] if key in each} <= {each[key] for each in table["services"]}
    assert [each["name"] for each in table["alerts"]] == [each["name"] for each in exported["alerts"]]


def test_the_pages_are_those_that_are_built(repo):
    generated(repo.write({**FILES, "README.md": "# Read me\n", "services/index.md": "# Mine\n"}))
    docs = repo.root / ".runbook_lint_site/docs"
    there = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    told = {each["address"] for each in api(repo, "pages")["pages"]}
    addresses = {path.removesuffix("index.md").removesuffix(".md") + "/" * (not path.endswith("index.md")) for path in there}
    assert addresses - told == set()


SECRET = "ghp_" + "R4nd0mT0k3nV4lu3F0rTh1sT3stOnlyA9z8Q7"[:36]


def test_what_must_not_leave_is_not_there(repo):
    plan = f"# PaySlow\n\n- **Meaning**: the key {SECRET} is refused\n"
    hidden = FILES["postmortems/2026/INC-7-slow.md"].replace("incident: INC-7", "visibility: restricted\nincident: INC-7")
    repo.write({**FILES, "services/pay/alerts/PaySlow.md": plan, "postmortems/2026/INC-7-slow.md": hidden})
    repo.write({"runbook-lint.toml": '[site]\nexclude = ["notes/"]\n', "notes/own.md": "# Own notes\n"})
    generated(repo)
    folder = repo.root / ".runbook_lint_site/docs/api"
    text = "".join((folder / f"{name}.json").read_text() for name in ("catalog", "pages", "actions"))
    assert [word for word in (SECRET, "INC-7", "Look at it", "own.md", "Own notes") if word in text] == []
    answers = {each["address"]: each["answers"] for each in api(repo, "pages")["pages"]}
    assert answers["alerts/PaySlow/"]["what_broke"] == "the key … is refused"
