"""``ssh:host:/path``: the same releases and the same switch as ``dir:``, on a machine reached by ssh and
rsync.

The host needs GNU coreutils, findutils, util-linux (flock) and rsync: any common Linux has them. Who logs in
how is left to ssh's own configuration; PORTAL_SSH may name another command (``ssh -i key``).
"""

from __future__ import annotations

import contextlib
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from plugins.publishing.errors import BusyError, PublishError, build_os_error
from plugins.publishing.history import History, advance, find_way_back, go_back, parse_history, split_kept
from plugins.publishing.manifest import FileEntry, Manifest, is_release
from plugins.publishing.names import is_immutable
from plugins.publishing.smoke import Expected, expect_release
from plugins.publishing.targets.base import Put
from plugins.publishing.targets.directory import hold_lock
from plugins.publishing.targets.watching import read_line, run_watched
from plugins.publishing.tree import fill_tree

_ADDRESS = re.compile(
    r"(?P<host>[A-Za-z0-9_][A-Za-z0-9_.@-]*)(:(?P<port>\d{1,5}))?:(?P<path>/[A-Za-z0-9._/-]+)"
)
_OPTIONS = (
    "-o",
    "BatchMode=yes",
    "-o",
    "ConnectTimeout=15",
    "-o",
    "ServerAliveInterval=10",
    "-o",
    "ServerAliveCountMax=3",
)
_STALL = 60
# So long may a host be busy with one thing (comparing every file, a large picture) without a word of progress.
_SILENCE = 300.0
_PROGRESS = re.compile(r"\s*[\d,.]+\s+\d+%\s.*")
_COMMAND_TIMEOUT = 600.0
_BUSY = 75

# A kept name may hang on a dropped release's copy: another release's takes its place, else it goes.
_PRUNE = (
    "(cd kept && find . -type f -links 1 -exec sh -c 'for n; do for r in ../releases/[0-9a-f]*; do "
    'if [ -f "$r/$n" ]; then cp -lf "$r/$n" "$n"; continue 2; fi; done; rm -f "$n"; done\' sh {} +)\n'
)

_CAUSES: tuple[tuple[str, str, str], ...] = (
    ("No space left", "主机磁盘已满", "请管理员清理磁盘,或用 --keep 少留几个旧版本,然后再发布一次"),
    ("Disk quota exceeded", "主机磁盘配额已用完", "请管理员提高配额,然后再发布一次"),
    ("Read-only file system", "主机目录是只读的", "请管理员把该磁盘重新挂载为可写,然后再发布一次"),
    ("Permission denied (", "主机不接受登录", "检查账号和密钥(先在终端里试 ssh 主机名),然后再发布一次"),
    ("Permission denied", "没有写入主机目录的权限", "请管理员把目录交给发布所用的账号,然后再发布一次"),
    ("Host key verification failed", "主机的指纹没有登记或变了", "先向管理员核实主机指纹,再登记,然后发布"),
    ("Could not resolve hostname", "找不到这台主机", "检查主机名和网络,然后再发布一次"),
    ("Connection refused", "主机拒绝连接", "检查主机是否开着、端口对不对,然后再发布一次"),
    ("timed out", "主机没有应答", "检查网络,然后再发布一次;会从中断处接着传"),
    ("timeout", "传输中途停住了", "检查网络,然后再发布一次;会从中断处接着传"),
    ("not found", "主机上缺少 rsync 或 flock", "请管理员安装 rsync 和 util-linux,然后再发布一次"),
)


def parse_ssh(text: str) -> SshAddress:
    """``host:/path`` or ``user@host:2222:/path`` as (host, port or empty, path). Raises PublishError on
    anything else.
    """
    match = _ADDRESS.fullmatch(text)
    if not match or ".." in match["path"].split("/"):
        raise PublishError(f"ssh 目标写得不对:{text}", "写成 ssh:主机:/目录 或 ssh:用户@主机:端口:/目录")
    return SshAddress(match["host"], match["port"] or "", match["path"].rstrip("/"))


def build_ssh_error(stderr: str, doing: str) -> PublishError:
    """The editor's words for what ssh or rsync said."""
    for sign, what, cure in _CAUSES:
        if sign in stderr:
            return PublishError(f"{doing}时出错:{what}。线上仍是原来的版本", cure)
    last = next((row for row in reversed(stderr.strip().splitlines()) if row.strip()), "没有说明")
    return PublishError(f"{doing}时出错:{last}。线上仍是原来的版本", "检查网络和主机,然后再发布一次")


