"""A proxy on this machine through which lychee goes out: it looks at every address before anything is sent there.

lychee's own filters know addresses that are written as such, and look no name up; a redirect, or a name that leads
here, would get past them. The guard resolves each name once, refuses it where one of its addresses is not public,
and connects to the very address that it has looked at, for the first request and for every redirect after it.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from threading import Thread
from types import TracebackType

from runbook_lint.app.links.addresses import Allowed, Resolve, is_public, one_name, resolve
from runbook_lint.app.links.heads import BadHead, Head, closing, read_head

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[str, int], Awaitable[Streams]]
"""Opens a connection to an address and a port."""

MOST = 4 * 1024 * 1024
"""Bytes of one connection: more than any page's head, and less than a download."""
REFUSED = 470
"""The status by which the guard says no; it is nobody else's."""
_CHUNK = 65536


class Refused(Exception):
    """Why nothing was sent; a word of `FAILURES`."""


class Guard:
    """Runs in a thread of its own from `with` to its end. `failures` says what went wrong, by host and port."""

    def __init__(
        self,
        allow: Allowed,
        seconds: float,
        resolver: Resolve = resolve,
        connect: Connect | None = None,
        most: int = MOST,
    ) -> None:
        """`resolver` and `connect` stand for the network in tests."""
        self.allow, self.seconds, self.most = allow, seconds, most
        self._resolve, self._connect = resolver, connect or asyncio.open_connection
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="runbook-lint guard", daemon=True)
        self.failures: dict[tuple[str, int], str] = {}
        self.url = ""

    def __enter__(self) -> Guard:
        """Listen on a port of this machine."""
        self._thread.start()
        server = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        self._server = server
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Drop every connection and end the thread."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _stop(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of lychee's, which is for one host."""
        quiet = (OSError, TimeoutError, asyncio.CancelledError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
        with suppress(*quiet):
            async with asyncio.timeout(2 * self.seconds):
                await self._answer(reader, writer)
        with suppress(OSError):
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = read_head(await reader.readuntil(b"\r\n\r\n"))
        except BadHead:
            return await _say(writer, "400 Bad Request")
        try:
            address, (there_reader, there) = await self._open(head)
        except Refused as refused:
            self.failures[one_name(head.host), head.port] = str(refused)
            return await _say(writer, f"{REFUSED} Refused")
        try:
            if head.tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                large = await self._both_ways((reader, writer), (there_reader, there))
            else:  # one request, and nothing behind it: what it says was looked at
                there.write(head.forwarded(with_token=not is_public(address)))  # others can read along
                writer.write(closing(await there_reader.readuntil(b"\r\n\r\n")))
                large = await _pass_on(there_reader, writer, self.most)
            if large:
                self.failures[one_name(head.host), head.port] = "large"
        finally:
            there.close()

    async def _open(self, head: Head) -> tuple[str, Streams]:
        """One of a host's addresses, all of which may be reached, and a connection to it."""
        try:
            addresses = await self._resolve(head.host, head.port)
        except socket.gaierror as error:
            known = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
            raise Refused("name" if known else "network") from None
        except (OSError, UnicodeError, ValueError):
            raise Refused("name") from None
        if not all(self.allow.takes(head.host, address) for address in addresses):
            raise Refused("private")
        why = "network"
        for address in addresses:
            try:
                async with asyncio.timeout(self.seconds):
                    return address, await self._connect(address, head.port)
            except TimeoutError:
                why = "timeout"
            except OSError as error:
                why = "refused" if error.errno == errno.ECONNREFUSED else why
        raise Refused(why)

    async def _both_ways(self, here: Streams, there: Streams) -> bool:
        """Pass on what either side says until one has finished; whether too much has come."""
        up = asyncio.ensure_future(_pass_on(here[0], there[1], self.most))
        down = asyncio.ensure_future(_pass_on(there[0], here[1], self.most))
        _, waiting = await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(up, down, return_exceptions=True)
        return not down.cancelled() and not down.exception() and down.result()


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter, most: int) -> bool:
    """Whether there was more than may be passed on."""
    size = 0
    while chunk := await source.read(_CHUNK):
        size += len(chunk)
        if size > most:
            return True
        target.write(chunk)
        await target.drain()
    return False


async def _say(writer: asyncio.StreamWriter, status: str) -> None:
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
    await writer.drain()
