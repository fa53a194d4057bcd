"""What a build says to who started it, and how it ends when it cannot go on. Knows no Pelican."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

from plugins.pipeline.build import BuildError
from plugins.pipeline.report import ChangedError, describe_build
from plugins.pipeline.state import lock_cache
from plugins.registry.problems import Problem

from .result import Result

_AGAIN = "原有网页未动;请再建一次"


class BuildStopped(SystemExit):
    """The build stopped and everything has been said. Not an Exception: Pelican would print those with a traceback."""

    def __init__(self, message: str) -> None:
        super().__init__(1)
        print(message, file=sys.stderr)


@contextmanager
def hold_cache(folder: Path) -> Iterator[None]:
    """The cache for this build alone; says so when it has to wait for another build."""
    with ExitStack() as stack:
        try:
            stack.enter_context(lock_cache(folder, wait=False))
        except BlockingIOError:
            print("另一次建站还没有结束,等它结束再开始……", file=sys.stderr)
            stack.enter_context(lock_cache(folder))
        yield


def report_result(result: Result) -> None:
    """Print problems, one a line, then what was built. Raises BuildStopped when nothing was."""
    print_problems(result.problems)
    if result.report is None:
        errors = sum(problem.severity == "error" for problem in result.problems)
        raise BuildStopped(f"有 {errors} 处错误,没有写出任何文件;原有网页未动")
    print(describe_build(result.report))


def print_problems(problems: list[Problem]) -> None:
    """To standard error, as they are: Pelican's log handler would break ``path:line:column`` over lines."""
    for problem in problems:
        print(problem, file=sys.stderr)


def say_changed(error: ChangedError) -> NoReturn:
    """What somebody did while the site was being built."""
    raise BuildStopped(f"{error}\n{_AGAIN}") from None


def say_fault(failure: BuildError) -> NoReturn:
    """A fault of ours, told whole; or what somebody did meanwhile."""
    if failure.told:
        raise BuildStopped("\n".join([*failure.told[:5], _AGAIN])) from None
    print(failure, file=sys.stderr)
    raise BuildStopped("程序出错,原有网页未动;请把以上内容告诉维护者") from None
