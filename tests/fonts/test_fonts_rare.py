"""Rare characters: which they are, the fonts cut for them, and the words on those that no font has."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from plugins.catalog import build_catalog
from plugins.fonts import cut_font, cut_rare_fonts, find_faces, find_rare, load_cutter, prepare_working_fonts
from plugins.fonts.common import working_characters
from plugins.fonts.kept import read_kept, write_kept
from plugins.portal.assets import load_assets
from plugins.portal.rarefont import add_fonts, find_site_fonts
from plugins.registry import link_registry, parse_data_file
from tests.pages.fixture import BASE, THEME
from tests.posters.poster_county import needs_fonts
from tests.tools import needs

NO_FONT_HAS = "\U0003fffd"


def county(name: str) -> object:
    texts = {
        **BASE,
        "data/batches.yml": "- {id: b1, year: 2026, sequence: 1, label: 第一批}",
        "data/honorees.yml": f"- {{id: one, name: {name}, batch: b1, category: helping, deed: 送粮, sample: true}}",
    }
    registry, problems = link_registry([parse_data_file(path, text.encode()) for path, text in texts.items()])
    assert [str(item) for item in problems if item.severity == "error"] == []
    return build_catalog(registry, [], {}, date(2026, 11, 25))


def test_a_damaged_font_is_not_found_in_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "fonts/a.otf"
    assert read_kept(path) is None
    write_kept(path, b"font")
    assert read_kept(path) == b"font"
    path.write_bytes(b"fon")
    assert read_kept(path) is None
    write_kept(path, b"font")
    path.with_name("a.otf.sum").unlink()
    assert read_kept(path) is None
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.otf"]


def test_rare_is_what_gbk_lacks() -> None:
    assert find_rare(["王淼婧琎", "镕镕喆", "ABC，。·①〇"]) == ""
    assert find_rare(["王㛃", "㛃䶮", "鿏𬭎𱍐"]) == "㛃䶮鿏𬭎𱍐"


@given(st.text())
def test_nothing_that_gbk_can_write_is_rare(text: str) -> None:
    writable = "".join(
        char for char in text if char.encode("gbk", "ignore") and not 0xF900 <= ord(char) <= 0xFAFF
    )
    assert find_rare([writable]) == ""


def test_fonts_for_three_characters_are_tiny_and_the_same_twice(tmp_path: Path) -> None:
    needs_fonts()
    fonts, lacking = cut_rare_fonts("㛃䶮𬭎", find_faces(), [], tmp_path)
    assert lacking == ""
    assert [(font.style, font.characters) for font in fonts] == [("sans", "㛃䶮𬭎"), ("serif", "㛃䶮𬭎")]
    assert [len(font.data) < 1_600 for font in fonts] == [True, True]
    assert cut_rare_fonts("㛃䶮𬭎", find_faces(), [], tmp_path) == (fonts, "")
    assert cut_rare_fonts("㛃䶮𬭎", find_faces(), [], None) == (fonts, "")
    assert sorted(TTFont(io.BytesIO(fonts[0].data)).getBestCmap()) == [0x36C3, 0x4DAE, 0x2CB4E]


def test_a_character_without_glyph_is_named_at_its_record() -> None:
    needs_fonts()
    fonts, problems = find_site_fonts(county(f"示例㛃{NO_FONT_HAS}"), None)  # type: ignore[arg-type]
    assert [font.characters for font in fonts] == ["㛃", "㛃"]
    assert [str(problem) for problem in problems] == [
        f"data/honorees.yml:1:3: 提醒 F160 生僻字“{NO_FONT_HAS}”(U+3FFFD)没有字体"
        "(换用规范字,或 sudo apt-get install fonts-babelstone-han 后再建)"
    ]


def test_without_fonts_the_build_says_which_package(tmp_path: Path) -> None:
    fonts, problems = find_site_fonts(county("示例㛃"), None, [tmp_path])  # type: ignore[arg-type]
    assert fonts == []
    assert [(problem.rule, problem.severity, problem.hint) for problem in problems] == [
        ("F160", "warning", "sudo apt-get install fonts-noto-cjk 后再建;否则旧手机上会是方框")
    ]


def test_a_site_without_rare_names_has_no_font_and_an_unchanged_sheet() -> None:
    fonts, problems = find_site_fonts(county("示例甲"), None)  # type: ignore[arg-type]
    assert (fonts, problems) == ([], [])
    names = [asset.name for asset in load_assets(THEME, fonts)]
    assert [name for name in names if name.startswith("fonts/")] == []


def test_the_sheet_names_the_fonts_behind_the_systems_own() -> None:
    needs_fonts()
    fonts, _ = find_site_fonts(county("示例㛃"), None)  # type: ignore[arg-type]
    assets = {asset.name: asset for asset in load_assets(THEME, fonts)}
    sheet = assets["css/site.css"].data.decode()
    plain = {asset.name: asset for asset in load_assets(THEME)}["css/site.css"].data.decode()
    address = assets["fonts/rare-sans-0.woff2"].address
    assert address.startswith("theme/fonts/rare-sans-0.")
    rule = (
        f"@font-face{{font-family:rare-sans;src:url(../{address[6:]})format('woff2');unicode-range:U+36C3}}"
    )
    assert sheet.startswith(rule)
    assert sheet.split("}", 2)[2] == plain.replace("sans-serif;", "sans-serif,rare-sans;", 1).replace(
        "SimSun,serif", "SimSun,serif,rare-serif", 1
    )


def test_families_go_to_the_end_of_their_property() -> None:
    sheet = ":root{--sans:a,b;--serif:c}p{font:1em var(--serif)}"
    assert add_fonts(sheet, "R{}", {"sans": "x", "serif": "y"}) == (
        "R{}:root{--sans:a,b,x;--serif:c,y}p{font:1em var(--serif)}"
    )


def test_working_fonts_hold_ordinary_print_and_are_cut_once(tmp_path: Path) -> None:
    needs_fonts()
    cutter = load_cutter()
    if cutter is None:
        needs("no-such-library-command", "libharfbuzz-subset0")
    assert cutter is not None
    working = prepare_working_fonts(find_faces(), cutter, tmp_path)
    assert [(font.family, font.face.weight) for font in working] == [
        ("Working Serif", 400),
        ("Working Serif", 700),
        ("Working Sans", 400),
        ("Working Sans", 700),
    ]
    held = TTFont(working[0].path).getBestCmap()
    assert sorted(working_characters() - held.keys()) == []
    before = [font.path.stat().st_mtime_ns for font in working]
    assert [
        font.path.stat().st_mtime_ns for font in prepare_working_fonts(find_faces(), cutter, tmp_path)
    ] == before
    assert cut_font(cutter, find_faces()[0], sorted(working_characters())) == working[0].path.read_bytes()
