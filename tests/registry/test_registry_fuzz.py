"""Random damage to real data files: always problems at real places, never an exception."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from plugins.registry.checks_work import check_dates
from plugins.registry.files import list_data_files
from plugins.registry.linking import link_registry
from plugins.registry.parsing import ParsedFile, parse_data_file
from plugins.registry.problems import Problem
from tests.registry.registry_samples import BASE

ROOT = Path(__file__).resolve().parents[2]
ODD = ["\t", "\uff1a", "\x00", "\ufeff", "&a ", "*a", "<<: ", "!!x ", "[", "]", "{", "}", '"', "'", "|", ">", "%", "@", "`", "---\n", "- ", ": ", "#", "\r", "\u202e", "余", "\\", "?", "😀", "~"]  # fmt: skip


def load_sources() -> dict[str, bytes]:
    files, _ = list_data_files(ROOT / "data", ROOT)
    found = {item.path: item.file.read_bytes() for item in files}
    return found or {path: text.encode() for path, text in BASE.items()}


def damage(data: bytes, chance: random.Random) -> bytes:
    """One to four mutations of the kinds that hands, editors and disks make."""
    for _ in range(chance.randint(1, 4)):
        kind = chance.randrange(7)
        if kind == 0 and data:
            at = chance.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
            continue
        lines = data.decode("utf-8", "replace").split("\n")
        at = chance.randrange(len(lines))
        line = lines[at]
        if kind == 1:
            other = chance.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 2:
            del lines[at : at + chance.randint(1, 3)]
        elif kind == 3:
            place = chance.randint(0, len(line))
            lines[at] = line[:place] + chance.choice(ODD) + line[place:]
        elif kind == 4:
            key, colon, rest = line.partition(":")
            lines[at] = "".join(chance.sample(key, len(key))) + colon + rest
        elif kind == 5:
            lines[at] = line[1:] if chance.random() < 0.5 else " " + line
        else:
            lines.insert(at, chance.choice(lines))
        data = "\n".join(lines).encode("utf-8", "surrogatepass")
    return data


def check_places(problems: list[Problem], texts: dict[str, bytes]) -> None:
    for problem in problems:
        assert problem.message and problem.rule, problem
        lines = (
            texts.get(problem.path, b"")
            .decode("utf-8", "replace")
            .replace("\r\n", "\n")
            .replace("\r", "\n")
            .split("\n")
        )
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 2, problem


def run(seeds: range) -> None:
    sources = load_sources()
    clean: dict[str, ParsedFile] = {path: parse_data_file(path, data) for path, data in sources.items()}
    paths = sorted(sources)
    for seed in seeds:
        chance = random.Random(seed)
        path = chance.choice(paths)
        data = damage(sources[path], chance)
        parsed = parse_data_file(path, data)
        registry, problems = link_registry([*({**clean, path: parsed}).values()])
        dated = check_dates(registry, dt.date(2026, 6, 1))
        check_places([*parsed.problems, *problems, *dated], {**sources, path: data})


@pytest.mark.parametrize("part", range(3))
def test_damaged_data_gives_problems(part: int) -> None:
    run(range(part * 100, part * 100 + 100))


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(20))
def test_much_damaged_data_gives_problems(part: int) -> None:
    run(range(1000 + part * 500, 1500 + part * 500))
