"""One data file, from bytes to checked records. Pure: the same path and bytes give the same value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from xxhash import xxh3_128_digest

from .base import Record
from .messages import describe_error, suggest_name
from .models import KINDS
from .privacy import MOBILE, place_numbers
from .problems import Problem
from .reading import Location, Locator, Reading, find_hidden, read_yaml
from .yaml_errors import FULL_COLON

# Stands for every id of a kind when a file of that kind could not be read at all.
ANY_ID = "*"


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """A record with its place: ``where`` inside its file, line and column from 1, digest of its own source.

    ``key`` is its id, for a term ``<vocabulary>/<id>``.
    """

    kind: str
    key: str
    record: Record
    path: str
    where: Location
    line: int
    column: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What one file holds. ``broken`` names records that exist but did not pass, so that no one calls them missing.

    ``mobiles`` are the mobile numbers found in it, (digits, problem): whether an office's record declares one is known
    only when all files are together.

    The text stays with the records: positions are looked up in it when there is a problem to place, which is far
    less than a table of positions for every field.
    """

    path: str
    text: str
    records: tuple[ParsedRecord, ...]
    problems: tuple[Problem, ...]
    broken: tuple[tuple[str, str], ...] = ()
    mobiles: tuple[tuple[str, Problem], ...] = ()


def find_kind(path: str, data_dir: str = "data") -> str:
    """The kind whose file or folder ``path`` is, or ""."""
    return _FOLDERS.get(_head(path, data_dir), "")


_FOLDERS = {folder: kind for kind, (_, folder) in KINDS.items()}


def _head(path: str, data_dir: str) -> str:
    """The name right under the data folder, which without the prefix is the last folder named ``data``."""
    prefix = data_dir.rstrip("/") + "/"
    inside = path.removeprefix(prefix) if path.startswith(prefix) else path.rpartition("/data/")[2]
    head = inside.split("/", 1)[0]
    return head.removesuffix(".yml") if head == inside else head


def unread_file(path: str, problem: Problem, data_dir: str = "data") -> ParsedFile:
    """The value of a file that could not be read. Its records count as broken, not as missing."""
    kind = find_kind(path, data_dir)
    return ParsedFile(path, "", (), (problem,), ((kind, ANY_ID),) if kind else ())


