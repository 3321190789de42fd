"""The tokens of a page: the one seam between what reads them and the engine that makes them.

markdown-it-py is the reference. Where pyromark is installed it makes the same tokens of most pages in less time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from runbook_lint.parse.engine import engine

if TYPE_CHECKING:
    from markdown_it.token import Token


def tokens_of(text: str, env: dict[str, Any], offsets: bool = True) -> list[Token]:
    """The tokens of a page; what only the reference knows of it (footnotes, definitions) goes into `env`."""
    faster = _faster()
    tokens = faster(text) if faster else None
    return engine(offsets).parse(text, env) if tokens is None else tokens


@lru_cache(maxsize=1)
def _faster() -> Callable[[str], list[Token] | None] | None:
    try:
        from runbook_lint.parse.pulldown import pulldown_tokens
    except ImportError:
        return None
    return cast("Callable[[str], list[Token] | None]", pulldown_tokens)  # they read like the reference's
