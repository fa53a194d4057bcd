"""``serve``: the preview on this machine. Every save is on the screen at once; a problem lies over the page."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from plugins.portal.settings import PortalSettings

from .board import Board, page_file
from .following import Mailbox, run_preview
from .preview import Preview

HOME: Final = "127.0.0.1"
OWN: Final = "/__preview/"
_SCRIPT: Final = Path(__file__).with_name("client.js")
_ALIVE_SECONDS: Final = 15.0


def find_file(root: Path, path: str) -> Path | None:
    """The file that an address names, inside ``root`` and nowhere else; None for anything else.

    Refused: ``..``, dot files, backslashes, control characters, symbolic links anywhere on the way.
    """
    name = page_file(path)
    parts = name.split("/")
    if not name.isprintable() or "\\" in name or any(part.startswith(".") or not part for part in parts):
        return None
    file = root
    for part in parts:
        file = file / part
        if file.is_symlink():
            return None
    try:
        real = file.resolve()
    except (OSError, ValueError):
        return None
    return file if real.is_relative_to(root.resolve()) and file.is_file() else None


class Handler(BaseHTTPRequestHandler):
    """Answers from the preview's output, and nothing else."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the terminal belongs to the editor."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        # Another site may make a name of its own point here (DNS rebinding): only this machine's names are served.
        if self.headers.get("Host", "") not in self.server.names:
            self._send(HTTPStatus.FORBIDDEN, "只在本机使用".encode(), "text/plain; charset=utf-8")
            return
        address = urlsplit(self.path)
        if address.path == f"{OWN}events":
            self._stream(parse_qs(address.query))
        elif address.path == f"{OWN}client.js":
            self._send(HTTPStatus.OK, _SCRIPT.read_bytes(), "text/javascript; charset=utf-8")
        else:
            self._send_file(address.path)

    def _send_file(self, path: str) -> None:
        root = self.server.root
        self.server.refresh(page_file(path))
        file = find_file(root, path)
        if file is None and not path.endswith("/") and find_file(root, f"{path}/") is not None:
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            # A path that begins with two slashes would lead to another host.
            self.send_header("Location", "/" + path.lstrip("/") + "/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        status = HTTPStatus.OK if file else HTTPStatus.NOT_FOUND
        file = file or find_file(root, "/404.html")
        data, stamp = (
            b"<!doctype html><meta charset=utf-8><title>\xe9\xa2\x84\xe8\xa7\x88</title><body></body>",
            0,
        )
        kind = "text/html"
        if file is not None:
            try:
                data, stamp = file.read_bytes(), file.stat().st_mtime_ns
            except OSError:
                status = HTTPStatus.NOT_FOUND
            kind = guess_type(file.name)[0] or "application/octet-stream"
        if kind == "text/html":
            data = add_client(data, stamp)
        if kind.startswith("text/") or kind.endswith(("json", "xml")):
            kind += "; charset=utf-8"
        self._send(status, data, kind)

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self, query: dict[str, list[str]]) -> None:
        page = query.get("page", ["/"])[0]
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        mail = self.server.board.join(page)
        try:
            file = find_file(self.server.root, page)
            if file is not None and str(file.stat().st_mtime_ns) != query.get("stamp", [""])[0]:
                mail.put("event: reload\ndata: 1\n\n")  # it changed between its sending and now
            for message in _messages(mail):
                self.wfile.write(message.encode())
                self.wfile.flush()
        except OSError:
            return  # the page was left
        finally:
            self.server.board.leave(mail)


def _messages(mail: queue.SimpleQueue[str]) -> Iterator[str]:
    while True:
        try:
            yield mail.get(timeout=_ALIVE_SECONDS)
        except queue.Empty:
            yield ": alive\n\n"


def add_client(data: bytes, stamp: int) -> bytes:
    """The page with the preview's script at its end."""
    script = f'<script src="{OWN}client.js" data-stamp="{stamp}"></script>'.encode()
    head, mark, tail = data.rpartition(b"</body>")
    return head + script + mark + tail if mark else data + script


class Server(ThreadingHTTPServer):
    """Serves ``root`` on 127.0.0.1; ``names`` are the Host headers that it answers to."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, root: Path, board: Board, port: int) -> None:
        super().__init__((HOME, port), Handler)
        # Called with the name of a file before it is sent: whoever renders may bring it up to date first.
        self.refresh: Callable[[str], None] = lambda _name: None
        self.root = root
        self.board = board
        self.names = {f"{name}:{self.server_port}" for name in (HOME, "localhost")}

    def handle_error(self, *_arguments: Any) -> None:
        """A page that was left in the middle is nobody's concern."""


def open_server(root: Path, board: Board, port: int) -> Server:
    """On ``port`` or one of the next fifty. Raises ValueError, in Chinese, when none is free."""
    for number in range(port, port + 50) if port else [0]:
        try:
            return Server(root, board, number)
        except OSError:
            continue
    raise ValueError(f"端口 {port} 到 {port + 49} 都被占用")


def serve_project(settings: PortalSettings, port: int) -> int:
    """Run the command until interrupted."""
    board, mail = Board(), Mailbox()
    preview = Preview(settings, board.tell_written)
    preview.settings.output.mkdir(parents=True, exist_ok=True)
    server = open_server(preview.settings.output, board, port)

    def exists(name: str) -> bool:
        return find_file(server.root, f"/{name}") is not None

    server.refresh = lambda name: (
        mail.ask(name) if name in preview.waiting or (preview.busy and not exists(name)) else None
    )
    print(f"预览:http://{HOME}:{server.server_port}/ (按 Ctrl+C 结束)", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    stop = threading.Event()
    try:
        run_preview(settings, preview, board, stop, lambda text: print(text, flush=True), mail)
    except KeyboardInterrupt:
        print()
    finally:
        stop.set()
        server.shutdown()
    return 0
