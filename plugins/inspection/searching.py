"""Is the site's search there, whole, and does it answer? It is asked through the same files that a browser would fetch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from plugins.registry.problems import Problem
from plugins.search import FORMAT, SEARCH_ROOT, Reader
from plugins.search.documents import Layout

from .rules import make_finding
from .space import Space
from .thresholds import Thresholds
from .walk import PageRow
from .weights import Scales

_PAGE: Final = f"{SEARCH_ROOT}index.html"
_MANIFEST: Final = f"{SEARCH_ROOT}index.json"
_QUESTIONS: Final = 5
_CURE: Final = "重新生成网站"
# What reading a damaged index may raise, whatever the bytes.
_DAMAGE: Final = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)


class SearchState(NamedTuple):
    """``documents`` found in the index; ``asked`` questions and how many were ``answered``; ``first`` the bytes of a first
    search on the wire.
    """

    documents: int = 0
    asked: int = 0
    answered: int = 0
    first: int = 0


def check_search(
    output: Path, rows: list[PageRow], space: Space, measures: Thresholds, scales: Scales
) -> tuple[SearchState, list[Problem]]:
    """The state of the search, and its findings."""
    if _PAGE not in space.files or _MANIFEST not in space.files:
        missing = "搜索页" if _PAGE not in space.files else "搜索索引"
        return SearchState(), [
            make_finding(_PAGE, (1, 1), "I213", f"没有{missing}", "生成网站时应一并生成搜索")
        ]
    try:
        return _check_index(output, rows, space, measures, scales)
    except _DAMAGE:
        return SearchState(), [make_finding(_MANIFEST, (1, 1), "I214", "搜索索引读不懂", _CURE)]


def _check_index(
    output: Path, rows: list[PageRow], space: Space, measures: Thresholds, scales: Scales
) -> tuple[SearchState, list[Problem]]:
    manifest = json.loads((output / _MANIFEST).read_text(encoding="utf-8"))
    if manifest["format"] != FORMAT:
        said = f"搜索索引的格式是 {manifest['format']},应是 {FORMAT}"
        return SearchState(), [make_finding(_MANIFEST, (1, 1), "I214", said, _CURE)]
    layout = Layout(tuple((str(name), int(size)) for name, size in manifest["buckets"]), {})
    problems = list(_check_shards(output, manifest, layout, space))
    listed, found = _read_listed(output, manifest, layout, space)
    problems += found
    if len(listed) != manifest["count"]:
        said = f"索引说有 {manifest['count']} 篇,标题只有 {len(listed)} 篇"
        problems.append(make_finding(_MANIFEST, (1, 1), "I214", said, _CURE))
    problems += _check_listed(rows, listed, space)
    if problems and any(problem.rule == "I214" for problem in problems):
        return SearchState(len(listed)), problems
    state, found = _ask(output, listed, rows, scales)
    problems += found
    limit = measures.number("search_bytes")
    if state.first > limit:
        message = f"第一次搜索要取 {state.first} 字节,上限 {limit}"
        problems.append(make_finding(_PAGE, (1, 1), "I403", message, "索引应分得更细"))
    return state, problems


def _check_shards(output: Path, manifest: dict[str, Any], layout: Layout, space: Space) -> Iterator[Problem]:
    checks = layout.checks()
    for number in range(1 << int(manifest["bits"])):
        name = f"{SEARCH_ROOT}s/{number:x}.bin"
        if name not in space.files:
            yield make_finding(name, (1, 1), "I214", "搜索索引缺一个分片", _CURE)
            continue
        with (output / name).open("rb") as file:
            start = file.read(12)
        if len(start) < 4 or _shard_check(start) not in checks:
            yield make_finding(name, (1, 1), "I214", "分片与索引不是同一次生成的", _CURE)
    planes = output / f"{SEARCH_ROOT}f.bin"
    if not planes.is_file() or planes.stat().st_size != 3 * layout.size:
        yield make_finding(f"{SEARCH_ROOT}f.bin", (1, 1), "I214", "筛选用的文件缺失或不完整", _CURE)
    json.loads((output / f"{SEARCH_ROOT}names.json").read_text(encoding="utf-8"))


def _shard_check(start: bytes) -> int:
    return int.from_bytes(start[:2], "little")


def _read_listed(
    output: Path, manifest: dict[str, Any], layout: Layout, space: Space
) -> tuple[dict[int, list[str]], list[Problem]]:
    """The rows of titles by slot. A block that holds nothing is not written."""
    block = int(manifest["block"])
    listed: dict[int, list[str]] = {}
    problems = []
    for start in range(0, layout.size, block):
        name = f"{SEARCH_ROOT}m/{start // block}.json"
        if name not in space.files:
            continue
        entries = json.loads((output / name).read_text(encoding="utf-8"))
        if len(entries) != min(block, layout.size - start):
            problems.append(make_finding(name, (1, 1), "I214", "标题文件不完整", _CURE))
        listed.update({start + at: entry for at, entry in enumerate(entries) if entry})
    return listed, problems


def _check_listed(rows: list[PageRow], listed: dict[int, list[str]], space: Space) -> Iterator[Problem]:
    found = set()
    for entry in listed.values():
        goal = space.resolve(_rooted(entry[1], space), _PAGE)
        found.add(goal.file)
        if goal.sort != "ours":
            yield make_finding(
                _MANIFEST, (1, 1), "I203", f"搜得到“{entry[0]}”,但它的页面 {entry[1]} 不存在", _CURE
            )
    for row in rows:
        if row.kind in ("article", "record") and row.path not in found:
            yield make_finding(row.path, (1, 1), "I215", "这一页搜不到", "检查它是否列入了搜索")


def _rooted(url: str, space: Space) -> str:
    return url if url.startswith("/") or "://" in url else space.root + url


def _ask(
    output: Path, listed: dict[int, list[str]], rows: list[PageRow], scales: Scales
) -> tuple[SearchState, list[Problem]]:
    """Asks for whole titles, evenly chosen: each must find its own page."""
    slots = sorted(listed)
    chosen = slots[:: max(1, len(slots) // _QUESTIONS)][:_QUESTIONS]
    answered, heaviest = 0, 0
    problems = []
    for slot in chosen:
        reader = Reader(lambda name: (output / SEARCH_ROOT / name).read_bytes())
        found = reader.find(listed[slot][0])
        reader.describe(found[:10])
        if slot in found:
            answered += 1
        else:
            said = f"搜“{listed[slot][0]}”找不到它自己"
            problems.append(make_finding(_MANIFEST, (1, 1), "I214", said, _CURE))
        heaviest = max(heaviest, scales.weigh_all([SEARCH_ROOT + name for name in reader.fetched]))
    page = next((row for row in rows if row.path == _PAGE), None)
    script = scales.weigh_all(page.scripts[-1:]) if page else 0
    return SearchState(len(listed), len(chosen), answered, heaviest + script), problems
