"""What stops a publication, said to an editor: what happened and what to do."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping

_SECRET_NAME = re.compile(
    r"SECRET|TOKEN|PASSWORD|PASSWD|CREDENTIAL|ACCESS_?KEY|PRIVATE_?KEY|API_?KEY", re.IGNORECASE
)
_SHORTEST_SECRET = 8


class PublishError(Exception):
    """A publication or a way back that could not be done. ``message`` says what happened, ``hint`` what to
    do; both are Chinese.

    The site on the host is whole when this is raised, unless the message says otherwise.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  怎么办:{self.hint}" if self.hint else self.message


class BusyError(PublishError):
    """Another publication holds the target."""


_OS_CAUSES: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("主机磁盘已满", "清理磁盘,或用 --keep 少留几个旧版本,然后再发布一次"),
    errno.EDQUOT: ("主机磁盘配额已用完", "清理磁盘或请管理员提高配额,然后再发布一次"),
    errno.EFBIG: ("文件超过了主机允许的大小", "请管理员放宽单个文件的大小限制(ulimit -f),然后再发布一次"),
    errno.EROFS: ("目标目录是只读的", "请管理员把该磁盘重新挂载为可写,然后再发布一次"),
    errno.EACCES: ("没有写入目标目录的权限", "请管理员把目录交给发布所用的账号(chown),然后再发布一次"),
    errno.EPERM: ("没有写入目标目录的权限", "请管理员检查目录的所有者和权限,然后再发布一次"),
    errno.ENOENT: ("目标目录或它的上级不存在", "检查 --target 后面的路径,先建好上级目录,然后再发布一次"),
    errno.ENOTDIR: ("目标路径中有一段不是目录", "检查 --target 后面的路径,然后再发布一次"),
    errno.EMLINK: ("同一文件的硬链接太多", "用 --keep 少留几个旧版本,然后再发布一次"),
    errno.EIO: ("磁盘读写出错", "请管理员检查磁盘,换好后再发布一次"),
}


def build_os_error(error: OSError, doing: str) -> PublishError:
    """The editor's words for an operating system's refusal while ``doing`` something (a Chinese phrase)."""
    known = _OS_CAUSES.get(error.errno or 0)
    if known:
        return PublishError(f"{doing}时出错:{known[0]}。线上仍是原来的版本", known[1])
    reason = error.strerror or type(error).__name__
    return PublishError(
        f"{doing}时出错:{reason}。线上仍是原来的版本", "排除上述原因后再发布一次;不明白时把这行字发给管理员"
    )


def list_secrets(environ: Mapping[str, str]) -> list[str]:
    """The values of environment variables that are secrets by their name, longest first. Shorter than 8
    characters are not counted.
    """
    values = {v for k, v in environ.items() if _SECRET_NAME.search(k) and len(v) >= _SHORTEST_SECRET}
    return sorted(values, key=lambda value: (-len(value), value))


def redact(text: str, secrets: list[str]) -> str:
    """``text`` with every secret replaced by stars, so that no log ever holds one."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text
