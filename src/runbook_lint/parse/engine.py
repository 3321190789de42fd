"""markdown-it-py as this project reads pages: CommonMark with GitHub's tables, strikethrough and footnotes.

It differs from the engine's own habits in this: a target stays what the author wrote (backslashes and
entities undone, nothing percent-encoded), and no scheme is refused, so that rules may judge both.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from runbook_lint.parse.inline import keep_offsets
from runbook_lint.parse.template_links import template_links

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@lru_cache(maxsize=2)
def engine(offsets: bool = True) -> MarkdownIt:
    """The parser, made once; its inline tokens carry their `offsets` and definitions leave a token."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    class AsWritten(MarkdownIt):
        def normalizeLink(self, url: str) -> str:
            return url

        def validateLink(self, url: str) -> bool:
            return True

    options = {"maxNesting": 40, "inline_definitions": True}
    md = AsWritten("commonmark", options).enable(["table", "strikethrough"]).use(footnote_plugin)
    md.disable(["footnote_tail", "text_join", "fragments_join"], ignoreInvalid=True)
    template_links(md)
    if offsets:
        keep_offsets(md)
    return md
