"""What was made of files when they were read before: what is as it was need not be parsed again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from runbook_lint.model.settings import Settings

if TYPE_CHECKING:
    from runbook_lint.model.world import World
    from runbook_lint.parse.brought import Make


class Before:
    """What was made of each file when the tree was read the last time: what is as it was need not be parsed again.

    `clean` are the paths of files that are known to hold no secret; `keeps` tells whether what is new may outlive
    the run.
    """

    def __init__(self) -> None:
        self.settings: Settings | None = None
        self.files: dict[str, tuple[bytes, object]] = {}
        self.clean: set[str] = set()
        self.keeps = True
        self.facts: dict[str, bytes] = {}

    def read(self, contents: Mapping[str, bytes], settings: Settings, make: Make) -> dict[str, object]:
        """What every file is made into, in path order; other settings may read a file otherwise."""
        known = self.files if settings == self.settings else {}
        same = {path: known[path][1] for path in contents if path in known and known[path][0] == contents[path]}
        self.settings, self.clean = settings, self.clean & set(same)
        new = self.make({path: content for path, content in contents.items() if path not in same}, make)
        made = {path: (same if path in same else new)[path] for path in sorted(contents)}
        self.files = {path: (contents[path], each) for path, each in made.items()}
        return made

    def make(self, contents: Mapping[str, bytes], make: Make) -> dict[str, object]:
        """What files are made into that are not as they were."""
        return {path: make(path, content) for path, content in contents.items()}

    def built(self, world: World) -> None:
        """What was read is part of this world now."""

    def get(self, name: str) -> bytes | None:
        """What was worked out of all files together, by its name; None where nobody did."""
        return self.facts.get(name)

    def put(self, name: str, data: bytes) -> None:
        """Keep such a thing."""
        self.facts[name] = data

    @property
    def lasts(self) -> bool:
        """Whether what is kept outlives the run."""
        return False

    def recall(self, names: Iterable[bytes]) -> dict[bytes, bytes]:
        """Pieces that earlier runs kept, by names of 16 bytes, each a hash of all that its piece is made of."""
        return {}

    def keep(self, pieces: Mapping[bytes, bytes]) -> None:
        """Keep such pieces for the next run."""

    def save(self) -> None:
        """Let what is new outlive the run, where there is a place for it."""

    def forget(self) -> None:
        """What is new shall not outlive the run."""
