"""What a build tells: counts, seconds by phase, and which outputs failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class BuildReport:
    """Counts of one build. ``outputs`` = ``rendered`` + ``reused``; ``written``: names of files whose bytes
    changed, sorted; ``removed``: names of files taken away, sorted; ``seconds``: wall time by phase, in
    order.
    """

    outputs: int
    rendered: int
    reused: int
    written: tuple[str, ...]
    removed: tuple[str, ...]
    processes: int = 1
    seconds: dict[str, float] = field(default_factory=dict)


class ChangedError(Exception):
    """Something is no longer what was read, or stands where an output belongs: no fault of the program. The message is for
    whoever builds.
    """


class Failure(NamedTuple):
    """One output that could not be rendered: its name and the traceback as text, or what a ChangedError says."""

    name: str
    trace: str
    told: bool = False


class BuildError(RuntimeError):
    """Rendering failed: ``failures`` sorted by name. The output and the state are as they were before. ``told``: what each
    ChangedError says, when it was nothing else.
    """

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = sorted(set(failures))
        all_told = all(failure.told for failure in self.failures)
        self.told = sorted({failure.trace for failure in self.failures}) if all_told else []
        names = "、".join(failure.name for failure in self.failures[:5])
        more = f" 等 {len(self.failures)} 个" if len(self.failures) > 5 else ""
        super().__init__(f"页面没有建成:{names}{more}。原有的输出未动\n{self.failures[0].trace}")


def describe_build(report: BuildReport) -> str:
    """The one-line summary of a build, in Chinese."""
    phases = " · ".join(
        f"{name} {seconds:.2f}" for name, seconds in report.seconds.items() if seconds >= 0.005
    )
    total = sum(report.seconds.values())
    crew = f",{report.processes} 个进程" if report.processes > 1 else ""
    return (
        f"页面 {report.outputs}:新做 {report.rendered},沿用 {report.reused};"
        f"文件写入 {len(report.written)},删除 {len(report.removed)};"
        f"用时 {total:.2f} 秒{f'({phases})' if phases else ''}{crew}"
    )
