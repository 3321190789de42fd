"""Backstage: refs, and entities as services, teams and people."""

from datetime import date

import pytest

from runbook_lint.model.catalog import Contacts, Person, Team
from runbook_lint.model.position import Location, Span
from runbook_lint.model.refs import full_ref, is_ref, resolve, short_name, sorted_out
from runbook_lint.model.settings import Settings
from runbook_lint.parse.world import build_world
from runbook_lint.testing import tree_of

HEAD = "apiVersion: backstage.io/v1alpha1\n"
PATH = "catalog-info.yaml"


def world(files):
    return build_world(tree_of(files), Settings(), date(2026, 9, 1))


def component(name, spec="  owner: web\n", metadata=""):
    return f"{HEAD}kind: Component\nmetadata:\n  name: {name}\n{metadata}spec:\n{spec}"


@pytest.mark.parametrize(
    ("ref", "kind", "namespace", "full"),
    [
        ("web", "group", "default", "group:default/web"),
        ("Web", "group", "default", "group:default/web"),
        ("user:jo", "group", "default", "user:default/jo"),
        ("User:Default/Jo", "group", "default", "user:default/jo"),
        ("shop/web", "group", "default", "group:shop/web"),
        ("web", "group", "shop", "group:shop/web"),
        ("resource:shop/db", "component", "default", "resource:shop/db"),
        (" web ", "group", "default", "group:default/web"),
        ("jo.simmons_2", "user", "default", "user:default/jo.simmons_2"),
        ("a:b:c", "group", "default", "a:b:c"),
        ("https://x.example/a", "group", "default", "https://x.example/a"),
        ("", "group", "default", ""),
    ],
)
def test_full_refs(ref, kind, namespace, full):
    assert full_ref(ref, kind, namespace) == full


@pytest.mark.parametrize(
    ("name", "ref", "short"),
    [
        ("API", False, "api"),
        ("SVC-CART", False, "svc-cart"),
        ("group:web", True, "web"),
        ("shop/Web", True, "web"),
        ("user:default/jo", True, "jo"),
    ],
)
def test_notations(name, ref, short):
    assert (is_ref(name), short_name(name)) == (ref, short)


@pytest.mark.parametrize(
    ("name", "known", "found"),
    [
        ("API", ["API", "WEB"], "API"),
        ("api", ["API"], None),  # one notation, another name
        ("group:web", ["group:default/web"], "group:default/web"),
        ("default/web", ["group:default/web"], "group:default/web"),
        ("WEB", ["group:default/web"], "group:default/web"),
        ("group:default/web", ["WEB"], "WEB"),
        ("WEB", ["group:default/web", "group:shop/web"], None),  # which of the two
        ("group:shop/web", ["group:default/web"], None),
        ("user:web", ["WEB"], None),
        ("OPS", ["API", "group:default/web"], None),
    ],
)
def test_a_name_in_either_notation(name, known, found):
    assert resolve(name, "group", sorted_out(known)) == found


def test_a_component_is_a_service():
    text = component(
        "cart",
        "  type: service\n  lifecycle: production\n  owner: web\n  dependsOn:\n"
        "    - component:pay\n    - resource:db\n    - Component:Shop/Stock\n    - search\n",
        "  title: The cart\n  description: Holds what is bought.\n  namespace: default\n  tags: [node]\n"
        "  labels: {acme.io/tier: tier-2}\n  annotations: {pagerduty.com/service-id: P1}\n"
        "  links:\n    - {url: https://g.example, title: Board}\n    - {url: https://l.example, type: logs}\n    - {url: https://u.example}\n",
    )
    (service,) = world({f"shop/cart/{PATH}": text}).catalog.services
    assert (service.id, service.path, service.folder) == ("component:default/cart", f"shop/cart/{PATH}", "shop/cart")
    assert (service.name, service.description, service.lifecycle) == ("The cart", "Holds what is bought.", "production")
    assert (service.owner, service.team, service.tier) == ("group:default/web", "group:default/web", 2)
    assert service.depends_on == (
        "component:default/pay",
        "resource:default/db",
        "component:shop/stock",
        "component:default/search",
    )
    assert service.contacts == Contacts(rota="P1")
    assert service.links == {
        "Board": "https://g.example",
        "logs": "https://l.example",
        "https://u.example": "https://u.example",
    }
    assert (service.tags, service.source, service.valid) == (("node",), "backstage", True)
    assert service.span("service") == Span(4, 9, 4, 13)
    assert service.span("owner") == Span(18, 10, 18, 13)
    assert service.span("depends_on", 1) == Span(21, 7, 21, 18)


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("user:jo", ("user:default/jo", "")),
        ("group:shop/web", ("group:shop/web", "group:shop/web")),
        ("", ("", "")),
        ("[web]", ("", "")),
    ],
)
def test_owners(owner, expected):
    (service,) = world({PATH: component("cart", f"  owner: {owner}\n")}).catalog.services
    assert (service.owner, service.team) == expected


def test_a_namespace_is_for_the_refs_of_its_entity():
    text = component("cart", "  owner: web\n  dependsOn: [pay]\n", "  namespace: shop\n")
    (service,) = world({PATH: text}).catalog.services
    assert (service.id, service.owner, service.depends_on) == (
        "component:shop/cart",
        "group:shop/web",
        ("component:shop/pay",),
    )


@pytest.mark.parametrize(
    ("label", "tier"), [("'1'", 1), ("2", 2), ("tier-3", 3), ("Tier 4", 4), ("tier_1", 1), ("5", None), ("gold", None)]
)
def test_tiers(label, tier):
    (service,) = world({PATH: component("cart", metadata=f"  labels: {{tier: {label}}}\n")}).catalog.services
    assert service.tier == tier


