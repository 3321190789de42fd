"""What becomes of a page of the repository on the site: its title, its HTML, its links, anchors and pictures."""

import re

import pytest
from site_reading import body_of, pieces, python_markdown, whole, world_of

from runbook_lint.model.settings import Links, Site
from runbook_lint.model.world import Repository
from runbook_lint.parse.site.body import Body, site_body
from runbook_lint.parse.site.places import places

HOST = Repository(urls=("https://git.example/ferries/runbooks",), branch="main")
FERRIES = {
    "README.md": "# Ferries\n",
    "docs/gates.md": "# Boarding gates\n\n## How to: open a gate?\n\n## Setup\n\n## Setup\n\n<a id='Old'></a>\n\n# Häfen\n",
    "docs/storm.md": "---\nvisibility: restricted\n---\n# Storm\n",
    "docs/draft/plan.md": "# Not yet\n",
}
FILES = ("docs/img/gate.png", "docs/img/.raw/deck.svg", "docs/open.sh", "docs/plan.pdf", "templates/ferry.png")


def on_site(text: str, place: str = "", repository: Repository = HOST, **settings) -> Body:
    """The body of `docs/here.md` among the ferries' pages."""
    settings.setdefault("site", Site(url="https://ferries.example", exclude=("docs/draft/",), assets=("docs/*.pdf",)))
    world = world_of({**FERRIES, "docs/here.md": text}, FILES, repository=repository, **settings)
    return site_body(world, world.documents["docs/here.md"], place or places(world).pages["docs/here.md"])


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("# Gates *stuck* on `B`\n\nText.\n", "Gates *stuck* on `B`", "Text."),
        ("---\ntitle: From <b>data</b>\n---\nText.\n", "From &lt;b&gt;data&lt;/b&gt;", "Text."),
        ("---\nowner: x\n---\n\nText.\n", "page.md", "Text."),
        ("Before\n\n# Gates\n\nText.\n", "Gates", "Before\n\nText."),
        ("## First\n\n# Late\n\nText.\n", "Late", "## First\n\n## Late\n\nText."),
        ("Gates\n=====\nText.\n", "Gates", "Text."),
        ("<h1 align=center>Gates</h1>\n\nText.\n", "Gates", "Text."),
        ("# <%= current_page.data.title %>\n\nText.\n", "page.md", "Text."),
        ("# A\n\n## B\n\n# C\n\n## D\n\n###### E\n", "A", "## B\n\n## C\n\n### D\n\n###### E"),
        ("# [Gates](https://x.example) {#top .wide}\n", "[Gates](https://x.example)", '<a id="top"></a>'),
        ("# __search\n", "&#95;&#95;search { #section-search }", ""),
        ("", "page.md", ""),
    ],
)
def test_the_title_is_taken_out_and_one_heading_of_the_first_level_is_left(text, title, rest):
    assert body_of(text) == Body(title, rest)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a <!-- runbook-lint: ignore[x] why --> b\n", "a  b"),
        ("<!-- hidden\n\n**all** of it\n-->\n\nText.\n", "Text."),
        ("Restart <service-name> now.\n", "Restart &lt;service-name&gt; now."),
        ("<date>\n\nText.\n", "&lt;date&gt;\n\nText."),
        ("Press <kbd class='rl-key' onclick='x()'>Esc</kbd>.\n", "Press <kbd>Esc</kbd>."),
        ("a <script>alert(1)</script> b\n", "a  b"),
        ("<script>\nalert(1)\n</script>\n\nText.\n", "Text."),
        ("<style>p {}</style>\n\nText.\n", "Text."),
        ("one<br>two<br/>\n", "one<br>two"),
        ("<b>open\n", "open"),
        ("see <a href='https://x.example/a_b'>the *page*</a>\n", "see [the *page*](https://x.example/a_b)"),
        ("<a href='javascript:alert(1)'>x</a>\n", "x"),
        ("<p align='center'>\n  <b>Hello</b> <i>you</i>\n</p>\n", "<b>Hello</b> <i>you</i>"),
        ("<div class='rl-five' markdown='1'>\n\n**x**\n\n</div>\n", "**x**"),
        ("<pre>\na < b\n</pre>\n", "```\na < b\n```"),
        ("<ul><li>a</li><li>b<ol start=3><li>c</li></ol></li></ul>\n", "- a\n\n- b\n\n    3. c"),
        ("<blockquote>a</blockquote>\n", "> a"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1 | 2</td><td><p>x</p><p>y</p></td></tr></table>\n",
            "| a | b |\n| --- | --- |\n| 1 &#124; 2 | x<br>y |",
        ),
        (
            "<details open><summary>More <b>here</b></summary>\n\n*inner*\n\n</details>\n",
            '<details markdown="1">\n<summary>More <b>here</b></summary>\n\n*inner*\n\n</details>',
        ),
        ("- <details><summary>More</summary>\n\n  inner\n\n  </details>\n", "- <strong>More</strong>\n\n    inner"),
        ("<details><summary>More</summary>\n\nnever closed\n", "<strong>More</strong>\n\nnever closed"),
        ("</details>\n\nText.\n", "Text."),
    ],
)
def test_html_becomes_markdown_or_a_few_tame_tags_or_goes(text, written):
    assert body_of(text).text == written


