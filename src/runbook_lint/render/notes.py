"""Lines for people behind the counts: since when was judged, what of the baseline is gone, which part this is."""

from __future__ import annotations

from collections.abc import Iterator

from runbook_lint.model.shard import Shard, Since
from runbook_lint.render.text import many, visible


def notes_of(since: Since | None, accepted_gone: int) -> Iterator[str]:
    """What --changed compared with, and how many accepted findings are gone."""
    if since is not None:
        yield _since(since)
    if accepted_gone:
        them, are = ("it", "is") if accepted_gone == 1 else ("them", "are")
        told = f"{many(accepted_gone, 'accepted finding')} {are} gone"
        yield f"{told}; `runbook-lint baseline` takes {them} out"


def _since(since: Since) -> str:
    """`Judged since origin/main (1a2b3c4): 3 files changed, 1 gone; 2 findings elsewhere came with that`."""
    at = f" ({since.commit})" if since.commit else ""
    done = [f"{many(since.touched, 'file')} {'named' if since.named else 'changed'}"]
    done += [f"{count:,} {word}" for count, word in ((since.gone, "gone"), (since.renamed, "renamed")) if count]
    done += ["another configuration"] if since.configured else []
    told = f"; {many(since.elsewhere, 'finding')} elsewhere came with that" if since.elsewhere else ""
    return f"Judged since {visible(since.ref)}{at}: {', '.join(done)}{told}"


def shard_note(shard: Shard, judged: int, total: int) -> str:
    """`Shard 3/16: 12 of 190 files judged`."""
    return f"Shard {shard}: {judged:,} of {many(total, 'file')} judged"
