"""The commands: publish, rollback, releases, nginx, compress, annotate. Exit status 0 means it worked, and
only then.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from plugins.publishing.annotate import annotate
from plugins.publishing.compress import write_siblings
from plugins.publishing.errors import BusyError, PublishError, list_secrets, redact
from plugins.publishing.nginx import NginxOptions, build_nginx_config, parse_redirects
from plugins.publishing.smoke import check_live
from plugins.publishing.steps import Gates, Job, command_gate, default_commands, publish
from plugins.publishing.targets.choose import FORMS, Place, parse_target

EXIT_FAILED = 1
EXIT_BUSY = 75  # EX_TEMPFAIL: the same command may work in a while


def build_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m plugins.publishing", description="把生成好的网站发布到主机,或退回旧版本"
    )
    parser.add_argument("--root", type=Path, default=Path(), help="项目目录,默认当前目录")
    output = Path(os.environ.get("OUTPUT") or "output")
    parser.add_argument("--output", type=Path, default=output, help="生成好的网站,默认 output")
    parser.add_argument("--cache", type=Path, default=Path(".cache/publishing"), help="缓存目录")
    orders = parser.add_subparsers(dest="order", required=True, metavar="命令")
    for name, words in (
        ("publish", "检查、生成、检验、压缩、上传、查看线上"),
        ("rollback", "退回上一个版本"),
        ("releases", "列出主机上的版本"),
    ):
        order = orders.add_parser(name, help=words)
        order.add_argument("--target", required=True, help=FORMS)
        order.add_argument("--wait", type=float, default=0.0, metavar="秒", help="别人正在发布时最多等多久")
        if name != "releases":
            order.add_argument("--live", default="", metavar="网址", help="线上地址,用来查看发布是否成功")
            order.add_argument(
                "--patience", type=float, default=20.0, metavar="秒", help="查看线上时最多等多久"
            )
        if name == "publish":
            order.add_argument("--keep", type=int, default=5, metavar="个", help="主机上保留几个版本,默认 5")
            order.add_argument("--siteurl", default="", metavar="网址", help="网站的正式网址,交给生成这一步")
            order.add_argument("--allow-dirty", action="store_true", help="允许发布没有提交的改动")
            for gate in ("check", "build", "inspect"):
                order.add_argument(f"--{gate}-command", default="", help=argparse.SUPPRESS)
        if name == "rollback":
            order.add_argument("--to", default="", metavar="版本", help="退回哪个版本,默认上一个")
    nginx = orders.add_parser("nginx", help="生成 nginx 配置")
    nginx.add_argument(
        "--host-root", required=True, metavar="目录", help="主机上的发布目录(dir: 或 ssh: 后面的那个)"
    )
    nginx.add_argument("--server-name", nargs="+", default=["_"], metavar="域名")
    nginx.add_argument("--listen", default="80", metavar="端口")
    nginx.add_argument(
        "--frame-from",
        nargs="*",
        default=[],
        metavar="来源",
        help="可以嵌入 /embed/ 的网站,如 https://example.gov.cn",
    )
    nginx.add_argument(
        "--redirects", type=Path, default=None, help="转址表,默认用输出目录里的 redirects.json"
    )
    nginx.add_argument("--certificate", default="", help="证书在主机上的路径")
    nginx.add_argument("--key", default="", help="私钥在主机上的路径")
    orders.add_parser("compress", help="只做压缩")
    notes = orders.add_parser("annotate", help="把检查结果变成合并请求上的批注")
    notes.add_argument("--format", choices=["github", "gitlab"], required=True)
    return parser


def run_publish(options: argparse.Namespace) -> None:
    root = options.root.resolve()
    environ = {**os.environ, **({"SITEURL": options.siteurl} if options.siteurl else {})}
    environ.update(find_previous(options.target, environ))
    job = Job(
        root=root,
        output=root / options.output,
        cache=root / options.cache,
        keep=options.keep,
        allow_dirty=options.allow_dirty,
        live=options.live,
        patience=options.patience,
        environ=environ,
    )
    if options.keep < 1:
        raise PublishError("--keep 至少是 1", "不写 --keep 时保留 5 个版本")
    target = parse_target(options.target, Place(root, job.cache), options.wait, environ, print_line)
    commands = default_commands(job.output)
    gates = {
        name: command_gate(
            shlex.split(getattr(options, f"{name}_command")) or command, root, print_line, environ
        )
        for name, command in commands.items()
    }
    publish(job, Gates(**gates), target, print_line)


def find_previous(target: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Where the last release's index of records lies, so that the open data can tell what changed since.

    Only a directory on this machine can be asked; for other hosts PORTAL_PREVIOUS may be given by hand.
    """
    index = Path(target.removeprefix("dir:")) / "current" / "data" / "index.json"
    if target.startswith("dir:") and "PORTAL_PREVIOUS" not in environ and index.is_file():
        return {"PORTAL_PREVIOUS": str(index.resolve())}
    return {}


