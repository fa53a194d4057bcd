"""Plans, crops, markup and placeholders: all pure."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.photos import ROLES, PhotoInfo, build_picture, placeholder_character, plan_photo
from plugins.photos.roles import crop_around

INFO = PhotoInfo("photos/a.jpg", "0" * 32, "JPEG", 4000, 3000)


def shapes(info: PhotoInfo, role: str) -> list[tuple[str, int, int]]:
    return [(step.format, step.width, step.height) for step in plan_photo(info, role).steps]


def test_a_story_picture_keeps_its_shape() -> None:
    plan = plan_photo(INFO, "story")
    assert {step.crop for step in plan.steps} == {(0, 0, 4000, 3000)}
    assert shapes(INFO, "story") == [
        *(("avif", width, width * 3 // 4) for width in (360, 720, 1080, 1440)),
        *(("webp", width, width * 3 // 4) for width in (360, 720, 1080, 1440)),
        *(("jpeg", width, width * 3 // 4) for width in (360, 720)),
    ]
    assert pickle.loads(pickle.dumps(plan)) == plan


def test_portraits_keep_the_face() -> None:
    left = plan_photo(INFO, "portrait", (0.1, 0.5)).steps[0]
    assert left.crop == (0, 0, 2250, 3000)
    right = plan_photo(INFO, "portrait", (0.8, 0.5)).steps[0]
    assert right.crop == (1750, 0, 4000, 3000)
    assert {(step.width, step.height, step.max_bytes) for step in plan_photo(INFO, "portrait").steps} == {
        (160, 213, 8000),
        (240, 320, 8000),
        (320, 427, 8000),
    }


def test_nothing_is_enlarged() -> None:
    assert shapes(replace(INFO, width=500, height=300), "story") == [
        ("avif", 360, 216), ("avif", 500, 300), ("webp", 360, 216), ("webp", 500, 300),
        ("jpeg", 360, 216), ("jpeg", 500, 300),
    ]  # fmt: skip
    assert shapes(replace(INFO, width=90, height=400), "share") == [("jpeg", 90, 90)]
    assert shapes(replace(INFO, width=1, height=1), "portrait") == [
        ("avif", 1, 1),
        ("webp", 1, 1),
        ("jpeg", 1, 1),
    ]


def test_a_very_long_picture_fits_every_format() -> None:
    steps = plan_photo(replace(INFO, width=1000, height=90_000), "story").steps
    assert {(step.width, step.height) for step in steps} == {(177, 15_930)}


def test_names_follow_content_and_settings() -> None:
    names = [step.name for step in plan_photo(INFO, "card").steps]
    assert len(set(names)) == len(names)
    assert names == [step.name for step in plan_photo(replace(INFO, path="photos/b.jpg"), "card").steps]
    other = [step.name for step in plan_photo(replace(INFO, digest="1" * 32), "card").steps]
    moved = [step.name for step in plan_photo(INFO, "card", (0.5, 0.1)).steps]
    assert not set(names) & set(other)
    assert not set(names) & set(moved)
    assert {step.name for step in plan_photo(INFO, "lead").steps} == {
        step.name for step in plan_photo(INFO, "story").steps
    }


SIDES = st.integers(1, 30_000)
FRACTION = st.floats(0, 1)
RATIOS = st.sampled_from([role.ratio for role in ROLES.values() if role.ratio])


@given(SIDES, SIDES, RATIOS, FRACTION, FRACTION)
def test_crops(width: int, height: int, ratio: tuple[int, int], across: float, down: float) -> None:
    left, top, right, bottom = crop_around(width, height, ratio, (across, down))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert left <= across * width <= right
    assert top <= down * height <= bottom
    wanted_height = (right - left) * ratio[1] / ratio[0]
    wanted_width = (bottom - top) * ratio[0] / ratio[1]
    assert abs(wanted_height - (bottom - top)) <= 1 or abs(wanted_width - (right - left)) <= 1
    assert right - left == width or bottom - top == height


@given(SIDES, SIDES, st.sampled_from(sorted(ROLES)), FRACTION, FRACTION)
def test_plans_never_enlarge(width: int, height: int, role: str, across: float, down: float) -> None:
    plan = plan_photo(replace(INFO, width=width, height=height), role, (across, down))
    for step in plan.steps:
        assert 1 <= step.width <= step.crop[2] - step.crop[0]
        assert 1 <= step.height <= step.crop[3] - step.crop[1]
        assert max(step.width, step.height) <= 16_383
    assert plan.image.format == "jpeg"


def test_markup_is_exact() -> None:
    plan = plan_photo(INFO, "card")
    stem = plan.image.name.removesuffix("-360.jpg")
    assert build_picture(plan, '"桦" <山>', sizes="10rem", class_name="thumb", prefix="../") == (
        f'<picture><source type="image/avif" srcset="../{stem}-240.avif 240w, ../{stem}-360.avif 360w, '
        f'../{stem}-540.avif 540w" sizes="10rem">'
        f'<source type="image/webp" srcset="../{stem}-240.webp 240w, ../{stem}-360.webp 360w, '
        f'../{stem}-540.webp 540w" sizes="10rem">'
        f'<img src="../{stem}-360.jpg" srcset="../{stem}-240.jpg 240w, ../{stem}-360.jpg 360w" sizes="10rem" '
        'width="360" height="240" alt="&#34;桦&#34; &lt;山&gt;" class="thumb" loading="lazy" decoding="async"></picture>'
    )


def test_a_lead_is_fetched_first() -> None:
    assert str(build_picture(plan_photo(INFO, "lead"), "秧歌")).endswith(
        'width="720" height="540" alt="秧歌" loading="eager" fetchpriority="high" decoding="async"></picture>'
    )
    assert str(build_picture(plan_photo(INFO, "story"), "秧歌", lazy=False)).endswith(
        'alt="秧歌" loading="eager" decoding="async"></picture>'
    )


def test_a_share_picture_stands_alone() -> None:
    plan = plan_photo(INFO, "share")
    assert build_picture(plan, "秧歌") == (
        f'<picture><img src="/{plan.image.name}" width="600" height="600" alt="秧歌" loading="lazy" '
        'decoding="async"></picture>'
    )


@pytest.mark.parametrize("alt", ["", "  ", "\n"])
def test_alternative_text_is_required(alt: str) -> None:
    with pytest.raises(ValueError, match="without alternative text"):
        build_picture(plan_photo(INFO, "card"), alt)


@pytest.mark.parametrize(
    ("name", "kind", "character"),
    [
        ("示例人物一", "person", "示"),
        ("𬭎某", "person", "𬭎"),
        ("葛\U000e0100某", "person", "葛\U000e0100"),
        ("「乙」", "person", "乙"),
        ("某某市新时代文明实践中心", "place", "某"),
        ("金沙镇独木村新时代文明实践站", "place", "独"),
        ("桦郊乡友谊村", "place", "友"),
        ("金沙镇新时代文明实践所", "place", "金"),
        ("博阅书苑", "place", "博"),
        ("新时代文明实践中心", "place", "新"),
        ("医疗卫生志愿服务队", "team", "医"),
        ("总队", "team", "总"),
        ("——", "person", "·"),
        ("", "place", "·"),
    ],
)
def test_placeholder_characters(name: str, kind: str, character: str) -> None:
    assert placeholder_character(name, kind) == character  # type: ignore[arg-type]
