"""``edit``: the browser desk, Decap CMS, served and answered by this machine alone.

The package is fetched once into ``.cache/decap/``, held to the hash in ``decap/pinned.json``, and works offline after
that. In place of Decap's own local server stands ours: it speaks the same protocol and writes one-line differences.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from plugins.pipeline.crew import Crew
from plugins.portal.reader import PHOTO_SUFFIXES
from plugins.portal.settings import PortalSettings

from .checking import check_project
from .collections import build_config
from .formatting import write_whole
from .records_desk import RecordsDesk

HOME: Final = "127.0.0.1"
MAX_REQUEST: Final = 64 * 1024 * 1024
MEDIA: Final = "content/photos"
_PINNED: Final = Path(__file__).with_name("decap") / "pinned.json"
_PAGE: Final = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="robots" content="noindex">'
    '<title>编辑台</title><link href="/config.yml" type="text/yaml" rel="cms-config-url"></head>'
    '<body><script src="/decap/decap-cms.js"></script></body></html>'
)
_POLICY: Final = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "connect-src 'self' data: blob:; img-src 'self' data: blob:"
)
Params = dict[str, Any]


def fetch_decap(cache: Path) -> Path:
    """The folder of Decap's files, fetched with npm when it is not there. Raises ValueError, in Chinese."""
    pinned = json.loads(_PINNED.read_text("utf-8"))
    home = cache / "decap" / pinned["version"]
    folder: Path = home / "dist"
    if (folder / "decap-cms.js").is_file():
        return folder
    if shutil.which("npm") is None:
        raise ValueError("第一次使用要用 npm 取一次编辑台程序:请安装 Node.js(apt-get install npm)")
    home.mkdir(parents=True, exist_ok=True)
    print("第一次使用,正在取编辑台程序(约 15 MB)……", flush=True)
    name = f"{pinned['package']}@{pinned['version']}"
    done = subprocess.run(
        ["npm", "pack", name, "--silent"], cwd=home, capture_output=True, text=True, check=False
    )
    packed = next(iter(sorted(home.glob("*.tgz"))), None)
    if done.returncode or packed is None:
        raise ValueError("编辑台程序没有取到,请检查网络后再试")
    data = packed.read_bytes()
    packed.unlink()
    digest = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if f"sha512-{digest}" != pinned["integrity"]:
        raise ValueError("取到的编辑台程序与登记的不符,没有使用")
    unpack_dist(data, folder)
    return folder