def test_html_is_left_alone_where_the_configuration_allows_it():
    text = "<div class='x' onclick='y()'>\n<!-- gone -->\n</div>\n\na <span style='color: red'>b</span> <!-- gone -->\n"
    written = "<div class='x' onclick='y()'>\n\n</div>\n\na <span style='color: red'>b</span>"
    assert body_of(text, site=Site(html="allow")).text == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("[g](gates.md)", "[g](gates.md)"),
        ("[g](../docs/gates.md#Setup-1)", "[g](gates.md#setup-1)"),
        ("[g](gates.md#how-to-open-a-gate)", "[g](gates.md#how-to-open-a-gate)"),
        ("[g](gates.md#boarding-gates)", "[g](gates.md)"),
        ("[g](gates.md#Old)", "[g](gates.md#Old)"),
        ("[g](gates.md#häfen)", "[g](gates.md#häfen)"),
        ("[g](gates.md#gone)", "[g](gates.md)"),
        ("[r](../README.md) [r](..)", "[r](../readme.md) [r](../readme.md)"),
        ("[g][1]\n\n[1]: gates.md 'title'", "[g](gates.md)"),
        (
            "<https://git.example/ferries/runbooks/blob/main/docs/gates.md>",
            "[https&#58;//git.example/ferries/runbooks/blob/main/docs/gates.md](gates.md)",
        ),
        ("[g](https://ferries.example/docs/gates/#setup)", "[g](gates.md#setup)"),
        ("[s](open.sh#L3)", "[s](https://git.example/ferries/runbooks/blob/main/docs/open.sh#L3)"),
        ("[f](img)", "[f](https://git.example/ferries/runbooks/blob/main/docs/img)"),
        ("[p](plan.pdf)", "[p](plan.pdf)"),
        (
            "[s](storm.md) and <https://git.example/ferries/runbooks/blob/main/docs/storm.md>",
            "s and a page that is not on this site",
        ),
        ("[d](draft/plan.md)", "d"),
        ("[x](gone.md)", "x (broken link: `gone.md`)"),
        ("[x]()", "x"),
        ("[x](../../out.md)", "x (broken link: `../../out.md`)"),
        ("[x](javascript:alert(1))", "x (`javascript:alert(1)`)"),
        ("[x](data:text/html,hi)", "x (`data:text/html,hi`)"),
        ("[x](//x.example/y)", "[x](https://x.example/y)"),
        (
            "[x](https://grafana.example/d?var={{ $labels.pod }})",
            "x (<code>https&#58;//grafana.example/d?var&#61;&#123;&#123; &#36;labels.pod &#125;&#125;</code>)",
        ),
        ("[](https://x.example)", "[https&#58;//x.example](https://x.example)"),
        ("[mail](mailto:a@x.example) <b@x.example>", "[mail](mailto:a@x.example) [b@x.example](mailto:b@x.example)"),
        (
            "https://x.example/a_b?c=d, www.y.example.",
            "<https://x.example/a_b?c=d>, [www&#46;y.example](http://www.y.example).",
        ),
        ("https://x.example/?a=1&b=2", "[https&#58;//x.example/?a=1&amp;b=2](https://x.example/?a=1&amp;b=2)"),
        ("[**b** `c`](https://x.example/(y))", "[**b** `c`](https://x.example/%28y%29)"),
        ("[back](#here) [down](#below)\n\n## Below", "back [down](#below)\n\n## Below"),
    ],
)
def test_links_lead_to_where_things_stand(text, written):
    assert on_site(f"# Here\n\n{text}\n").text == written


def test_a_link_to_a_file_names_its_path_where_nobody_said_where_the_repository_is():
    assert on_site("[s](open.sh)", repository=Repository()).text == "s (`docs/open.sh`)"


def test_links_are_told_from_the_place_of_the_page():
    assert on_site("[g](gates.md) ![i](img/gate.png)", "alerts/Gate.md").text == (
        "[g](../docs/gates.md) ![i](../docs/img/gate.png)"
    )


