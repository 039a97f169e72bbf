"""A server on loopback that answers as it is told: what a language model's server may do, over real HTTP."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Turn = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """Takes the turns in order, the last one again and again; keeps what it was sent."""

    daemon_threads = True

    def __init__(self, turns: list[Turn]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.turns, self.requests, self.headers = turns, [], []  # type: ignore[var-annotated]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Server)
        server.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        server.headers.append((self.path, dict(self.headers)))
        turn = server.turns[min(len(server.requests), len(server.turns)) - 1]
        with contextlib.suppress(OSError):
            turn(self)

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def serving(*turns: Turn) -> Iterator[Server]:
    server = Server(list(turns))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def says(content: Any) -> Turn:
    """Answer as a chat completion with this text, or this value as JSON."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return sends(200, json.dumps({"choices": [{"message": {"content": text}}]}).encode())


def sends(status: int, body: bytes, **headers: str) -> Turn:
    def turn(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return turn


def sleeps(seconds: float) -> Turn:
    return lambda handler: time.sleep(seconds)


def drips(seconds: float) -> Turn:
    """Send a byte now and then, never an end."""

    def turn(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(int(seconds / 0.02)):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.02)

    return turn


def floods(size: int) -> Turn:
    return sends(200, b'{"choices": [{"message": {"content": "' + b"x" * size + b'"}}]}')
