"""Which files of the site were searched for secrets before and held none: the same text need not be searched again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b

from runbook_lint.app.cache.stamp import engine
from runbook_lint.parse.before import Before

_FACT = "site-searched"
_SIZE = 16  # bytes of a name


class Searched:
    """Takes secrets out of texts, and remembers those that held none, by a hash of all of the text."""

    def __init__(self, memory: Before, clean: Callable[[str], str], secrets: Sequence[str]) -> None:
        """`secrets` are the texts of this repository that `clean` takes out beside what looks like a secret."""
        self._memory, self._clean = memory, clean
        self._base = blake2b("\0".join((engine(), *secrets)).encode("utf-8", "surrogatepass"), digest_size=_SIZE)
        data = self._found = memory.get(_FACT) or b""
        self._known = {data[start : start + _SIZE] for start in range(0, len(data), _SIZE)}
        self._noted: set[bytes] = set()

    def clean(self, text: str) -> tuple[bytes, bytes]:
        """A text without its secrets as the bytes of a file, and its name where it held none, else b""."""
        name = self._base.copy()
        name.update(b"\0" + text.encode("utf-8", "surrogatepass"))
        without = text if name.digest() in self._known else self._clean(text)
        return without.encode("utf-8", "replace"), name.digest() if without == text else b""

    def note(self, names: Iterable[bytes]) -> None:
        """These are the names of this run's texts."""
        self._noted.update(filter(None, names))

    def keep(self) -> None:
        """Keep the names of this run for the next, and no others."""
        data = b"".join(sorted(self._noted))
        if data != self._found:
            self._memory.put(_FACT, data)
