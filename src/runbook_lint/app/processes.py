"""Work in parts, done by as many processes as there are processors for it."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:  # and below where there are helpers: most runs have none
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

T = TypeVar("T")

LEAST = 24
"""Parts of a process: for fewer it saves less than it takes to start it, and to work out there what is known here."""

_PIPE = 1 << 20
"""Bytes that a helper may say before anybody listens."""


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
    """What each part makes, in their order; whoever asks sees no difference between one process and several."""
    made = dict(_done(parts))
    return [made[number] for number in range(len(parts))]


def as_done(parts: Sequence[Callable[[], T]]) -> Iterator[T]:
    """The same as they come, in no order: what was made of a part is not held here."""
    return (made for _, made in _done(parts))


def _done(parts: Sequence[Callable[[], T]]) -> Iterator[tuple[int, T]]:
    """What each part makes, by its number.

    A helper that fails says nothing: the rest of its share is done here, and fails here as it would have.
    """
    count = processes(len(parts))
    helpers: dict[Connection, BaseProcess] = {}
    left = dict.fromkeys(range(len(parts)))
    try:
        for share in range(1, count):
            ours, helper = _helper(parts, share, count)
            helpers[ours] = helper
        for number in range(0, len(parts), count):
            del left[number]
            yield number, parts[number]()
            for said in _said(helpers, wait_for=0.0):
                left.pop(said[0])
                yield said
        while helpers:
            for said in _said(helpers, wait_for=None):
                left.pop(said[0])
                yield said
    finally:
        for ours, helper in helpers.items():
            _end(ours, helper)
    for number in left:
        yield number, parts[number]()


def _helper(parts: Sequence[Callable[[], object]], share: int, count: int) -> tuple[Connection, BaseProcess]:
    """A process of its own for every so manieth part, and what it says."""
    from multiprocessing import get_context

    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    with suppress(ImportError, AttributeError, OSError):  # where there are larger pipes, nobody waits until he is heard
        import fcntl

        fcntl.fcntl(theirs.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    helper = context.Process(target=_help, args=(ours, theirs, parts, share, count), daemon=True)
    helper.start()
    theirs.close()
    return ours, helper


def _said(helpers: dict[Connection, BaseProcess], wait_for: float | None) -> Iterator[tuple[int, Any]]:
    """What helpers say; one that says no more is let go."""
    from multiprocessing.connection import wait
    from pickle import UnpicklingError

    for ours in cast("list[Connection]", wait(list(helpers), wait_for)):
        try:
            yield ours.recv()
        except (EOFError, OSError, UnpicklingError):
            _end(ours, helpers.pop(ours))


def _end(ours: Connection, helper: BaseProcess) -> None:
    ours.close()
    helper.terminate()
    helper.join()


def _help(ours: Connection, theirs: Connection, parts: Sequence[Callable[[], object]], share: int, count: int) -> None:
    """Do every so manieth part and send each; end without a word whatever happens, and with whom it is done for."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # nothing lives long here, and looking would copy the memory that both share
    ours.close()
    with suppress(Exception):
        for number in range(share, len(parts), count):
            theirs.send((number, parts[number]()))
    os._exit(0)  # what was open is the other's to close
