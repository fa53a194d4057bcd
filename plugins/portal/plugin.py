"""The one Pelican plugin. Pelican reads the settings and runs the command line; one generator of ours makes the site.

The whole build happens in ``generate_context``: before any other generator writes, so that problems stop everything, and
before Pelican tells its plugins that the articles are there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator

from plugins.pipeline.build import BuildError
from plugins.pipeline.crew import Crew
from plugins.pipeline.progress import TextProgress
from plugins.pipeline.report import describe_build
from plugins.pipeline.state import lock_cache
from plugins.registry.problems import Problem
from plugins.stories import Story

from .build import Result, build_site
from .settings import read_settings


class BuildStopped(SystemExit):
    """The build stopped and everything has been said. Not an Exception: Pelican would print those with a traceback."""

    def __init__(self, message: str) -> None:
        super().__init__(1)
        print(message, file=sys.stderr)


class PortalGenerator(Generator):  # type: ignore[misc]
    """Builds the portal and hands its stories to whoever asks Pelican for ``articles``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stories: list[Story] = []
        self.drafts: list[Story] = []

    def generate_context(self) -> None:
        """Build everything; raise BuildStopped when something that a person wrote stands in the way."""
        try:
            settings = read_settings(self.settings)
        except ValueError as error:
            print(f"错误:{error}", file=sys.stderr)
            raise BuildStopped("设置有误,没有写出任何文件") from None
        try:
            with hold_cache(settings.cache), Crew(settings.jobs) as crew:
                result = build_site(
                    settings, crew, TextProgress(), self.settings["JINJA_GLOBALS"], self._take_stories
                )
        except BuildError as failure:
            print(failure, file=sys.stderr)
            raise BuildStopped("程序出错,原有网页未动;请把以上内容告诉维护者") from None
        report_result(result)

    def _take_stories(self, stories: list[Story]) -> None:
        articles = [story for story in stories if story.kind == "story"]
        self.stories = [story for story in articles if story.status != "draft"]
        self.drafts = [story for story in articles if story.status == "draft"]
        self.context["articles"] = self.stories
        self.context["drafts"] = self.drafts
        self.context["pages"] = [story for story in stories if story.kind == "page"]

    def generate_output(self, writer: object) -> None:
        """Everything is written already."""


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


def count_stories(generators: list[Generator]) -> None:
    """Let Pelican's closing line count the stories: its own generator has rendered (nothing) by then."""
    ours = next((generator for generator in generators if isinstance(generator, PortalGenerator)), None)
    theirs = next((generator for generator in generators if isinstance(generator, ArticlesGenerator)), None)
    if ours is not None and theirs is not None:
        ours.generate_output = _hand_over(ours, theirs)  # type: ignore[method-assign]


def _hand_over(ours: PortalGenerator, theirs: ArticlesGenerator) -> Any:
    def generate_output(_writer: object) -> None:
        theirs.articles = ours.stories
        theirs.drafts = ours.drafts

    return generate_output


def get_generators(_pelican: object) -> type[PortalGenerator]:
    """What Pelican asks for."""
    return PortalGenerator


def register() -> None:
    """Pelican's entry."""
    signals.get_generators.connect(get_generators)
    signals.all_generators_finalized.connect(count_stories)
