"""Raw HTML that runs in text, written as Markdown with the few tags that stay."""

from __future__ import annotations

from runbook_lint.model.patterns import regex
from runbook_lint.parse.site.elements import INLINE, Element, Nodes, elements, is_block, text_of
from runbook_lint.parse.site.markup import code, words
from runbook_lint.parse.site.sheet import Sheet

_SPACE = regex(r"\s+")


def nodes_text(sheet: Sheet, nodes: Nodes, linked: bool = False) -> str:
    """Nodes as inline Markdown; what would stand on lines of its own is kept apart by line breaks."""
    return "".join(_node(sheet, node, linked) for node in nodes)


def _node(sheet: Sheet, node: Element | str, linked: bool) -> str:
    if isinstance(node, str):
        return words(_SPACE.sub(" ", node))
    if node.tag in ("br", "hr"):
        text = "<br>"
    elif node.tag == "img":
        text = shown_picture(sheet, node, linked)
    elif node.tag == "pre":
        text = "<br>".join(code(each) for each in text_of(node.children).strip("\n").split("\n")) + "<br>"
    elif node.tag == "code":
        text = code(text_of(node.children))
    else:
        inner = nodes_text(sheet, node.children, linked or node.tag == "a")
        text = element_text(sheet, node, inner, text_of(node.children), linked)
    return named(sheet, node) + text


def element_text(sheet: Sheet, node: Element, inner: str, said: str, linked: bool) -> str:
    """An element around finished Markdown, of which a reader sees what is `said`."""
    href = node.attributes.get("href", "")
    if node.tag == "a" and href and not linked:
        return sheet.link(href, inner.strip(), said)
    if node.tag in INLINE and inner:
        return f"<{node.tag}>{inner}</{node.tag}>"
    if node.tag == "li":
        return f"• {inner}<br>"
    return f"{inner}<br>" if is_block(node) and inner.strip() else inner


def named(sheet: Sheet, node: Element) -> str:
    """The anchors that an element gives."""
    return "".join(sheet.anchors.mark(node.attributes.get(key, "")) for key in ("id", "name"))


def shown_picture(sheet: Sheet, node: Element, linked: bool) -> str:
    """An `<img>`."""
    source, said = node.attributes.get("src", ""), node.attributes.get("alt", "")
    return sheet.picture(source, said, linked) if source else words(said)


def single_tag(tag: str, name: str) -> Element:
    """A tag that stands alone, with the attributes that it may keep."""
    found = elements(tag) if "=" in tag else ()
    return next((each for each in found if isinstance(each, Element)), Element(name))
