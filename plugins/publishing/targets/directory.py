"""``dir:/path``: releases side by side on one disk, and a symlink that names the live one.

::

    /path/current -> releases/<id>   what nginx serves; switched by one rename
    /path/releases/<id>/             one whole release, equal files linked to the release before
    /path/releases/.part-<id>/       a release being filled; resumed by the next run or removed
    /path/kept/                      immutable files of every kept release, for pages loaded before a switch
    /path/manifests/<id>.json        what each release holds
    /path/history.json, /path/.lock
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from plugins.publishing.errors import BusyError, PublishError, build_os_error
from plugins.publishing.history import History, advance, find_way_back, go_back, parse_history, split_kept
from plugins.publishing.manifest import Manifest, build_manifest, is_release, parse_manifest
from plugins.publishing.smoke import Expected, expect_release
from plugins.publishing.targets.base import Put
from plugins.publishing.tree import (
    fill_tree,
    link_immutable,
    prune_pool,
    remove_tree,
    sync_directory,
    sync_filesystem,
    write_whole,
)

_PART = ".part-"
_GONE = ".gone-"
_POLL = 0.2


@contextlib.contextmanager
def hold_lock(path: Path, wait: float) -> Iterator[None]:
    """Hold the target alone. The kernel lets go of the lock when its holder dies, however it dies, so none
    is ever stale.

    Waits up to ``wait`` seconds, then raises BusyError.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    deadline = time.monotonic() + wait
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise BusyError(
                        "另一次发布正在进行,本次没有改动任何东西",
                        "等它结束后再发布,或加 --wait 300 让本次排队",
                    ) from None
                time.sleep(_POLL)
        yield
    finally:
        os.close(handle)


