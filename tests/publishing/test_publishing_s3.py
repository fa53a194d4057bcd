"""s3: targets against moto's server: order, headers, resumption, the way back, one at a time."""

from __future__ import annotations

import gzip
import logging
import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from moto.server import ThreadedMotoServer

from plugins.publishing.errors import BusyError, PublishError
from plugins.publishing.history import History
from plugins.publishing.manifest import build_manifest
from plugins.publishing.names import upload_rank
from plugins.publishing.targets.s3 import S3Target
from plugins.publishing.targets.s3_lease import Lease
from plugins.publishing.targets.s3_store import Store, build_client
from tests.publishing.failing_proxy import FailingProxy
from tests.publishing.killing import kill_after, start_put, time_put
from tests.publishing.trees import read_tree, write_site

Bucket = dict[str, tuple[bytes, str, str, str]]
LEASE = 1.0


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test-key-id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test-secret-key")


@pytest.fixture
def new_bucket(endpoint: str, request: pytest.FixtureRequest) -> Callable[[str], str]:
    def make(name: str) -> str:
        bucket = f"{name}-{abs(hash(request.node.nodeid)) % 10**8}"
        build_client({"AWS_ENDPOINT_URL": endpoint}).create_bucket(Bucket=bucket)
        return bucket

    return make


def target(endpoint: str, bucket: str, prefix: str = "", attempts: int = 4) -> S3Target:
    client = build_client({"AWS_ENDPOINT_URL": endpoint}, read_timeout=1.5, attempts=attempts)
    return S3Target(client, bucket, prefix, print, lease=LEASE)


def put(endpoint: str, bucket: str, site: Path, keep: int = 3) -> Any:
    return target(endpoint, bucket).put(build_manifest(site), site, keep)


def read_bucket(endpoint: str, bucket: str) -> Bucket:
    client = build_client({"AWS_ENDPOINT_URL": endpoint})
    found: Bucket = {}
    for key in sorted(Store(client, bucket, "").list_keys()):
        row = client.get_object(Bucket=bucket, Key=key)
        head = (row["ContentType"], row.get("CacheControl", ""), row.get("ContentEncoding", ""))
        found[key] = (row["Body"].read(), *head)
    return found


def read_public(endpoint: str, bucket: str) -> dict[str, bytes]:
    return {
        key: gzip.decompress(body) if encoding == "gzip" else body
        for key, (body, _, _, encoding) in read_bucket(endpoint, bucket).items()
        if not key.startswith("_portal/")
    }


