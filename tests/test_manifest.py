"""Manifests and teams.yaml: what is read from them, and what the schema says, to the letter."""

from datetime import date

import pytest

from runbook_lint.model.catalog import Contacts, Scenario
from runbook_lint.model.position import Location, Span
from runbook_lint.model.settings import Ids, Settings
from runbook_lint.model.tree import Tree
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

MANIFEST = "services/cart/service.yaml"
TEAMS = "services/teams.yaml"


def world(files, settings=None):
    tree = files if isinstance(files, Tree) else tree_of(files)
    return build_world(tree, settings or Settings(), date(2026, 9, 1))


def problems(text, path=MANIFEST, settings=None):
    """`line:column-end: message | help` of each problem in a file."""
    found = world({path: text}, settings).data_files[path].problems
    return [
        f"{each.span.line}:{each.span.column}-{each.span.end_column}: {each.message}"
        + (f" | {each.help}" if each.help else "")
        for each in found
    ]


KEYS = (
    "known keys: contacts, depends_on, description, last_reviewed, lifecycle, links, name, owner, review_in, reviewed_by, "
    "service, slo, tags, team, tier, watch; free keys start with x-"
)
FOREIGN = "if the file belongs to another tool, say which files are manifests in [layout] services"
EMPTY = "1:1-1: the file is empty | a manifest needs the key service, and team or owner"
START = "service: SVC-CART\nowner: jo\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [EMPTY]),
        ("# later\n", [EMPTY]),
        ("---\n", [EMPTY]),
        ("---\n---\n", [EMPTY]),
        ("- a\n", ["1:1-1: a manifest is a mapping of keys to values, not a list"]),
        ("cart\n", ["1:1-1: a manifest is a mapping of keys to values, not text"]),
        ("service: SVC-CART\n", ['1:1-1: one of the keys "team" and "owner" is required']),
        ("owner: jo\n", ['1:1-1: the key "service" is missing']),
        ("tier: 1\n", ['1:1-1: one of the keys "team" and "owner" is required', '1:1-1: the key "service" is missing']),
        ("service: SVC-CART\nteem: API\n",
         ['1:1-1: one of the keys "team" and "owner" is required', '2:1-5: unknown key "teem" | did you mean team?']),
        ("ports: [80]\n", [f'1:1-1: the key "service" is missing | {FOREIGN}']),
        ("service: cart\nports: [80]\n", [f'1:1-1: one of the keys "team" and "owner" is required | {FOREIGN}']),
        (START + "zzz: 1\n", [f'3:1-4: unknown key "zzz" | {KEYS}']),
        (START + "1: x\n", [f'3:1-2: unknown key "1" | {KEYS}']),
        ("service: cart\nteam: web\nowner: Jo S\n", [
            '1:10-14: "service" is "cart", which does not match the id pattern SVC-[A-Z0-9-]+ | rename it, or set your own pattern under [ids]',
            '2:7-10: "team" is "web", which does not match the id pattern [A-Z][A-Z0-9]+ | did you mean WEB?',
            '3:8-12: "owner" is "Jo S", which does not match the id pattern [A-Z][A-Z0-9]+|[a-z][a-z0-9]+ | rename it, or set your own pattern under [ids]']),
        ("service: svc-cart\nowner: jo\n",
         ['1:10-18: "service" is "svc-cart", which does not match the id pattern SVC-[A-Z0-9-]+ | did you mean SVC-CART?']),
        ("service: SVC-CART\nowner:\n", ['2:7-7: "owner" is empty, not text']),
        ("service: SVC-CART\nowner: ''\n",
         ['2:8-10: "owner" is "", which does not match the id pattern [A-Z][A-Z0-9]+|[a-z][a-z0-9]+ | rename it, or set your own pattern under [ids]']),
        ("service: 12\nowner: jo\n", ['1:10-12: "service" is a whole number, not text | put it in quotes']),
        (START + "tier: 5\n", ['3:7-8: "tier" is 5, not one of 1, 2, 3, 4']),
        (START + "tier: '1'\n", ['3:7-10: "tier" is "1", not one of 1, 2, 3, 4 | did you mean 1?']),
        (START + "tier: true\n", ['3:7-11: "tier" is true, not one of 1, 2, 3, 4']),
        (START + "tier:\n", ['3:6-6: "tier" is empty, not one of 1, 2, 3, 4']),
        (START + "tier: [1]\n", ['3:7-10: "tier" is [1], not one of 1, 2, 3, 4']),
        (START + "lifecycle: Production\n",
         ['3:12-22: "lifecycle" is "Production", not one of experimental, production, deprecated | did you mean production?']),
        (START + "last_reviewed: 01/08/2026\n",
         ['3:16-26: "last_reviewed" is "01/08/2026", not an ISO date such as 2026-08-01']),
        (START + "last_reviewed: 2026\n", ['3:16-20: "last_reviewed" is a whole number, not text | put it in quotes']),
        (START + "review_in: soon\n", ['3:12-16: "review_in" is "soon", not a duration such as 90 days']),
        (START + "review_in: 90\n", ['3:12-14: "review_in" is a whole number, not text | put it in quotes']),
        (START + "depends_on: SVC-PAY\n", ['3:13-20: "depends_on" is text, not a list']),
        (START + "depends_on: [SVC-PAY, SVC-PAY, pay]\n", [
            '3:23-30: "depends_on" names SVC-PAY twice',
            '3:32-35: "depends_on[2]" is "pay", which does not match the id pattern SVC-[A-Z0-9-]+ | rename it, or set your own pattern under [ids]']),
        (START + "contacts: '#cart'\n", ['3:11-18: "contacts" is text, not a mapping']),
        (START + "contacts:\n  rotas: x\n  chat: 3\n  escalation: API\n", [
            '4:3-8: unknown key "rotas" | did you mean rota?',
            '5:9-10: "chat" is a channel, or a mapping of environments to channels',
            '6:15-18: "contacts.escalation" is text, not a list']),
        (START + "contacts: {phone: 0441632960131}\n",
         ['3:19-32: "contacts.phone" is a whole number, not text | put it in quotes']),
        (START + "links: {ports: 80}\n", ['3:16-18: "links.ports" is a whole number, not text | put it in quotes']),
        (START + "slo: [99]\n", ['3:6-10: "slo" is a sentence, or a mapping of objectives']),
        (START + "owner: al\n", ['3:1-6: the key "owner" appears twice, first on line 2']),
        ("service: SVC-CART\r\nowner: jo\r\nteir: 1\r\n", ['3:1-5: unknown key "teir" | did you mean tier?']),
        ("\ufeffservice: SVC-CART\nownr: jo\n",
         ['1:1-1: one of the keys "team" and "owner" is required', '2:1-5: unknown key "ownr" | did you mean owner?']),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_manifest(text, expected):
    assert problems(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        START,
        "service: SVC-CART\nteam: API\n",
        "service: SVC-CART\nowner: API\n",
        "service: SVC-CART\nowner: user:default/jo.simmons\nteam: group:api\n",
        START + "x-anything: [1, {2: 3}]\ncontacts: {x-pager: 7}\n",
        START + "---\n",
        START + "---\nservice: SVC-PAY\nowner: jo\n",
        START + "last_reviewed: 2026-08-01\nreview_in: 6 Months\ntier: 4\n",
        START + "last_reviewed: 2026-99-01\n",  # what day it is, review-date-invalid judges
        START + "contacts: {chat: '#cart', rota: P1, escalation: [API], phone: '+44 1632'}\n",
        START + "contacts: {chat: {production: '#cart'}}\nslo: {availability: 99.9}\nlinks: {}\n",
        START + "depends_on: [SVC-PAY, 'component:default/pay']\nwatch: ['src/**']\ntags: [public]\n",
        "service: '${{ values.id }}'\nowner: '${{ values.owner }}'\n",
        "service: {{ id }}\nteam: {{ team }}\n",
        "{% if id %}\nservice: {{ id }}\n{% endif %}\n",
        "apiVersion: v1\nkind: Service\nmetadata: {name: cart}\n",
    ],
)
def test_what_is_right(text):
    assert problems(text) == []


