"""Nothing that a page holds can run, load or pose as ours on the site, whichever engine reads what is written of it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from site_reading import RICHER, body_of, github, python_markdown, unsafe, whole

HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//x.example></ScRiPt >",
    "a <script>alert(1)</script> b",
    "<img src=x onerror=alert(1)>",
    "<img/src='x'/onerror='alert(1)'>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'><base href='//x.example'>",
    "<form action='//x.example'><input autofocus onfocus=alert(1)></form>",
    "<meta http-equiv=refresh content='0;url=//x.example'><link rel=stylesheet href='//x.example'>",
    "<a href='java\tscript:alert(1)'>x</a> <a href='&#106;avascript:alert(1)'>x</a>",
    "<a href=\"x\" onclick=\"alert(1)\" style='position:fixed' class='md-button'>x</a>",
    "<div class='rl-five' id='__search'>Call 555</div>",
    "<details ontoggle=alert(1) open><summary onclick=alert(1)>x</summary>y</details>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](java&#10;script:alert(1)) [x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) [x](vbscript:x) [x](file:///etc/passwd)",
    "![x](javascript:alert(1)) ![x](data:image/svg+xml,<svg/onload=alert(1)>) ![x](//x.example/y.png)",
    "<javascript:alert(1)> <vbscript:x>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x](https://x.example '\" onclick=\"alert(1)')",
    "[x](https://x.example/\"onmouseover=\"alert(1))",
    "![\" onerror=\"alert(1)](https://x.example/y.png)",
    "[![x](x.png)](javascript:alert(1))",
    "[a](https://x.example){: onclick='alert(1)' }",
    "Text.\n{: onclick='alert(1)' .rl-five #__search }",
    "# Title {: onclick='alert(1)' }\n\n## Part {#__search onclick='alert(1)'}",
    "# __search\n\n## __drawer\n\n### rl-five",
    "- item\n  {: onclick='alert(1)' }",
    "`<script>alert(1)</script>`",
    "`` ` <script>alert(1)</script> ` ``",
    "`a`{: onclick='alert(1)' } `#!html <script>alert(1)</script>` `:::html <script>`",
    "    <script>alert(1)</script>",
    "```\n<script>alert(1)</script>\n```",
    "```html onclick=alert(1)\n<script>alert(1)</script>\n```",
    "``` {.html onclick=alert(1)}\n<script>alert(1)</script>\n```",
    "~~~~\n```\n<script>alert(1)</script>\n~~~~",
    "```\n    ```\n<script>alert(1)</script>\n```",
    "- ```\n  <script>alert(1)</script>\n  ```",
    "- a\n  - b\n\n    ~~~\n    <script>alert(1)</script>\n    ~~~\n\n      <script>alert(2)</script>",
    "> ```\n> <script>alert(1)</script>\n> ```\n\n1. > - ```\n   >   <script>alert(1)</script>\n   >   ```",
    "<pre>\n\n<script>alert(1)</script>\n\n</pre>",
    "<div markdown='1'>\n\n<script>alert(1)</script>\n\n</div>",
    "<details>\n<summary>x</summary>\n\n</details><script>alert(1)</script>\n\n</details>",
    "<table><tr><td>\n\n<script>alert(1)</script>\n\n</td></tr></table>",
    "| a |\n|---|\n| <img src=x onerror=alert(1)> `<script>` |",
    "*[HTML]: <script>alert(1)</script>\n\nHTML",
    "x[^1]\n\n[^1]: <script>alert(1)</script>\n\n        <script>alert(1)</script>",
    "{++<script>alert(1)</script>++} {>><script>alert(1)</script><<} {~~a~><script>~~}",
    "--8<-- \"/etc/passwd\"\n\n;--8<-- \"x\"\n\n```\n--8<-- \"/etc/passwd\"\n```",
    "!!! note \"<script>alert(1)</script>\"\n    <script>alert(1)</script>",
    "??? x\n    <script>alert(1)</script>\n\n=== \"<script>\"\n    x\n\n/// note | <script>\nx\n///",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 wzxhzdk:0 \u0002amp\u0003",
    "term\n: <script>alert(1)</script>",
    "\\<script>alert(1)\\</script> &lt;script&gt; &#60;script&#62; &amp;lt;script&gt;",
    "<a id='x\"onclick=\"alert(1)'></a> <a name='<script>'></a>",
    ":<script>: :smile\"onload=\": ==<script>== ^^<script>^^ ~~<script>~~",
    "www.x.example/<script> http://x.example/<script>alert(1)</script> a@<script>.example",
    "<https://x.example/<script>> <https://x.example/\"onclick=alert(1)>",
    "<%= \"<script>\" %> {{< raw \"<script>\" >}} {% raw %}<script>{% endraw %}",
    "\u2028<script>\u2028alert(1)\x0b</script>\x0c\x85",
    "a\\![x](https://x.example/y.png) a!<a href='https://x.example/y.png'>x</a> a\\!www.x.example/y.png b!+44 1632 960131",
    "<p>a!<a href='https://x.example/y.png'>x</a></p>\n\nx[^1]\n\n[^1]: a\\![x](https://x.example/y.png)",
]  # fmt: skip

ENGINES = {
    "MkDocs": python_markdown,
    "MkDocs with more extensions": lambda text: python_markdown(text, RICHER),
    "GitHub": github,
}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("engine", ENGINES)
def test_no_trick_gets_through(engine, text):
    assert unsafe(ENGINES[engine](whole(body_of(text)))) == []


TAME = re.compile(
    r'<(?:(a) id="[\w.:-]+"|(abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|strong|sub|sup|u|var)|br'
    r'|details markdown="1"|summary|pre)>|</(?:a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|strong|sub|sup'
    r"|u|var|details|summary|pre)>|<https?://[\w/:?#@,;=%~.+-]+>|<!-- -->"
)
FENCE = re.compile(r"^(?:[> ]|- |\d+\. |\[\^\d+\]: )*(`{3,})[\w+#.-]*\n.*?^[> ]*\1$", re.DOTALL | re.MULTILINE)


def stray(text: str) -> list[str]:
    """Every `<` outside code that does not begin one of the few tags that we write."""
    rest = FENCE.sub("", text)
    return [
        rest[found.start() : found.start() + 40]
        for found in re.finditer("<", rest)
        if not TAME.match(rest, found.start())
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_each_tag_in_what_is_written_is_one_of_ours(text):
    body = body_of(text)
    assert stray(whole(body)) == []


PARTS = [
    *HOSTILE,
    *("`", "``", "```", "~~~", "*", "**", "_", "~~", "^^", "==", "{", "}", "{++", "++}", "[", "]", "(", ")", "![", "](", "<", ">"),
    *("\n", "\n\n", "\n    ", "\n  ", "\n> ", "\n- ", "\n1. ", "\n    - ", "\n# ", "\n## ", "\n|a|b|\n|-|-|\n|", "|", "\\", "&"),
    *("<b>", "</b>", "<a href='x'>", "</a>", "<code>", "</code>", "<pre>", "</pre>", "<p>", "<td>", "<h1>", "</h1>", "<!--", "-->"),
    *("<details>", "</details>", "<summary>", "</summary>", "<x-y>", ":warning:", "text", " ", "  \n", "\t", "\"", "'", "$", "!!! ", "!", "\\!"),
    *("[^1]", "\n[^1]: ", "[TOC]", "- [ ] ", "{: .x #y }", "https://x.example/", "www.x.example", "a@x.example", "\x02", "\u2028"),
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=8)), max_size=14).map("".join))
def test_no_mixture_of_tricks_gets_through(text):
    page = whole(body_of(text))
    assert stray(page) == []
    for name, engine in ENGINES.items():
        assert (name, unsafe(engine(page))) == (name, [])


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 3000,
        "<b>" * 3000 + "</i>" * 3000,
        "x <b>" * 3000,
        "<ul><li>" * 1000,
        "# x\n" * 3000,
        "<h2>x</h2>\n" * 2000,
        "<details>\n\n" * 1000,
        "[a](" * 2000,
        "{#a" * 5000 + ":a" * 5000 + "www." * 5000,
        "<!--" * 5000 + "<" * 5000,
        "> " * 100 + "x\n" * 500,
        "<b>" * 1500 + "x" + "</b>" * 1500,
        "*a " * 800 + "b" + " a*" * 800,
        "x" + " " * 300_000 + "y",
    ],
    ids=lambda text: text[:8].strip(),
)  # fmt: skip
def test_no_page_is_too_deep_or_takes_long(text):
    body_of(text)
