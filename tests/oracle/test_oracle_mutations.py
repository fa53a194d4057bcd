"""Damaged data: every build ends with a site, or with a list of placed problems and the previous output intact."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from plugins.registry.problems import has_errors
from tests.oracle.county import County, read_tree

ODD = ["\t", ":", "“", "{", "[", "&x", "*x", "|", "'", '"', "\x00", "\r", "#", "- ", "  ", "？", "\u202e", "999999999999"]


def mutate(text: str, rng: random.Random) -> str:
    """One random wound: a character in, out or changed, a line out, doubled, moved or cut, a key renamed."""
    lines = text.split("\n")
    at = rng.randrange(len(text) or 1)
    spot = rng.randrange(len(lines))
    kind = rng.randrange(8)
    if kind == 0:
        return text[:at] + rng.choice(ODD) + text[at:]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + rng.choice(ODD) + text[at + 1 :]
    if kind == 3:
        del lines[spot]
    elif kind == 4:
        lines.insert(spot, lines[spot])
    elif kind == 5:
        lines.insert(rng.randrange(len(lines)), lines.pop(spot))
    elif kind == 6:
        return text[:at]
    else:
        lines[spot] = re.sub(r"[a-z_]+(?=:)", lambda match: match[0] + "x", lines[spot], count=1)
    return "\n".join(lines)


def run_mutations(home: Path, seed: int, count: int) -> tuple[int, int]:
    """How many of ``count`` damaged counties gave a site, and how many were refused."""
    rng = random.Random(seed)
    county = County(home)
    county.build()
    files = sorted([*county.home.glob("data/*.yml"), *county.home.glob("content/**/*.md")])
    built = refused = 0
    for _ in range(count):
        path = rng.choice(files)
        original = path.read_bytes()
        path.write_text(mutate(original.decode("utf-8"), rng), "utf-8", newline="")
        before = read_tree(county.settings.output)
        result = county.build()
        for problem in result.problems:
            assert problem.line >= 1
            assert problem.column >= 1
            assert (county.home / problem.path).exists(), problem
        if result.report is None:
            refused += 1
            assert has_errors(result.problems)
            assert read_tree(county.settings.output) == before
        else:
            built += 1
            assert (county.settings.output / "index.html").exists()
        path.write_bytes(original)
    return built, refused


def test_damaged_data(tmp_path: Path) -> None:
    built, refused = run_mutations(tmp_path, seed=1, count=30)
    assert built + refused == 30
    assert built > 0
    assert refused > 0


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(100))
def test_damaged_data_long(seed: int, tmp_path: Path) -> None:
    run_mutations(tmp_path, seed, count=100)