def parse_data_file(path: str, data: bytes, data_dir: str = "data") -> ParsedFile:
    """Parse and check one file. ``path`` is POSIX and relative to the project's root, ``data_dir`` likewise.

    Never raises for what the file holds: everything wrong is in ``problems``.
    """
    kind = find_kind(path, data_dir)
    if not kind:
        return ParsedFile(path, "", (), (_unknown_folder(path, data_dir),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return unread_file(path, _not_utf8(path, data, error.start), data_dir)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    hidden = list(find_hidden(path, text))
    if hidden:
        return ParsedFile(path, text, (), tuple(hidden), ((kind, ANY_ID),))
    reading = read_yaml(path, text)
    numbers = list(place_numbers(path, text))
    mobiles = tuple(found for found in numbers if found[1].rule == MOBILE[0])
    problems = reading.problems + [problem for _, problem in numbers if problem.rule != MOBILE[0]]
    if reading.value is None and not problems and not mobiles:
        problems.append(Problem(path, 1, 1, "D014", "文件是空的", "写上记录，或删去这个文件", "warning"))
    if reading.problems or reading.value is None:
        broken = ((kind, ANY_ID),) if reading.problems else ()
        return ParsedFile(path, text, (), tuple(problems), broken, mobiles)
    return replace(_check_records(path, text, kind, reading, problems), mobiles=mobiles)


def _check_records(path: str, text: str, kind: str, reading: Reading, problems: list[Problem]) -> ParsedFile:
    locator = Locator(path, text)
    records: list[ParsedRecord] = []
    broken: list[tuple[str, str]] = []
    shape: list[Problem] = []
    for where, fields in _find_records(path, kind, reading.value, locator, shape):
        label = _read_id(fields)
        key = f"{where[0]}/{label}" if kind == "term" else label
        digest = xxh3_128_digest(repr(fields).encode())
        place = {"vocabulary": str(where[0]), "order": str(where[1])} if kind == "term" else {}
        try:
            record = KINDS[kind][0].model_validate({**fields, **place})
        except ValidationError as error:
            problems.extend(_describe(path, kind, error, where, locator))
            broken.append((kind, key))
            continue
        line, column = reading.starts.get(where, (1, 1)) if where else _first_line(text)
        records.append(ParsedRecord(kind, key, record, path, where, line, column, digest))
    if shape:
        broken.append((kind, ANY_ID))
    return ParsedFile(path, text, tuple(records), tuple(sorted(problems + shape)), tuple(broken))


def _read_id(fields: dict[str, Any]) -> str:
    label = fields.get("id")
    return label.strip() if isinstance(label, str) else ""


def _first_line(text: str) -> tuple[int, int]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.lstrip().startswith("#") and line.strip() != "---":
            return number, len(line) - len(line.lstrip()) + 1
    return 1, 1


def _find_records(
    path: str, kind: str, value: Any, locator: Locator, problems: list[Problem]
) -> Iterator[tuple[Location, dict[str, Any]]]:
    """The mappings that are records: one, a list of them, or lists under the names of vocabularies."""

    def complain(where: Location, message: str, hint: str, item: Any = None) -> None:
        at = locator.find(where)
        if isinstance(item, str) and FULL_COLON.match(item):
            problems.append(Problem(path, *at, "D006", "键后面用了全角冒号", "改用半角冒号，后面空一格"))
        else:
            problems.append(Problem(path, *at, "D016", message, hint))

    if kind == "term":
        if not isinstance(value, dict):
            complain((), "词表文件应是“词表名: 列表”", "如 place_levels: 换行后每个词条一项")
            return
        lists: list[tuple[Location, Any]] = [((name,), items) for name, items in value.items()]
    elif isinstance(value, dict):
        yield (), value
        return
    else:
        lists = [((), value)]
    for where, items in lists:
        if not isinstance(items, list):
            complain(where, "这里应是一条记录或记录的列表", "每条记录以“- id: …”开头", items)
            continue
        for number, item in enumerate(items):
            if isinstance(item, dict):
                yield (*where, number), item
            else:
                complain(
                    (*where, number),
                    "列表里的这一项不是记录",
                    "每条记录写成若干“键: 值”，第一行是“- id: …”",
                    item,
                )


def _describe(
    path: str, kind: str, error: ValidationError, where: Location, locator: Locator
) -> Iterator[Problem]:
    model = KINDS[kind][0]
    seen: set[Problem] = set()
    for detail in error.errors(include_url=False):
        rule, message, hint = describe_error(model, detail)
        location = detail["loc"]
        if detail["type"] == "missing":
            line, column = locator.find((*where, *location[:-1]), key=True)
        else:
            line, column = locator.find((*where, *location), key=detail["type"] == "extra_forbidden")
        problem = Problem(path, line, column, rule, message, hint)
        if problem not in seen:
            seen.add(problem)
            yield problem


def _unknown_folder(path: str, data_dir: str) -> Problem:
    head = _head(path, data_dir)
    guess = suggest_name(head, dict.fromkeys(_FOLDERS, ""))
    hint = f"是否要写 {guess}？" if guess else f"可用的有 {'、'.join(sorted(_FOLDERS))}"
    return Problem(path, 1, 1, "D011", f"不知道“{head}”是哪一类记录", hint)


def _not_utf8(path: str, data: bytes, at: int) -> Problem:
    before = data[:at].decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(path, line, column, "D003", "文件不是 UTF-8 编码", "在编辑器里另存为 UTF-8")
