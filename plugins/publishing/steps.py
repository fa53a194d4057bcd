"""The way of a publication: check, build, inspect, compress, put, smoke test, and back again by itself when
that fails.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plugins.publishing.compress import write_siblings
from plugins.publishing.errors import PublishError, list_secrets, redact
from plugins.publishing.manifest import Manifest, write_stamp
from plugins.publishing.origin import check_clock, check_origin, read_origin
from plugins.publishing.smoke import check_live, expect_manifest
from plugins.publishing.targets.base import Put, Say, Target

#: One gate before anything is put: returns its exit status, having said on its own what is wrong.
Gate = Callable[[], int]

_CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Job:
    """One publication. Paths are absolute. ``live`` is the public address, empty for none; ``patience`` is
    in seconds.
    """

    root: Path
    output: Path
    cache: Path
    keep: int = 5
    allow_dirty: bool = False
    live: str = ""
    patience: float = 20.0
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


@dataclass(frozen=True, slots=True)
class Gates:
    """Check of the sources, build of the output, judgement of the output."""

    check: Gate
    build: Gate
    inspect: Gate


def default_commands(output: Path) -> dict[str, list[str]]:
    """The commands of this project for the three gates."""
    python = [sys.executable, "-m"]
    build = ["pelican", "-s", "publishconf.py", "-o", str(output), "--fatal=errors"]
    return {
        "check": [*python, "plugins.desk", "check"],
        "build": [*python, *build],
        "inspect": [*python, "plugins.inspection", str(output)],
    }


def command_gate(command: Sequence[str], root: Path, say: Say, environ: Mapping[str, str]) -> Gate:
    """A gate that runs a command in ``root`` and passes on what it says, with every secret of the
    environment starred out.
    """
    secrets = list_secrets(environ)

    def run() -> int:
        try:
            with subprocess.Popen(
                command,
                cwd=root,
                env=dict(environ),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
            ) as process:
                for line in process.stdout or ():
                    say(redact(line.rstrip("\n"), secrets))
            return process.returncode
        except OSError as error:
            say(f"命令无法运行:{command[0]}({error.strerror})")
            return 127

    return run


_GATE_WORDS: dict[str, tuple[str, str]] = {
    "check": ("检查没有通过", "按上面每一行的提示改正,再发布一次"),
    "build": ("网站没有生成成功", "按上面的提示改正;看不懂时把最后几行发给管理员"),
    "inspect": ("成品检验没有通过", "打开检验报告,改正其中拦截发布的各项,再发布一次"),
}


def pass_gate(name: str, gate: Gate) -> None:
    """Run a gate; raise PublishError unless it says 0."""
    status = gate()
    if status != 0:
        what, cure = _GATE_WORDS[name]
        raise PublishError(f"{what}(退出码 {status}),没有发布,线上仍是原来的版本", cure)


def check_secrets(root: Path, manifest: Manifest, secrets: Sequence[str]) -> None:
    """Raise PublishError when any file of the output holds a secret of the environment."""
    needles = [secret.encode() for secret in secrets]
    if not needles:
        return
    overlap = max(map(len, needles)) - 1
    for name in manifest.files:
        with (root / name).open("rb") as file:
            held = b""
            while chunk := file.read(_CHUNK):
                held += chunk
                if any(needle in held for needle in needles):
                    raise PublishError(
                        f"输出文件 {name} 里有密钥或口令,没有发布", "从内容和设置中删去它,并立即更换该密钥"
                    )
                held = held[-overlap:] if overlap else b""


def prepare(job: Job, gates: Gates, say: Say) -> Manifest:
    """Everything before the host is touched: gates, siblings, stamp. Returns what is to be published."""
    origin = read_origin(job.root, job.environ)
    if not job.allow_dirty:
        check_origin(job.root, origin)
    if "SOURCE_DATE_EPOCH" not in job.environ and (warning := check_clock(job.root, time.time())):
        say(warning)
    say("一、检查内容……")
    pass_gate("check", gates.check)
    say("二、生成网站……")
    pass_gate("build", gates.build)
    say("三、检验成品……")
    pass_gate("inspect", gates.inspect)
    if not job.allow_dirty and read_origin(job.root, job.environ) != origin:
        raise PublishError("发布途中仓库里有了新的改动,没有发布", "改动提交后再发布一次")
    say("四、压缩……")
    report = write_siblings(job.output, job.cache / "siblings.sqlite")
    say(f"  文本 {report.texts} 个,新压缩 {report.compressed} 个")
    manifest = write_stamp(job.output, origin)
    check_secrets(job.output, manifest, list_secrets(job.environ))
    return manifest


def publish(job: Job, gates: Gates, target: Target, say: Say) -> Put:
    """The whole way. Raises PublishError when any step says no; the message tells what is live then."""
    manifest = prepare(job, gates, say)
    say(f"五、上传版本 {manifest.release}({len(manifest.files)} 个文件,{manifest.size / 1e6:.1f} MB)……")
    done = target.put(manifest, job.output, job.keep)
    say(f"  新写入 {done.sent} 个文件")
    if job.live:
        say(f"六、查看线上 {job.live} ……")
        confirm_live(job, manifest, target, done, say)
    say(f"发布完成:{manifest.release}")
    return done


def confirm_live(job: Job, manifest: Manifest, target: Target, done: Put, say: Say) -> None:
    """The smoke test, and the way back when it fails. Raises PublishError then, saying which release is
    live.
    """
    faults = check_live(job.live, expect_manifest(manifest), target.required_headers, job.patience)
    if not faults:
        say("  首页、文稿、订阅源、404、响应头、静态文件都正常")
        return
    told = "上线后的检查没有通过:\n  " + "\n  ".join(faults)
    if not done.previous or done.previous == done.release:
        raise PublishError(
            f"{told}\n没有更早的版本可退,新版本 {done.release} 仍在线上",
            "按上面各行检查主机设置,改好后再发布一次",
        )
    try:
        target.roll_back(done.previous)
    except PublishError as error:
        raise PublishError(
            f"{told}\n自动退回也失败了:{error.message}", f"尽快手工退回:rollback --to {done.previous}"
        ) from error
    raise PublishError(f"{told}\n已自动退回版本 {done.previous}", "按上面各行改正内容或主机设置,再发布一次")