def test_a_first_publication_is_the_whole_output(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    bucket, site = new_bucket("first"), write_site(tmp_path / "site", 1)
    (site / "index.html.br").write_bytes(b"a sibling")
    done = put(endpoint, bucket, site)
    tree = read_tree(site)
    del tree["index.html.br"]
    assert (done.sent, read_public(endpoint, bucket)) == (20, tree)
    told = {k: v[1:] for k, v in read_bucket(endpoint, bucket).items() if not k.startswith("_portal/")}
    assert told["index.html"] == ("text/html; charset=utf-8", "public, max-age=300", "gzip")
    assert told["theme/fixed.0123456789ab.js"] == (
        "text/javascript; charset=utf-8",
        "public, max-age=31536000, immutable",
        "gzip",
    )
    assert told["feeds/all.xml"] == ("application/xml; charset=utf-8", "public, max-age=1800", "")
    assert told["data/places.json"] == ("application/json; charset=utf-8", "public, max-age=300", "")
    assert told["photos/1.webp"] == ("image/webp", "public, max-age=31536000, immutable", "")


def test_only_what_changed_goes_up(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    bucket = new_bucket("changed")
    old, new = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2)
    put(endpoint, bucket, old)
    assert put(endpoint, bucket, old).sent == 0
    assert put(endpoint, bucket, new).sent == 11
    public = read_public(endpoint, bucket)
    kept = {n: b for n, b in read_tree(old).items() if n.startswith(("theme/", "photos/"))}
    assert public == {**kept, **read_tree(new)}


def test_a_prefix_holds_everything_and_nothing_is_outside(
    endpoint: str, new_bucket: Any, tmp_path: Path
) -> None:
    bucket, site = new_bucket("prefix"), write_site(tmp_path / "site", 1)
    target(endpoint, bucket, "county/site").put(build_manifest(site), site, 3)
    keys = set(read_bucket(endpoint, bucket))
    assert all(key.startswith("county/site/") for key in keys)
    assert {f"county/site/{n}" for n in read_tree(site)} <= keys


def test_what_is_pointed_at_goes_before_what_points(
    endpoint: str, new_bucket: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket, site, sent = new_bucket("order"), write_site(tmp_path / "site", 1), []
    (site / "build.json").write_text("{}")
    real = Store.publish
    monkeypatch.setattr(Store, "publish", lambda self, key, *rest: (sent.append(key), real(self, key, *rest)))
    put(endpoint, bucket, site)
    assert [upload_rank(name) for name in sent] == sorted(upload_rank(name) for name in sent)
    assert sent[-1] == "build.json"


def test_the_way_back_needs_only_the_store(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    bucket = new_bucket("back")
    sites = [write_site(tmp_path / f"site{n}", n) for n in range(3)]
    (sites[0] / "news/2019/withdrawn").mkdir()
    (sites[0] / "news/2019/withdrawn/index.html").write_text("only in the first")
    done = [put(endpoint, bucket, site) for site in sites]
    host = target(endpoint, bucket)
    for step, site in ((1, sites[1]), (0, sites[0])):
        assert host.roll_back().release == done[step].release
        public = read_public(endpoint, bucket)
        pages = {n: b for n, b in public.items() if not n.startswith(("theme/", "photos/"))}
        assert pages == {n: b for n, b in read_tree(site).items() if not n.startswith(("theme/", "photos/"))}
        assert read_tree(site).items() <= public.items()
    with pytest.raises(PublishError, match="没有更早的版本"):
        host.roll_back()
    assert host.roll_back(done[2].release).release == done[2].release
    assert read_tree(sites[2]).items() <= read_public(endpoint, bucket).items()


def test_what_is_no_longer_kept_is_gone(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    bucket = new_bucket("keep")
    sites = [write_site(tmp_path / f"site{n}", n) for n in range(4)]
    done = [put(endpoint, bucket, site, keep=1) for site in sites]
    assert read_public(endpoint, bucket) == read_tree(sites[3])
    private = {k for k in read_bucket(endpoint, bucket) if k.startswith("_portal/")}
    assert private == {"_portal/live.json", f"_portal/manifests/{done[3].release}.json"}
    assert target(endpoint, bucket).list_releases() == History((done[3].release,), done[3].release)


@pytest.mark.parametrize(
    ("manner", "moments"), [("drop", (3, 12, 24, 31)), ("stall", (24,)), ("refuse", (24,))]
)
def test_a_store_that_fails_half_way_then_a_second_run(
    endpoint: str, new_bucket: Any, tmp_path: Path, manner: str, moments: tuple[int, ...]
) -> None:
    old, new = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2)
    clean = new_bucket("clean")
    put(endpoint, clean, old)
    put(endpoint, clean, new)
    for number, after in enumerate(moments):
        bucket = new_bucket(f"{manner}{number}")
        put(endpoint, bucket, old)
        with FailingProxy(endpoint, after, manner) as broken, pytest.raises(PublishError) as caught:
            target(broken, bucket, attempts=1).put(build_manifest(new), new, 3)
        assert caught.value.hint
        assert "test-secret-key" not in str(caught.value)
        whole = [read_tree(old), read_tree(new)]
        for name, body in read_public(endpoint, bucket).items():
            assert body in [tree.get(name) for tree in whole]
        put(endpoint, bucket, new)
        assert read_bucket(endpoint, bucket) == read_bucket(endpoint, clean)


def test_half_a_publication_can_be_taken_back(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    bucket = new_bucket("half")
    old, new = write_site(tmp_path / "old", 1), write_site(tmp_path / "new", 2)
    put(endpoint, bucket, old)
    before = read_public(endpoint, bucket)
    with FailingProxy(endpoint, 26, "drop") as broken, pytest.raises(PublishError, match="有一部分是新网页"):
        target(broken, bucket, attempts=1).put(build_manifest(new), new, 3)
    assert read_public(endpoint, bucket) != before
    target(endpoint, bucket).roll_back()
    assert read_public(endpoint, bucket) == before


def kill_and_finish(endpoint: str, new_bucket: Any, tmp_path: Path, rounds: int) -> int:
    old, new = write_site(tmp_path / "old", 1, 60), write_site(tmp_path / "new", 2, 60)
    clean, probe = new_bucket("kclean"), new_bucket("kprobe")
    for site in (old, new):
        put(endpoint, clean, site)
    put(endpoint, probe, old)
    length = time_put(f"s3://{probe}", new, AWS_ENDPOINT_URL=endpoint)
    chance, hits = random.Random(3), 0
    for number in range(rounds):
        bucket = new_bucket(f"kill{number}")
        put(endpoint, bucket, old)
        hits += kill_after(
            start_put(f"s3://{bucket}", new, AWS_ENDPOINT_URL=endpoint), chance.uniform(0.2, length)
        )
        put(endpoint, bucket, new)
        assert read_bucket(endpoint, bucket) == read_bucket(endpoint, clean)
    return hits


def test_a_kill_then_a_second_run(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    assert kill_and_finish(endpoint, new_bucket, tmp_path, 3) >= 1


@pytest.mark.nightly
def test_twenty_kills(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    assert kill_and_finish(endpoint, new_bucket, tmp_path, 20) >= 10


def test_one_at_a_time(endpoint: str, new_bucket: Any, tmp_path: Path) -> None:
    bucket, site = new_bucket("busy"), write_site(tmp_path / "site", 1)
    store = Store(build_client({"AWS_ENDPOINT_URL": endpoint}), bucket, "")
    with Lease(store, "_portal/lease.json", LEASE), pytest.raises(BusyError, match="另一次发布正在进行"):
        put(endpoint, bucket, site)
    assert put(endpoint, bucket, site).sent == 20


def test_a_lease_of_a_machine_that_is_gone_is_taken_over(
    endpoint: str, new_bucket: Any, tmp_path: Path
) -> None:
    bucket, site = new_bucket("stale"), write_site(tmp_path / "site", 1)
    store = Store(build_client({"AWS_ENDPOINT_URL": endpoint}), bucket, "")
    store.write("_portal/lease.json", b'{"machine": "elsewhere", "pid": 1, "mark": "x"}')
    assert put(endpoint, bucket, site).sent == 20


def test_a_lease_taken_over_stops_its_old_holder(endpoint: str, new_bucket: Any) -> None:
    store = Store(build_client({"AWS_ENDPOINT_URL": endpoint}), new_bucket("lost"), "")
    with Lease(store, "lease", LEASE) as lease:
        lease.check()
        store.write("lease", b"somebody else's")
        threading.Event().wait(LEASE)
        with pytest.raises(BusyError):
            lease.check()
    assert store.read("lease") == b"somebody else's"


def test_refusals_in_the_editors_words(endpoint: str, tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 1)
    with pytest.raises(PublishError, match="存储桶不存在"):
        put(endpoint, "no-such-bucket-anywhere", site)
    with pytest.raises(PublishError, match="存储没有应答或中途断开"):
        target("http://127.0.0.1:9", "any", attempts=1).put(build_manifest(site), site, 3)
