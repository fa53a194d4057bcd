"""A store's door that breaks: passes on a number of requests, then drops, stalls or refuses every one."""

from __future__ import annotations

import http.client
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit

_STALL = 2.5
_HOP = {"connection", "transfer-encoding", "content-length", "date", "server"}


class FailingProxy:
    """``manner`` is ``drop`` (closed without an answer), ``stall`` (no answer in time) or ``refuse`` (503
    SlowDown).
    """

    def __init__(self, endpoint: str, after: int, manner: str) -> None:
        parts = urlsplit(endpoint)
        left, lock = [after], threading.Lock()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with lock:
                    left[0] -= 1
                    broken = left[0] < 0
                if broken:
                    self.fail()
                    return
                inner = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
                inner.request(self.command, self.path, body, dict(self.headers.items()))
                answer = inner.getresponse()
                data = answer.read()
                self.send_response_only(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in _HOP:
                        self.send_header(name, value)
                length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(data))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                self.wfile.write(data)
                inner.close()

            def fail(self) -> None:
                self.close_connection = True
                if manner == "stall":
                    time.sleep(_STALL)
                if manner == "refuse":
                    text = b"<Error><Code>SlowDown</Code><Message>slow</Message></Error>"
                    self.send_response_only(503)
                    self.send_header("Content-Type", "application/xml")
                    self.send_header("Content-Length", str(len(text)))
                    self.end_headers()
                    self.wfile.write(text)

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = handle_any  # noqa: N815

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
