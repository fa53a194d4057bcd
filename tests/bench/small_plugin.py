"""Pelican's plugin for the bench's small site: the portal's stories, engine and early exit, with pages of a small theme."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from plugins.pipeline.collecting import leave_to_exit
from plugins.pipeline.crew import Crew
from plugins.pipeline.report import describe_build
from plugins.portal.repeating import is_repeatable

from .small_site import SmallSettings, build_small


class SmallGenerator(Generator):  # type: ignore[misc]
    def generate_context(self) -> None:
        file = Path(self.settings["PORTAL_SETTINGS"])
        settings = SmallSettings(
            str(file.parent), str(file), self.settings["SITENAME"], self.settings["SITEURL"]
        )
        jobs = int(os.environ.get("PORTAL_JOBS") or 0) or len(os.sched_getaffinity(0))
        again = is_repeatable(self.settings, sys.argv[1:], __name__)
        with Crew(jobs) as crew:
            report = build_small(settings, crew, again=again)
        leave_to_exit()
        print(describe_build(report))

    def generate_output(self, writer: object) -> None:
        """Everything is written already."""


def get_generators(_pelican: object) -> Any:
    return SmallGenerator


def register() -> None:
    signals.get_generators.connect(get_generators)
