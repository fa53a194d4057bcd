"""Every poster as it comes out of the press: codes, fonts, words, sizes, the same bytes."""

from __future__ import annotations

import logging
import subprocess
from pathlib import Path

import pytest

from plugins.catalog import CatalogLook
from plugins.inspection.checks_text import check_pdf
from plugins.posters import KINDS
from plugins.urls import absolute_url, address_of
from tests.posters.poster_county import (
    SENTENCE,
    SITEURL,
    build_county,
    codes_of,
    info_of,
    open_studio,
    print_all,
    print_one,
    text_of,
    write_pdf,
)

A3, A4 = "841.89 x 1190.55 pts (A3)", "595.276 x 841.89 pts (A4)"


def honoree(**fields: str) -> dict[str, str]:
    """A county whose only honouree has these fields."""
    lines = "".join(f", {key}: {value}" for key, value in fields.items())
    return {"data/honorees.yml": f"- {{id: one, batch: b1, category: helping, sample: true{lines}}}"}


def test_every_page_of_every_poster_leads_to_its_page(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "weasyprint"):
        posters = print_all(build_county(), open_studio(tmp_path))
    assert [record.message for record in caplog.records] == []
    page = {name: absolute_url(address_of(name), SITEURL) for name in posters}
    assert {name: codes_of(tmp_path, data) for name, data in posters.items()} == {
        "honoree/short": [[page["honoree/short"]]],
        "honoree/rare": [[page["honoree/rare"]]],
        "batch/b1": [[page["batch/b1"]], [page["honoree/short"]], [page["honoree/rare"]]],
        "place/hall": [[page["place/hall"]]],
        "place/bare": [[page["place/bare"]]],
        "month/2027-01": [[page["month/2027-01"]]],
        "month/2026-11": [[page["month/2026-11"]]],
        "activity/snow": [[page["activity/snow"]]],
    }


def test_a_long_address_still_decodes(tmp_path: Path) -> None:
    siteurl = "https://wenming.an-uncommonly-long-county-name.example.gov.cn/xinshidai/wenming/shijian"
    data = print_one(build_county(), open_studio(tmp_path, siteurl), "place", "place/hall")
    assert codes_of(tmp_path, data) == [[f"{siteurl}/places/hall/"]]


def test_without_an_address_there_is_no_code(tmp_path: Path) -> None:
    data = print_one(build_county(), open_studio(tmp_path, ""), "honoree", "honoree/short")
    assert codes_of(tmp_path, data) == [[]]
    assert "扫一扫" not in text_of(tmp_path, data)


def test_sizes_and_fonts(tmp_path: Path) -> None:
    posters = print_all(build_county(), open_studio(tmp_path))
    sizes = {name: info_of(tmp_path, data)["Page size"] for name, data in posters.items()}
    assert sizes == {name: A3 if name.startswith(("honoree/", "batch/")) else A4 for name in posters}
    for data in posters.values():
        done = subprocess.run(["pdffonts", str(write_pdf(tmp_path, data))], capture_output=True, check=True)
        rows = [line.split() for line in done.stdout.decode().splitlines()[2:]]
        # name, type (CID Type 0C (OT)), encoding, then: embedded, subset, mapped to Unicode
        assert rows
        assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}
        assert {row[0].partition("+")[2].removesuffix("-Bold") for row in rows} <= {
            "Working-Serif",
            "Working-Sans",
            "Noto-Serif-CJK-SC",
        }


def test_rare_characters_are_there_and_read_back(tmp_path: Path) -> None:
    studio = open_studio(tmp_path)
    assert "示例㛃䶮𬭎" in text_of(tmp_path, print_one(build_county(), studio, "honoree", "honoree/rare"))


def test_the_same_bytes_twice_wherever_the_caches_lie(tmp_path: Path) -> None:
    first = print_all(build_county(), open_studio(tmp_path / "one" / "a"))
    assert print_all(build_county(), open_studio(tmp_path / "two" / "a")) == first


def test_a_press_opens_nothing_from_outside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    studio = open_studio(tmp_path)
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"")
    for address in (secret.as_uri(), "http://127.0.0.1:9/a.png"):
        with caplog.at_level(logging.ERROR, "weasyprint"):
            studio.press.print_pdf(f'<html lang="zh-CN"><title>t</title><img src="{address}" alt="x">')
        assert f"not opened: {address}" in caplog.text


@pytest.mark.parametrize(
    ("name", "citation", "deed"),
    [
        ("示例甲", "灯火一盏", "送粮"),
        ("示例甲乙丙丁戊己", "灯火一盏，" * 9, "送粮送柴，" * 14),
        ("示例某某县某某乡某某村红白理事会邻里互助志愿服务小组", "灯火一盏，" * 18, "送粮送柴，" * 27),
        ("示例" + "名字很长的集体" * 9, "灯火一盏，" * 40, "送粮送柴，" * 27),
        ("示例Longlonglonglonglonglonglonglonglonglongname", "灯火一盏", "送粮"),
    ],
    ids=["short", "medium", "long", "absurd", "latin"],
)
def test_no_word_is_lost_however_long(tmp_path: Path, name: str, citation: str, deed: str) -> None:
    catalog = build_county(honoree(name=name, citation=citation, deed=deed, unit="示例身份" * 8))
    text = text_of(tmp_path, print_one(catalog, open_studio(tmp_path), "honoree", "honoree/one"))
    for part in (name, citation, deed, "示例身份" * 8):
        assert "".join(part.split()) in text


