"""A Markdown page as small values of our own: what rules and pages read, whatever engine parsed it."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from runbook_lint.model.file import DataProblem as DataProblem
from runbook_lint.model.file import Kind as Kind
from runbook_lint.model.frozen import dataclass
from runbook_lint.model.later import Later
from runbook_lint.model.position import PAGE, Span


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `text` is what a reader sees, `id` and `attributes` an explicit `{#id .class}` behind it.

    `visible`, `spoken` and `typeset` are what the engines make anchors of: text and code unstripped; with
    the alternative text of images; as Hugo's typographer leaves it. Attributes count as text in the first two.
    """

    level: int
    text: str
    span: Span
    html: bool = False
    id: str = ""
    attributes: str = ""
    visible: str = ""
    spoken: str = ""
    typeset: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A bold lead at the start of a list item or paragraph (`- **Impact**: …`), usable as a section.

    `rest` is the Markdown behind it and `rest_span` its place; `end_line` is where its item ends.
    """

    text: str
    span: Span
    end_line: int
    has_text: bool
    rest: str
    rest_span: Span = PAGE


@dataclass(frozen=True, slots=True)
class Link:
    """A link or an image: `span` covers all of it, `target` is what the author wrote.

    Backslashes and entities in `target` are undone, percent signs are left as they are. `target_span` is
    where it stands, without brackets or quotes: in the definition for a reference link (`label` names it),
    so several links may share one. `bare` is a URL in plain text (`www.` gets its `http://`). A target with
    a template in it (`{{< ref "x.md" >}}`) is a link too, though CommonMark does not take it for one.
    """

    target: str
    text: str
    span: Span
    image: bool = False
    html: bool = False
    target_span: Span = PAGE
    label: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a reference leads: `[label]: target`; the first of a label holds."""

    label: str
    target: str
    span: Span
    target_span: Span = PAGE


@dataclass(frozen=True, slots=True)
class Undefined:
    """A full or collapsed reference, or a footnote's, to a label that the page does not define."""

    label: str
    span: Span
    footnote: bool = False


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block; `span` covers its fences, `text` is the code, `first_line` where the code starts."""

    language: str
    text: str
    span: Span
    first_line: int
    fenced: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """A checkbox in a list."""

    done: bool
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """A list item's first line; `ordered` says what kind of list it stands in."""

    text: str
    span: Span
    ordered: bool
    task: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table as plain text; each cell carries its place."""

    span: Span
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cell_spans: tuple[tuple[Span, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose: what a reader sees, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """An explicit anchor: `<a id>`, `{#id}` or a MyST label."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Comment:
    """An HTML comment (or a `#` comment in YAML): its text without the markers.

    `own_line` tells whether it stands alone on its line or trails something.
    """

    text: str
    span: Span
    own_line: bool


@dataclass(frozen=True, slots=True)
class Data:
    """A YAML or TOML value with the place of every key and value.

    `spans` maps a path such as `("contacts", "escalation", 0)` to the place of its value,
    `key_spans` to the place of its key.
    """

    value: Any = None  # whatever the user wrote: str, int, float, bool, None, list, dict
    spans: Mapping[tuple[str | int, ...], Span] = field(default_factory=dict)
    key_spans: Mapping[tuple[str | int, ...], Span] = field(default_factory=dict)
    comments: tuple[Comment, ...] = ()
    ambiguous: tuple[DataProblem, ...] = ()
    problem: DataProblem | None = None

    def span(self, *path: str | int) -> Span:
        """Where the value at a path stands, or the nearest parent that has a place."""
        while path:
            if path in self.spans:
                return self.spans[path]
            path = path[:-1]
        return self.spans.get((), PAGE)

    def key_span(self, *path: str | int) -> Span:
        """Where the key at a path stands, or its value's place."""
        return self.key_spans.get(path) or self.span(*path)

    def get(self, key: str) -> Any:
        """A top-level value, None where the data is no mapping or lacks the key."""
        return self.value.get(key) if isinstance(self.value, dict) else None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The block of data on top of a page; `span` covers it with its fences."""

    data: Data
    span: Span
    format: str = "yaml"


@dataclass(frozen=True)
class Document(Later):
    """A parsed Markdown page.

    `prose` has the page's lines with everything that is not prose (code, link targets, HTML, front
    matter) blanked out, column for column, so that a match in it has its true place. `memo` keeps what
    `parse.memo.once_each` worked out; a page made of another begins without. A page that `parse.stored` brings
    back makes its fields when they are asked for (so they have factories, not class attributes).
    """

    path: str
    kind: Kind
    lines: tuple[str, ...]
    prose: tuple[str, ...] = field(default_factory=tuple)
    front_matter: FrontMatter | None = field(default_factory=lambda: None)
    headings: tuple[Heading, ...] = field(default_factory=tuple)
    labels: tuple[Label, ...] = field(default_factory=tuple)
    links: tuple[Link, ...] = field(default_factory=tuple)
    definitions: tuple[Definition, ...] = field(default_factory=tuple)
    undefined: tuple[Undefined, ...] = field(default_factory=tuple)
    fences: tuple[Fence, ...] = field(default_factory=tuple)
    tasks: tuple[Task, ...] = field(default_factory=tuple)
    items: tuple[Item, ...] = field(default_factory=tuple)
    tables: tuple[Table, ...] = field(default_factory=tuple)
    paragraphs: tuple[Paragraph, ...] = field(default_factory=tuple)
    anchors: tuple[Anchor, ...] = field(default_factory=tuple)
    comments: tuple[Comment, ...] = field(default_factory=tuple)
    newline: str = "\n"
    bom: bool = False
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)  # Any: what is kept

    @property
    def title(self) -> str:
        """The first H1's text, else the front matter's title, else the file's name."""
        for heading in self.headings:
            if heading.level == 1 and "<%" not in heading.text:
                return heading.text
        title = self.front_matter.data.get("title") if self.front_matter else None
        return title if isinstance(title, str) and title else self.path.rsplit("/", 1)[-1]

    def line(self, number: int) -> str:
        """The text of a 1-based line, empty past the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""
