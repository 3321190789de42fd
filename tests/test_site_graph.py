"""Dependencies: who needs whom, whom a failure reaches, and diagrams in which a name can be nothing but a name."""

import re
import subprocess
import sys
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runbook_lint.model.settings import Settings
from runbook_lint.parse.diagrams import diagram_problem, parser_installed
from runbook_lint.parse.site.depends import Need, Reach, circles, circles_of, dependents, inversions, nearest, needs
from runbook_lint.parse.site.reach import components, reaches
from runbook_lint.parse.world import build_world
from runbook_lint.render.site.graph import Arrow, Box, address, flowchart, label
from runbook_lint.render.site.pictures import WHOLE, around, whole
from runbook_lint.testing import tree_of


def world(*services, more=()):
    """`cart 1 -> pay stock`: a service, its tier if it has one, and what it depends on."""
    files = dict(more)
    for text in services:
        head, _, needed = text.partition("->")
        name, *tier = head.split()
        lines = [f"service: SVC-{name.upper()}", "team: WEB", *(f"tier: {each}" for each in tier)]
        wanted = [each if ":" in each else f"SVC-{each.upper()}" for each in needed.split()]
        lines += [f"depends_on: [{', '.join(wanted)}]"] if wanted else []
        files[f"services/{name}/service.yaml"] = "\n".join(lines) + "\n"
    return build_world(tree_of(files), Settings(), date(2026, 9, 1))


SHOP = world("cart 1 -> pay stock", "pay 1 -> stock", "stock 2", "desk 3 -> cart")


def test_needs_and_dependents():
    assert needs(SHOP)["SVC-CART"] == (Need("SVC-PAY", "here", 1, False), Need("SVC-STOCK", "here", 2, True))
    assert dependents(SHOP)["SVC-STOCK"] == ("SVC-CART", "SVC-PAY")
    assert dependents(SHOP)["SVC-DESK"] == ()
    assert [(id, need.id) for id, need in inversions(SHOP)] == [("SVC-CART", "SVC-STOCK"), ("SVC-PAY", "SVC-STOCK")]


def test_what_nobody_knows_is_a_need_all_the_same():
    shop = world("cart 1 -> gone cart component:default/lost resource:default/db gone")
    assert needs(shop)["SVC-CART"] == (
        Need("SVC-GONE", "unknown"),
        Need("SVC-CART", "here", 1),
        Need("component:default/lost", "unknown"),
        Need("resource:default/db", "other"),
    )
    assert dependents(shop)["SVC-CART"] == ()


def test_reach_counts_every_service_once_by_tier():
    assert reaches(SHOP) == {
        "SVC-CART": Reach(1, {3: 1}),
        "SVC-DESK": Reach(0, {}),
        "SVC-PAY": Reach(2, {1: 1, 3: 1}),
        "SVC-STOCK": Reach(3, {1: 2, 3: 1}),
    }
    assert nearest(SHOP, "SVC-STOCK", 9) == (("SVC-CART", 1), ("SVC-PAY", 1), ("SVC-DESK", 2))
    assert nearest(SHOP, "SVC-STOCK", 2) == (("SVC-CART", 1), ("SVC-PAY", 1))
    assert nearest(SHOP, "SVC-DESK", 9) == ()


def test_in_a_circle_everybody_reaches_everybody_and_nobody_itself():
    ring = world("a -> b", "b -> c", "c -> a", "d -> c", "e -> e")
    assert {id: reach.total for id, reach in reaches(ring).items()} == {
        "SVC-A": 3, "SVC-B": 3, "SVC-C": 3, "SVC-D": 0, "SVC-E": 0,
    }  # fmt: skip
    assert circles(ring) == (("SVC-A", "SVC-B", "SVC-C"), ("SVC-E",))
    assert circles_of(ring)["SVC-B"] == (("SVC-A", "SVC-B", "SVC-C"),)


graphs = st.integers(1, 12).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=4, unique=True), min_size=size, max_size=size)
)


