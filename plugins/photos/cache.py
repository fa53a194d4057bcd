"""Derivatives kept between builds, by name: a name holds the content's digest and every setting, so it never
goes stale."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.photos.model import PhotoError, PhotoInfo, Plan, Step
from plugins.registry.problems import Problem

MARK = b"PHOTO-1\n"
DIGEST_SIZE = 16
FOOTER_SIZE = DIGEST_SIZE + 8 + len(MARK)
# Starting a process costs about what rendering two photographs does.
FEW = 2
# Two pictures of this size at once would be all the memory a build may take; they go one after another.
LARGE_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True)
class DerivativeCache:
    """A folder of derivatives. Each entry ends in its digest and length; an entry that disagrees with them
    does not exist."""

    folder: Path

    def read(self, name: str) -> bytes | None:
        """The derivative's bytes, or None when it is absent or damaged."""
        try:
            entry = self._locate(name).read_bytes()
        except OSError:
            return None
        data = entry[:-FOOTER_SIZE]
        return data if data and entry[-FOOTER_SIZE:] == _footer(data) else None

    def write(self, name: str, data: bytes) -> None:
        """Keep the derivative; a reader sees the whole of it or nothing. Raises OSError when the disk
        refuses."""
        path = self._locate(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.part")
        partial.write_bytes(data + _footer(data))
        partial.replace(path)

    def _locate(self, name: str) -> Path:
        file_name = PurePosixPath(name).name
        return self.folder / file_name[:2] / file_name


@dataclass(frozen=True, slots=True)
class RenderReport:
    """``made`` and ``standing`` are names, sorted; ``problems`` tell of pictures that could not be
    decoded."""

    made: tuple[str, ...]
    standing: tuple[str, ...]
    problems: tuple[Problem, ...]


def render_photos(
    root: Path, plans: Iterable[Plan], cache: DerivativeCache, jobs: int | None = None
) -> RenderReport:
    """Make every derivative of ``plans`` that the cache lacks, each photograph decoded once, in ``jobs``
    processes.

    To be called before anything is written: damage that no header shows comes out here, as problems.
    """
    wanted = _group_steps(plans)
    standing: list[str] = []
    lacking: list[tuple[PhotoInfo, list[Step]]] = []
    for info, steps in wanted:
        there = {step.name for step in steps if cache.read(step.name) is not None}
        standing += there
        if missing := [step for step in steps if step.name not in there]:
            lacking.append((info, missing))
    results = _render_lacking(root, lacking, cache, jobs or len(_cores()))
    made = [
        step.name
        for (_, steps), problem in zip(lacking, results, strict=True)
        if not problem
        for step in steps
    ]
    problems = sorted({problem for problem in results if problem})
    return RenderReport(tuple(sorted(made)), tuple(sorted(standing)), tuple(problems))


def load_derivative(root: Path, info: PhotoInfo, step: Step, cache: DerivativeCache) -> bytes:
    """The derivative from the cache, else rendered and kept. Raises PhotoError as ``render_derivative``
    does."""
    data = cache.read(step.name)
    if data is None:
        from plugins.photos.render import read_source, render_steps  # noqa: PLC0415 -- most builds draw nothing

        data = render_steps(read_source(root, info), info, [step])[step.name]
        cache.write(step.name, data)
    return data


def _group_steps(plans: Iterable[Plan]) -> list[tuple[PhotoInfo, list[Step]]]:
    groups: dict[str, tuple[PhotoInfo, dict[str, Step]]] = {}
    for plan in plans:
        _, steps = groups.setdefault(plan.info.path, (plan.info, {}))
        steps.update((step.name, step) for step in plan.steps)
    return [(info, list(steps.values())) for info, steps in groups.values()]


def _render_lacking(
    root: Path, lacking: Sequence[tuple[PhotoInfo, list[Step]]], cache: DerivativeCache, jobs: int
) -> list[Problem | None]:
    results: list[Problem | None] = [None] * len(lacking)
    order = sorted(range(len(lacking)), key=lambda at: -lacking[at][0].width * lacking[at][0].height)
    small = [at for at in order if lacking[at][0].width * lacking[at][0].height <= LARGE_PIXELS]
    alone = [at for at in order if at not in set(small)]
    if jobs > 1 and len(small) > FEW:
        # Spawned, not forked: the caller may hold threads and locks.
        # These two take longer to load than most builds have pictures to draw.
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
        from multiprocessing import get_context  # noqa: PLC0415

        with ProcessPoolExecutor(min(jobs, len(small)), get_context("spawn")) as pool:
            futures = {at: pool.submit(_render_into, root, *lacking[at], cache) for at in small}
            for at, future in futures.items():
                results[at] = future.result()
    else:
        alone += small
    for at in alone:
        results[at] = _render_into(root, *lacking[at], cache)
    return results


def _render_into(root: Path, info: PhotoInfo, steps: list[Step], cache: DerivativeCache) -> Problem | None:
    from plugins.photos.render import read_source, render_steps  # noqa: PLC0415

    try:
        made = render_steps(read_source(root, info), info, steps)
    except PhotoError as error:
        return error.problem
    for name, data in made.items():
        cache.write(name, data)
    return None


def _cores() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


def _footer(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).digest() + len(data).to_bytes(8, "big") + MARK