def test_groups_and_users():
    text = (
        f"{HEAD}kind: Group\nmetadata:\n  name: web\n  annotations:\n    github.com/team-slug: acme/web-team\n"
        "    opsgenie.com/team: Web\nspec:\n  type: team\n  profile: {displayName: The Web}\n  members: [jo, 'user:al']\n"
        f"---\n{HEAD}kind: User\nmetadata:\n  name: jo\nspec:\n  profile: {{displayName: Jo}}\n  memberOf: [web]\n---\n"
    )
    read = world({f"org/{PATH}": text})
    place = Location(f"org/{PATH}", Span(4, 9, 4, 12))
    assert read.catalog.teams == {
        "group:default/web": Team(
            "group:default/web",
            place,
            "The Web",
            rota="Web",
            members=("user:default/jo", "user:default/al"),
            codeowners=("@acme/web-team",),
        )
    }
    place = Location(f"org/{PATH}", Span(16, 9, 16, 11))
    assert read.catalog.people == {"user:default/jo": Person("user:default/jo", place, "Jo")}
    assert read.data_files[f"org/{PATH}"].problems == ()


@pytest.mark.parametrize(
    ("text", "ids", "problems"),
    [
        ("", [], ["1:1: the file is empty"]),
        (component("cart"), ["component:default/cart"], []),
        (component("cart") + "---\n", ["component:default/cart"], []),
        (component("cart") + "---\n" + component("pay"), ["component:default/cart", "component:default/pay"], []),
        (component("12"), [], ['4:9: "metadata.name" is a whole number, not text']),
        (f"{HEAD}kind: Component\n", [], ['1:1: the key "metadata" is missing', '1:1: the key "spec" is missing']),
        (f"{HEAD}kind: Component\nmetadata: {{}}\nspec: {{}}\n", [],
         ['3:1: the key "name" is missing', '4:1: the key "owner" is missing']),
        (f"{HEAD}kind: Component\nmetadata: cart\nspec:\n", [],
         ['3:11: "metadata" is text, not a mapping', '4:6: "spec" is empty, not a mapping']),
        (f"{HEAD}kind: System\nmetadata: {{name: shop}}\nspec: {{}}\n", [], []),
        (f"{HEAD}kind: Location\nspec: {{targets: [a.yaml]}}\n", [], []),
        ("apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: {name: t}\n", [], []),
        ("apiVersion: backstage.io/v1alpha1\nkind: ''\nmetadata: {name: cart}\n", [], []),  # a form not yet filled in
        ("apiVersion: v1\nkind: Component\nmetadata: {name: cart}\n", [], []),  # some other Component
        (component("cart") + "kind: Component\n", [], ['7:1: the key "kind" appears twice, first on line 2']),
    ],
)  # fmt: skip
def test_entities_and_what_is_wrong_with_them(text, ids, problems):
    read = world({PATH: text})
    found = [f"{each.span.line}:{each.span.column}: {each.message}" for each in read.data_files[PATH].problems]
    assert ([service.id for service in read.catalog.services], found) == (ids, problems)


@pytest.mark.parametrize(
    "text",
    [
        component("${{ values.name }}"),
        component("${{ values.name | dump }}", "  owner: ${{ values.owner | dump }}\n"),
        component("cart", "  owner: ${{ values.owner }}\n"),
        component("'{{ cookiecutter.name }}'"),
        component("{{ cookiecutter.name }}", "  owner: {{ cookiecutter.owner }}\n"),
        component("<%= name %>"),
        component("${NAME}"),
        component("cart", "  {%- if values.owner %}\n  owner: ${{ values.owner }}\n  {%- endif %}\n"),
    ],
)
def test_templates_are_no_services_and_no_problem(text):
    read = world({f"templates/node/skeleton/{PATH}": text})
    assert (read.catalog.services, next(iter(read.data_files.values())).problems) == ((), ())


def test_a_template_in_a_list_leaves_the_other_places_as_they_are():
    text = component("cart", "  owner: web\n  dependsOn:\n    - ${{ values.needs }}\n    - component:pay\n")
    (service,) = world({PATH: text}).catalog.services
    assert service.depends_on == ("", "component:default/pay")
    assert service.span("depends_on", 1) == Span(9, 7, 9, 20)


def test_a_manifest_overlays_the_component_in_its_folder():
    read = world(
        {
            "services/cart/service.yaml": "service: SVC-CART\nowner: jo\n",
            f"services/cart/{PATH}": component("shopping-cart"),
            f"services/pay/{PATH}": component("pay"),
        }
    )
    catalog = read.catalog
    assert [service.id for service in catalog.services] == ["SVC-CART", "component:default/pay"]
    assert [(native.id, other.id) for native, other in catalog.overlaid] == [
        ("SVC-CART", "component:default/shopping-cart")
    ]
    found = {
        name: service.id if (service := catalog.service(name)) else None
        for name in ("SVC-CART", "component:shopping-cart", "shopping-cart", "component:cart", "component:Pay", "api:pay")
    }
    assert found == {
        "SVC-CART": "SVC-CART",
        "component:shopping-cart": "SVC-CART",
        "shopping-cart": "SVC-CART",
        "component:cart": "SVC-CART",
        "component:Pay": "component:default/pay",
        "api:pay": None,
    }


def test_entities_may_stand_in_the_file_of_the_teams():
    read = world({"services/teams.yaml": f"{HEAD}kind: Group\nmetadata: {{name: web}}\nspec: {{type: team}}\n"})
    assert list(read.catalog.teams) == ["group:default/web"]
    assert read.data_files["services/teams.yaml"].problems == ()
