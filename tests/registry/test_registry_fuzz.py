"""Random damage to real data files: always problems at real places, never an exception."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.registry.checks_work import check_dates
from plugins.registry.files import list_data_files
from plugins.registry.linking import link_registry
from plugins.registry.models import KINDS
from plugins.registry.parsing import ParsedFile, parse_data_file
from plugins.registry.problems import Problem
from tests.registry.registry_samples import BASE

FIELDS = st.sampled_from(sorted({name for model, _ in KINDS.values() for name in model.model_fields}))
ROOT = Path(__file__).resolve().parents[2]
ODD = [
    *("\t", "\r", "\x00", "\ufeff", "\u202e", "\uff1a", "余", "😀"),
    *("&a ", "*a", "<<: ", "!!x ", "---\n", "- ", ": ", "? "),
    *"[]{}'|>%@`#~\"\\",
]


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


FOLDERS = st.sampled_from([folder for _, folder in KINDS.values()])
PLAIN = st.recursive(
    st.text(max_size=8) | st.sampled_from(["未知", "1万余人", "2019-06", "true", "a-b", "余人"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=12,
)


@given(FOLDERS, st.binary(max_size=200))
@example("site", b"\r\x00\x80")
def test_any_bytes_give_problems(folder: str, data: bytes) -> None:
    path = f"data/{folder}.yml"
    check_places(list(parse_data_file(path, data).problems), {path: data})


@given(FOLDERS, PLAIN)
def test_any_shape_gives_problems(folder: str, value: object) -> None:
    path = f"data/{folder}.yml"
    data = yaml.safe_dump(value, allow_unicode=True).encode()
    parsed = parse_data_file(path, data)
    _, problems = link_registry([parsed])
    check_places(
        [problem for problem in [*parsed.problems, *problems] if problem.rule != "D217"], {path: data}
    )


@pytest.mark.parametrize("part", range(3))
def test_damaged_data_gives_problems(part: int) -> None:
    run(range(part * 100, part * 100 + 100))


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(20))
def test_much_damaged_data_gives_problems(part: int) -> None:
    run(range(1000 + part * 500, 1500 + part * 500))
