"""The commits of a range that only moved review dates: told by their trees first, by texts where few are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

from runbook_lint.app import git, git_trees
from runbook_lint.app.git_edits import GitEdit, GitEdits, edits
from runbook_lint.model.bump import FEWEST, Bump
from runbook_lint.model.frozen import dataclass
from runbook_lint.parse.bumps import Names, moved_dates
from runbook_lint.parse.layout import may_be_reviewed

_NEAR = 200  # bytes: what stamps may add to a file
_LARGEST = 1 << 18  # bytes
_AT_ONCE = 500  # files whose two texts are held
_WAIT = 60  # seconds, for the texts


@dataclass(frozen=True, slots=True)
class _Likely:
    """A commit that changed pages and manifests only, each by no more than a stamp's length."""

    commit: GitEdits
    paths: tuple[str, ...]


def find_bumps(root: Path, commits: str, since: date, names: Names) -> tuple[tuple[Bump, ...], dict[str, str]]:
    """The commits of a range that only moved dates, and what became of files that were renamed in it."""
    renames: dict[str, str] = {}
    likely = []
    for commit in edits(root, commits, str(since)):
        if len(commit.files) >= FEWEST and all(map(_is_page_edit, commit.files)):
            likely.append(_Likely(commit, tuple(renames.get(each.path, each.path) for each in commit.files)))
        for each in commit.files:
            if each.path != each.now:
                renames[each.path] = renames.get(each.now, each.now)
    left = list(_first_looks(root, _small(root, likely), names))
    return tuple(_judged(root, left, names)), renames


def _is_page_edit(edit: GitEdit) -> bool:
    before, after = edit.modes
    return edit.status == "M" and before == after and before.startswith("100") and may_be_reviewed(edit.path)


def _small(root: Path, likely: Sequence[_Likely]) -> list[_Likely]:
    """The commits in which no file grew or shrank by more than stamps may be long."""
    sizes = git_trees.sizes(root, (id for each in likely for file in each.commit.files for id in file.ids))

    def is_near(file: GitEdit) -> bool:
        old, new = (sizes.get(id, _LARGEST) for id in file.ids)
        return max(old, new) < _LARGEST and abs(old - new) <= _NEAR

    return [each for each in likely if all(map(is_near, each.commit.files))]


def _first_looks(root: Path, likely: Sequence[_Likely], names: Names) -> Iterator[_Likely]:
    """The commits whose first file says nothing new but dates: few are left, and only they are read whole."""
    for start in range(0, len(likely), _AT_ONCE):
        some = likely[start : start + _AT_ONCE]
        first = _moved(root, [each.commit.files[0] for each in some], names)
        yield from (each for each, days in zip(some, first, strict=True) if days is not None)


def _judged(root: Path, likely: Sequence[_Likely], names: Names) -> Iterator[Bump]:
    """The commits that moved the dates of enough files; those that changed something else are passed over."""
    until = monotonic() + _WAIT
    moved: list[dict[str, tuple[date, ...]]] = [{} for _ in likely]
    others = set()
    pairs = (zip(one.paths, one.commit.files, strict=True) for one in likely)
    files = [(number, path, file) for number, some in enumerate(pairs) for path, file in some]
    for start in range(0, len(files), _AT_ONCE):
        if monotonic() > until:
            raise git.GitFailed("it takes too long")
        some = [each for each in files[start : start + _AT_ONCE] if each[0] not in others]
        for (number, path, _), days in zip(some, _moved(root, [file for *_, file in some], names), strict=True):
            if days is None:
                others.add(number)
            elif days:
                moved[number][path] = days
    for number, one in enumerate(likely):
        if number not in others and len(moved[number]) >= FEWEST:
            yield Bump(one.commit.id, datetime.fromtimestamp(one.commit.time, UTC).date(), moved[number])


def _moved(root: Path, files: Sequence[GitEdit], names: Names) -> list[tuple[date, ...] | None]:
    texts = git_trees.contents(root, (id for file in files for id in file.ids))
    pairs = ((texts.get(old), texts.get(new)) for old, new in (file.ids for file in files))
    return [None if old is None or new is None else moved_dates(old, new, names) for old, new in pairs]
