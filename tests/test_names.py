"""Names that are nearly right, and circles of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runbook_lint.model.suggest import did_you_mean, near_miss
from runbook_lint.parse.graph import cycles


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("teem", ["team", "tier"], "did you mean team?"),
        ("Onwer", ["owner"], "did you mean owner?"),
        ("zzz", ["owner"], ""),
        ("owner", [], ""),
    ],
)
def test_hints(word, known, hint):
    assert did_you_mean(word, known) == hint


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("SVC-PAYMENT", "SVC-PAYMENTS"),
        ("SVC-CHEKOUT", "SVC-CHECKOUT"),
        ("PLATFROM", "PLATFORM"),
        ("jtsimons", "jtsimmons"),
        ("svc-cart", "SVC-CART"),
        ("SVC-BOOKINGSDB", "SVC-BOOKINGS-DB"),
        ("SVC_CART", "SVC-CART"),
        ("recomendation-engine", "recommendations-engine"),
        ("COER", "CORE"),
    ],
)
def test_a_slip_of_the_finger(word, name):
    assert near_miss(word, ["SVC-UNRELATED", name]) == name


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("SVC-CHECKIN", "SVC-CHECKOUT"),
        ("SVC-CART-V1", "SVC-CART-V2"),
        ("SVC-SHARD10", "SVC-SHARD01"),
        ("team-a", "team-b"),
        ("APP", "API"),
        ("SVC-CARD", "SVC-CART"),
        ("SVC-WEB", "SVC-WEB-ADMIN"),
        ("SVC-FRONTEND", "SVC-BACKEND"),
        ("jtsimmons", "mkowalski"),
    ],
)
def test_a_name_of_its_own(word, name):
    assert near_miss(word, [name]) is None


def test_a_name_is_no_slip_of_itself():
    assert near_miss("API", ["API"]) is None


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ("", []),
        ("a-b b-c a-c", []),
        ("a-a", ["a"]),
        ("a-b b-a", ["ab"]),
        ("c-b b-a a-c", ["cba"]),
        ("x-b b-c c-b c-y", ["bc"]),
        ("a-b b-a b-c c-b", ["ab", "bc"]),
        ("a-b b-c c-a a-c", ["ac", "abc"]),
        ("a-b b-a c-d d-c b-c", ["ab", "cd"]),
    ],
)
def test_circles(edges, expected):
    graph = {}
    for edge in edges.split():
        start, end = edge.split("-")
        graph.setdefault(start, []).append(end)
        graph.setdefault(end, [])
    assert ["".join(cycle) for cycle in cycles(graph)] == expected


def test_a_long_chain_is_no_recursion():
    graph = {str(number): [str(number + 1)] for number in range(20_000)} | {"20000": []}
    assert list(cycles(graph)) == []
    assert [len(cycle) for cycle in cycles({**graph, "20000": ["0"]})] == [20_001]


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4)))
def test_every_name_on_a_circle_is_in_one(numbers):
    graph = {str(node): [] for node in range(8)}
    graph |= {str(node): [str(target) for target in targets] for node, targets in numbers.items()}
    found = list(cycles(graph))
    for cycle in found:
        assert len(set(cycle)) == len(cycle)
        assert all(after in graph[node] for node, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    reach = {node: set(graph[node]) for node in graph}
    for _ in graph:
        reach = {node: near.union(*(reach[each] for each in near)) for node, near in reach.items()}
    assert {node for cycle in found for node in cycle} == {node for node in graph if node in reach[node]}