@given(graphs)
@settings(max_examples=150, deadline=None)
def test_reach_is_what_a_walk_finds(targets):
    shop = world(*(f"s{number} -> {' '.join(f's{to}' for to in each)}" for number, each in enumerate(targets)))
    for id in needs(shop):
        found, waiting = set(), [id]
        while waiting:
            for each in dependents(shop)[waiting.pop()]:
                if each not in found:
                    found.add(each)
                    waiting.append(each)
        found.discard(id)
        assert reaches(shop)[id].total == len(found)
        assert {each for each, _ in nearest(shop, id, 99)} == found


@given(graphs)
@settings(max_examples=150, deadline=None)
def test_each_part_comes_after_all_that_it_leads_to(targets):
    graph = {str(number): [str(to) for to in each] for number, each in enumerate(targets)}
    done = set()
    for part in components(graph):
        assert all(to in done or to in part for node in part for to in graph[node])
        done.update(part)
    assert done == set(graph)


def test_three_thousand_in_a_row_and_one_that_all_need():
    row = world("hub 1", *(f"s{number} -> hub {f's{number + 1}' if number < 2999 else ''}" for number in range(3000)))
    start = time.perf_counter()
    assert reaches(row)["SVC-HUB"].total == 3000
    assert reaches(row)["SVC-S2999"].total == 2999
    assert len(nearest(row, "SVC-HUB", 25)) == 25
    pictures = [around(row, id, f"services/{id}.md") for id in ("SVC-HUB", "SVC-S1500")]
    assert time.perf_counter() - start < 5  # seconds; a tenth of it on a quiet machine
    assert max(len(text) for text in pictures) < 2000


@pytest.mark.parametrize(
    ("origin", "place", "url"),
    [
        ("services/SVC-A.md", "services/SVC-B.md", "../SVC-B/"),
        ("services/SVC-A.md", "services/index.md", "../"),
        ("services/index.md", "services/SVC-B.md", "SVC-B/"),
        ("dependencies.md", "services/SVC-B.md", "../services/SVC-B/"),
        ("dependencies.md", "teams/WEB.md", "../teams/WEB/"),
        ("index.md", "services/SVC-B.md", "services/SVC-B/"),
        ("dependencies.md", "index.md", "../"),
        ("index.md", "index.md", "./"),
        ("index.md", "services/a b%.md", "services/a%20b%25/"),
    ],
)
def test_addresses_are_those_of_the_built_site(origin, place, url):
    assert address(origin, place) == url


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("SVC-CHECKOUT · tier 1", "SVC-CHECKOUT · tier 1"),
        ("Café Zürich, Łódź", "Café Zürich, Łódź"),
        ('"] click A "javascript:alert(1)"', "”#93; click A ”javascript#58;alert(1)”"),
        ("<img src=x onerror=alert(1)>", "‹img src#61;x onerror#61;alert(1)›"),
        ("&lt;b&gt; #quot; #60;", "＆lt#59;b＆gt#59; #35;quot#59; #35;60#59;"),
        ("%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"),
        ("`**md**`", "’#42;#42;md#42;#42;’"),
        ("a\nclick n0 call x()\r\u2028b", "a click n0 call x() b"),
        ("\u202egnp.exe\x00\x1b", "gnp.exe"),
        ("ﬂ°°60¶ß", "#64258;#176;#176;60#182;ß"),
        ("服务", "服务"),
        ("", "?"),
        ("x" * 99, "x" * 59 + "…"),
    ],
)
def test_labels(text, written):
    assert label(text) == written


@given(st.text())
@settings(max_examples=400, deadline=None)
def test_a_label_is_only_text(text):
    """No character of HTML, Markdown or Mermaid is left, but `#` with a number and `;` behind it."""
    plain = re.sub(r"#[1-9]\d*;", "", label(text))
    assert not set(plain) & set("<>\"'`&#;:%{}[]|\\\n\r\t*~=$^!")


HOSTILE = st.text(alphabet=st.sampled_from(list('"[](){}<>%#;:`|&\n clickend-=ABn0')), max_size=40)


