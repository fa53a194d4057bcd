"""The one Pelican plugin. Pelican reads the settings and runs the command line; one generator of ours makes the site.

The whole build happens in ``generate_context``: before any other generator writes, so that problems stop everything, and
before Pelican tells its plugins that the articles are there.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

from pelican import signals
from pelican.generators import ArticlesGenerator, Generator

from plugins.pipeline.build import BuildError
from plugins.pipeline.collecting import leave_to_exit
from plugins.pipeline.crew import Crew
from plugins.pipeline.progress import TextProgress
from plugins.pipeline.report import ChangedError
from plugins.stories import Story

from .again import build_seen, look_again
from .repeating import is_plain, is_repeatable
from .result import NOTHING, Counts, Result
from .saying import BuildStopped, hold_cache, report_result, say_changed, say_fault
from .settings import PortalSettings, read_settings


class PortalGenerator(Generator):  # type: ignore[misc]
    """Builds the portal and hands its stories to whoever asks Pelican for ``articles``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.counts: Counts = NOTHING
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
            with hold_cache(settings.cache):
                result = self._build(settings)
        except BuildError as failure:
            say_fault(failure)
        except ChangedError as error:
            say_changed(error)
        leave_to_exit()
        report_result(result)
        self.counts = result.counts

    def _build(self, settings: PortalSettings) -> Result:
        if not is_plain(self.settings, sys.argv[1:]):
            settings = replace(settings, settings_file=None)  # no file stands for them
        again = is_repeatable(self.settings, sys.argv[1:], __name__)
        glance = look_again(settings) if again else None
        if glance is not None:
            return build_seen(settings, glance)  # there is nobody who would ask Pelican for the stories
        from .build import build_site  # noqa: PLC0415 -- an edit of words needs nothing of it

        with Crew(settings.jobs) as crew:
            return build_site(
                settings, crew, TextProgress(), self.settings["JINJA_GLOBALS"], self._take_stories, again=again
            )

    def _take_stories(self, stories: list[Story]) -> None:
        articles = [story for story in stories if story.kind == "story"]
        self.stories = [story for story in articles if story.status != "draft"]
        self.drafts = [story for story in articles if story.status == "draft"]
        self.context["articles"] = self.stories
        self.context["drafts"] = self.drafts
        self.context["pages"] = [story for story in stories if story.kind == "page"]

    def generate_output(self, writer: object) -> None:
        """Everything is written already."""


def count_stories(generators: list[Generator]) -> None:
    """Let Pelican's closing line count the stories: its own generator has rendered (nothing) by then."""
    ours = next((generator for generator in generators if isinstance(generator, PortalGenerator)), None)
    theirs = next((generator for generator in generators if isinstance(generator, ArticlesGenerator)), None)
    if ours is not None and theirs is not None:
        ours.generate_output = _hand_over(ours, theirs)  # type: ignore[method-assign]


def _hand_over(ours: PortalGenerator, theirs: ArticlesGenerator) -> Any:
    def generate_output(_writer: object) -> None:
        # Where nobody asks for the stories, they are counted and not read.
        theirs.articles = ours.stories or [None] * ours.counts.articles
        theirs.drafts = ours.drafts or [None] * ours.counts.drafts

    return generate_output


def get_generators(_pelican: object) -> type[PortalGenerator]:
    """What Pelican asks for."""
    return PortalGenerator


def register() -> None:
    """Pelican's entry."""
    signals.get_generators.connect(get_generators)
    signals.all_generators_finalized.connect(count_stories)
