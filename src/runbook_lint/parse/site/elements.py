"""Raw HTML of a page, cleaned by a library and read as a small tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from html.parser import HTMLParser

from runbook_lint.model.frozen import dataclass
from runbook_lint.model.patterns import regex


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


INLINE = _names("abbr b bdi cite code del dfn em i ins kbd mark q s samp small strong sub sup u var")
"""Elements that stay HTML; a page's styles, classes and handlers never do."""

VOID = frozenset(("br", "hr", "img", "wbr"))
_BLOCKS = _names(
    "address article aside blockquote caption center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_OTHER = frozenset(("a", "big", "br", "details", "font", "img", "picture", "span", "strike", "tt", "wbr"))
_DROPPED = _names(
    "applet area audio base basefont bdo body button canvas col colgroup data datalist dialog dir embed "
    "fieldset form frame frameset head hgroup html iframe input label legend link map marquee math menu meta "
    "meter nobr noembed noframes noscript object optgroup option output param plaintext portal progress rp rt "
    "ruby script search select slot source style svg template textarea time title track video xmp"
)
_KNOWN = INLINE | _BLOCKS | _OTHER | _DROPPED
_ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "name"},
    "img": {"src", "alt"},
    "ol": {"start"},
}
_TAG = regex(r"</?([A-Za-z][^\s<>/]*)(?:\s[^<>]*|/)?>|<(?=[^A-Za-z/!?])")
_DEEPEST = 50  # elements within each other; what is deeper stands beside


@dataclass(slots=True)
class Element:
    """An element of HTML with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)


Nodes = Sequence[Element | str]


def elements(html: str) -> Nodes:
    """A piece of HTML as a tree of harmless elements; a `<placeholder>` that no HTML knows is text."""
    import nh3

    tags = set(INLINE | _BLOCKS | _OTHER) - {"details"}
    schemes = {"http", "https", "mailto", "tel"}
    shown = _TAG.sub(lambda found: found[0] if known(found[1] or "") else found[0].replace("<", "&lt;"), html)
    reader = _Reader()
    reader.feed(nh3.clean(shown, tags=tags, attributes=_ATTRIBUTES, url_schemes=schemes, link_rel=None))
    reader.close()
    return reader.root.children


def known(name: str) -> bool:
    """Whether HTML has an element of this name."""
    return name.lower() in _KNOWN


def is_block(node: Element | str) -> bool:
    """Whether a node starts on a line of its own."""
    return isinstance(node, Element) and node.tag in _BLOCKS


def text_of(nodes: Nodes) -> str:
    """What a reader sees of it, line ends kept."""
    return "".join(_texts(nodes))


def _texts(nodes: Nodes) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag == "br":
            yield "\n"
        else:
            yield from _texts(node.children)


class _Reader(HTMLParser):
    """Builds the tree; the library has balanced the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {key: value or "" for key, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element if len(self.open) < _DEEPEST else self.open[-1])

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
