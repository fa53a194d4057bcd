"""Mobile numbers that belong to an office: a record gives one as its telephone and says so with ``office_mobile``.

Such a number may stand wherever people write, and no other may (志愿服务条例 Art. 20).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .parsing import ParsedFile, parse_data_file
from .privacy import find_numbers, strip_country
from .problems import Problem
from .registry import Registry

_SIGN = b"office_mobile"
# The kinds whose records, or parts of them, have a telephone.
_KINDS = ("place", "team", "activity", "site")


def office_numbers(files: Iterable[ParsedFile]) -> frozenset[str]:
    """The eleven digits of every mobile number that some record declares as an office's."""
    texts = [file for file in files if _SIGN.decode() in file.text]
    return frozenset(
        digits for file in texts for entry in file.records for digits in _declared_by(entry.record)
    )


def list_office_numbers(registry: Registry) -> frozenset[str]:
    """The same of a registry's records."""
    records = (record for kind in _KINDS for record in registry.records(kind).values())
    return frozenset(digits for record in records for digits in _declared_by(record))


def _declared_by(record: Any) -> Iterator[str]:
    part: Any
    for part in (record, getattr(record, "contact", None), getattr(record, "call", None)):
        if getattr(part, "office_mobile", False):
            yield from (strip_country(number.digits) for number in find_numbers(part.telephone))


def check_numbers(files: Iterable[ParsedFile]) -> Iterator[Problem]:
    """P304 for every mobile number in a data file that no record declares."""
    files = list(files)
    allowed = office_numbers(files) if any(file.mobiles for file in files) else frozenset()
    for file in files:
        # The field itself has said so already, more precisely.
        said = {(problem.line, problem.column) for problem in file.problems if problem.rule == "P304"}
        for digits, problem in file.mobiles:
            if digits not in allowed and (problem.line, problem.column) not in said:
                yield problem


def load_office_numbers(folder: Path) -> frozenset[str]:
    """The declared numbers of a data folder, reading no more than the files that declare one. A file that cannot be
    read declares none.
    """
    parsed: list[ParsedFile] = []
    for file in sorted(folder.rglob("*.yml")):
        try:
            data = file.read_bytes()
        except OSError:
            continue
        if _SIGN in data:
            path = file.relative_to(folder.parent).as_posix()
            parsed.append(parse_data_file(path, data, folder.name))
    return office_numbers(parsed)