@given(st.lists(HOSTILE, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_a_diagram_has_the_lines_that_it_was_given_and_no_other(names):
    boxes = [Box(f"n{number}", name, "../x/") for number, name in enumerate(names)]
    lines = flowchart(boxes, [Arrow("n0", boxes[-1].key, names[0])]).splitlines()
    kinds = [r"flowchart LR", r'    n\d\("[^"]+"\)|    click n\d "\.\./x/" _self', r'    n0 -->(\|"[^"]+"\|)? n\d']
    assert len(lines) == 2 + 2 * len(names)
    assert re.fullmatch(kinds[0], lines[0])
    assert all(re.fullmatch(kinds[1], line) for line in lines[1:-1])
    assert re.fullmatch(kinds[2], lines[-1])


@pytest.mark.skipif(not parser_installed(), reason="merman, of the extra [mermaid], is not installed")
@given(st.lists(HOSTILE, min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_parser_takes_every_diagram(names):
    boxes = [Box(f"n{number}", name, "../x/", here=not number) for number, name in enumerate(names)]
    assert diagram_problem(flowchart(boxes, [Arrow("n0", boxes[-1].key, names[0], "thick")])) is None


def test_around_a_service():
    shop = world("cart 1 -> pay stock gone resource:default/db", "pay 1 -> cart", "stock 2", "desk -> cart")
    assert around(shop, "SVC-CART", "services/SVC-CART.md") == (
        """\
flowchart LR
    classDef here stroke-width:4px
    self("SVC-CART · tier 1")
    self:::here
    a0("SVC-PAY · tier 1")
    click a0 "../SVC-PAY/" _self
    a1("SVC-DESK")
    click a1 "../SVC-DESK/" _self
    b1("SVC-STOCK · tier 2")
    click b1 "../SVC-STOCK/" _self
    b2{{"SVC-GONE · unknown"}}
    b3[("resource#58;default/db")]
    a0 ==>|"circle"| self
    a1 --> self
    self ==>|"circle"| a0
    self -.->|"lower tier"| b1
    self --> b2
    self --> b3"""
    )
    assert around(shop, "SVC-STOCK", "services/SVC-STOCK.md") == (
        """\
flowchart LR
    classDef here stroke-width:4px
    self("SVC-STOCK · tier 2")
    self:::here
    a0("SVC-CART · tier 1")
    click a0 "../SVC-CART/" _self
    a0 -.->|"lower tier"| self"""
    )
    assert around(world("alone -> alone"), "SVC-ALONE", "services/SVC-ALONE.md") == ""


def test_neighbours_beyond_a_dozen_are_counted():
    many = world("hub", *(f"s{number} -> hub" for number in range(40)))
    text = around(many, "SVC-HUB", "services/SVC-HUB.md")
    assert text.count("click") == 12
    assert 'more-a[["28 more"]]' in text
    assert text.endswith("more-a --> self")


def test_all_of_them_then_their_teams_then_nothing():
    assert whole(world("a", "b"), "dependencies.md") == ("", "")
    assert whole(SHOP, "dependencies.md") == (
        """\
flowchart LR
    s0("SVC-CART · tier 1")
    click s0 "../services/SVC-CART/" _self
    s1("SVC-PAY · tier 1")
    click s1 "../services/SVC-PAY/" _self
    s2("SVC-STOCK · tier 2")
    click s2 "../services/SVC-STOCK/" _self
    s3("SVC-DESK · tier 3")
    click s3 "../services/SVC-DESK/" _self
    s0 --> s1
    s0 -.->|"lower tier"| s2
    s1 -.->|"lower tier"| s2
    s3 --> s0""",
        "services",
    )
    teams = {"services/teams.yaml": "teams: {WEB: {}, OPS: {}}\n"}
    hub = {**teams, "services/hub/service.yaml": "service: SVC-HUB\nteam: OPS\n"}
    large = world(*(f"s{number} -> hub" for number in range(WHOLE)), more=hub)
    assert whole(large, "dependencies.md") == (
        """\
flowchart LR
    t0("OPS (1)")
    click t0 "../teams/OPS/" _self
    t1("WEB (60)")
    click t1 "../teams/WEB/" _self
    t1 -->|"60"| t0""",
        "teams",
    )
    files = {
        f"services/s{number}/service.yaml": f"service: SVC-S{number}\nteam: T{number}\ndepends_on: [SVC-S0]\n"
        for number in range(WHOLE + 1)
    }
    assert whole(world(more=files), "dependencies.md") == ("", "")


def test_nothing_is_printed_when_the_library_is_imported():
    code = "from runbook_lint.render.site.graph import *; print(flowchart([Box('a', 'A')], []))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ('flowchart LR\n    a("A")\n', "")
