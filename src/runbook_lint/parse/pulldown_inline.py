"""A run of the faster engine's inline events to the tokens of the reference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runbook_lint.model.patterns import regex
from runbook_lint.parse.inline import AT, LABEL_END
from runbook_lint.parse.pulldown_lines import At
from runbook_lint.parse.pulldown_tokens import Event, Light, Unlike

_ESCAPE = regex(r"\\.")
_MARKS = {"Emphasis": ("em", 1), "Strong": ("strong", 2)}
_OPENING = {name: Light(f"{tag}_open", tag, 1) for name, (tag, _) in _MARKS.items()}
_CLOSING = {name: Light(f"{tag}_close", tag, -1) for name, (tag, _) in _MARKS.items()}
_BREAKS = {"SoftBreak": Light("softbreak", "br", 0), "HardBreak": Light("hardbreak", "br", 0)}
_LINK_CLOSE = Light("link_close", "a", -1)
_AUTOLINK_CLOSE = Light("link_close", "a", -1, markup="autolink")


def inline_tokens(run: Sequence[Event], content: str, at: At) -> list[Light]:
    """The tokens of a run of events; `at` turns the page's offsets into those of the run's content."""
    if len(run) == 1 and "\\" not in content and run[0][0] == {"Text": content}:
        return [Light("text", "", 0, None, content)]
    return _Run(content).read(run, at)


class _Run:
    """One pass over the events of a run; `taken` is how far the content has become tokens."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.tokens: list[Light] = []
        self.taken = 0
        self.links: list[Light] = []
        self.images: list[tuple[Light, list[Light]]] = []

    def read(self, run: Sequence[Event], at: At) -> list[Light]:
        for event, span in run:
            start, end = at(span["start"]), at(span["end"])
            if "Text" in event:
                self.text(event["Text"], start, end)
            elif "Start" in event:
                self.taken = self.begin(event["Start"], start, end)
                continue
            elif "End" in event:
                self.close(event["End"])
            elif "Code" in event:
                self.code(start, end)
            elif "InlineHtml" in event:
                self.tokens.append(Light("html_inline", "", 0, None, self.content[start:end], meta={AT: (start, end)}))
            elif event in _BREAKS:
                self.tokens.append(_BREAKS[event])
            else:
                raise Unlike
            self.taken = end
        return self.tokens

    def text(self, value: str, start: int, end: int) -> None:
        content = self.content
        if self.links and self.links[-1].markup:
            return  # an autolink, which has its text
        if content[start:end] != value:
            if content[start : start + 1] != "&":
                raise Unlike
            self.tokens.append(Light("text_special", "", 0, None, value, meta={AT: (start, end)}))
            return
        if start > self.taken and content[start - 1] == "\\":
            self.tokens.append(Light("text_special", "", 0, None, value[0], meta={AT: (start - 1, start + 1)}))
            start, value = start + 1, value[1:]
        done = 0
        for found in _ESCAPE.finditer(value) if "\\" in value else ():
            place = (start + found.start(), start + found.end())
            special = Light("text_special", "", 0, None, found[0], meta={AT: place})
            self.tokens += (Light("text", "", 0, None, value[done : found.start()]), special)
            done = found.end()
        value = value[done:]
        if value:
            self.tokens.append(Light("text", "", 0, None, value))

    def code(self, start: int, end: int) -> None:
        written = self.content[start:end]
        signs = len(written) - len(written.lstrip("`"))
        text = written[signs:-signs].replace("\n", " ")
        if text.strip(" ") and text[0] == " " == text[-1]:
            text = text[1:-1]
        self.tokens.append(Light("code_inline", "code", 0, None, text, meta={AT: (start, end)}))

    def begin(self, value: Any, start: int, end: int) -> int:
        """Open a mark, a link or an image; gives where its text begins."""
        if isinstance(value, str):
            self.tokens.append(_OPENING[value])
            return start + _MARKS[value][1]
        ((name, facts),) = value.items()
        kind, target = facts["link_type"], facts["dest_url"]
        if kind in ("Autolink", "Email"):
            self.autolink(f"mailto:{target}" if kind == "Email" else target, start, end)
            return start + 1
        if kind != "Inline":
            raise Unlike
        if name == "Link":
            token = Light("link_open", "a", 1, attrs={"href": target}, meta={AT: (start, end)})
            self.tokens.append(token)
            self.links.append(token)
            return start + 1
        token = Light("image", "img", 0, attrs={"src": target, "alt": ""}, meta={AT: (start, end)})
        self.tokens.append(token)
        self.images.append((token, self.tokens))
        self.tokens = []
        return start + 2

    def autolink(self, target: str, start: int, end: int) -> None:
        from markdown_it.common.normalize_url import normalizeLinkText  # which imports all of the reference

        token = Light("link_open", "a", 1, attrs={"href": target}, meta={AT: (start, end)}, markup="autolink")
        self.links.append(token)
        self.tokens += (token, Light("text", "", 0, None, normalizeLinkText(self.content[start + 1 : end - 1])))

    def close(self, name: str) -> None:
        if name == "Image":
            token, before = self.images.pop()
            self.label(token)
            token.content = self.content[token.meta[AT][0] + 2 : self.taken]
            token.children, self.tokens = self.tokens, before
        elif name == "Link":
            token = self.links.pop()
            if not token.markup:
                self.label(token)
            self.tokens.append(_AUTOLINK_CLOSE if token.markup else _LINK_CLOSE)
        else:
            self.tokens.append(_CLOSING[name])

    def label(self, token: Light) -> None:
        """Note where the text of a link or an image ends."""
        if self.content[self.taken : self.taken + 2] != "](":
            raise Unlike
        token.meta = {**token.meta, LABEL_END: self.taken}
