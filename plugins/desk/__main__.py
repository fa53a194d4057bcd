"""``python -m plugins.desk check|fmt|new|serve|edit|rules|schemas``."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

# What make says of a status that is not 0 no makefile can change.
MAKES_OWN: Final = "(下面一行是 make 自己的话,意思是上面还有错误)"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command in the current folder; the exit status. Nobody sees a traceback for what they wrote."""
    told = build_parser().parse_args(arguments)
    status = _run(COMMANDS[told.command], told)
    if status in (1, 2) and os.environ.get("MAKELEVEL"):
        sys.stdout.flush()
        print(MAKES_OWN, file=sys.stderr)
    return status


def _run(command: Callable[[argparse.Namespace, Path], int], told: argparse.Namespace) -> int:
    try:
        return command(told, Path.cwd())
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 1
    except ValueError as error:
        print(f"错误:{error}", file=sys.stderr)
        return 2


class _Parser(argparse.ArgumentParser):
    """argparse says what is wrong in English only."""

    def error(self, message: str) -> NoReturn:
        wrong = " ".join(re.findall(r"--?[\w-]+|'[^']*'", message)) or "有一项没有写全"
        print(f"错误:命令的写法不对:{wrong}。可用的写法见 make help 和 docs/editing.md", file=sys.stderr)
        if os.environ.get("MAKELEVEL"):
            print(MAKES_OWN, file=sys.stderr)
        sys.exit(2)


def build_parser() -> argparse.ArgumentParser:
    """The command line, in Chinese."""
    parser = _Parser(prog="python -m plugins.desk", description="编辑的案头")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    check = commands.add_parser("check", help="检查数据、文稿、链接、照片、用词和隐私")
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="输出的样式")
    check.add_argument("--no-cache", action="store_true", help="不用缓存,全部重查")
    fmt = commands.add_parser("fmt", help="把可以放心改的标点、空格改好")
    fmt.add_argument("paths", nargs="*", type=Path, help="只看这些文件或文件夹")
    fmt.add_argument("--write", action="store_true", help="写回文件;不加只显示改动")
    new = commands.add_parser("new", help="新建一份文稿或一条记录")
    new.add_argument(
        "--kind", default="", help="story、honoree、activity、place、team、theme、batch、regulation"
    )
    new.add_argument("--title", default="", help="标题、姓名或名称")
    new.add_argument("--id", default="", help="标识;不写则由拼音拟定")
    new.add_argument("--set", action="append", default=[], metavar="项=值", help="其他项,可写多次")
    serve = commands.add_parser("serve", help="本机预览,随存随看")
    serve.add_argument("--port", type=int, default=8000, help="端口;被占用时往后找")
    edit = commands.add_parser("edit", help="在浏览器里编辑,只在本机")
    edit.add_argument("--port", type=int, default=8010, help="端口;被占用时往后找")
    for name, words in (("rules", "由各处的规则写出 docs/rules.md"), ("schemas", "写出编辑器补全用的模式")):
        commands.add_parser(name, help=words)
    return parser


def run_check(told: argparse.Namespace, root: Path) -> int:
    from dataclasses import replace  # noqa: PLC0415 -- each command loads only what it needs

    from plugins.pipeline.crew import Crew  # noqa: PLC0415

    from .checking import check_project  # noqa: PLC0415
    from .project import read_project  # noqa: PLC0415
    from .reporting import count_severities, describe_problems  # noqa: PLC0415

    settings = read_project(root)
    if told.no_cache:
        settings = replace(settings, use_cache=False)
    with Crew(settings.jobs) as crew:
        checked = check_project(settings, crew)
    for line in describe_problems(checked.problems, checked.files, told.format):
        print(line)
    return 1 if count_severities(checked.problems)[0] else 0


def run_fmt(told: argparse.Namespace, root: Path) -> int:
    from .formatting import format_project  # noqa: PLC0415
    from .project import read_project  # noqa: PLC0415

    return format_project(read_project(root), told.paths, write=told.write, say=print)


def run_new(told: argparse.Namespace, root: Path) -> int:
    from .new import make_new  # noqa: PLC0415
    from .project import read_project  # noqa: PLC0415

    return make_new(read_project(root), told.kind, told.title, told.id, told.set)


def run_serve(told: argparse.Namespace, root: Path) -> int:
    from .project import read_project  # noqa: PLC0415
    from .serve import serve_project  # noqa: PLC0415

    return serve_project(read_project(root), told.port)


def run_edit(told: argparse.Namespace, root: Path) -> int:
    from .edit import edit_project  # noqa: PLC0415
    from .project import read_project  # noqa: PLC0415

    return edit_project(read_project(root), told.port)


def run_rules(_told: argparse.Namespace, root: Path) -> int:
    from .documents import write_rules  # noqa: PLC0415

    print(write_rules(root))
    return 0


def run_schemas(_told: argparse.Namespace, root: Path) -> int:
    from .schemas import write_schemas  # noqa: PLC0415

    for path in write_schemas(root):
        print(path)
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace, Path], int]] = {
    "check": run_check,
    "fmt": run_fmt,
    "new": run_new,
    "serve": run_serve,
    "edit": run_edit,
    "rules": run_rules,
    "schemas": run_schemas,
}

if __name__ == "__main__":
    sys.exit(main())
