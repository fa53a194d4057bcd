"""The same object-store target against a second server, by other authors: npm's s3rver."""

from __future__ import annotations

import contextlib
import gzip
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import build_manifest
from plugins.publishing.targets.s3 import S3Target
from plugins.publishing.targets.s3_store import Store, build_client
from tests.publishing.failing_proxy import FailingProxy
from tests.publishing.nginx_host import free_port
from tests.publishing.trees import read_tree, write_site
from tests.tools import needs

NODE = Path(__file__).parent / "node"
pytestmark = pytest.mark.nightly


@pytest.fixture
def endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    needs("npm", "npm")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "S3RVER")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "S3RVER")
    program = NODE / "node_modules/.bin/s3rver"
    if not program.exists():
        subprocess.run(
            ["npm", "ci", "--ignore-scripts"], cwd=NODE, check=True, capture_output=True, timeout=300
        )
    port = free_port()
    words = [
        "-d",
        str(tmp_path / "store"),
        "-a",
        "127.0.0.1",
        "-p",
        str(port),
        "--silent",
        "--configure-bucket",
        "portal",
    ]
    with subprocess.Popen([str(program), *words]) as server:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def read_public(endpoint: str) -> dict[str, bytes]:
    client = build_client({"AWS_ENDPOINT_URL": endpoint})
    found = {}
    for key in Store(client, "portal", "").list_keys():
        if not key.startswith("_portal/"):
            row = client.get_object(Bucket="portal", Key=key)
            body = row["Body"].read()
            found[key] = gzip.decompress(body) if row.get("ContentEncoding") == "gzip" else body
    return found


def test_put_fail_put_again_and_take_back(endpoint: str, tmp_path: Path) -> None:
    old, new = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2)
    target = S3Target(build_client({"AWS_ENDPOINT_URL": endpoint}), "portal", "", print, lease=2)
    first = target.put(build_manifest(old), old, 3)
    assert (first.sent, read_public(endpoint)) == (20, read_tree(old))
    assert target.put(build_manifest(old), old, 3).sent == 0
    with FailingProxy(endpoint, 26, "drop") as broken, pytest.raises(PublishError):
        client = build_client({"AWS_ENDPOINT_URL": broken}, read_timeout=2, attempts=1)
        S3Target(client, "portal", "", print, lease=2).put(build_manifest(new), new, 3)
    target.put(build_manifest(new), new, 3)
    assert read_tree(new).items() <= read_public(endpoint).items()
    assert target.roll_back().release == first.release
    assert read_tree(old).items() <= read_public(endpoint).items()
