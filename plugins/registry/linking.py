"""From files to one registry: what holds between records is checked here, and nothing is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .checking import Checker
from .checks_people import check_people
from .checks_places import check_places
from .checks_site import check_site
from .checks_work import check_work
from .offices import check_numbers
from .parsing import ParsedFile, ParsedRecord
from .problems import Problem
from .references import find_refs
from .registry import Registry, build_registry, name_of_record


def link_registry(files: Iterable[ParsedFile]) -> tuple[Registry, list[Problem]]:
    """The registry of all files and what is wrong between records, sorted. Files' own problems are not repeated.

    The registry holds what could be linked, also when there are errors. Pure, and the same for any order of files.
    """
    files = list(files)
    registry, twins = build_registry(files)
    return registry, check_registry(registry, twins, files)


def check_registry(
    registry: Registry, twins: Iterable[tuple[ParsedRecord, ParsedRecord]], files: Iterable[ParsedFile]
) -> list[Problem]:
    """What is wrong between the records of a registry, sorted: of what ``build_registry`` made of ``files``."""
    checker = Checker(registry)
    problems = [_describe_twin(first, other) for first, other in twins]
    for check in (
        check_ids,
        check_references,
        check_honesty,
        check_site,
        check_places,
        check_people,
        check_work,
    ):
        problems.extend(check(checker))
    problems.extend(check_numbers(files))
    return sorted(set(problems))


def _describe_twin(first: ParsedRecord, other: ParsedRecord) -> Problem:
    message = f"标识“{first.record.id}”已在 {first.path}:{first.line} 用过"
    return Problem(other.path, other.line, other.column, "D201", message, "换一个标识；同一条记录就删去一处")


def check_ids(checker: Checker) -> Iterator[Problem]:
    """Aliases name nobody else. Whether an id would take an address is told by who knows addresses."""
    registry = checker.registry
    for kind in registry.kinds():
        taken: dict[str, str] = {}
        for key, record in registry.records(kind).items():
            prefix = key.removesuffix(record.id)
            for number, alias in enumerate(record.aliases):
                at = (kind, key, "aliases", number)
                if prefix + alias in registry.records(kind):
                    yield checker.problem(
                        "D202", at, f"旧标识“{alias}”是另一条记录现在的标识", "删去它；旧标识不能再用"
                    )
                elif taken.setdefault(prefix + alias, key) != key:
                    yield checker.problem("D202", at, f"旧标识“{alias}”写在了两条记录里", "只留一处")


def check_references(checker: Checker) -> Iterator[Problem]:
    """Every id that a record names is carried by a record of the right kind."""
    registry = checker.registry
    for kind in registry.kinds():
        for key, record in registry.records(kind).items():
            for where, target, ref in find_refs(record):
                name = f"{ref.vocabulary}/{target}" if ref.vocabulary else target
                if not registry.knows(ref.kind, name):
                    yield checker.missing((kind, key, *where), ref.kind, target, ref.vocabulary)


def check_honesty(checker: Checker) -> Iterator[Problem]:
    """What is derived says from what; samples are named so, and nothing else is."""
    for kind in checker.registry.kinds():
        for key, record in checker.registry.records(kind).items():
            if record.basis == "derived" and not record.derived_from:
                yield checker.problem(
                    "D215", (kind, key, "basis"), "推得的记录没有写依据", "补写 derived_from:"
                )
            name = name_of_record(record)
            if record.sample and name and "示例" not in name:
                hint = "名称里加上“示例”，让人一看就知道不是真的"
                yield checker.problem("D219", (kind, key), f"示例记录的名称“{name}”没有“示例”二字", hint)
            elif not record.sample and "示例" in name and kind not in {"term", "source", "figure"}:
                hint = "补写 sample: true；真实记录就改名"
                yield checker.problem("D220", (kind, key), f"“{name}”像是示例，却没有标明", hint)
