"""The Markdown extensions that the site's pages are written for: one list for every engine that builds them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXTENSIONS: Mapping[str, Mapping[str, Any]] = {  # Any: each extension's own options
    "abbr": {},
    "admonition": {},
    "attr_list": {},
    "def_list": {},
    "footnotes": {},
    "md_in_html": {},
    "sane_lists": {},
    "tables": {},
    "toc": {"permalink": True, "permalink_title": "Link to this section", "toc_depth": 3},
    "pymdownx.details": {},
    "pymdownx.highlight": {"anchor_linenums": False, "use_pygments": True},
    "pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "language-mermaid"}]},  # see diagrams.js
    "pymdownx.tasklist": {"custom_checkbox": True, "clickable_checkbox": True},
    "pymdownx.tilde": {"subscript": False},
}
"""By name, with options; no extension that loads anything from elsewhere, or that needs Python in the configuration."""
