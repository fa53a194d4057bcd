"""``python -m plugins.inspection OUTPUT``: judges a finished site. 0: may be published; 1: may not; 2: could not judge."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import yaml

from plugins.pipeline.clock import SHANGHAI, read_now
from plugins.pipeline.crew import Crew, CrewError
from plugins.registry import load_office_numbers
from plugins.registry.problems import Problem

from .checks_text import find_mailboxes
from .judge import Options, inspect_output
from .lexicon import load_lexicon
from .report import Report, build_json, build_text
from .report_html import build_html
from .rules import make_finding
from .silences import load_silences
from .thresholds import load_thresholds

EXIT_PASSED, EXIT_STOPPED, EXIT_UNJUDGED = 0, 1, 2


def build_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m plugins.inspection", description="检验建好的网站,写出报告"
    )
    parser.add_argument("output", type=Path, help="建好的网站所在的目录")
    parser.add_argument("--as-of", default="", metavar="日期", help="以哪一天为准,如 2026-05-01;默认今天")
    parser.add_argument("--siteurl", default=None, metavar="网址", help="网站的网址;默认取环境变量 SITEURL")
    parser.add_argument(
        "--report", type=Path, default=Path(".cache/inspection"), metavar="目录", help="报告写到哪里"
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="屏幕上怎样显示")
    parser.add_argument(
        "--data", type=Path, default=Path("data"), metavar="目录", help="检验尺度所在的数据目录"
    )
    parser.add_argument(
        "--lexicon", type=Path, default=None, metavar="文件", help="错字库;默认数据目录里的 lexicon.yml"
    )
    parser.add_argument("--jobs", type=int, default=0, metavar="个", help="用几个进程;默认有几核用几个")
    return parser


def read_options(arguments: argparse.Namespace, environ: Mapping[str, str]) -> Options:
    """The options of a run. Raises ValueError, in Chinese, for a date that is none."""
    now = read_now(environ)
    if arguments.as_of:
        try:
            now = datetime.combine(date.fromisoformat(arguments.as_of), time(23, 59, 59), SHANGHAI)
        except ValueError:
            raise ValueError(f"--as-of 不是日期:{arguments.as_of}(应如 2026-05-01)") from None
    file = arguments.data / "inspection.yml"
    measures, problems = load_thresholds(file, file.as_posix())
    path = arguments.lexicon or arguments.data / "lexicon.yml"
    lexicon = load_lexicon(path)
    notes = list(problems)
    if lexicon is None:
        said = "没有错字库,错别字没有检查"
        notes.append(make_finding(path.as_posix(), (1, 1), "I502", said, "在 data/lexicon.yml 里登记"))
    elif lexicon.unread:
        said = f"错字库里有 {lexicon.unread} 条读不懂,没有用上"
        notes.append(make_finding(path.as_posix(), (1, 1), "I502", said, "每条至少写 wrong 和 right"))
    siteurl = arguments.siteurl if arguments.siteurl is not None else environ.get("SITEURL", "")
    return Options(
        now=now,
        siteurl=siteurl.rstrip("/"),
        measures=measures,
        lexicon=lexicon,
        samples_allowed=read_samples_allowed(arguments.data / "site.yml"),
        notes=tuple(notes),
        offices=load_office_numbers(arguments.data),
        silences=load_silences(arguments.data.resolve()),
        mailboxes=read_mailboxes(arguments.data / "site.yml"),
    )


def read_samples_allowed(path: Path) -> bool:
    """Whether the site block asks for samples in a publication. Only this setting is read of it."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError):
        return False
    said = raw.get("samples_in_publication") if isinstance(raw, dict) else ""
    return str(said).lower() in ("true", "yes", "是")


def read_mailboxes(path: Path) -> frozenset[str]:
    """The mail addresses that the site block gives as the site's own, in lower case."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(mailbox.lower() for _, mailbox in find_mailboxes(text))


def write_report(report: Report, folder: Path) -> None:
    """Both forms of the report. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("report.json", build_json(report)), ("report.html", build_html(report))):
        waiting = folder / f".{name}.tmp"
        waiting.write_text(text, encoding="utf-8", newline="\n")
        waiting.replace(folder / name)


def main(words: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Run the inspection; the exit status."""
    arguments = build_parser().parse_args(words)
    try:
        options = read_options(arguments, environ)
    except ValueError as error:
        return _refuse(str(error))
    if broken := list_broken(options.notes):
        return _refuse("\n".join(map(str, broken)))
    if not arguments.output.is_dir():
        return _refuse(f"没有建好的网站:{arguments.output}(先运行 make site)")
    if arguments.report.resolve().is_relative_to(arguments.output.resolve()):
        return _refuse("报告不能写进建好的网站里(--report 换一个目录)")
    return judge(arguments, options)


def judge(arguments: argparse.Namespace, options: Options) -> int:
    """Inspect, write both reports, print one; the exit status."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with Crew(arguments.jobs or cores if hasattr(os, "fork") else 1) as crew:
            report = inspect_output(arguments.output, options, crew)
        write_report(report, arguments.report)
    except CrewError as error:
        return _refuse(f"检验中断:{error}")
    except OSError as error:
        return _refuse(f"读不出或写不下:{error.filename or ''} {error.strerror or ''}")
    sys.stdout.write(build_json(report) if arguments.format == "json" else build_text(report))
    if arguments.format == "text":
        print(f"报告:{(arguments.report / 'report.html').as_posix()}")
    return EXIT_STOPPED if report.stopped else EXIT_PASSED


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return EXIT_UNJUDGED


def list_broken(notes: Sequence[Problem]) -> list[Problem]:
    """The problems of the measures' file among the notes: with them nothing can be judged."""
    return [problem for problem in notes if problem.rule.startswith("C")]


if __name__ == "__main__":
    sys.exit(main())