def test_the_configured_ids_hold():
    settings = Settings(ids=Ids(service="[a-z-]+", team="team-[a-z]+", person=r"[a-z]+\.[a-z]+"))
    assert problems("service: cart\nteam: team-web\nowner: jo.simmons\ndepends_on: [pay-out]\n", settings=settings) == []
    assert problems("service: Cart\nteam: web\n", settings=settings) == [
        '1:10-14: "service" is "Cart", which does not match the id pattern [a-z-]+ | did you mean cart?',
        '2:7-10: "team" is "web", which does not match the id pattern team-[a-z]+ | rename it, or set your own pattern under [ids]',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1-1: the file is empty | it holds the keys teams, people and scenarios"]),
        ("- API\n", ["1:1-1: teams.yaml is a mapping with the keys teams, people and scenarios, not a list"]),
        ("team:\n  API:\n", ['1:1-5: unknown key "team" | did you mean teams?']),
        ("teams: [API, WEB]\n", ['1:8-18: "teams" is a list, not a mapping']),
        ("teams:\n- name: API\n  chat: '#api'\n", ['2:1-15: "teams" is a list, not a mapping']),
        ("teams:\n  api:\n  WEB: x\n", [
            '2:3-6: the name "api" does not match the id pattern [A-Z][A-Z0-9]+ | did you mean API?',
            '3:8-9: "teams.WEB" is text, not a mapping or empty']),
        ("teams:\n  API: {members: [Jo], codeowners: 3}\n", [
            '2:19-21: "teams.API.members[0]" is "Jo", which does not match the id pattern [a-z][a-z0-9]+ | did you mean jo?',
            '2:36-37: "codeowners" is a handle, or a list of handles']),
        ("people:\n  Jo: {}\n  al: {former: yes}\n", [
            '2:3-5: the name "Jo" does not match the id pattern [a-z][a-z0-9]+ | did you mean jo?',
            '3:16-19: "people.al.former" is text, not true or false | write true or false']),
        ("scenarios:\n  flood: {}\n  fire: {primary: API, third: WEB}\n", [
            '2:3-8: the key "primary" is missing',
            '3:24-29: unknown key "third" | known keys: chat, primary, rota, secondary; free keys start with x-']),
    ],
)  # fmt: skip
def test_what_is_wrong_with_teams(text, expected):
    assert problems(text, TEAMS) == expected


