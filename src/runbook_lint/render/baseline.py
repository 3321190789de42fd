"""A baseline as its file, and as what is said of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping

from runbook_lint.model.baseline import Baseline, Key
from runbook_lint.model.rule import SITE
from runbook_lint.render.text import many, visible

_SCHEMA = f"{SITE}/schemas/baseline.schema.json"


def baseline_json(baseline: Baseline) -> str:
    """The file: sorted, one entry a line, so that git merges what two branches did to different files."""
    entries = ",\n".join(f"    {_entry(key, count)}" for key, count in sorted(baseline.counts.items()))
    body = f"[\n{entries}\n  ]" if entries else "[]"
    return f'{{\n  "$schema": "{_SCHEMA}",\n  "version": 1,\n  "findings": {body}\n}}\n'


def _entry(key: Key, count: int) -> str:
    return f'{{"path": {_quoted(key.path)}, "rule": {_quoted(key.rule)}, "line": "{key.line}", "count": {count}}}'


def _quoted(text: str) -> str:
    """JSON text as people read it; half a surrogate pair, as in odd file names, is escaped."""
    try:
        return json.dumps(text.encode().decode(), ensure_ascii=False)
    except UnicodeEncodeError:
        return json.dumps(text)


def gone_lines(gone: Mapping[Key, int]) -> Iterator[str]:
    """`docs/a.md: broken-link, 2 gone`: what is accepted and no longer there, by file and rule."""
    counts: Counter[tuple[str, str]] = Counter()
    for key, count in gone.items():
        counts[key.path, key.rule] += count
    for (path, rule), count in sorted(counts.items()):
        yield f"{visible(path)}: {rule}, {count} gone"


def rename_lines(renames: Mapping[str, str]) -> Iterator[str]:
    """`docs/a.md is now docs/b.md`."""
    return (f"{visible(old)} is now {visible(new)}" for old, new in sorted(renames.items()))


def summary_lines(path: str, kept: Baseline, gone: Baseline, new: int, take: bool, mode: str) -> Iterator[str]:
    """How many findings are accepted now, what was done to come there, and what is left to do.

    `mode` is done, dry (it would be done) or strict (it was not).
    """
    name = visible(path)
    done = [f"{gone.total:,} gone"] if gone.total and mode != "strict" else []
    done += [f"{new:,} new"] if new and take else []
    told = f" ({', '.join(done)})" if done else ""
    yield f"{many(kept.total, 'finding')} {'would be accepted' if mode == 'dry' else 'accepted'} in {name}{told}"
    if gone.total and mode == "strict":
        yield f"{many(gone.total, 'entry', 'entries')} to take out: run `runbook-lint baseline` and commit the file"
    if new and not take:
        them = "it" if new == 1 else "them"
        yield f"{many(new, 'new finding')} not accepted (`runbook-lint baseline --accept` takes {them} in)"
    if not (kept.total or new) and mode == "done":
        yield f"nothing is left that was accepted: delete {name}"
