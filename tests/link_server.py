"""A web server on this machine that plays every case a link can come to; it stops by itself."""

import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

STOPS_AFTER = 120  # seconds, whatever becomes of the test


class Server(ThreadingHTTPServer):
    """`asked` counts methods and paths as they came in, `log` holds them with time and headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("0.0.0.0", 0), Handler)  # 127.0.0.1, 127.0.0.2, … are so many hosts
        self.port = self.server_address[1]
        self.log: list[tuple[float, str, str, str, dict[str, str]]] = []
        self.open = Counter()
        self.most_open = Counter()
        self.sent = 0
        self.gone_from: dict[str, int] = {}

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        return [f"{method} {path}" for _, method, _, path, _ in self.log]

    def handle_error(self, request, client_address):
        """A client that leaves early is none."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        self.server.log.append((time.monotonic(), self.command, host, self.path, dict(self.headers)))
        self.server.open[host] += 1
        self.server.most_open[host] = max(self.server.most_open[host], self.server.open[host])
        try:
            self._play(self.path)
        finally:
            self.server.open[host] -= 1

    do_HEAD = do_GET

    def _play(self, path: str) -> None:
        port, name = self.server.port, path.strip("/").partition("?")[0]
        leads = {
            "moved": (301, "/new/moved"), "moved-twice": (308, "/moved"), "lent": (302, "/ok"), "half": (301, "/lent"),
            "home": (301, "/"), "members": (302, "/login?next=members"), "robots": (302, "/captcha?next=robots"),
            "moved-away": (301, "/404"), "circle": (302, "/circle"),
            "to-private": (302, "http://10.255.255.1/x"), "to-decimal": (302, f"http://2130706434:{port}/ok"),
            "to-mapped": (302, f"http://[::ffff:127.0.0.2]:{port}/ok"), "to-other": (301, f"http://127.0.0.2:{port}/ok"),
            "to-name": (302, "http://inside.corp/x"),
        }  # fmt: skip
        if name in leads:
            return self._say(leads[name][0], Location=leads[name][1])
        if name == "head-405":
            return self._say(405 if self.command == "HEAD" else 200)
        if name == "head-404":
            return self._say(404 if self.command == "HEAD" else 200)
        if name == "busy":
            return self._say(429, **{"Retry-After": "1"})
        if name == "slow":
            time.sleep(8)
            return self._say(200)
        if name == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            self.close_connection = True
            return self.connection.close()
        if name == "big":
            return self._big()
        if name == "paused":
            time.sleep(0.3)
        return self._say(int(name) if name.isdecimal() else 200)

    def _say(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Length": "2", **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"ok")

    def _big(self) -> None:
        self.send_response(200 if self.command == "GET" else 405)
        self.send_header("Content-Length", str(1 << 30) if self.command == "GET" else "0")
        self.end_headers()
        while self.command == "GET" and self.server.sent < 1 << 30:
            self.wfile.write(b"x" * 65536)
            self.server.sent += 65536

    def log_message(self, *_) -> None:
        pass


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    stopper = Thread(target=lambda: (time.sleep(STOPS_AFTER), server.shutdown()), daemon=True)
    thread.start()
    stopper.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    """A port of this machine at which nobody listens."""
    with socket.socket() as each:
        each.bind(("127.0.0.1", 0))
        return int(each.getsockname()[1])