@pytest.mark.parametrize(("count", "pages"), [(4, 2), (18, 2), (30, 2), (38, 2), (65, 3), (200, 6)])
def test_stories_paginate_and_keep_every_word(tmp_path: Path, count: int, pages: int) -> None:
    paragraphs = [f"第{number}段。{SENTENCE}{SENTENCE}" for number in range(1, count // 2 + 1)]
    story = "\n\n".join(["### 一桩小事", *paragraphs])
    folded = story.replace("\n", "\n    ")
    county = {
        "data/honorees.yml": "- id: one\n  name: 示例甲\n  batch: b1\n  category: helping\n  deed: 送粮\n  citation: 灯火\n"
        f"  sample: true\n  story: |\n    {folded}\n"
    }
    data = print_one(build_county(county), open_studio(tmp_path), "honoree", "honoree/one")
    text = text_of(tmp_path, data)
    assert [part for part in paragraphs if part not in text] == []
    assert int(info_of(tmp_path, data)["Pages"]) == pages
    assert codes_of(tmp_path, data) == [[f"{SITEURL}/honors/one/"]] * pages


def test_long_programmes_and_calls_keep_every_word(tmp_path: Path) -> None:
    rows = [
        f"- {{id: a{number}, title: 第{number}场秧歌大家跳跳到天黑也不肯散, status: held, "
        f"starts: 2026-11-{number % 28 + 1:02} 09:00, "
        f"place: hall, venue: 村东头大槐树下老供销社门前空场{number}}}"
        for number in range(1, 61)
    ]
    call = (
        f"- {{id: snow, title: 扫雪队招人, status: planned, starts: 2026-12-28 08:30, place: hall, "
        f"call: {{content: {SENTENCE * 20}, "
        f"sign_up: {SENTENCE * 20}, risks: {SENTENCE * 20}, guarantees: {SENTENCE * 20}}}}}"
    )
    catalog = build_county({"data/activities.yml": "\n".join([*rows, call])})
    studio = open_studio(tmp_path)
    for kind, name in (("month", "month/2026-11"), ("place", "place/hall")):
        text = text_of(tmp_path, print_one(catalog, studio, kind, name))
        assert [
            number for number in range(1, 61) if f"第{number}场" not in text or f"空场{number}" not in text
        ] == []
    data = print_one(catalog, studio, "activity", "activity/snow")
    assert text_of(tmp_path, data).count(SENTENCE) == 80
    assert codes_of(tmp_path, data) == [[f"{SITEURL}/activities/snow/"]] * int(
        info_of(tmp_path, data)["Pages"]
    )


def test_a_batch_of_forty_is_one_file_with_a_roll(tmp_path: Path) -> None:
    people = "\n".join(
        f"- {{id: p{number}, name: 示例第{number}人, batch: b1, category: helping, deed: 送粮, sample: true}}"
        for number in range(40)
    )
    data = print_one(build_county({"data/honorees.yml": people}), open_studio(tmp_path), "batch", "batch/b1")
    pages = int(info_of(tmp_path, data)["Pages"])
    roll = pages - 40
    assert 2 <= roll <= 3
    text = text_of(tmp_path, data, "-l", str(roll))
    assert [number for number in range(40) if f"示例第{number}人" not in text] == []


def test_samples_are_marked_on_every_page_and_real_records_on_none(tmp_path: Path) -> None:
    studio = open_studio(tmp_path)
    posters = print_all(build_county(), studio)
    marked = {name: text_of(tmp_path, data).count("请勿张贴") for name, data in posters.items()}
    assert marked == {name: {"batch/b1": 3}.get(name, int(name.startswith("honoree/"))) for name in posters}


def test_samples_say_so_to_programs_too(tmp_path: Path) -> None:
    posters = print_all(build_county(), open_studio(tmp_path))
    found = {name: [one.rule for one in check_pdf("a.pdf", data, False)] for name, data in posters.items()}
    assert found == {name: ["I301"] * name.startswith(("honoree/", "batch/")) for name in posters}


def test_a_poster_depends_on_what_it_shows_and_on_nothing_else(tmp_path: Path) -> None:
    catalog = build_county()
    studio = open_studio(tmp_path)
    seen = {}
    for kind, name in (("honoree", "honoree/short"), ("place", "place/bare")):
        look = CatalogLook(catalog)
        KINDS[kind](look, studio_desk(studio), name)
        seen[name] = sorted(set(look.noted))
    assert seen == {
        "honoree/short": [
            "batch/b1",
            "honoree/short",
            "photo/photos/samples/sample-portrait-01.png",
            "site",
            "term/honor_categories/helping",
        ],
        "place/bare": [
            "list/activities-under-place/bare",
            "list/teams-of-home/bare",
            "place/bare",
            "place/hall",
            "site",
            "term/place_levels/station",
            "value/month",
        ],
    }


def studio_desk(studio: object) -> object:
    from plugins.posters.views import Desk

    return Desk(SITEURL, lambda _info, _step: "")