def unpack_dist(data: bytes, folder: Path) -> None:
    """The script files of the package's ``dist`` into ``folder``, whole or not at all."""
    part = folder.with_name("dist.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        for member in archive:
            name = member.name.removeprefix("package/dist/")
            stream = archive.extractfile(member) if member.isfile() and "/" not in name else None
            if stream is not None and name.endswith("decap-cms.js"):
                (part / name).write_bytes(stream.read())
    part.replace(folder)


class Backend:
    """Answers Decap's proxy protocol over the project's records, stories and photographs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.desk = RecordsDesk(root)
        self._lock = threading.Lock()

    def answer(self, action: str, params: Params) -> Any:
        """The answer to one action. Raises ValueError, in Chinese, for what cannot be done."""
        actions: dict[str, Callable[[Params], Any]] = {
            "info": lambda _: {"repo": self.root.name, "publish_modes": ["simple"], "type": "local_fs"},
            "entriesByFolder": self._list_folder,
            "entriesByFiles": lambda params: [self._get(file["path"]) for file in params["files"]],
            "getEntry": lambda params: self._get(params["path"]),
            "persistEntry": self._persist,
            "getMedia": lambda params: [self._media(file) for file in self._photos()],
            "getMediaFile": lambda params: self._media(self._photo(params["path"])),
            "persistMedia": lambda params: self._persist_media(params["asset"]),
            "getDeployPreview": lambda _: None,
            "unpublishedEntries": lambda _: [],
        }
        if action not in actions:
            raise ValueError("编辑台不做这件事,请在文件夹里操作")
        with self._lock:
            return actions[action](params)

    def _list_folder(self, params: Params) -> list[dict[str, Any]]:
        collection = str(params["folder"]).removeprefix("desk/")
        return [
            self._shown(f"desk/{collection}/{name}.json", self.desk.show(entry))
            for name, entry in self.desk.entries(collection).items()
        ]

    def _shown(self, path: str, data: str) -> dict[str, Any]:
        return {
            "data": data,
            "file": {"path": path, "label": "", "id": hashlib.sha256(data.encode()).hexdigest()},
        }

    def _get(self, path: str) -> dict[str, Any]:
        collection, name = split_desk_path(path)
        entry = self.desk.entries(collection).get(name)
        if entry is None:
            return {"data": None, "file": {"path": path, "label": "", "id": None}}
        return self._shown(path, self.desk.show(entry))

    def _persist(self, params: Params) -> dict[str, str]:
        for asset in params.get("assets") or []:
            self._persist_media(asset)
        files = params.get("dataFiles") or [params["entry"]]
        for item in files:
            collection, name = split_desk_path(item["path"])
            self.desk.save(collection, name, item["raw"])
        return {"message": "entry persisted"}

    def _photos(self) -> list[Path]:
        folder = self.root / MEDIA
        return [
            file
            for file in sorted(folder.rglob("*"))
            if file.suffix.lower() in PHOTO_SUFFIXES and not file.is_symlink()
        ]

    def _photo(self, path: str) -> Path:
        parts = path.split("/")
        file = self.root / path
        inside = path.startswith(f"{MEDIA}/") and not any(part.startswith(".") or not part for part in parts)
        if (
            not inside
            or "\\" in path
            or not path.isprintable()
            or not file.resolve().is_relative_to((self.root / MEDIA).resolve())
        ):
            raise ValueError("照片只能放在 content/photos/ 里")
        if file.suffix.lower() not in PHOTO_SUFFIXES:
            raise ValueError("这不是照片,请用 JPEG、PNG 或 WebP")
        return file

    def _media(self, file: Path) -> dict[str, str]:
        data = file.read_bytes()
        path = file.relative_to(self.root).as_posix()
        content = base64.b64encode(data).decode()
        return {
            "id": hashlib.sha256(data).hexdigest(),
            "content": content,
            "encoding": "base64",
            "path": path,
            "name": file.name,
        }

    def _persist_media(self, asset: Params) -> dict[str, str]:
        file = self._photo(str(asset["path"]))
        try:
            data = base64.b64decode(asset["content"], validate=True)
        except (ValueError, TypeError):
            raise ValueError("照片没有传完,请再试一次") from None
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, data)
        return self._media(file)


def split_desk_path(path: Any) -> tuple[str, str]:
    """``desk/honorees/li.json`` -> (honorees, li). ValueError for anything else."""
    parts = str(path).split("/")
    if len(parts) != 3 or parts[0] != "desk" or not parts[2].endswith(".json"):
        raise ValueError("没有这一条记录")
    return parts[1], parts[2].removesuffix(".json")


class EditHandler(BaseHTTPRequestHandler):
    """The page, Decap's files, the configuration and the protocol; nothing else, and for this machine only."""

    server: EditServer

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the terminal belongs to the editor."""

    def do_GET(self) -> None:
        if not self._is_ours():
            return
        path = urlsplit(self.path).path
        if path == "/":
            self._send(HTTPStatus.OK, _PAGE.encode(), "text/html; charset=utf-8")
        elif path == "/config.yml":
            self._send(
                HTTPStatus.OK,
                json.dumps(self.server.make_config(), ensure_ascii=False).encode(),
                "text/yaml; charset=utf-8",
            )
        elif path.startswith("/decap/") and "/" not in path[7:] and (self.server.dist / path[7:]).is_file():
            self._send(
                HTTPStatus.OK, (self.server.dist / path[7:]).read_bytes(), "text/javascript; charset=utf-8"
            )
        else:
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")

    def do_POST(self) -> None:
        if not self._is_ours():
            return
        # A page of another site may post here without asking; it cannot set this content type, nor forge its origin.
        origin = self.headers.get("Origin", "")
        if urlsplit(self.path).path != "/api/v1" or origin not in {
            f"http://{name}" for name in self.server.names
        }:
            self._send_json(HTTPStatus.FORBIDDEN, {"error": "只在本机使用"})
            return
        try:
            size = int(self.headers.get("Content-Length", "0"))
            if size > MAX_REQUEST:
                raise ValueError("内容太大")
            told = json.loads(self.rfile.read(size))
            self._send_json(
                HTTPStatus.OK, self.server.backend.answer(str(told["action"]), told.get("params") or {})
            )
        except (ValueError, KeyError, TypeError, OSError) as error:
            words = str(error) if isinstance(error, ValueError) else "没有做成,请看看文件是否还在"
            self._send_json(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": words})

    def _is_ours(self) -> bool:
        if self.headers.get("Host", "") in self.server.names:
            return True
        self._send(HTTPStatus.FORBIDDEN, "只在本机使用".encode(), "text/plain; charset=utf-8")
        return False

    def _send_json(self, status: HTTPStatus, value: Any) -> None:
        self._send(status, json.dumps(value, ensure_ascii=False).encode(), "application/json")

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Frame-Options", "DENY")
        self.end_headers()
        self.wfile.write(data)


class EditServer(ThreadingHTTPServer):
    """On 127.0.0.1; ``dist`` is the folder of Decap's files."""

    daemon_threads = True

    def __init__(self, settings: PortalSettings, dist: Path, port: int) -> None:
        super().__init__((HOME, port), EditHandler)
        self.settings = settings
        self.dist = dist
        self.backend = Backend(settings.project)
        self.origin = f"http://{HOME}:{self.server_port}"
        self.names = {f"{name}:{self.server_port}" for name in (HOME, "localhost")}

    def make_config(self) -> dict[str, Any]:
        """Made at every load, so that a new term or record is on offer at once."""
        with Crew(1) as crew:
            registry = check_project(self.settings, crew).gathered.registry
        if registry is None:
            raise ValueError("数据有误,请先运行 make check 并改正")
        return build_config(registry, self.origin)


def edit_project(settings: PortalSettings, port: int) -> int:
    """Run the command until interrupted."""
    dist = fetch_decap(settings.cache)
    for number in range(port, port + 50):
        try:
            server = EditServer(settings, dist, number)
            break
        except OSError:
            continue
    else:
        raise ValueError(f"端口 {port} 到 {port + 49} 都被占用")
    print(f"编辑台:{server.origin}/ (按 Ctrl+C 结束;保存后请运行 make check)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0
