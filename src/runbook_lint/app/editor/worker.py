"""One thread for what takes long, so that typing is answered meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """Does one job after the other; it ends with the program, in the middle of a job if need be."""

    def __init__(self) -> None:
        """Start the thread."""
        self._jobs: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()  # Any: what a job returns
        Thread(target=self._work, name="judge", daemon=True).start()

    async def run(self, job: Callable[[], T]) -> T:
        """What a job returns or raises, once those before it are done."""
        future: Future[T] = Future()
        self._jobs.put((job, future))
        return await asyncio.wrap_future(future)

    def _work(self) -> None:
        while True:
            job, future = self._jobs.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except Exception as error:
                    future.set_exception(error)
