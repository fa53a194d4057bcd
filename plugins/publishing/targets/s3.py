"""``s3://bucket/prefix``: a release on any S3-compatible store, where nothing switches at once.

What is promised there: a file is always one whole version; what a page points at is there before the page; a
killed run is finished by the next; the way back needs only the store. What is not: for the seconds between
the first page and the last a reader may see an old list beside a new page.

::

    _portal/live.json              the order of releases and the live one
    _portal/manifests/<id>.json    name -> token of every object of a kept release
    _portal/objects/<token>        pages of kept releases that were overwritten
    _portal/pending.json           names that a run not yet finished may have overwritten
    _portal/lease.json             who is publishing
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.publishing.errors import BusyError, PublishError, build_os_error
from plugins.publishing.history import History, advance, find_way_back, go_back, parse_history, split_kept
from plugins.publishing.manifest import FileEntry, Manifest
from plugins.publishing.names import (
    cache_control,
    content_type,
    is_immutable,
    stored_encoding,
    upload_rank,
)
from plugins.publishing.smoke import Expected
from plugins.publishing.targets.base import Put, Say
from plugins.publishing.targets.s3_lease import Lease
from plugins.publishing.targets.s3_plan import Plan, Tokens, build_token, build_tokens, plan_deletes, plan_put
from plugins.publishing.targets.s3_store import THREADS, ObjectHeaders, Store, build_client

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

__all__ = ["S3Target", "build_client"]

PRIVATE = "_portal/"
_LIVE = f"{PRIVATE}live.json"
_PENDING = f"{PRIVATE}pending.json"
_LEASE = f"{PRIVATE}lease.json"

Sender = Callable[[str], bool]


class S3Target:
    """A bucket below a prefix. ``lease`` is how many seconds of silence make a publication count as dead."""

    required_headers: tuple[str, ...] = ("Cache-Control",)

    def __init__(self, client: S3Client, bucket: str, prefix: str, say: Say, lease: float = 45.0) -> None:
        self._store = Store(client, bucket, prefix)
        self._say = say
        self._lease = lease

    def put(self, manifest: Manifest, source: Path, keep: int) -> Put:
        wanted = build_tokens(manifest)
        if any(name.startswith(PRIVATE) for name in wanted):
            raise PublishError(f"输出目录里有 {PRIVATE} 开头的文件,和发布的记录重名", "给它换个名字")
        with Lease(self._store, _LEASE, self._lease) as lease:
            history, touched = self._read_live(), self._read_pending()
            live = self._read_tokens(history.current)
            plan = plan_put(wanted, live, touched)
            present = self._read_resumable(plan, touched)

            def send(name: str) -> bool:
                token = wanted[name]
                if name in present and self._store.read_token(name) == token:
                    return False
                self._send_file(name, source / name, manifest.files[name].digest, token)
                return True

            self._store.write(f"{PRIVATE}manifests/{manifest.release}.json", _to_json(wanted))
            sent = self._carry_out(plan, live, send, lease)
            after, dropped = split_kept(advance(history, manifest.release), keep)
            self._settle(after, dropped, wanted, plan.touched, live)
            return Put(manifest.release, history.current, sent)

    def roll_back(self, release: str = "") -> Put:
        with Lease(self._store, _LEASE, self._lease) as lease:
            history, touched = self._read_live(), self._read_pending()
            # Half of a publication on the host: the way back is to the release it began from.
            goal = (
                history.current
                if touched and not release and history.current
                else find_way_back(history, release)
            )
            wanted, live = self._read_tokens(goal), self._read_tokens(history.current)
            if not wanted:
                raise PublishError(f"存储里没有版本 {goal} 的清单,不能退回", "从 git 检出那一版,重新发布")
            plan = plan_put(wanted, live, touched)
            kept = self._store.list_keys(f"{PRIVATE}objects/")

            def send(name: str) -> bool:
                if self._store.read_token(name) == wanted[name]:
                    return False
                aside = f"{PRIVATE}objects/{wanted[name]}"
                if aside not in kept or not self._store.copy(aside, name):
                    raise PublishError(f"存储里缺少旧版本的 {name}", "从 git 检出那一版,重新发布")
                return True

            sent = self._carry_out(plan, live, send, lease)
            self._settle(go_back(history, goal), (), wanted, plan.touched, live)
            return Put(goal, history.current, sent)

    def expect(self, release: str) -> Expected:
        """The store keeps tokens, made of a file's digest and headers: bytes are told by making theirs."""
        tokens = self._read_tokens(release)
        if not tokens:
            raise PublishError(f"存储里没有版本 {release} 的清单", "从 git 检出那一版,重新发布")

        def is_same(name: str, body: bytes) -> bool:
            entry = FileEntry(hashlib.sha256(body).hexdigest(), len(body))
            return tokens.get(name) == build_token(name, entry)

        return Expected(release, tuple(sorted(tokens)), is_same)

    def list_releases(self) -> History:
        return self._read_live()

    def _read_live(self) -> History:
        text = self._store.read(_LIVE)
        return parse_history(text.decode()) if text else History()

    def _read_pending(self) -> frozenset[str]:
        text = self._store.read(_PENDING)
        return frozenset(map(str, json.loads(text))) if text else frozenset()

    def _read_tokens(self, release: str) -> dict[str, str]:
        text = self._store.read(f"{PRIVATE}manifests/{release}.json") if release else None
        return {str(n): str(t) for n, t in json.loads(text).items()} if text else {}

    def _read_resumable(self, plan: Plan, touched: frozenset[str]) -> set[str]:
        """Names that a killed run may have sent already: only these are worth asking the store about."""
        asked = {n for group in plan.send for n in group if n in touched or is_immutable(n)}
        return self._store.list_keys() & asked if asked else set()

    def _send_file(self, name: str, path: Path, digest: str, token: str) -> None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise build_os_error(error, "读取输出目录") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise PublishError(f"发布途中 {name} 被改动了", "等正在进行的生成结束后再发布一次")
        encoding = stored_encoding(name)
        body = gzip.compress(data, compresslevel=9, mtime=0) if encoding else data
        self._store.publish(
            name, body, ObjectHeaders(content_type(name), cache_control(name), encoding, token)
        )

    def _carry_out(self, plan: Plan, live: Tokens, send: Sender, lease: Lease) -> int:
        """Preserve, note what is about to be touched, then send group by group. Returns how many objects
        were sent.
        """
        aside = self._store.list_keys(f"{PRIVATE}objects/") if plan.preserve else set()
        sources = {live[n]: n for n in plan.preserve if f"{PRIVATE}objects/{live[n]}" not in aside}

        def preserve(token: str) -> bool:
            return self._store.copy(sources[token], f"{PRIVATE}objects/{token}")

        begun = False
        try:
            self._run_all(sources, preserve, lease)
            if plan.touched:
                self._store.write(_PENDING, _to_json(sorted(plan.touched)))
            sent = 0
            for group in plan.send:
                begun = begun or upload_rank(group[0]) > 0
                sent += self._run_all(group, send, lease)
            return sent
        except BusyError:
            raise
        except PublishError as error:
            state = "线上可能有一部分是新网页" if begun else "线上仍是原来的版本"
            raise PublishError(f"上传到存储时出错:{error.message}。{state}", error.hint) from error

    def _run_all(self, items: Iterable[str], work: Sender, lease: Lease) -> int:
        """Do many at once; on the first failure start no more, and raise it."""
        with ThreadPoolExecutor(THREADS) as pool:
            futures = [pool.submit(work, item) for item in items]
            try:
                done = 0
                for future in futures:
                    lease.check()
                    done += future.result()
                return done
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _settle(
        self, after: History, dropped: tuple[str, ...], wanted: Tokens, touched: frozenset[str], live: Tokens
    ) -> None:
        """Make it official, then clear away: deletes come last, when no page that is live points at what
        goes.
        """
        kept = [self._read_tokens(release) for release in after.ids if release != after.current]
        gone = [self._read_tokens(release) for release in dropped]
        self._store.write(_LIVE, after.to_json().encode())
        present = self._store.list_keys()
        names = plan_deletes(wanted, [live, *gone], touched, [wanted, *kept])
        held = {t for tokens in kept for n, t in tokens.items() if wanted.get(n) != t}
        stale = [
            k for k in present if k.startswith(f"{PRIVATE}objects/") and k.rpartition("/")[2] not in held
        ]
        manifests = {f"{PRIVATE}manifests/{release}.json" for release in after.ids}
        stale += [k for k in present if k.startswith(f"{PRIVATE}manifests/") and k not in manifests]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(self._store.delete, [*(n for n in names if n in present), *stale]))
        self._store.delete(_PENDING)


def _to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=0, sort_keys=True).encode()