class DirectoryTarget:
    """Releases in a local directory. ``wait`` is how many seconds to wait for another publication."""

    required_headers: tuple[str, ...] = ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")

    def __init__(self, root: Path, wait: float = 0.0) -> None:
        self.root = root
        self.wait = wait

    def put(self, manifest: Manifest, source: Path, keep: int) -> Put:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            with hold_lock(self.root / ".lock", self.wait):
                return self._put_locked(manifest, source, keep)
        except OSError as error:
            raise build_os_error(error, "写入主机目录") from error

    def roll_back(self, release: str = "") -> Put:
        if not self.root.is_dir():
            raise PublishError("主机目录不存在,没有可以退回的版本", "检查 --target 后面的路径")
        try:
            with hold_lock(self.root / ".lock", self.wait):
                history = self._read_history()
                goal = find_way_back(history, release)
                self._write_history(go_back(history, goal))
                self._switch(goal)
                return Put(goal, history.current, 0)
        except OSError as error:
            raise build_os_error(error, "退回旧版本") from error

    def expect(self, release: str) -> Expected:
        try:
            manifest = self._read_manifest(release)
            if manifest.release != release:  # a note lost or damaged: the files themselves say it as well
                manifest = build_manifest(self._release(release))
        except OSError as error:
            raise build_os_error(error, "读取主机目录") from error
        return expect_release(manifest, release)

    def list_releases(self) -> History:
        try:
            return self._read_history()
        except OSError as error:
            raise build_os_error(error, "读取主机目录") from error

    def _release(self, release: str) -> Path:
        return self.root / "releases" / release

    def _read_current(self) -> str:
        try:
            name = Path(os.readlink(self.root / "current")).name  # noqa: PTH115
        except OSError:
            return ""
        return name if is_release(name) and self._release(name).is_dir() else ""

    def _read_history(self) -> History:
        """The order from the file, the truth from the disk: what is there, and where the symlink points."""
        path = self.root / "history.json"
        known = parse_history(path.read_text(encoding="utf-8")).ids if path.is_file() else ()
        folder = self.root / "releases"
        present = {p.name for p in folder.iterdir() if is_release(p.name)} if folder.is_dir() else set()
        strangers = sorted(present.difference(known))
        return History((*strangers, *(i for i in known if i in present)), self._read_current())

    def _write_history(self, history: History) -> None:
        write_whole(self.root / "history.json", history.to_json().encode())

    def _put_locked(self, manifest: Manifest, source: Path, keep: int) -> Put:
        history = self._read_history()
        previous = self._release(history.current) if history.current else None
        whole = self._release(manifest.release)
        written = 0
        part = whole.with_name(f"{_PART}{manifest.release}")
        self._clear_parts(part)
        if whole.is_dir():
            written = fill_tree(whole, manifest, source, previous if previous != whole else None)
        else:
            self._check_room(manifest, previous, part)
            try:
                written = fill_tree(part, manifest, source, previous)
                sync_filesystem(part)
            except (OSError, PublishError):
                remove_tree(part)  # gives a full disk its room back
                raise
            part.rename(whole)
        (self.root / "manifests").mkdir(exist_ok=True)
        write_whole(self.root / "manifests" / f"{manifest.release}.json", manifest.to_json().encode())
        link_immutable(whole, list(manifest.files), self.root / "kept")
        sync_filesystem(whole)
        after, dropped = split_kept(advance(history, manifest.release), keep)
        self._write_history(after)
        self._switch(manifest.release)
        self._drop(dropped, after)
        return Put(manifest.release, history.current, written)

    def _check_room(self, manifest: Manifest, previous: Path | None, part: Path) -> None:
        """Refuse before writing when the disk plainly cannot hold what is new."""
        known = self._read_manifest(previous.name) if previous else Manifest({})
        new = [e for n, e in manifest.files.items() if known.files.get(n) != e]
        if part.is_dir():
            return  # a killed run's files count already; filling says soon enough whether the rest fits
        room = os.statvfs(self.root)
        block = room.f_frsize
        wanted = sum(-(-entry.size // block) * block for entry in new)
        free = room.f_bavail * block
        if wanted <= free and room.f_files and len(new) > room.f_favail:
            raise PublishError(
                f"主机磁盘的文件个数(inode)不够:需要约 {len(new)} 个,只剩 {room.f_favail} 个。线上仍是原来的版本",
                "删去磁盘上不用的小文件,或用 --keep 少留几个旧版本,然后再发布一次",
            )
        if wanted > free:
            need, have = -(-wanted // 1_000_000), free // 1_000_000
            raise PublishError(
                f"主机磁盘放不下:需要约 {need} MB、{len(new)} 个文件,只剩 {have} MB。线上仍是原来的版本",
                "清理磁盘,或用 --keep 少留几个旧版本,然后再发布一次",
            )

    def _read_manifest(self, release: str) -> Manifest:
        try:
            return parse_manifest((self.root / "manifests" / f"{release}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Manifest({})

    def _switch(self, release: str) -> None:
        """Point ``current`` at a release by one rename: a reader sees the old one or the new one, never
        neither.
        """
        waiting = self.root / ".switching"
        waiting.unlink(missing_ok=True)
        waiting.symlink_to(Path("releases") / release)
        waiting.replace(self.root / "current")
        sync_directory(self.root)

    def _clear_parts(self, wanted: Path) -> None:
        """Remove what killed runs left: other releases' parts, and releases that were being removed."""
        wanted.parent.mkdir(exist_ok=True)
        for path in wanted.parent.iterdir():
            if path != wanted and path.name.startswith((_PART, _GONE)):
                remove_tree(path)

    def _drop(self, dropped: tuple[str, ...], kept: History) -> None:
        for release in dropped:
            gone = self.root / "releases" / f"{_GONE}{release}"
            self._release(release).rename(
                gone
            )  # first by one rename: half a release must never look like a whole one
            remove_tree(gone)
        for path in (self.root / "manifests").iterdir():
            if path.stem not in kept.ids:
                path.unlink()
        # A kept name may hang on a dropped release's copy: each gets its own release's before what is left over goes.
        for release in kept.ids:
            link_immutable(
                self._release(release), list(self._read_manifest(release).files), self.root / "kept"
            )
        prune_pool(self.root / "kept")
