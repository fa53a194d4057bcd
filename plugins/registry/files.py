"""The data folder on disk: which files it holds, and reading them. The only part of this room with effects."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .linking import link_registry
from .parsing import ParsedFile, parse_data_file, unread_file
from .problems import Problem, has_errors
from .registry import Registry

MAX_BYTES = 4 * 1024 * 1024
# Files that may lie beside the data and are nobody's mistake.
_IGNORED = frozenset({".md"})
# Files at the top of the data folder that hold no records: other rooms read them.
OTHER_FILES: tuple[str, ...] = ("inspection.yml", "lexicon.yml", "silence.yml")


class DataFile(NamedTuple):
    """A file to parse: ``path`` for people (POSIX, from the root), ``file`` to open, and what a cache compares."""

    path: str
    file: Path
    size: int
    mtime_ns: int


def name_path(file: Path, root: Path) -> str:
    """``file`` relative to ``root`` in POSIX form, or as it is when it lies elsewhere."""
    try:
        return file.relative_to(root).as_posix()
    except ValueError:
        return file.as_posix()


def check_size(path: str, size: int) -> Problem | None:
    """A problem when a file is larger than MAX_BYTES; it is not to be read then."""
    if size <= MAX_BYTES:
        return None
    message = f"文件有 {size / 1024 / 1024:.1f} MB，最多 {MAX_BYTES // 1024 // 1024} MB"
    return Problem(path, 1, 1, "D002", message, "把记录分到几个文件里；照片不放在数据里")


def list_data_files(data_dir: Path, root: Path | None = None) -> tuple[list[DataFile], list[Problem]]:
    """The YAML files under ``data_dir`` in a stable order, and what is wrong with the folder."""
    base = root if root is not None else data_dir.parent
    files: list[DataFile] = []
    problems: list[Problem] = []
    if not data_dir.is_dir():
        return [], [
            Problem(
                name_path(data_dir, base),
                1,
                1,
                "D001",
                "没有数据文件夹",
                "在项目根目录建立 data/，或改正设置",
            )
        ]
    for item in _walk(data_dir, base):
        if isinstance(item, Problem):
            problems.append(item)
        elif item.file.parent != data_dir or item.file.name not in OTHER_FILES:
            files.append(item)
    return sorted(files), sorted(problems)


def _walk(folder: Path, base: Path) -> Iterator[DataFile | Problem]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield _unreadable(name_path(folder, base), error)
        return
    for entry in entries:
        if entry.name.startswith((".", "~")) or entry.name.endswith("~"):
            continue
        file = folder / entry.name
        path = name_path(file, base)
        try:
            yield from _look(entry, file, path, base)
        except OSError as error:
            yield _unreadable(path, error)


def _look(entry: os.DirEntry[str], file: Path, path: str, base: Path) -> Iterator[DataFile | Problem]:
    suffix = file.suffix.lower()
    if entry.is_symlink():
        yield Problem(path, 1, 1, "D013", "数据文件夹里有符号链接", "把文件本身放进来")
    elif entry.is_dir():
        if suffix in {".yml", ".yaml"}:
            yield Problem(path, 1, 1, "D012", "这是文件夹，名字却像文件", "去掉文件夹名里的 .yml")
        else:
            yield from _walk(file, base)
    elif not entry.is_file():
        yield Problem(path, 1, 1, "D001", "这不是普通文件", "删去它")
    elif suffix == ".yml" and entry.name.endswith(".yml"):
        status = entry.stat()
        yield DataFile(path, file, status.st_size, status.st_mtime_ns)
    elif suffix in {".yml", ".yaml"}:
        yield Problem(path, 1, 1, "D012", f"文件名的结尾是 {file.suffix}", "改成 .yml")
    elif suffix not in _IGNORED:
        yield Problem(
            path,
            1,
            1,
            "D012",
            "这不是 YAML 文件，不会读取",
            "记录写在 .yml 里；别的文件移到 data/ 之外",
            "warning",
        )


def _unreadable(path: str, error: OSError) -> Problem:
    reasons = {
        PermissionError: "没有读取的权限",
        FileNotFoundError: "文件不见了",
        IsADirectoryError: "这是文件夹",
    }
    return Problem(
        path,
        1,
        1,
        "D001",
        f"读不出：{reasons.get(type(error), '系统读取出错')}",
        "检查文件是否存在、权限是否放开",
    )


def read_data_file(item: DataFile, data_dir: str = "data") -> ParsedFile:
    """Read and parse one file; a file that cannot be read or is too large gives its problem."""
    data = b""
    problem = check_size(item.path, item.size)
    if problem is None:
        try:
            with item.file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
            problem = check_size(item.path, len(data))
        except OSError as error:
            problem = _unreadable(item.path, error)
    if problem is not None:
        return unread_file(item.path, problem, data_dir)
    return parse_data_file(item.path, data, data_dir)


def load_registry(root: Path, data_dir: Path | str = "data") -> tuple[Registry | None, list[Problem]]:
    """Read, check and link everything under ``data_dir``. The registry is None when there is an error."""
    folder = root / data_dir
    files, problems = list_data_files(folder, root)
    name = name_path(folder, root)
    parsed = [read_data_file(item, name) for item in files]
    if not folder.is_dir():
        return None, problems
    registry, found = link_registry(parsed)
    problems = sorted({*problems, *found, *(problem for file in parsed for problem in file.problems)})
    return (None if has_errors(problems) else registry), problems
