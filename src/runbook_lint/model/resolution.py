"""Where a link leads, once it was looked up."""

from __future__ import annotations

from enum import StrEnum

from runbook_lint.model.frozen import dataclass


class State(StrEnum):
    """What became of a link's target."""

    RESOLVED = "resolved"
    NO_FILE = "no-file"
    NO_ANCHOR = "no-anchor"
    OTHER_CASE = "other-case"
    """The file, or a folder on the way to it, is there in another case."""
    OUTSIDE = "outside"
    """Above the root of the repository, or through a symlink out of it."""
    EXTERNAL = "external"
    """Somebody else's URL: only `links` can judge it."""
    UNJUDGED = "unjudged"
    """Not to be judged from here: a tag or another branch, a submodule, mail, a page that could not be read."""
    PLACEHOLDER = "placeholder"
    MALFORMED = "malformed"
    TEMPLATED = "templated"
    """Holds `{{ … }}` or the like: filled in elsewhere."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a target leads. `path` and `anchor` are what was looked for, in the repository's terms.

    `nearest` is the nearest thing that does exist (a path for a file, an anchor for an anchor), and
    `certain` says that it is the only candidate, so that a fix may be written; `likely` that it is the only
    one a slip of the finger away, so that somebody may look at a fix. `mended` is then the whole target as it
    should read. `own` marks an absolute URL to this repository, `catalog` the import in which the target was
    found or missed. `reason` says in a few words why, where the state does not.
    """

    state: State
    path: str = ""
    anchor: str = ""
    nearest: str = ""
    certain: bool = False
    likely: bool = False
    mended: str = ""
    own: bool = False
    catalog: str = ""
    reason: str = ""
