"""The smoke test: is what the live address answers the release that was just put there?"""

from __future__ import annotations

import gzip
import hashlib
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import Manifest
from plugins.publishing.names import (
    CACHE_IMMUTABLE,
    STAMP_NAME,
    content_type,
    is_immutable,
    is_sibling,
    suffix_of,
)

_TIMEOUT = 15.0
_PAUSE = 2.0
_LARGEST = 64_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What an address answered: status (0 when nothing did), headers with lower-case names, the decoded
    body.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    reason: str = ""


def fetch(address: str, timeout: float = _TIMEOUT) -> Reply:
    """GET one address. Never raises for what a host does: no answer is status 0 with a reason."""
    request = urllib.request.Request(
        address, headers={"User-Agent": "portal-smoke", "Accept-Encoding": "identity"}
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return _build_reply(answer.status, dict(answer.headers.items()), answer.read(_LARGEST))
    except urllib.error.HTTPError as error:
        with error:
            return _build_reply(error.code, dict(error.headers.items()), error.read(_LARGEST))
    except (OSError, ValueError, EOFError) as error:
        return Reply(0, {}, b"", str(getattr(error, "reason", "") or error or type(error).__name__))


def _build_reply(status: int, headers: Mapping[str, str], body: bytes) -> Reply:
    named = {name.lower(): value for name, value in headers.items()}
    if named.get("content-encoding") == "gzip":  # an object store answers so whatever was asked
        body = gzip.decompress(body)
    return Reply(status, named, body)


@dataclass(frozen=True, slots=True)
class Expected:
    """What should be live: the release's id, its names in order, and how to tell a file's bytes from others'."""

    release: str
    names: tuple[str, ...]
    is_same: Callable[[str, bytes], bool]


def expect_manifest(manifest: Manifest) -> Expected:
    """What a release is to answer, by the digests of its files."""
    return Expected(
        manifest.release,
        tuple(manifest.files),
        lambda name, body: hashlib.sha256(body).hexdigest() == manifest.files[name].digest,
    )


def expect_release(manifest: Manifest, release: str) -> Expected:
    """The same for files read back from a host; raises PublishError when they are not the whole of that release."""
    if manifest.release != release:
        raise PublishError(
            f"主机上版本 {release} 的文件和当时发布的对不上",
            "从 git 检出那一版,重新发布;并请管理员查一查是谁动过",
        )
    return expect_manifest(manifest)


def choose_probes(names: Iterable[str]) -> list[str]:
    """The files to ask for: home, the newest story by name (else any page), a feed, a hashed file, the
    stamp.
    """
    names = [n for n in names if not is_sibling(n)]
    stories = [n for n in names if n.startswith("news/") and n.endswith("/index.html") and n.count("/") >= 3]
    stories = [n for n in stories if not n.startswith(("news/topics/", "news/page/"))]
    pages = stories or [n for n in names if n.endswith("/index.html")]
    feeds = [n for n in names if n.startswith("feeds/") and suffix_of(n) in {".xml", ".atom"}]
    hashed = [n for n in names if is_immutable(n)]
    chosen = ["index.html", *pages[-1:], *feeds[:1], *hashed[:1], STAMP_NAME]
    return [n for n in chosen if n in names]


def address_of(base: str, name: str) -> str:
    """The public address of a file: ``news/index.html`` is ``<base>/news/``."""
    path = (
        name.removesuffix("index.html") if name.endswith(("/index.html",)) or name == "index.html" else name
    )
    return f"{base.rstrip('/')}/{quote(path)}"


def check_probe(name: str, reply: Reply, expected: Expected, required_headers: tuple[str, ...]) -> list[str]:
    """What is wrong with one answer: Chinese lines, empty when all is well."""
    if reply.status != 200:
        told = f"状态 {reply.status}" if reply.status else f"没有应答({reply.reason})"
        return [f"/{name}:{told},应为 200"]
    found = []
    if not expected.is_same(name, reply.body):
        found.append(f"/{name}:内容不是刚发布的版本")
    wanted, got = content_type(name).partition(";")[0], reply.headers.get("content-type", "")
    if got.partition(";")[0].strip() not in {wanted, wanted.replace("application/xml", "text/xml")}:
        found.append(f"/{name}:类型是 {got or '空'},应为 {wanted}")
    if name == "index.html":
        missing = [h for h in required_headers if h.lower() not in reply.headers]
        found += [f"/{name}:缺少响应头 {h}" for h in missing]
    caching = "Cache-Control" in required_headers
    if caching and is_immutable(name) and reply.headers.get("cache-control") != CACHE_IMMUTABLE:
        found.append(f"/{name}:Cache-Control 应为 {CACHE_IMMUTABLE}")
    return found


def check_live_once(base: str, expected: Expected, required_headers: tuple[str, ...]) -> list[str]:
    """Ask the live address for every probe, for a page that is not there, and for a file that must be
    closed.
    """
    # The query passes a CDN's cache, so that the host behind it is what is judged.
    mark = f"?release={expected.release}"
    found: list[str] = []
    for name in choose_probes(expected.names):
        found += check_probe(name, fetch(address_of(base, name) + mark), expected, required_headers)
        if found and found[-1].endswith("200") and "没有应答" in found[-1]:
            return found  # nobody is there: one line says it, six time-outs do not say more
    absent = fetch(f"{base.rstrip('/')}/no-such-page-{expected.release}/")
    if absent.status != 404:
        found.append(f"不存在的地址:状态 {absent.status},应为 404")
    elif "404.html" in expected.names and not expected.is_same("404.html", absent.body):
        found.append("不存在的地址:没有显示本站的 404 页")
    if fetch(f"{base.rstrip('/')}/.git/HEAD").status == 200:
        found.append("/.git/HEAD:点文件可以被公开读到")
    return found


def check_live(
    base: str, expected: Expected, required_headers: tuple[str, ...], patience: float = 20.0
) -> list[str]:
    """The smoke test, asked again until it passes or ``patience`` seconds are over: hosts and CDNs need a
    moment.
    """
    if urlsplit(base).scheme not in {"http", "https"}:
        return [f"线上地址 {base} 不是 http 或 https 地址"]
    deadline = time.monotonic() + patience
    while True:
        found = check_live_once(base, expected, required_headers)
        if not found or time.monotonic() >= deadline:
            return found
        time.sleep(min(_PAUSE, max(0.0, deadline - time.monotonic())))
