"""What engines make of Markdown, told alike: every piece of text with the lists, quotations and tables it stands in."""

import re
from html.parser import HTMLParser
from typing import Any

from markdown import Markdown
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from runbook_lint.render.site.extensions import EXTENSIONS

Piece = tuple[tuple[str, ...], str]
HOLDERS = {"ul", "ol", "li", "blockquote", "table", "tr", "th", "td", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
BREAKS = {"p", "br", "div", "hr", "details", "summary", "dl", "dt", "dd", "center", "section"}


def python_markdown(text: str, extensions: Any = EXTENSIONS) -> str:
    """HTML as MkDocs has it made: its own extensions first, then the site's."""
    names = ["toc", "tables", "fenced_code", *(name for name in extensions if name not in ("toc", "tables"))]
    configs = {name: dict(options) for name, options in extensions.items() if options}
    return str(Markdown(extensions=names, extension_configs=configs).convert(text))


def github(text: str) -> str:
    """HTML as GitHub has it made, before it is cleaned."""
    engine = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"]).use(footnote_plugin)
    return str(engine.render(text))


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
        if self.skipped or "footnote" in (values.get("class") or "") or values.get("class") in ("headerlink", "footnotes"):
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
