"""The whole inspection: read the output once, judge it, and make one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from plugins.pipeline.crew import Crew
from plugins.registry.problems import Problem

from .checks_site import (
    check_files,
    check_filing,
    check_fragments,
    check_given_tags,
    check_orphans,
    check_redirects,
    check_titles,
    find_depths,
)
from .freshness import build_columns, check_freshness
from .lexicon import Lexicon
from .page import Known, scan_page
from .report import Report, build_items, count_outside, group_problems, list_measures
from .rules import SILENCED, make_finding
from .searching import check_search
from .silences import Silence
from .space import Space
from .thresholds import Thresholds
from .walk import Context, OutputFile, PageRow, Walked, list_files, read_text, walk_pages
from .weights import Scales, build_weights, check_weights


@dataclass(frozen=True, slots=True)
class Options:
    """What an output is judged by. ``now`` is aware; ``siteurl`` may be empty. ``notes`` are problems of the measures;
    ``offices`` the mobile numbers that the data declare as an office's; ``silences`` let some words stand; ``mailboxes``
    are the site's own mail addresses.
    """

    now: datetime
    siteurl: str = ""
    measures: Thresholds = field(default_factory=Thresholds)
    lexicon: Lexicon | None = None
    samples_allowed: bool = False
    notes: tuple[Problem, ...] = ()
    offices: frozenset[str] = frozenset()
    silences: tuple[Silence, ...] = ()
    mailboxes: frozenset[str] = frozenset()


def inspect_output(output: Path, options: Options, crew: Crew) -> Report:
    """Judge the finished site in ``output``. Raises OSError when the folder cannot be read; what is in it never does.

    Every process of the crew must call it; every one gets the report.
    """
    files = list_files(output)
    names = frozenset(file.name for file in files if file.regular)
    space = Space.build(names, options.siteurl)
    numbers = {name: number for number, name in enumerate(sorted(names))}
    context = Context(
        output,
        space,
        numbers,
        options.now,
        options.lexicon,
        options.samples_allowed,
        options.offices,
        options.silences,
        options.mailboxes,
    )
    walked = walk_pages(context, files, crew)
    return build_report(output, options, files, space, numbers, walked)


def build_report(
    output: Path,
    options: Options,
    files: list[OutputFile],
    space: Space,
    numbers: Mapping[str, int],
    walked: Walked,
) -> Report:
    """The report of what was read."""
    rows, measures = walked.rows, options.measures
    index = dict(numbers)
    scales = Scales(output)
    columns = build_columns(rows, index, measures, options.now.date())
    depths = find_depths(rows, index)
    weights = build_weights(rows, files, space, measures, scales)
    search, found = check_search(output, rows, space, measures, scales)
    problems = [*walked.problems, *found, *options.notes]
    problems += check_files(files)
    problems += check_fragments(rows)
    problems += check_given_tags(rows, options.siteurl)
    problems += check_filing(_read_home_footer(output))
    problems += check_freshness(columns, measures)
    problems += check_redirects(output, rows, space)
    problems += check_orphans(rows, depths)
    problems += check_titles(rows)
    problems += check_weights(weights, rows, measures, scales)
    problems += _check_home(rows)
    return Report(
        as_of=options.now.date().isoformat(),
        siteurl=options.siteurl,
        files=len(files),
        pages=len(rows),
        bytes=sum(file.size for file in files),
        kinds=dict(sorted(Counter(row.kind or "其他" for row in rows).items())),
        items=build_items((one for one in problems if one.rule != SILENCED), measures),
        silenced=group_problems(sorted({one for one in problems if one.rule == SILENCED})),
        columns=tuple(columns),
        weights=tuple(weights),
        search=search,
        outside=count_outside((row.path, row.outside) for row in rows),
        deepest=max(depths.values(), default=0),
        measures=list_measures(measures),
    )


def _check_home(rows: list[PageRow]) -> list[Problem]:
    """An output without a home page is no site."""
    if any(row.path == "index.html" for row in rows):
        return []
    return [make_finding("index.html", (1, 1), "I310", "没有首页", "先生成网站(make site)")]


def _read_home_footer(output: Path) -> str:
    home = scan_page("index.html", read_text(output, "index.html") or "", Known())
    return home.text(*home.footer) if home.footer else ""
