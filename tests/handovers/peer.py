"""An accounting system behind HTTP that does for each hand-over what a script says."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec

BUSY = "503"
HANG, HANG_KEPT = "hang", "hang once it is kept"
DROP_KEPT = "drop the line once it is kept"
REFUSE = "refuse"
GARBAGE = "garbage"
WORDS = "Lokal L-1 jest zamknięty w księgach"


class Peer:
    """A script has one word for each try; when it is used up everything is taken."""

    def __init__(self) -> None:
        self.url = ""
        self.acts: deque[str] = deque()
        self.tries: list[str] = []
        """Ids, as they came."""
        self.kept: dict[str, dict[str, Any]] = {}
        """By id: once each."""
        self.when_kept: Callable[[], None] | None = None
        self.over = threading.Event()

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        id_ = handler.path.strip("/")
        body = handler.rfile.read(int(handler.headers["content-length"]))
        self.tries.append(id_)
        act = self.acts.popleft() if self.acts else ""
        match act:
            case "503":
                return self._answer(handler, 503, "zajęte")
            case "hang":
                self.over.wait(20)
                return None
            case "refuse":
                return self._answer(handler, 422, WORDS)
            case "garbage":
                handler.wfile.write(b"\x00\xff nobody knows what this is\r\n")
                return None
        known = id_ in self.kept
        self.kept.setdefault(id_, msgspec.json.decode(body))
        if self.when_kept is not None:
            self.when_kept()
        if act == HANG_KEPT:
            self.over.wait(20)
        elif act != DROP_KEPT:
            self._answer(handler, 200 if known else 201, "")
        return None

    @staticmethod
    def _answer(handler: BaseHTTPRequestHandler, status: int, text: str) -> None:
        said = text.encode()
        handler.send_response(status)
        handler.send_header("content-length", str(len(said)))
        handler.end_headers()
        handler.wfile.write(said)


@contextmanager
def listening(peer: Peer) -> Iterator[Peer]:
    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            peer.take(self)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    peer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        peer.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
