"""A real nginx on 127.0.0.1 with its own prefix, in the foreground, for one test."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from plugins.publishing.nginx import NginxOptions, build_nginx_config
from tests.tools import lack, needs

_MODULES = ("/usr/lib/nginx/modules", "/usr/share/nginx/modules", "/usr/lib64/nginx/modules")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _find_brotli() -> Path:
    found = [p for m in _MODULES for p in Path(m).glob("ngx_http_brotli_static_module.so")]
    if not found:
        lack("needs ngx_http_brotli_static_module.so: apt-get install libnginx-mod-http-brotli-static")
    return found[0]


@contextlib.contextmanager
def serve(root: Path, prefix: Path, workers: int = 1, **options: object) -> Iterator[str]:
    """Serve the target directory ``root``; yields the base address."""
    needs("nginx", "nginx-light libnginx-mod-http-brotli-static")
    port = free_port()
    site = build_nginx_config(NginxOptions(str(root), f"127.0.0.1:{port}", **options))  # type: ignore[arg-type]
    for name in ("tmp", "log"):
        (prefix / name).mkdir(parents=True)
    # mkdtemp makes 0700 directories that nginx's worker user could not enter: it stays the user that runs
    # the test.
    temps = "\n".join(
        f"{kind}_temp_path {prefix}/tmp/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    (prefix / "nginx.conf").write_text(
        f"{user}\nload_module {_find_brotli()};\ndaemon off;\nworker_processes {workers};\n"
        f"pid {prefix}/nginx.pid;\nerror_log {prefix}/log/error.log;\n"
        f"events {{ worker_connections 1024; }}\nhttp {{\naccess_log off;\n{temps}\n{site}\n}}\n",
        encoding="utf-8",
    )
    command = [
        "nginx",
        "-p",
        str(prefix),
        "-c",
        str(prefix / "nginx.conf"),
        "-e",
        str(prefix / "log/error.log"),
    ]
    tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stderr
    with subprocess.Popen(command) as process:
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:  # type: ignore[override]
        return None


def get(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """One GET, no redirect followed: status, headers with lower-case names, the body as sent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=named)
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=10) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()
