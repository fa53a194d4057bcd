"""Which commit is being published, and whether the tree is as committed."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from plugins.pipeline.clock import SHANGHAI
from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import Origin

_SECONDS_A_DAY = 86_400
# A county that publishes nothing for so long is rarer than a clock that is wrong.
_LONG_DAYS = 180


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def parse_epoch(environ: Mapping[str, str]) -> int | None:
    """SOURCE_DATE_EPOCH in seconds, None when unset. Raises PublishError when it is not a number."""
    text = environ.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise PublishError(
            "环境变量 SOURCE_DATE_EPOCH 不是整数秒", "改成一个整数,或取消它(unset SOURCE_DATE_EPOCH)"
        )
    return int(text)


def read_origin(root: Path, environ: Mapping[str, str]) -> Origin:
    """The commit checked out below ``root``. The time is SOURCE_DATE_EPOCH or the commit's, never the
    clock's.
    """
    commit = (_git(root, "rev-parse", "HEAD") or "").strip()
    status = _git(root, "status", "--porcelain") if commit else None
    committed = (_git(root, "log", "-1", "--format=%ct") or "").strip() if commit else ""
    epoch = parse_epoch(environ)
    time = epoch if epoch is not None else (int(committed) if committed else None)
    return Origin(commit, time, dirty=status is None or bool(status.strip()))


def check_clock(root: Path, now: float) -> str:
    """Raise PublishError when this machine's clock (``now``, in seconds) is behind the commit that it holds: dates would be
    judged by it, and stories that have come would be left out. Returns a warning, "" for none, when it is far ahead: stories
    that have not come would go out.
    """
    said = (_git(root, "log", "-1", "--format=%ct") or "").strip()
    if not said.isdigit():
        return ""
    day, committed = (f"{datetime.fromtimestamp(moment, SHANGHAI):%Y-%m-%d}" for moment in (now, int(said)))
    if now < int(said) - _SECONDS_A_DAY:
        raise PublishError(
            f"本机时钟是 {day},早于最近一次提交({committed}),没有发布",
            "校准本机时钟(如 timedatectl set-ntp true),然后再发布一次",
        )
    if now > int(said) + _LONG_DAYS * _SECONDS_A_DAY:
        return f"提醒:本机时钟是 {day},最近一次提交是 {committed};时钟不对的话,请校准后再发布一次"
    return ""


def check_origin(root: Path, origin: Origin) -> None:
    """Raise PublishError when what would be published is not what is committed."""
    if not origin.commit:
        raise PublishError(
            "这个目录不是 git 仓库,说不清发布的是哪一版", "从仓库中发布;确实要发布时加 --allow-dirty"
        )
    if origin.dirty:
        listed = [
            row[3:]
            for row in (_git(root, "-c", "core.quotePath=off", "status", "--porcelain") or "").splitlines()
        ]
        more = f" 等 {len(listed)} 个文件" if len(listed) > 5 else ""
        raise PublishError(
            f"有改动还没有提交:{'、'.join(listed[:5])}{more}",
            "先提交(git add、git commit)再发布;确实要发布未提交的内容时加 --allow-dirty",
        )