class SshAddress(NamedTuple):
    """``port`` is empty for ssh's own choice; ``path`` is absolute, without a slash at its end."""

    host: str
    port: str
    path: str


class SshTarget:
    """Releases in a directory of another machine. ``stage`` is a local folder that the upload is taken
    from.
    """

    required_headers: tuple[str, ...] = ("Content-Security-Policy", "X-Content-Type-Options", "Cache-Control")

    def __init__(
        self, address: SshAddress, stage: Path, wait: float = 0.0, command: tuple[str, ...] = ("ssh",)
    ) -> None:
        self.host, port, self.path = address
        self.stage = stage
        self.wait = wait
        self._plain = (*command, *_OPTIONS, *(("-p", port) if port else ()))
        self.ssh = self._plain

    def put(self, manifest: Manifest, source: Path, keep: int) -> Put:
        try:
            self.stage.mkdir(parents=True, exist_ok=True)
            with hold_lock(self.stage / ".lock", self.wait):
                # A copy of our own: it cannot change on the way, and its times come from content, which is
                # what rsync compares.
                fill_tree(self.stage / "tree", manifest, source, None)
                with self._hold_remote():
                    return self._put_locked(manifest, keep)
        except OSError as error:
            raise build_os_error(error, "准备上传") from error

    def roll_back(self, release: str = "") -> Put:
        with self._hold_remote():
            history = self._read_history()
            goal = find_way_back(history, release)
            script = self._history_script(go_back(history, goal)) + self._switch_script(goal)
            self._run(f"set -eu; cd {shlex.quote(self.path)}\n{script}", "退回旧版本")
            return Put(goal, history.current, 0)

    def expect(self, release: str) -> Expected:
        """Every byte of the release is read on the host; what is compared here is digests."""
        script = f"cd {self._at(f'releases/{release}')} && find . -type f -print0 | xargs -0 -r sha256sum -z"
        rows = self._run(script, "核对主机上的文件").split("\0")
        files = {row[66:].removeprefix("./"): FileEntry(row[:64], 0) for row in rows if len(row) > 66}
        return expect_release(Manifest(dict(sorted(files.items()))), release)

    def list_releases(self) -> History:
        return self._read_history()

    def _at(self, name: str) -> str:
        return shlex.quote(f"{self.path}/{name}")

    def _run(self, script: str, doing: str, data: bytes = b"") -> str:
        try:
            done = subprocess.run(
                [*self.ssh, self.host, script],
                input=data,
                capture_output=True,
                timeout=_COMMAND_TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise build_ssh_error("timed out", doing) from error
        except OSError as error:
            raise build_ssh_error(f"{self.ssh[0]}: not found", doing) from error
        if done.returncode != 0:
            raise build_ssh_error(done.stderr.decode(errors="replace"), doing)
        return done.stdout.decode(errors="replace")

    @contextlib.contextmanager
    def _hold_remote(self) -> Iterator[None]:
        """Hold the host's lock as long as one ssh session lives: when we die the session ends, and the
        kernel there lets go.
        """
        mode = f"-w {self.wait:g}" if self.wait > 0 else "-n"
        script = (
            f"mkdir -p {self._at('releases')} {self._at('kept')} && cd {shlex.quote(self.path)} && "
            f"exec flock {mode} -E {_BUSY} .lock sh -c 'echo held; cat >/dev/null'"
        )
        with (
            tempfile.TemporaryDirectory(prefix="portal-") as folder,
            subprocess.Popen(
                # This session is the road that all others take: one login for the whole publication.
                [*self._plain, "-o", "ControlMaster=yes", "-o", f"ControlPath={folder}/s", self.host, script],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            ) as session,
        ):
            self.ssh = (*self._plain, "-o", "ControlMaster=no", "-o", f"ControlPath={folder}/s")
            try:
                said = read_line(session, self.wait + 45)
                if said != b"held\n":
                    session.kill()
                    status = session.wait()
                    if status == _BUSY:
                        raise BusyError(
                            "另一次发布正在进行,本次没有改动任何东西",
                            "等它结束后再发布,或加 --wait 300 让本次排队",
                        )
                    told = session.stderr.read().decode(errors="replace") if session.stderr else ""
                    raise build_ssh_error(told or "timed out", "连接主机")
                yield
            finally:
                self.ssh = self._plain
                if session.stdin:
                    with contextlib.suppress(OSError):
                        session.stdin.close()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    session.wait(10)
                session.kill()

    def _read_history(self) -> History:
        script = (
            f"cd {shlex.quote(self.path)} 2>/dev/null || exit 0; readlink current 2>/dev/null || echo; "
            "ls releases 2>/dev/null | tr '\\n' ' '; echo; cat history.json 2>/dev/null || true"
        )
        link, _, rest = self._run(script, "读取主机").partition("\n")
        listed, _, text = rest.partition("\n")
        present = {name for name in listed.split() if is_release(name)}
        known = parse_history(text).ids
        current = link.rpartition("/")[2]
        strangers = sorted(present.difference(known))
        ids = (*strangers, *(i for i in known if i in present))
        return History(ids, current if current in present else "")

    def _put_locked(self, manifest: Manifest, keep: int) -> Put:
        history = self._read_history()
        release = manifest.release
        whole = release in history.ids
        goal = f"releases/{release}" if whole else f"releases/.part-{release}"
        clear = "; ".join(
            (
                f"cd {shlex.quote(self.path)}/releases",
                f"find . -maxdepth 1 \\( -name '.part-*' -o -name '.gone-*' \\) ! -name .part-{release} "
                "-exec rm -rf {} +",
            )
        )
        self._run(clear, "清理主机")
        sent = self._upload(goal, history.current if history.current != release else "", checksum=whole)
        self._verify(manifest, goal)
        after, dropped = split_kept(advance(history, release), keep)
        names = "".join(f"{name}\0" for name in manifest.files if is_immutable(name)).encode()
        settle = "" if whole else f"sync -f {goal}; mv -T {goal} releases/{release}\n"
        drop = "".join(f"mv -T releases/{i} releases/.gone-{i}; rm -rf releases/.gone-{i}\n" for i in dropped)
        script = (
            f"set -eu; cd {shlex.quote(self.path)}\n{settle}"
            f"(cd releases/{release} && xargs -0 -r cp -lf --parents -t ../../kept)\n"
            f"{self._history_script(after)}{self._switch_script(release)}{drop}"
            f"{_PRUNE}find kept -mindepth 1 -depth -type d -empty -delete\n"
        )
        self._run(script, "切换版本", names)
        return Put(release, history.current, sent)

    def _upload(self, goal: str, previous: str, checksum: bool) -> int:
        command = [
            "rsync",
            "-rt",
            "--delete",
            "--chmod=D755,F644",
            f"--timeout={_STALL}",
            "--out-format=%n",
            "--info=progress2",
            "--outbuf=L",
            "-e",
            shlex.join(self.ssh),
            *(["--checksum"] if checksum else []),
            *([f"--link-dest={self.path}/releases/{previous}"] if previous else []),
            f"{self.stage}/tree/",
            f"{self.host}:{self.path}/{goal}/",
        ]
        try:
            done = run_watched(command, _SILENCE)
        except OSError as error:
            raise PublishError(
                "本机没有 rsync,没有发布", "安装 rsync(apt-get install rsync),然后再发布一次"
            ) from error
        if done.silent or done.status != 0:
            fault = build_ssh_error("timed out" if done.silent else done.stderr, "上传")
            if "No space left" in done.stderr and "/.part-" in goal:
                with contextlib.suppress(PublishError):
                    self._run(f"rm -rf {self._at(goal)}", "清理主机")  # gives a full disk its room back
            raise fault
        return sum(
            not row.endswith("/") and not row.startswith("deleting ") and not _PROGRESS.fullmatch(row)
            for row in re.split(r"[\r\n]+", done.stdout.strip())
            if row
        )

    def _verify(self, manifest: Manifest, goal: str) -> None:
        """Every byte on the host, read back there, before anyone is shown it."""
        rows = "".join(f"{entry.digest}  {name}\n" for name, entry in manifest.files.items()).encode()
        script = f"cd {self._at(goal)} && sha256sum -c --quiet --strict - >&2 && find . -type f | wc -l"
        if int(self._run(script, "核对主机上的文件", rows)) != len(manifest.files):
            raise PublishError(
                "主机上的文件和本机对不上。线上仍是原来的版本", "再发布一次;仍不行请管理员检查主机磁盘"
            )

    def _history_script(self, history: History) -> str:
        text = shlex.quote(history.to_json())
        waiting = ".history.writing"
        return f"printf %s {text} > {waiting}; sync {waiting}; mv -T {waiting} history.json\n"

    def _switch_script(self, release: str) -> str:
        link = f"rm -f .switching; ln -s releases/{release} .switching"
        return f"{link}; mv -T .switching current; sync -f current\n"
