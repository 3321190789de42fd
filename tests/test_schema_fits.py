"""What surely fits a schema fits it by the library as well, and a sound manifest is such."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from runbook_lint.model.settings import Ids
from runbook_lint.parse.schema import load_schema, schema_for
from runbook_lint.parse.schema_fits import surely_fits
from runbook_lint.parse.yaml_reader import read_yaml

SCHEMAS = {name: schema_for(name, Ids()) for name in ("service", "teams")} | {
    name: load_schema(name) for name in ("alerts", "catalog", "payload")
}
SOUND = {
    "service": "service: SVC-CART\nname: Cart\nteam: SHOP\ntier: 1\nlifecycle: production\ndepends_on: [SVC-PAY]\n"
    "contacts: {chat: '#shop', escalation: [SHOP]}\nlinks: {logs: https://example.org}\ntags: [a, b]\nx-own: [1, 2]\n",
    "teams": "teams:\n  SHOP:\n    name: Shop\n",
}
KEYS = st.sampled_from(["service", "team", "owner", "tier", "tags", "contacts", "chat", "slo", "teams", "people", "SHOP", "name", "x-a", "depends_on"])
PLAIN = st.none() | st.booleans() | st.integers(-1, 5) | st.floats(-1, 5) | st.sampled_from(["SVC-CART", "SHOP", "ada", "", "1 day", "production"])
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=12)
MANIFESTS = st.fixed_dictionaries({"service": st.just("SVC-CART"), "team": st.just("SHOP")}, optional={
    name: VALUES for name in SCHEMAS["service"]["properties"] if name not in ("service", "team")
})  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_surely_fits(name):
    assert surely_fits(read_yaml(SOUND[name]).value, SCHEMAS[name], SCHEMAS[name])


@settings(deadline=None, max_examples=600)
@given(MANIFESTS | VALUES)
def test_what_surely_fits_does(value):
    for schema in SCHEMAS.values():
        if surely_fits(value, schema, schema):
            assert not list(Draft202012Validator(schema).iter_errors(value))


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (3, {"minimum": 1}),  # a keyword that is not known here
        (1.0, {"type": "integer"}),  # the library takes it
        (True, {"type": "integer"}),
        (1, {"enum": [True]}),
        ([1, True], {"uniqueItems": True}),
        ("a", {"$ref": "#/$defs/none"}),
        ("a", False),
    ],
)
def test_what_is_not_known_is_left_to_the_library(value, schema):
    assert not surely_fits(value, schema, {})
