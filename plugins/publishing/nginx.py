"""The nginx configuration for a ``dir:`` or ``ssh:`` target: pure text from a few values."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from plugins.publishing.errors import PublishError
from plugins.publishing.names import (
    CACHE_FEED,
    CACHE_IMMUTABLE,
    CACHE_NEVER,
    CACHE_PAGE,
    CONTENT_TYPES,
    DEFAULT_TYPE,
    IMMUTABLE_PATTERN,
    STAMP_NAME,
)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; media-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")
_HOST = re.compile(r"[A-Za-z0-9.*_-]+")
_LISTEN = re.compile(r"(\[[0-9a-fA-F:]+\]:|[0-9.]+:)?\d{1,5}")
_PATH = re.compile(r"/[^\s\"'$;{}\\]*")


@dataclass(frozen=True, slots=True)
class NginxOptions:
    """``root`` is the target's directory. ``frames`` are origins that may frame /embed/. Redirects map old
    to new addresses.

    ``certificate`` and ``key`` are paths on the host; both or neither. With them port 80 only redirects.
    """

    root: str
    listen: str = "80"
    server_names: tuple[str, ...] = ("_",)
    frames: tuple[str, ...] = ()
    redirects: Mapping[str, str] | None = None
    certificate: str = ""
    key: str = ""


def parse_redirects(text: str) -> dict[str, str]:
    """``redirects.json`` (output name -> new address) as old address -> new address, sorted.

    An address is a path on this site or an http(s) address. Raises PublishError on anything else: a line of
    this file becomes a line of the server's configuration.
    """
    try:
        raw = json.loads(text)
        rows = {str(k): str(v) for k, v in raw.items()}
    except (ValueError, AttributeError) as error:
        raise PublishError("转址表 redirects.json 读不懂", "重新生成网站后再试") from error
    found: dict[str, str] = {}
    for name, goal in sorted(rows.items()):
        old = "/" + name.lstrip("/")
        is_own = bool(_PATH.fullmatch(goal)) and not goal.startswith("//")
        outside = bool(re.fullmatch(r"https?://[^\s\"'$;{}\\]+", goal))
        if not _PATH.fullmatch(old) or not (is_own or outside) or not goal.isascii():
            raise PublishError(
                f"转址表 redirects.json 里有不合规的一行:{name} → {goal}", "改正该记录的旧编号或地址"
            )
        found[old] = goal
        if old.endswith("/index.html"):
            found[old.removesuffix("index.html")] = goal
    return found


def check_options(options: NginxOptions) -> None:
    """Raise PublishError on a value that would break out of its place in the configuration."""
    wrong = [o for o in options.frames if not _ORIGIN.fullmatch(o)]
    wrong += [n for n in options.server_names if not _HOST.fullmatch(n)]
    wrong += [p for p in (options.root, options.certificate, options.key) if p and not _PATH.fullmatch(p)]
    wrong += [] if _LISTEN.fullmatch(options.listen) else [options.listen]
    if wrong or not options.root:
        raise PublishError(
            f"这些值不能写进 nginx 配置:{'、'.join(wrong) or '(空的目录)'}",
            "域名、来源和路径里不能有空格、引号、分号和 $",
        )
    if bool(options.certificate) != bool(options.key):
        raise PublishError("证书和私钥要一起给", "同时写 --certificate 和 --key")


def _build_maps(options: NginxOptions) -> str:
    frames = " ".join(("'self'", *options.frames))
    redirects = options.redirects or {}
    rows = "".join(f'    "{old}" "{new}";\n' for old, new in sorted(redirects.items()))
    longest = max((len(old.encode()) for old in redirects), default=0)
    bucket = next(size for size in (128, 256, 512, 1024, 4096, 16384) if longest + 32 <= size)
    return f"""map_hash_bucket_size {bucket};
map_hash_max_size {max(2048, 4 * len(redirects))};

