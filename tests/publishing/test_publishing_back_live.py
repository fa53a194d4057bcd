"""The way back is judged by bytes, whatever the host: what the live address answers is the older release, or it is said."""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from plugins.publishing.__main__ import main
from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import build_manifest
from plugins.publishing.names import is_sibling
from plugins.publishing.targets.base import Target
from plugins.publishing.targets.directory import DirectoryTarget
from plugins.publishing.targets.s3 import S3Target
from plugins.publishing.targets.s3_store import build_client
from plugins.publishing.targets.ssh import SshTarget
from tests.publishing.nginx_host import get, serve
from tests.publishing.test_publishing_s3 import credentials, endpoint
from tests.publishing.test_publishing_ssh import door, target
from tests.publishing.trees import read_tree, write_site

__all__ = ["credentials", "door", "endpoint", "target"]


def put_two(host: Target, folder: Path) -> tuple[list[Path], list[str]]:
    sites = [write_site(folder / f"site{number}", number) for number in (1, 2)]
    return sites, [host.put(build_manifest(site), site, 3).release for site in sites]


def check_expectation(host: Target, sites: list[Path], releases: list[str]) -> None:
    """Every file of the older release is known by its bytes, and none of the newer one's that differ."""
    expected = host.expect(releases[0])
    old, new = read_tree(sites[0]), read_tree(sites[1])
    assert (expected.release, list(expected.names)) == (
        releases[0],
        [n for n in sorted(old) if not is_sibling(n)],
    )
    assert [name for name in expected.names if not expected.is_same(name, old[name])] == []
    differing = [name for name in expected.names if name in new and new[name] != old[name]]
    assert differing
    assert [name for name in differing if expected.is_same(name, new[name])] == []


def test_a_directory_knows_its_releases(tmp_path: Path) -> None:
    host = DirectoryTarget(tmp_path / "host")
    sites, releases = put_two(host, tmp_path)
    check_expectation(host, sites, releases)
    (tmp_path / "host/manifests" / f"{releases[0]}.json").write_text("lost")
    check_expectation(host, sites, releases)
    (tmp_path / "host/releases" / releases[0] / "index.html").write_text("changed by hand")
    with pytest.raises(PublishError, match="和当时发布的对不上"):
        host.expect(releases[0])


def test_a_machine_behind_ssh_knows_its_releases(target: SshTarget, tmp_path: Path) -> None:
    sites, releases = put_two(target, tmp_path)
    check_expectation(target, sites, releases)
    (tmp_path / "host/releases" / releases[0] / "index.html").write_text("changed by hand")
    with pytest.raises(PublishError, match="和当时发布的对不上"):
        target.expect(releases[0])


def test_a_bucket_knows_its_releases(endpoint: str, tmp_path: Path) -> None:
    client = build_client({"AWS_ENDPOINT_URL": endpoint})
    client.create_bucket(Bucket="knows")
    host = S3Target(client, "knows", "", print, lease=1)
    sites, releases = put_two(host, tmp_path)
    check_expectation(host, sites, releases)
    with pytest.raises(PublishError, match="没有版本 0123 的清单"):
        host.expect("0123")


@contextmanager
def serve_bucket(read: Callable[[str], tuple[bytes, dict[str, str]] | None]) -> Iterator[str]:
    """A store's website endpoint: index.html for folders, 404.html for what is not there."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0].lstrip("/")
            name = f"{path}index.html" if not path or path.endswith("/") else path
            found = read(name)
            body, headers = found or read("404.html") or (b"", {})
            self.send_response(200 if found else 404)
            for key, value in headers.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def roll_back(root: Path, address: str, live: str) -> int:
    return main(["--root", str(root), "rollback", "--target", address, "--live", live, "--patience", "0"])


def test_a_bucket_rolled_back_is_looked_at_live(
    endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    client = build_client({"AWS_ENDPOINT_URL": endpoint})
    client.create_bucket(Bucket="looked-at")
    put_two(S3Target(client, "looked-at", "", print, lease=1), tmp_path)
    stale: dict[str, tuple[bytes, dict[str, str]]] = {}

    def read(name: str) -> tuple[bytes, dict[str, str]] | None:
        if name in stale:
            return stale[name]
        if name.startswith("."):
            return None
        try:
            row = client.get_object(Bucket="looked-at", Key=name)
        except client.exceptions.NoSuchKey:
            return None
        headers = {"Content-Type": row["ContentType"], "Cache-Control": row["CacheControl"]}
        if row.get("ContentEncoding"):
            headers["Content-Encoding"] = row["ContentEncoding"]
        return row["Body"].read(), headers

    with serve_bucket(read) as live:
        assert roll_back(tmp_path, "s3://looked-at", live) == 0
        put_two(S3Target(client, "looked-at", "", print, lease=1), tmp_path)
        stale["index.html"] = (
            b"<p>the newer page, kept by a cache</p>",
            {"Content-Type": "text/html", "Cache-Control": "x"},
        )
        assert roll_back(tmp_path, "s3://looked-at", live) == 1
    assert "/index.html:内容不是刚发布的版本" in capsys.readouterr().err


def test_a_machine_behind_ssh_rolled_back_is_looked_at_live(
    door: tuple[int, tuple[str, ...]],
    target: SshTarget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PORTAL_SSH", " ".join(door[1]))
    put_two(target, tmp_path)
    address = f"ssh:{getpass.getuser()}@127.0.0.1:{door[0]}:{tmp_path / 'host'}"
    with serve(tmp_path / "host", tmp_path / "nginx") as live:
        assert roll_back(tmp_path, address, live) == 0
        put_two(target, tmp_path)
        assert roll_back(tmp_path, address, f"{live}/nowhere") == 1
    assert "退回后的线上检查没有通过" in capsys.readouterr().err


def put_changing_sheets(host: Target, folder: Path) -> Path:
    """Releases with and without a sheet, so that its two copies are two files: the later copy's release is abandoned by a
    way back and dropped. Returns the first release, which is kept.
    """
    sites = [write_site(folder / f"turn{number}", number) for number in range(4)]
    for number in (0, 2):
        (sites[number] / "theme/other.0123456789ab.css").write_text("body{}")
    done = [host.put(build_manifest(site), site, 4).release for site in sites[:3]]
    host.roll_back(done[0])
    host.put(build_manifest(sites[3]), sites[3], 2)
    assert done[0] in host.list_releases().ids
    assert done[2] not in host.list_releases().ids
    return sites[0]


def test_what_a_kept_release_shares_with_a_dropped_one_stays(target: SshTarget, tmp_path: Path) -> None:
    for host, root in ((DirectoryTarget(tmp_path / "dir"), tmp_path / "dir"), (target, tmp_path / "host")):
        site = put_changing_sheets(host, tmp_path)
        wanted = {name for name in read_tree(site) if name.startswith(("theme/", "photos/"))}
        assert wanted <= set(read_tree(root / "kept"))


def test_kept_files_are_answered_before_the_link_is_asked(tmp_path: Path) -> None:
    """A link that is switched between finding a file and opening it must not lose it: what never changes comes from
    ``kept`` though ``current`` has it too, and from ``current`` where it is not kept."""
    host, site = tmp_path / "host", write_site(tmp_path / "site", 1)
    DirectoryTarget(host).put(build_manifest(site), site, 3)
    name = "theme/fixed.0123456789ab.js"
    (host / "kept" / name).unlink()
    with serve(host, tmp_path / "nginx") as base:
        assert get(f"{base}/{name}")[2] == (site / name).read_bytes()
        (host / "kept" / name).write_bytes(b"kept")
        assert get(f"{base}/{name}")[2] == b"kept"
