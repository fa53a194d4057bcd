"""A host as a publication would have it: its headers, brotli, caching; and a count of what was asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import brotli

from plugins.publishing.nginx import CONTENT_SECURITY_POLICY

TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt", ".ics", ".csv", ".geojson"}


@dataclass
class Host:
    """``address`` without a closing slash; ``asked`` the paths asked for, in order; ``sent`` bytes of body by path."""

    address: str
    asked: list[str] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)

    def forget(self) -> None:
        self.asked.clear()
        self.sent.clear()


@lru_cache(maxsize=4096)
def _compress(path: str, _modified: int) -> bytes:
    return brotli.compress(Path(path).read_bytes(), quality=11)


class HostHandler(SimpleHTTPRequestHandler):
    """Answers as plugins.publishing's nginx does, as far as a browser can tell."""

    protocol_version = "HTTP/1.1"

    def __init__(self, host: Host, compress: bool, *args: object, directory: str) -> None:
        self.host, self.compress = host, compress
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.host.asked.append(self.path)
        path = Path(self.translate_path(self.path))
        status = 200
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            status, path = 404, Path(self.directory) / "404.html"
        data = path.read_bytes()
        squeezed = (
            self.compress and path.suffix in TEXT and "br" in (self.headers.get("Accept-Encoding") or "")
        )
        if squeezed:
            data = _compress(str(path), path.stat().st_mtime_ns)
        self.host.sent[self.path] = len(data)
        self.send_response(status)
        self.send_header("Content-Type", self._type(path))
        self.send_header("Content-Length", str(len(data)))
        if squeezed:
            self.send_header("Content-Encoding", "br")
        hashed = self.path.startswith(("/theme/", "/photos/"))
        self.send_header("Cache-Control", "max-age=31536000, immutable" if hashed else "max-age=300")
        self.send_header("Content-Security-Policy", f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'self'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "strict-origin-when-cross-origin")
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.end_headers()
        self.wfile.write(data)

    def _type(self, path: Path) -> str:
        kind = self.guess_type(str(path))
        return f"{kind}; charset=utf-8" if path.suffix in TEXT and path.suffix != ".svg" else kind


@contextmanager
def serve_folder(folder: Path, compress: bool = False) -> Iterator[Host]:
    """Serve a finished output on a free port of 127.0.0.1 until the block ends."""
    host = Host("")
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(HostHandler, host, compress, directory=str(folder))
    )
    server.daemon_threads = True
    host.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