map $uri $portal_cache_found {{
    default "{CACHE_PAGE}";
    "/{STAMP_NAME}" "{CACHE_NEVER}";
    "~{IMMUTABLE_PATTERN}" "{CACHE_IMMUTABLE}";
    "~\\.(xml|ics|atom)$" "{CACHE_FEED}";
}}
# An error must not be kept by anyone: the page may be there after the next publication.
map $status $portal_cache {{
    default $portal_cache_found;
    "~^[45]" "{CACHE_NEVER}";
}}
map $uri $portal_frames {{
    default "'none'";
    "~^/embed/" "{frames}";
}}
# For browsers older than frame-ancestors. An empty value sends no header.
map $uri $portal_frame_options {{
    default "DENY";
    "~^/embed/" "";
}}
# Open data may be read by pages of other sites.
map $uri $portal_origin {{
    default "";
    "~^/(data|feeds|calendar)/|^/calendar\\.ics$|/index\\.json$" "*";
}}
map $uri $portal_resource {{
    default "same-origin";
    "~^/(data|feeds|calendar|embed|photos)/|^/calendar\\.ics$|/index\\.json$" "cross-origin";
}}
map $uri $portal_redirect {{
    default "";
{rows}}}
"""


def _build_types() -> str:
    by_type: dict[str, list[str]] = {}
    for suffix, kind in CONTENT_TYPES.items():
        by_type.setdefault(kind, []).append(suffix.removeprefix("."))
    # The charset stands in the type itself: nginx's charset filter leaves precompressed answers without one.
    return "\n".join(f'        "{kind}" {" ".join(suffixes)};' for kind, suffixes in by_type.items())


def _build_headers(options: NginxOptions) -> str:
    rows = [
        ("Cache-Control", "$portal_cache"),
        ("Content-Security-Policy", f"{CONTENT_SECURITY_POLICY}; frame-ancestors $portal_frames"),
        ("X-Frame-Options", "$portal_frame_options"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "$portal_resource"),
        ("Access-Control-Allow-Origin", "$portal_origin"),
        # Times in a release come from content, so that every mirror makes the same ETag. They are no dates.
        ("Last-Modified", ""),
    ]
    if options.certificate:
        rows.append(("Strict-Transport-Security", "max-age=31536000"))
    return "\n".join(f'    add_header {name} "{value}" always;' for name, value in rows)


def build_nginx_config(options: NginxOptions) -> str:
    """The file for ``/etc/nginx/conf.d/``: maps and one server. Raises PublishError on values that cannot
    stand in it.

    No ``add_header`` stands inside a location, because one there would drop all of the server's. No
    ``open_file_cache``: it would answer from the old release after a switch.
    """
    check_options(options)
    names = " ".join(options.server_names)
    listen, doorway = f"    listen {options.listen};", ""
    if options.certificate:
        secure = options.listen if options.listen != "80" else "443"
        listen = (
            f"    listen {secure} ssl http2;\n    ssl_certificate {options.certificate};\n"
            f"    ssl_certificate_key {options.key};\n    ssl_protocols TLSv1.2 TLSv1.3;\n"
            "    ssl_session_cache shared:portal:10m;\n    ssl_session_timeout 1d;"
        )
        doorway = (
            f"server {{\n    listen 80;\n    server_name {names};\n    server_tokens off;\n"
            "    return 301 https://$host$request_uri;\n}\n"
        )
    return f"""# Made by: python -m plugins.publishing nginx. Make it again rather than changing it.
# Needs the module brotli_static (Debian: libnginx-mod-http-brotli-static).
{_build_maps(options)}
{doorway}server {{
{listen}
    server_name {names};
    root {options.root}/current;
    index index.html;
    autoindex off;
    server_tokens off;
    absolute_redirect off;
    log_not_found off;
    client_max_body_size 1k;
    client_body_timeout 15s;
    client_header_timeout 15s;
    send_timeout 30s;
    keepalive_timeout 30s;
    sendfile on;
    tcp_nopush on;
    etag on;
    if_modified_since off;
    gzip off;
    gzip_static on;
    gzip_vary on;
    brotli_static on;
    default_type {DEFAULT_TYPE};
    types {{
{_build_types()}
    }}
{_build_headers(options)}

    error_page 404 /404.html;
    error_page 403 =404 /404.html;
    if ($portal_redirect) {{
        return 301 $portal_redirect;
    }}
    location = /404.html {{
        internal;
    }}
    location ~ /\\.(?!well-known/) {{
        return 404;
    }}
    # Pages loaded before a switch still find their sheet and pictures. Not "current" first: between finding a file
    # there and opening it the link may be switched. What is kept stands before it is pointed at.
    location ~ "{IMMUTABLE_PATTERN}" {{
        root {options.root}/kept;
        try_files $uri @current;
    }}
    location @current {{
    }}
    location / {{
    }}
}}
"""
