"""Another repository's catalogue: how it is read, where links into it lead, whom it makes known."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.lint.run import run_rules
from runbook_lint.model.errors import UsageError
from runbook_lint.model.resolution import State
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.config import read_config
from runbook_lint.parse.external import external_names
from runbook_lint.parse.imported import resolve_imported
from runbook_lint.parse.imports import judged_inventory, read_inventory
from runbook_lint.parse.links import resolve
from runbook_lint.parse.world import build_world
from runbook_lint.rules import built_in_rules
from runbook_lint.testing import shown, tree_of

CATALOG = {
    "version": 1,
    "name": "payments",
    "repository": {"urls": ["https://git.example/ferries/payments"], "branch": "main", "submodules": ["vendor/bank"]},
    "site": {"url": "https://runbooks.example/payments/", "roots": ["docs"], "links": ["directory"]},
    "services": [
        {"id": "SVC-PAYMENTS", "aliases": ["component:default/payments"], "team": "PURSER", "tier": 3},
        {"id": "component:default/ledger", "owner": "group:default/purser"},
    ],
    "teams": [{"id": "PURSER", "name": "Purser", "rota": "https://rota.example/purser"}],
    "people": ["mlindqvist"],
    "pages": [
        {"path": "docs/slow.md", "kind": "runbook", "anchors": ["checks", "known-fixes"]},
        {"path": "docs/stuck/README.md", "anchors": ["stuck"]},
        {"path": "docs/short.md"},
    ],
    "files": ["docs/slow.md", "docs/stuck/README.md", "docs/short.md", "bin/drain.sh", "docs/old.md"],
    "alerts": [{"name": "PaymentsSlow"}],
}
WEB = "https://git.example/ferries/payments"
SITE = "https://runbooks.example/payments"


def world_of(files: dict[str, str], catalog: dict | None = None, config: str = "") -> World:
    imported = {"payments": json.dumps(catalog or CATALOG).encode()}
    tree = replace(tree_of(files), imported=imported)
    return build_world(tree, read_config(config, built_in_rules(), "runbook-lint.toml"), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("url", "state", "path", "anchor", "nearest"),
    [
        (f"{WEB}/-/blob/main/docs/slow.md", State.RESOLVED, "docs/slow.md", "", ""),
        (f"{WEB}/-/blob/main/docs/slow.md#checks", State.RESOLVED, "docs/slow.md", "checks", ""),
        (f"{WEB}/blob/main/docs/slow.md?plain=1#checks", State.RESOLVED, "docs/slow.md", "checks", ""),
        (f"{WEB}/-/raw/HEAD/bin/drain.sh", State.RESOLVED, "bin/drain.sh", "", ""),
        (f"{WEB}/-/blob/main/bin/drain.sh#L10", State.RESOLVED, "bin/drain.sh", "L10", ""),
        (f"{WEB}/-/tree/main/docs", State.RESOLVED, "docs", "", ""),
        (f"{WEB}/-/tree/main/docs/stuck#stuck", State.RESOLVED, "docs/stuck/README.md", "stuck", ""),
        (f"{WEB}/-/blob/main/docs/slow.md#check", State.NO_ANCHOR, "docs/slow.md", "check", "checks"),
        (f"{WEB}/-/blob/main/docs/slo.md", State.NO_FILE, "docs/slo.md", "", "docs/slow.md"),
        (f"{WEB}/-/blob/main/docs/Slow.md", State.OTHER_CASE, "docs/Slow.md", "", "docs/slow.md"),
        (f"{WEB}/-/blob/main/bin/gone.sh", State.NO_FILE, "bin/gone.sh", "", ""),
        # whose headings nobody exported: a page that includes others, one that is excluded
        (f"{WEB}/-/blob/main/docs/short.md#any", State.UNJUDGED, "docs/short.md", "any", ""),
        (f"{WEB}/-/blob/main/docs/old.md#any", State.UNJUDGED, "docs/old.md", "any", ""),
        (f"{WEB}/-/blob/main/vendor/bank/README.md", State.UNJUDGED, "vendor/bank/README.md", "", ""),
        # what is no file of the default branch
        (f"{WEB}/-/blob/v1.2/docs/gone.md", State.UNJUDGED, "", "", ""),
        (f"{WEB}/-/issues/7", State.UNJUDGED, "", "", ""),
        (f"{WEB}/-/wikis/home", State.UNJUDGED, "", "", ""),
        (WEB, State.RESOLVED, "", "", ""),
        # by the address that the site serves it at
        (f"{SITE}/slow/", State.RESOLVED, "docs/slow.md", "", ""),
        (f"{SITE}/slow/#checks", State.RESOLVED, "docs/slow.md", "checks", ""),
        (f"{SITE}/stuck/", State.RESOLVED, "docs/stuck/README.md", "", ""),
        (f"{SITE}/gone/", State.NO_FILE, "gone", "", ""),
    ],
)  # fmt: skip
def test_where_a_url_leads(url, state, path, anchor, nearest):
    found = resolve_imported(world_of({"a.md": "# A\n"}), url)
    assert found is not None
    assert (found.state, found.path, found.anchor, found.nearest) == (state, path, anchor, nearest)
    assert (found.catalog, found.own) == ("payments", False)
    assert resolve(world_of({"a.md": "# A\n"}), "a.md", url) == found


@pytest.mark.parametrize(
    "url",
    ["https://git.example/ferries/payments-api/-/blob/main/x.md", "https://git.example/", "https://wiki.example/x"],
)
def test_what_leads_into_no_import(url):
    world = world_of({"a.md": "# A\n"})
    assert resolve_imported(world, url) is None
    assert resolve(world, "a.md", url).state is State.EXTERNAL


def test_broken_links_into_an_import_name_it():
    page = f"# A\n\n[a]({WEB}/-/blob/main/docs/slow.md#check)\n[b]({WEB}/-/blob/main/docs/slo.md)\n[c]({SITE}/slow/)\n"
    found = [each.split(":", 1)[1].split(":", 1) for each in findings({"a.md": page}, ("LK",))]
    assert [line for line, _ in found] == ["3", "4"]
    assert [text.split(": ", 1)[1] for _, text in found] == [
        'docs/slow.md of payments has no anchor "check"; did you mean #checks?',
        '"docs/slo.md" is not in the repository of payments; did you mean docs/slow.md?',
    ]


def test_a_catalogue_without_files_judges_only_its_pages():
    world = world_of({}, {key: value for key, value in CATALOG.items() if key != "files"})
    assert resolve_imported(world, f"{WEB}/-/blob/main/docs/gone.md").state is State.NO_FILE
    assert resolve_imported(world, f"{WEB}/-/blob/main/bin/gone.sh").state is State.UNJUDGED
    world = world_of({}, {"version": 1, "name": "payments", "repository": {"urls": [WEB]}})
    assert resolve_imported(world, f"{WEB}/-/blob/main/docs/gone.md").state is State.UNJUDGED


def test_two_catalogues_of_one_repository_each_know_their_folder():
    parts = {
        name: {
            "version": 1,
            "name": "mono",
            "repository": {"urls": [WEB], "branch": "main", "folder": name},
            "files": ["x.md"],
        }
        for name in ("cart", "pay")
    }
    tree = Tree({}, imported={name: json.dumps(part).encode() for name, part in parts.items()})
    world = build_world(tree, read_config("", (), "x"), date(2026, 9, 1))
    found = resolve_imported(world, f"{WEB}/-/blob/main/pay/x.md")
    assert (found.state, found.catalog, found.path) == (State.RESOLVED, "pay", "x.md")
    assert resolve_imported(world, f"{WEB}/-/blob/main/cart/y.md").state is State.NO_FILE
    assert resolve_imported(world, f"{WEB}/-/blob/main/other/y.md").state is State.UNJUDGED


MANIFEST = "service: SVC-TILLS\nteam: {team}\nowner: {owner}\ntier: 1\ndepends_on: [{needs}]\n"
TEAMS = "teams:\n  PIER: {}\npeople:\n  jtsimmons: {}\n"
TILLS = "services/tills/service.yaml"


def findings(files: dict[str, str], names: tuple[str, ...], config: str = "") -> list[str]:
    world = world_of(files, config=config)
    world = replace(world, settings=replace(world.settings, select=names))
    return [f"{shown(each)}; {each.help}" for each in run_rules(world, built_in_rules()).findings]


NAMES = (
    "dependency-unknown",
    "owner-unknown",
    "team-unknown",
    "scenario-team-unknown",
    "tier-inversion",
    "contact-missing",
)


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        (
            {
                "team": "PURSER",
                "owner": "mlindqvist",
                "needs": "SVC-PAYMENTS, 'component:ledger', 'component:payments'",
            },
            [
                f"{TILLS}:5:14: a tier 1 service depends on SVC-PAYMENTS, which is tier 3; "
                "raise SVC-PAYMENTS to tier 1, or do without it when it fails and waive this here",
                f"{TILLS}:5:48: a tier 1 service depends on component:payments, which is tier 3; "
                "raise component:payments to tier 1, or do without it when it fails and waive this here",
            ],
        ),
        (
            {"team": "PURSR", "owner": "mlindquist", "needs": "SVC-PAYMENT"},
            [
                f"{TILLS}:2:7: team PURSR is no known team; did you mean PURSER?",
                f"{TILLS}:3:8: owner mlindquist is no known team or person; did you mean mlindqvist?",
                f"{TILLS}:5:14: dependency SVC-PAYMENT is no known service; did you mean SVC-PAYMENTS?",
            ],
        ),
        (
            {"team": "GALLEY", "owner": "jtsimmons", "needs": "SVC-WEATHER"},
            [
                f"{TILLS}:2:7: team GALLEY is no known team; ",
                f"{TILLS}:5:14: dependency SVC-WEATHER is no known service; ",
            ],
        ),
    ],
)
def test_who_is_known_through_an_import(manifest, expected):
    files = {"services/teams.yaml": TEAMS, TILLS: MANIFEST.format(**manifest)}
    assert findings(files, NAMES) == expected


def test_the_teams_of_scenarios_are_known_through_an_import():
    teams = "teams:\n  PIER: {}\nscenarios:\n  bank-down: {primary: PURSER, secondary: PURSSER}\n"
    assert findings({"services/teams.yaml": teams}, NAMES) == [
        "services/teams.yaml:4:43: secondary team PURSSER of scenario bank-down is no known team; did you mean PURSER?"
    ]


def test_where_nothing_is_known_here_only_a_near_miss_of_an_import_is_told():
    files = {TILLS: MANIFEST.format(team="PURSR", owner="GALLEY", needs="")}
    assert findings(files, NAMES) == [f"{TILLS}:2:7: team PURSR is no known team; did you mean PURSER?"]


def test_an_imported_teams_rota_pages_somebody():
    manifest = MANIFEST.format(team="PURSER", owner="PURSER", needs="")
    assert findings({TILLS: manifest}, NAMES) == []


def test_names_are_external_where_the_catalogue_is_not_complete():
    manifest = MANIFEST.format(team="GALLEY", owner="jtsimmons", needs="SVC-WEATHER, component:ledger, 'resource:db'")
    files = {TILLS: manifest}
    config = "[catalog]\ncomplete = false\n"
    assert findings(files, NAMES, config) == []
    assert external_names(world_of(files, config=config)) == ("GALLEY", "SVC-WEATHER", "jtsimmons")
    assert external_names(world_of(files)) == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<!DOCTYPE html>", "a web page (of a login, perhaps), so no catalogue; give the address of the file that `runbook-lint export` wrote"),
        (b"{", "not JSON, so no catalogue; give the address of the file that `runbook-lint export` wrote"),
        (b"\xff\xfe", "not UTF-8, so no catalogue; `runbook-lint export` writes one"),
        (b"[" * 100_000, "not JSON, so no catalogue; give the address of the file that `runbook-lint export` wrote"),
        (b"[]", 'no catalogue: the key "version" is missing; `runbook-lint export` writes one'),
        (b'{"version": 2}', "a catalogue of version 2, this runbook-lint reads 1; upgrade runbook-lint here"),
        (b'{"version": true}', "a catalogue of version true, this runbook-lint reads 1; export it again there"),
        (b'{"version": "1"}', 'a catalogue of version "1", this runbook-lint reads 1; export it again there'),
        (b'{"version": 1}', 'no catalogue: the key "name" is missing; `runbook-lint export` writes one'),
        (b'{"version": 1, "name": "x", "pages": [{}]}', 'no catalogue: the key "path" is missing; `runbook-lint export` writes one'),
        (b'{"version": 1, "name": "x", "people": "all"}', 'no catalogue: "people" is text, not a list; `runbook-lint export` writes one'),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else "",
)  # fmt: skip
def test_what_is_no_catalogue_is_refused(data, message):
    with pytest.raises(UsageError) as error:
        judged_inventory("payments", data)
    assert str(error.value) == f"import payments: {message}"


def test_newer_keys_are_allowed():
    more = {**CATALOG, "dashboards": [1], "pages": [{**CATALOG["pages"][0], "mood": "calm"}]}
    inventory = judged_inventory("payments", json.dumps(more).encode())
    assert inventory.pages["docs/slow.md"].anchors == {"checks", "known-fixes"}
    assert inventory == read_inventory("payments", b"\xef\xbb\xbf" + json.dumps(more).encode())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*CATALOG, "id", "path"]), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from([key for key in CATALOG if key != "version"]), json_values))
def test_any_json_is_read_or_refused(table):
    with suppress(UsageError):
        judged_inventory("x", json.dumps({"version": 1, **table}).encode())


@pytest.mark.parametrize("name", ["Payments", "../x", "a b", "x.json", "-x"])
def test_a_name_that_is_no_file_name(name):
    with pytest.raises(UsageError) as error:
        read_config(f'[imports]\n"{name}" = "x.json"\n', (), "runbook-lint.toml")
    assert f'"imports.{name}" is no name of an import; it names a file as well' in str(error.value)