def run_rollback(options: argparse.Namespace) -> None:
    root = options.root.resolve()
    place = Place(root, root / options.cache)
    target = parse_target(options.target, place, options.wait, dict(os.environ), print_line)
    done = target.roll_back(options.to)
    if done.previous == done.release:
        print_line(f"线上已经是 {done.release},没有改动;用 releases 命令看有哪些版本")
    else:
        print_line(f"已退回:{done.previous or '(无)'} → {done.release}")
    if not options.live:
        return
    faults = check_live(options.live, target.expect(done.release), target.required_headers, options.patience)
    if faults:
        raise PublishError("退回后的线上检查没有通过:\n  " + "\n  ".join(faults), "检查主机设置")


def run_releases(options: argparse.Namespace) -> None:
    root = options.root.resolve()
    place = Place(root, root / options.cache)
    target = parse_target(options.target, place, options.wait, dict(os.environ), print_line)
    history = target.list_releases()
    for release in history.ids:
        print_line(f"{release}{'  ← 线上' if release == history.current else ''}")
    if not history.ids:
        print_line("(还没有发布过)")


def run_nginx(options: argparse.Namespace) -> None:
    path = options.redirects or options.root / options.output / "redirects.json"
    if options.redirects and not path.is_file():
        raise PublishError(f"找不到转址表 {path}", "检查 --redirects 后面的路径")
    redirects = parse_redirects(path.read_text(encoding="utf-8")) if path.is_file() else {}
    text = build_nginx_config(
        NginxOptions(
            root=options.host_root.rstrip("/"),
            listen=options.listen,
            server_names=tuple(options.server_name),
            frames=tuple(options.frame_from),
            redirects=redirects,
            certificate=options.certificate,
            key=options.key,
        )
    )
    sys.stdout.write(text)


def run_compress(options: argparse.Namespace) -> None:
    root = options.root.resolve()
    report = write_siblings(root / options.output, root / options.cache / "siblings.sqlite")
    print_line(
        f"文本 {report.texts} 个,新压缩 {report.compressed} 个,"
        f"写入 {report.written} 个,删去 {report.removed} 个"
    )


def run_annotate(options: argparse.Namespace) -> None:
    sys.stdout.write(annotate(sys.stdin.read(), options.format))


def print_line(text: str) -> None:
    """One line to the editor at once, with every secret of the environment starred out."""
    print(redact(text, list_secrets(os.environ)), flush=True)


_ORDERS = {
    "publish": run_publish,
    "rollback": run_rollback,
    "releases": run_releases,
    "nginx": run_nginx,
    "compress": run_compress,
    "annotate": run_annotate,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status: 0 done, 1 refused or failed, 75 when another publication is
    running.
    """
    options = build_parser().parse_args(arguments)
    try:
        _ORDERS[options.order](options)
    except PublishError as error:
        print(redact(str(error), list_secrets(os.environ)), file=sys.stderr, flush=True)
        return EXIT_BUSY if isinstance(error, BusyError) else EXIT_FAILED
    except KeyboardInterrupt:
        print("已中断。线上仍是一个完整的版本;再发布一次会接着做完", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
