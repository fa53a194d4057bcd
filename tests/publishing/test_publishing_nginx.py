"""The generated configuration, in a real nginx."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from plugins.publishing.compress import write_siblings
from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import Origin, build_manifest, write_stamp
from plugins.publishing.nginx import NginxOptions, build_nginx_config, parse_redirects
from plugins.publishing.smoke import check_live, expect_manifest
from plugins.publishing.targets.directory import DirectoryTarget
from tests.publishing.nginx_host import get, serve
from tests.publishing.trees import write_site

CSP = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors "
)
SHEET = "theme/fixed.0123456789ab.js"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def base(home: Path) -> Iterator[str]:
    site = write_site(home / "site", 1)
    (site / "photos/报告.pdf").write_bytes(b"%PDF-1.7 example")
    write_siblings(site, home / "cache.sqlite")
    target = DirectoryTarget(home / "host")
    target.put(write_stamp(site, Origin("c" * 40, 1, False)), site, 3)
    redirects = {"/places/old/": "/places/new/", "/places/old/index.html": "/places/new/"}
    with serve(
        home / "host", home / "nginx", frames=("https://portal.example.cn",), redirects=redirects
    ) as address:
        yield address


def test_a_page_carries_every_header(base: str, home: Path) -> None:
    status, headers, body = get(f"{base}/")
    assert (status, body) == (200, (home / "site/index.html").read_bytes())
    fixed = {k: v for k, v in headers.items() if k not in {"date", "etag", "content-length", "connection"}}
    assert fixed == {
        "server": "nginx",
        "content-type": "text/html; charset=utf-8",
        "vary": "Accept-Encoding",
        "cache-control": "public, max-age=300",
        "content-security-policy": CSP + "'none'",
        "x-frame-options": "DENY",
        "x-content-type-options": "nosniff",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "accept-ranges": "bytes",
    }


def test_only_embeds_may_be_framed_and_only_by_those_named(base: str) -> None:
    _, headers, _ = get(f"{base}/embed/events/")
    assert headers["content-security-policy"] == CSP + "'self' https://portal.example.cn"
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    ("path", "kind", "cache", "origin"),
    [
        (f"/{SHEET}", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", None),
        ("/photos/1.webp", "image/webp", "public, max-age=31536000, immutable", None),
        ("/photos/%E6%8A%A5%E5%91%8A.pdf", "application/pdf", "public, max-age=31536000, immutable", None),
        ("/feeds/all.xml", "application/xml; charset=utf-8", "public, max-age=1800", "*"),
        ("/data/places.json", "application/json; charset=utf-8", "public, max-age=300", "*"),
        ("/build.json", "application/json; charset=utf-8", "no-cache", None),
        ("/news/2019/story-1/", "text/html; charset=utf-8", "public, max-age=300", None),
    ],
)
def test_types_and_caches(base: str, path: str, kind: str, cache: str, origin: str | None) -> None:
    status, headers, _ = get(base + path)
    assert status == 200
    assert (headers["content-type"], headers["cache-control"]) == (kind, cache)
    assert headers.get("access-control-allow-origin") == origin


def test_compressed_siblings_are_served_as_the_page(base: str, home: Path) -> None:
    plain = (home / "host/current/index.html").read_bytes()
    _, br_headers, br_body = get(f"{base}/", Accept_Encoding="gzip, br")
    _, gz_headers, gz_body = get(f"{base}/", Accept_Encoding="gzip")
    assert (br_headers["content-encoding"], brotli.decompress(br_body)) == ("br", plain)
    assert (gz_headers["content-encoding"], gzip.decompress(gz_body)) == ("gzip", plain)
    assert br_headers["content-type"] == gz_headers["content-type"] == "text/html; charset=utf-8"
    assert br_headers["vary"] == gz_headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path", ["/nothing/", "/.git/HEAD", "/.env", "/news/.secret", "/404.html", "/theme/"]
)
def test_what_is_not_public_is_the_404_page(base: str, home: Path, path: str) -> None:
    status, headers, body = get(base + path)
    assert (status, body) == (404, (home / "site/404.html").read_bytes())
    assert headers["cache-control"] == "no-cache"
    assert headers["content-security-policy"] == CSP + "'none'"


def test_old_addresses_redirect_and_directories_get_their_slash(base: str) -> None:
    for path in ("/places/old/", "/places/old/index.html"):
        status, headers, _ = get(base + path)
        assert (status, headers["location"]) == (301, "/places/new/")
    status, headers, _ = get(f"{base}/news/2019/story-1")
    assert (status, headers["location"]) == (301, "/news/2019/story-1/")


def test_a_second_visit_costs_no_body(base: str) -> None:
    _, headers, _ = get(f"{base}/")
    assert get(f"{base}/", If_None_Match=headers["etag"])[0] == 304
    assert get(f"{base}/", If_None_Match='"other"')[0] == 200


def test_the_smoke_test_passes_a_good_host_and_names_what_is_wrong(base: str, home: Path) -> None:
    manifest = build_manifest(home / "site")
    headers = DirectoryTarget(home).required_headers
    assert check_live(base, expect_manifest(manifest), headers, 0) == []
    other = write_site(home / "other", 2)
    (other / "build.json").write_text("{}")
    found = check_live(base, expect_manifest(build_manifest(other)), (*headers, "X-Absent"), 0)
    assert found == [
        "/index.html:内容不是刚发布的版本",
        "/index.html:缺少响应头 X-Absent",
        "/news/2019/story-9/index.html:内容不是刚发布的版本",
        "/feeds/all.xml:内容不是刚发布的版本",
        "/photos/2.webp:状态 404,应为 200",
        "/build.json:内容不是刚发布的版本",
        "不存在的地址:没有显示本站的 404 页",
    ]
    assert check_live("http://127.0.0.1:9", expect_manifest(manifest), headers, 0)[0].startswith(
        "/index.html:没有应答"
    )


def test_values_that_would_break_out_of_the_configuration_are_refused() -> None:
    good = NginxOptions("/srv/portal", frames=("https://a.example.cn",))
    assert "root /srv/portal/current;" in build_nginx_config(good)
    for bad in (
        NginxOptions("/srv/portal; evil"),
        NginxOptions(""),
        NginxOptions("/srv/portal", frames=("https://a.cn; script-src *",)),
        NginxOptions("/srv/portal", server_names=("a b",)),
        NginxOptions("/srv/portal", listen="80; evil"),
        NginxOptions("/srv/portal", certificate="/etc/cert.pem"),
    ):
        with pytest.raises(PublishError):
            build_nginx_config(bad)


def test_redirects_are_read_whole_or_refused() -> None:
    assert parse_redirects('{"places/old/index.html": "/places/new/"}') == {
        "/places/old/": "/places/new/",
        "/places/old/index.html": "/places/new/",
    }
    for bad in (
        '{"a": "//evil.example"}',
        '{"a": "javascript:1"}',
        '{"a\\"b": "/c/"}',
        '{"a": "/$x"}',
        "[1]",
        "no",
    ):
        with pytest.raises(PublishError):
            parse_redirects(bad)
