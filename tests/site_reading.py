"""What engines make of Markdown, told alike: every piece of text with the lists, quotations and tables it stands in."""

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser
from typing import Any

from markdown import Markdown
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from runbook_lint.model.settings import Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import Repository, World
from runbook_lint.parse.site.body import Body, site_body
from runbook_lint.parse.world import build_world
from runbook_lint.render.site.extensions import EXTENSIONS

Piece = tuple[tuple[str, ...], str]
HOLDERS = {"ul", "ol", "li", "blockquote", "table", "tr", "th", "td", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
BREAKS = {"p", "br", "div", "hr", "details", "summary", "dl", "dt", "dd", "center", "section"}


def python_markdown(text: str, extensions: Any = EXTENSIONS) -> str:
    """HTML as MkDocs has it made: its own extensions first, then the site's."""
    names = ["toc", "tables", "fenced_code", *(name for name in extensions if name not in ("toc", "tables"))]
    configs = {name: dict(options) for name, options in extensions.items() if options}
    configs["pymdownx.highlight"] = {"use_pygments": False}  # colours cost most of the time
    return str(Markdown(extensions=names, extension_configs=configs).convert(text))


def github(text: str) -> str:
    """HTML as GitHub has it made, before it is cleaned."""
    engine = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"]).use(footnote_plugin)
    return str(engine.render(text))


OTHERS = (
    *("pymdownx.betterem", "pymdownx.caret", "pymdownx.critic", "pymdownx.inlinehilite", "pymdownx.magiclink"),
    *("pymdownx.mark", "pymdownx.smartsymbols", "pymdownx.snippets", "pymdownx.tabbed", "pymdownx.blocks.admonition"),
)
RICHER: dict[str, Any] = {**EXTENSIONS, **{name: {} for name in OTHERS}}
"""What TechDocs and others switch on besides."""


def world_of(pages: dict[str, str], extra: tuple[str, ...] = (), **settings: Any) -> World:
    """A world of these pages, and of files that are only there."""
    contents = {path: text.encode() for path, text in pages.items()}
    repository = settings.pop("repository", Repository())
    tree = Tree(contents, frozenset((*contents, *extra)), repository=repository)
    return build_world(tree, Settings(**settings), date(2026, 11, 21))


def body_of(text: str, **settings: Any) -> Body:
    """The body of a page that stands alone."""
    world = world_of({"a/page.md": text}, **settings)
    return site_body(world, world.documents["a/page.md"], "a/page.md")


def whole(body: Body) -> str:
    """A page as its template has it."""
    return f"# {body.title}\n\n{body.text}\n"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.path: list[str] = []
        self.counts: list[int] = [0]
        self.text: list[str] = []
        self.skipped = 0

    def flush(self) -> None:
        text = "".join(self.text)
        code = bool(self.path) and self.path[-1].startswith("pre")
        text = text.expandtabs(4).strip("\n") if code else " ".join(text.replace("\u200b", "").split())
        if text.strip():
            self.pieces.append((tuple(self.path), text))
        self.text = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        values = dict(attrs)
        if (
            self.skipped
            or "footnote" in (values.get("class") or "")
            or values.get("class") in ("headerlink", "footnotes")
        ):
            self.skipped += tag not in ("br", "hr", "img", "input")
        elif tag == "img":
            self.text.append(values.get("alt") or "picture")
        elif tag == "input":
            self.text.append("[x] " if "checked" in values else "[ ] ")
        elif tag in HOLDERS:
            self.flush()
            number = f"{self.counts[-1]}" if tag in ("li", "td", "th", "tr") else ""
            self.counts[-1] += tag in ("li", "td", "th", "tr")
            self.path.append(tag + number)
            self.counts.append(0)
        elif tag in BREAKS:
            self.flush()

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.skipped:
            self.skipped -= tag not in ("br", "hr", "img", "input")
        elif tag in HOLDERS:
            self.flush()
            while self.path and (closed := re.sub(r"\d+\Z", "", self.path.pop()) if tag[0] != "h" else self.path.pop()):
                self.counts.pop()
                if closed == tag:
                    break
        elif tag in BREAKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.text.append(data)


def pieces(html: str) -> list[Piece]:
    """Every piece of text of some HTML, with what it stands in; items and cells are counted."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.pieces


TAG = re.compile(r"</?([a-z][a-z0-9]*)((?:\s+[a-z:-]+(?:=\"[^\"<>]*\")?)*)\s*/?>|<!-- -->")
ATTRIBUTE = re.compile(r"([a-z:-]+)(?:=\"([^\"]*)\")?")
TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi blockquote br cite code del details dfn div em h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark"
        " ol p pre q s samp section small span strong sub summary sup table tbody td th thead tr u ul var",
    )
)
NAMES = frozenset(
    ("alt", "checked", "class", "disabled", "href", "id", "markdown", "src", "start", "style", "title", "type")
)
ADDRESS = re.compile(r"https?:|mailto:|tel:|#|[^:]*\Z")


def unsafe(html: str) -> list[str]:
    """Everything in some HTML that a page of ours must not hold: each `<` has to be of a tag that is known to be tame."""
    return [told for start in re.finditer("<", html) if (told := _unsafe(html, start.start()))]


def _unsafe(html: str, start: int) -> str:
    tag = TAG.match(html, start)
    if not tag or (tag[1] and tag[1] not in TAGS):
        return html[start : start + 60]
    for name, value in ATTRIBUTE.findall(tag[2] or ""):
        told = "".join(unescape(value).split()).casefold()
        ours = name == "id" and re.match(r"rl-|md-|_(?!\d+\Z)", told)
        named = name == "class" and ("rl-" in told or "md-" in told)
        styled = name == "style" and not re.fullmatch(r"text-align:\w+;?", told)
        led = name in ("href", "src") and not ADDRESS.match(told)
        foreign = name == "src" and "//" in told
        if name not in NAMES or ours or named or styled or led or foreign:
            return tag[0]
    return ""
