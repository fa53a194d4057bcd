"""``python -m plugins.registry data``: every problem of a data folder and a line of summary. Exit 1 on an error."""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

from .checks_work import check_dates
from .dates import SHANGHAI
from .files import load_registry
from .problems import has_errors


def main(arguments: list[str]) -> int:
    """Print the problems of the folder (default ``data``), relative to the current directory."""
    started = time.perf_counter()
    root = Path.cwd()
    registry, problems = load_registry(root, Path(arguments[0]) if arguments else Path("data"))
    if registry is not None:
        problems = sorted(problems + check_dates(registry, dt.datetime.now(SHANGHAI).date()))
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    count = sum(len(registry.records(kind)) for kind in registry.kinds()) if registry is not None else 0
    seconds = time.perf_counter() - started
    held = f"{count} 条记录，" if registry is not None else ""
    print(f"{held}{errors} 个错误，{len(problems) - errors} 个提醒，{seconds:.2f} 秒")
    return 1 if has_errors(problems) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