@pytest.mark.parametrize(
    ("text", "written", "copies"),
    [
        ("![A *gate*](img/gate.png 't')", "![A gate](img/gate.png)", (("docs/img/gate.png", "docs/img/gate.png"),)),
        (
            "<img src='img/gate.png' width=40 onerror=x>",
            "![](img/gate.png)",
            (("docs/img/gate.png", "docs/img/gate.png"),),
        ),
        ("![d](img/.raw/deck.svg)", "![d](img/raw/deck.svg)", (("docs/img/raw/deck.svg", "docs/img/.raw/deck.svg"),)),
        (
            "![f](../templates/ferry.png)",
            "![f](../templates-/ferry.png)",
            (("templates-/ferry.png", "templates/ferry.png"),),
        ),
        ("![far](https://x.example/y.png)", "[far](https://x.example/y.png)", ()),
        ("[![Build](https://x.example/b.svg)](https://ci.example)", "[Build](https://ci.example)", ()),
        ("[![](https://x.example/b.svg)](gates.md)", "[picture](gates.md)", ()),
        ("![gone](gone.png)", "gone (missing picture: `gone.png`)", ()),
        ("![x](data:image/png;base64,AAAA)", "x (`data:image/png;base64,AAAA`)", ()),
        ("![x](open.sh)", "[x](https://git.example/ferries/runbooks/blob/main/docs/open.sh)", ()),
    ],
)
def test_pictures_of_the_repository_come_along_and_others_become_links(text, written, copies):
    body = on_site(text)
    assert (body.text, body.copies) == (written, copies)


@pytest.mark.parametrize("slugs", ["github", "gitlab", "mkdocs", "hugo"])
def test_every_anchor_of_the_repository_works_on_the_site(slugs):
    text = (
        "# Title\n\n## A & B\n\n## Setup\n\n### Setup\n\n## :warning: `x_y` [l](gone.md)\n\n## データ\n\n<h2>Raw</h2>\n\n"
        "## Named {#own}\n\n(label)=\n\n<a name='mark'></a>\n\n- # In an item\n\n## ![pic](x.png)\n\n## <kbd>F1</kbd>\n"
    )
    world = world_of({"p.md": text}, links=Links(slugs=slugs))
    from runbook_lint.parse.site.anchors import every_anchor, site_anchor

    names = [site_anchor(world, "p.md", name) for name in every_anchor(world, world.documents["p.md"])]
    body = site_body(world, world.documents["p.md"], "p.md")
    found = re.findall(r' id="([^"]*)"', python_markdown(whole(body)))
    assert set(filter(None, names)) - set(found) == set()
    assert len(found) == len(set(found))
    assert len(names) > 9


def test_an_anchor_that_the_engine_makes_anyway_is_not_written():
    text = '<a id="setup"></a>\n\n## Setup\n\n## Setup\n'
    assert body_of(text).text.split() == ["##", "Setup", "##", "<a", 'id="setup-1"></a>Setup']


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (":warning: at 10:30:45, `:warning:`", "⚠️ at 10:30:45, `:warning:`"),
        ("[TOC]\n\nText.", "Text."),
        ("> [!WARNING]\n> Ask *first*.\n>\n> Then act.", "> **Warning**\n>\n> Ask *first*.\n>\n> Then act."),
        ("Note[^a] and[^b].\n\n[^b]: Second.\n\n[^a]: First.\n\n    More.\n\n[^c]: Unused.",
         "Note[^1] and[^2].\n\n[^1]: First.\n\n    More.\n\n[^2]: Second."),
        ("Text. {: .wide #here onclick='x()' }", 'Text. <a id="here"></a>'),
        ("{{ $labels.pod }} <%= x %> {{< note >}}",
         "&#123;&#123; &#36;labels.pod &#125;&#125; &lt;%= x %&gt; &#123;&#123;&lt; note &gt;&#125;&#125;"),
        ("zero\u202ewidth\u2028\x07", "zerowidth"),
    ],
)  # fmt: skip
def test_what_hosts_and_engines_add_to_markdown_is_said_in_plain_markdown(text, written):
    assert body_of(text).text == written


def test_a_secret_is_gone_before_its_characters_are_written_otherwise():
    token = "ghp_" + "Ab3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5"
    assert body_of(f"Use `{token}*` now.\n").text == "Use <code>…&#42;</code> now."


def test_a_page_reads_the_same_in_every_engine():
    text = "# T\n\nIntro\n- a\n  - b\n    ```sh\n    x <b>\n    ```\n1. c\n\n| a |\n|--|\n| `x\\|y` |\n"
    assert pieces(python_markdown(body_of(text).text)) == [
        ((), "Intro"),
        (("ul", "li0"), "a"),
        (("ul", "li0", "ul", "li0"), "b"),
        (("ul", "li0", "ul", "li0", "pre"), "x <b>"),
        (("ol", "li0"), "c"),
        (("table", "tr0", "th0"), "a"),
        (("table", "tr1", "td0"), "x|y"),
    ]