@pytest.mark.parametrize(
    "text",
    [
        "teams:\n  API:\n  WEB: {name: Web, chat: '#web', rota: P1, members: [jo], codeowners: ['@acme/web']}\n",
        "people:\n  jo:\n  al: {former: true, x-since: 2020}\n",
        "teams:\n- name: web\n  slack_channel: web\n- name: api\n",  # a list of another tool's
    ],
)
def test_teams_that_are_right(text):
    assert problems(text, TEAMS) == []


def test_a_service_as_it_is_read():
    text = (
        "service: SVC-CART\nname: Cart\ndescription: Holds what is bought.\nlifecycle: production\nteam: API\nowner: jo\n"
        "tier: 1\nlast_reviewed: 2026-08-01\nreview_in: 90 days\nreviewed_by: al\ndepends_on: [SVC-PAY]\nwatch: [src/**]\n"
        "contacts:\n  chat: {production: '#cart'}\n  rota: P1\n  escalation: [API]\n  phone: '1632'\n"
        "links: {logs: https://logs.example}\nslo: {latency: 95}\ntags: [public]\n"
    )
    (service,) = world({MANIFEST: text}).catalog.services
    assert (service.id, service.path, service.folder, service.source) == ("SVC-CART", MANIFEST, "services/cart", "native")
    assert (service.name, service.description, service.lifecycle) == ("Cart", "Holds what is bought.", "production")
    assert (service.team, service.owner, service.tier) == ("API", "jo", 1)
    assert (service.last_reviewed, service.review_in, service.reviewed_by) == ("2026-08-01", "90 days", "al")
    assert (service.depends_on, service.watch, service.tags) == (("SVC-PAY",), ("src/**",), ("public",))
    assert service.contacts == Contacts({"production": "#cart"}, "P1", ("API",), "1632")
    assert (service.links, service.slo) == ({"logs": "https://logs.example"}, {"latency": "95"})
    assert service.valid
    assert service.span("depends_on", 0) == Span(11, 14, 11, 21)


def test_a_chat_without_an_environment():
    (service,) = world({MANIFEST: START + "contacts: {chat: '#cart'}\n"}).catalog.services
    assert service.contacts.chat == {"": "#cart"}


def test_an_invalid_service_is_known_by_its_id():
    (service,) = world({MANIFEST: "service: SVC-CART\nownr: jo\ntier: high\n"}).catalog.services
    assert (service.id, service.valid, service.tier) == ("SVC-CART", False, None)


def test_teams_people_and_scenarios_as_they_are_read():
    catalog = world(
        {
            TEAMS: (
                "teams:\n  API: {name: The API, chat: '#api', rota: P1, members: [jo], codeowners: '@acme/api'}\n  WEB:\n"
                "people:\n  jo: {name: Jo}\n  al: {former: true}\n"
                "scenarios:\n  flood:\n    primary: API\n    chat: '#flood'\n"
            )
        }
    ).catalog
    api, web = catalog.teams.values()
    assert (api.id, api.name, api.chat, api.rota, api.members) == ("API", "The API", "#api", "P1", ("jo",))
    assert (api.codeowners, api.location) == (("@acme/api",), Location(TEAMS, Span(2, 3, 2, 6)))
    assert (web.id, web.codeowners) == ("WEB", ())
    assert [(person.id, person.name, person.former) for person in catalog.people.values()] == [
        ("jo", "Jo", False),
        ("al", "", True),
    ]
    place = Location(TEAMS, Span(8, 3, 8, 8))
    assert catalog.scenarios == {
        "flood": Scenario("flood", place, "API", "", "#flood", "", {"primary": Span(9, 14, 9, 17)})
    }


def test_the_catalogue_is_complete_where_it_was_read():
    files = tree_of({MANIFEST: START, "src/values.yaml": "a: 1\n"})
    assert world(files).catalog.complete
    assert not world(files, Settings(complete=False)).catalog.complete


def test_a_manifest_that_is_not_checked_out_leaves_it_incomplete():
    tree = Tree({MANIFEST: START.encode()}, frozenset({MANIFEST, "services/pay/service.yaml", "deploy/values.yaml"}))
    assert not world(tree).catalog.complete


def test_a_manifest_in_another_encoding_leaves_it_incomplete():
    found = world(tree_of({MANIFEST: START, TEAMS: b"teams:\n  \xff:\n"}))
    assert [each.path for each in found.unreadable] == [TEAMS]
    assert not found.catalog.complete
