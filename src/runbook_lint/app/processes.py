"""Work in parts, done by as many processes as there are processors for it."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")

LEAST = 24
"""Parts of a process: for fewer it saves less than it takes to start it, and to work out there what is known here."""


def processes(parts: int) -> int:
    """How many processes are worth their start: 1 where the system cannot split one that is under way.

    Nor may other threads run in it (`site serve` has some): they would hold locks that nobody opens. macOS can split
    processes, but its own libraries may not survive it.
    """
    if parts < 2 * LEAST:
        return 1
    from multiprocessing import get_all_start_methods

    if "fork" not in get_all_start_methods() or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, parts // LEAST))


def all_done(parts: Sequence[Callable[[], T]]) -> list[T]:
    """What each part makes, in their order; whoever asks sees no difference between one process and several.

    A helper that fails says nothing: its share is done here again, and fails here as it would have.
    """
    count = processes(len(parts))
    made: dict[int, T] = {}
    helpers = []
    try:
        if count > 1:
            from multiprocessing import get_context

            context = get_context("fork")
            for share in range(1, count):
                ours, theirs = context.Pipe(duplex=False)
                helper = context.Process(target=_help, args=(ours, theirs, parts, share, count), daemon=True)
                helper.start()
                theirs.close()
                helpers.append((helper, ours))
        for number in range(0, len(parts), count):
            made[number] = parts[number]()
        for _, ours in helpers:
            with suppress(EOFError, OSError):
                made |= cast(dict[int, T], ours.recv())
    finally:
        for helper, ours in helpers:
            ours.close()
            helper.terminate()
            helper.join()
    return [made[number] if number in made else part() for number, part in enumerate(parts)]


def _help(ours: Connection, theirs: Connection, parts: Sequence[Callable[[], object]], share: int, count: int) -> None:
    """Do every so manieth part and send them; end without a word whatever happens, and with whom it is done for."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # nothing lives long here, and looking would copy the memory that both share
    ours.close()
    with suppress(Exception):
        theirs.send({number: parts[number]() for number in range(share, len(parts), count)})
    os._exit(0)  # what was open is the other's to close
