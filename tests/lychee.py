"""lychee as a peer: what it says of the links of a tree, and where we say something else.

lychee makes anchors as GitHub does, so the comparison is made with `slugs = "github"`, and only for
links into the tree: the others it cannot judge without a network either.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from runbook_lint.model.resolution import Resolution, State
from runbook_lint.model.settings import Layout, Links, Settings
from runbook_lint.model.tree import Tree
from runbook_lint.model.world import World
from runbook_lint.parse.links import page_links
from runbook_lint.parse.world import build_world

BINARY = Path(sys.executable).with_name("lychee")

Key = tuple[str, str]
"""A page and what one of its links leads to, `path#fragment`."""


@dataclass(frozen=True)
class Comparison:
    """What the two say: key to whether it is there; `resolutions` are ours."""

    theirs: Mapping[Key, bool]
    ours: Mapping[Key, bool]
    resolutions: Mapping[Key, Resolution]

    def disagreements(self) -> Iterator[Key]:
        """The keys that only one side sees, or that both judge differently."""
        for key in sorted({*self.theirs, *self.ours}):
            if self.theirs.get(key) is not self.ours.get(key):
                yield key


def compare(root: Path, site_links: tuple[str, ...] = ()) -> Comparison:
    """Both sides on every Markdown page below a folder."""
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    pages = sorted(path for path in files if path.endswith((".md", ".markdown")) and not path.startswith(".git/"))
    settings = Settings(layout=replace(Layout(), documents=("**",)), links=Links(slugs="github", site_links=site_links), max_kib=1 << 20)
    tree = Tree({page: files[page].read_bytes() for page in pages}, frozenset(files))
    resolutions = our_resolutions(build_world(tree, settings, date(2026, 11, 21)))
    ours = {key: each.state in (State.RESOLVED, State.UNJUDGED) for key, each in resolutions.items()}
    return Comparison(their_verdicts(root, pages), ours, resolutions)


def their_verdicts(root: Path, pages: list[str]) -> dict[Key, bool]:
    """lychee's verdicts on the links that lead into the tree; an empty target is a broken link to nothing."""
    command = [BINARY, "-vv", "--offline", "--include-fragments", "--no-progress", "--format", "json"]
    command += ["--root-dir", root, "--files-from", "-"]
    names = "\n".join(pages)
    done = subprocess.run(command, cwd=root, input=names, capture_output=True, encoding="utf-8", check=False)
    report = json.loads(done.stdout)
    found: dict[Key, bool] = {}
    for kind in ("success_map", "error_map"):
        for page, links in report[kind].items():
            for link in links:
                if link["url"] == "error:" and "Empty URL" in link["status"]["text"]:
                    found[page, ""] = False
                elif link["url"].startswith("file://"):
                    path, mark, fragment = link["url"].removeprefix(f"file://{root}").partition("#")
                    whole = normpath(f"/{unquote(path)}").strip("/")
                    found[page, f"{whole}{mark}{unquote(fragment)}"] = kind == "success_map"
    return found


def our_resolutions(world: World) -> dict[Key, Resolution]:
    """Where we say that the same links lead, keyed as lychee resolves them: by the letter of the target."""
    found: dict[Key, Resolution] = {}
    for page in world.documents:
        for link, resolution in page_links(world, page):
            absolute = resolution.own or re.match(r"//|[a-z][a-z0-9+.-]*:", link.target.strip(), re.IGNORECASE)
            if not absolute and resolution.state is not State.EXTERNAL:
                found[page, _by_the_letter(page, link.target)] = resolution
    return found


def _by_the_letter(page: str, target: str) -> str:
    written, mark, fragment = target.strip().partition("#")
    if not written and not mark:
        return ""
    path = unquote(written.split("?")[0])
    whole = page if not path else normpath(join("/", dirname(page), path)).strip("/")
    return f"{whole}{mark}{unquote(fragment)}".removeprefix(".")
