"""What is kept between builds: found again, noticed when damaged, made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.photos import (
    DerivativeCache,
    Plan,
    load_derivative,
    load_photos,
    plan_photo,
    render_derivative,
    render_photos,
)
from plugins.photos import inspected as inspected_module
from plugins.photos.inspect import inspect_photo
from plugins.photos.roles import ROLES
from plugins.photos.samples import SETS
from plugins.photos.settings import MASTER_HEIGHT, MASTER_WIDTH
from tests.photos.photo_files import encoded, noise, png_header, put, quarters


def plans_for(root: Path, *names: str) -> list[Plan]:
    photos, problems = load_photos(root, names)
    assert problems == []
    return [plan_photo(photos[name], "card") for name in names]


def test_made_once_then_standing(tmp_path: Path) -> None:
    for number in range(4):
        put(tmp_path, f"{number}.jpg", encoded(noise(300 + number, 200), "JPEG"))
    plans = plans_for(tmp_path, "0.jpg", "1.jpg", "2.jpg", "3.jpg")
    names = sorted(step.name for plan in plans for step in plan.steps)
    pooled, single = DerivativeCache(tmp_path / "pooled"), DerivativeCache(tmp_path / "single")
    report = render_photos(tmp_path, plans, pooled, jobs=2)
    assert (list(report.made), report.standing, report.problems) == (names, (), ())
    report = render_photos(tmp_path, plans, pooled, jobs=2)
    assert (report.made, list(report.standing), report.problems) == ((), names, ())
    render_photos(tmp_path, plans, single, jobs=1)
    assert {name: pooled.read(name) for name in names} == {name: single.read(name) for name in names}


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "grown"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: str) -> None:
    put(tmp_path, "a.jpg", encoded(noise(300, 200), "JPEG"))
    plans = plans_for(tmp_path, "a.jpg")
    cache = DerivativeCache(tmp_path / "cache")
    render_photos(tmp_path, plans, cache)
    step = plans[0].steps[0]
    good = cache.read(step.name)
    entry = next(cache.folder.rglob(Path(step.name).name))
    data = bytearray(entry.read_bytes())
    data[20] ^= 1
    entry.write_bytes(
        {"flip": bytes(data), "cut": bytes(data[:-9]), "empty": b"", "grown": bytes(data) + b"x"}[damage]
    )
    assert cache.read(step.name) is None
    report = render_photos(tmp_path, plans, cache)
    assert report.made == (step.name,)
    assert cache.read(step.name) == good == render_derivative(tmp_path, plans[0].info, step)


def test_a_missing_entry_is_made_on_demand(tmp_path: Path) -> None:
    put(tmp_path, "a.jpg", encoded(noise(300, 200), "JPEG"))
    plan = plans_for(tmp_path, "a.jpg")[0]
    cache = DerivativeCache(tmp_path / "cache")
    data = load_derivative(tmp_path, plan.info, plan.steps[0], cache)
    assert data == cache.read(plan.steps[0].name) == render_derivative(tmp_path, plan.info, plan.steps[0])
    assert [path.suffix for path in cache.folder.rglob("*") if path.is_file()] == [".avif"]


def test_undecodable_pictures_are_problems_and_the_rest_is_made(tmp_path: Path) -> None:
    put(tmp_path, "bad.png", png_header(600, 400))
    put(tmp_path, "good.jpg", encoded(noise(300, 200), "JPEG"))
    plans = plans_for(tmp_path, "bad.png", "good.jpg")
    report = render_photos(tmp_path, plans, DerivativeCache(tmp_path / "cache"))
    assert list(report.made) == sorted(step.name for step in plans[1].steps)
    assert [(problem.path, problem.rule) for problem in report.problems] == [("bad.png", "F105")]


def test_unchanged_pictures_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.jpg", encoded(quarters(), "JPEG"))
    put(tmp_path, "b.jpg", b"")
    looks: list[str] = []

    def look(root: Path, path: str) -> object:
        looks.append(path)
        return inspect_photo(root, path)

    monkeypatch.setattr(inspected_module, "inspect_photo", look)
    monkeypatch.setattr(inspected_module, "GRAIN_NS", 0)
    first = load_photos(tmp_path, ["a.jpg", "b.jpg", "c.jpg"], tmp_path / "cache")
    assert load_photos(tmp_path, ["a.jpg", "b.jpg", "c.jpg"], tmp_path / "cache") == first
    assert looks == ["a.jpg", "b.jpg", "c.jpg", "c.jpg"]
    put(tmp_path, "a.jpg", encoded(quarters(810, 600), "JPEG"))
    photos, _ = load_photos(tmp_path, ["a.jpg"], tmp_path / "cache")
    assert photos["a.jpg"].width == 810


def test_a_change_in_the_same_instant_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = encoded(quarters(600, 400), "PNG"), encoded(quarters(400, 600), "PNG")
    size = max(len(one), len(other))
    put(tmp_path, "a.png", one.ljust(size, b"\0"))
    status = (tmp_path / "a.png").stat()
    frozen = [status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns]
    monkeypatch.setattr(inspected_module, "_stamp", lambda root, path: frozen)
    load_photos(tmp_path, ["a.png"], tmp_path / "cache")
    put(tmp_path, "a.png", other.ljust(size, b"\0"))
    photos, _ = load_photos(tmp_path, ["a.png"], tmp_path / "cache")
    assert photos["a.png"].width == 400


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 1, "entries": {"a.jpg": 5}}', '{"version": 0}'])
def test_a_damaged_memory_is_passed_over(tmp_path: Path, text: str) -> None:
    put(tmp_path, "a.jpg", encoded(quarters(), "JPEG"))
    put(tmp_path, "cache/inspected.json", text.encode())
    photos, problems = load_photos(tmp_path, ["a.jpg"], tmp_path / "cache")
    assert (list(photos), problems) == (["a.jpg"], [])


def test_a_folder_that_became_a_link_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "root"
    put(root, "photos/a.jpg", encoded(quarters(), "JPEG"))
    load_photos(root, ["photos/a.jpg"], tmp_path / "cache")
    (root / "photos").rename(tmp_path / "moved")
    (root / "photos").symlink_to(tmp_path / "moved")
    photos, problems = load_photos(root, ["photos/a.jpg"], tmp_path / "cache")
    assert photos == {}
    assert [problem.rule for problem in problems] == ["F113"]


def test_the_master_serves_every_role() -> None:
    for role in ROLES.values():
        widest = max(role.widths)
        across, down = role.ratio or (MASTER_WIDTH, MASTER_HEIGHT)
        assert widest <= MASTER_WIDTH
        assert role.ratio is None or widest * down / across <= MASTER_HEIGHT


def test_samples_are_drawn_the_same_and_are_good_pictures(tmp_path: Path) -> None:
    project = Path(__file__).resolve().parents[2]
    for name, count, draw in SETS:
        for number in (1, count):
            path = f"content/photos/samples/sample-{name}-{number:02}.png"
            assert draw(number) == (project / path).read_bytes()
            assert (project / path).stat().st_size < 40_000
            info, problems = inspect_photo(project, path)
            assert info is not None
            assert (problems, info.width, info.height) == (
                [],
                *((900, 1200) if name == "portrait" else (1600, 1067)),
            )
