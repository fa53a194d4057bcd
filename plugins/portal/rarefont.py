"""Rare characters in names: which there are, a tiny web font for them, and a word on those that no font has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from plugins.catalog import Catalog
from plugins.fonts import PACKAGE, RareFont, cut_rare_fonts, find_faces, find_rare
from plugins.fonts.faces import FOLDERS, LAST_RESORT_PACKAGE, find_last_resorts
from plugins.registry import name_of_record
from plugins.registry.problems import Problem, Rule

if TYPE_CHECKING:
    from plugins.stories import Story

NO_GLYPH = Rule(
    "F160", "warning", "名字里的生僻字没有字体",
    bad="name: 示例人物(用了本机字体都没有的字)",
    good="name: 示例人物㛃",
)  # fmt: skip
RULES = (NO_GLYPH,)
# Fields besides names where a person's name is likely to stand alone.
_FIELDS = ("short", "unit", "deed", "citation")

Position = tuple[str, int, int]


def list_names(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Every text that is looked at for rare characters, under the catalog name of its record or story."""
    registry = catalog.registry
    for kind in registry.kinds():
        for record_id, record in registry.records(kind).items():
            shown = [str(getattr(record, field)) for field in _FIELDS if field in type(record).model_fields]
            yield f"{kind}/{record_id}", "\n".join([name_of_record(record), *shown])
    for name in (*catalog.listed("stories"), *catalog.listed("pages")):
        yield name, cast("Story", catalog.fetch(name)).title


def _find_position(catalog: Catalog, name: str) -> Position:
    kind, _, record_id = name.partition("/")
    if kind in ("story", "page"):
        return cast("Story", catalog.fetch(name)).source_path, 1, 1
    return catalog.registry.position(kind, record_id)


def find_site_fonts(
    catalog: Catalog, cache: Path | None, folders: Iterable[str | Path] = FOLDERS
) -> tuple[list[RareFont], list[Problem]]:
    """The fonts that the site's names need, and a warning at each record with a character that no font here has."""
    names = list(list_names(catalog))
    rare = set(find_rare(text for _, text in names))
    uses: dict[str, list[Position]] = {char: [] for char in rare}
    for name, text in names if rare else ():
        for char in rare & set(text):
            uses[char].append(_find_position(catalog, name))
    if not uses:
        return [], []
    folders = tuple(folders)
    faces = find_faces(folders)
    fonts, lacking = cut_rare_fonts("".join(sorted(uses)), faces, find_last_resorts(folders), cache)
    hint = (
        f"换用规范字,或 sudo apt-get install {LAST_RESORT_PACKAGE} 后再建"
        if faces
        else f"sudo apt-get install {PACKAGE} 后再建;否则旧手机上会是方框"
    )
    return fonts, sorted(
        Problem(*position, NO_GLYPH.id, f"生僻字“{char}”(U+{ord(char):04X})没有字体", hint, NO_GLYPH.severity)
        for char in lacking
        for position in uses[char]
    )


def build_font_rules(fonts: Iterable[tuple[RareFont, str]]) -> tuple[str, dict[str, str]]:
    """``@font-face`` rules for fonts at addresses relative to the sheet, and the family of each style.

    A browser fetches such a font only when a character of its range stands on the page and no font named before has it.
    """
    rules: list[str] = []
    families: dict[str, str] = {}
    for font, address in fonts:
        families[font.style] = f"rare-{font.style}"
        ranges = ",".join(f"U+{ord(char):X}" for char in font.characters)
        rules.append(
            f"@font-face{{font-family:{families[font.style]};src:url({address})format('woff2');unicode-range:{ranges}}}"
        )
    return "".join(rules), families


def add_fonts(sheet: str, rules: str, families: dict[str, str]) -> str:
    """The stylesheet with the rules before it, and every family put at the end of its custom property (``--sans:``)."""
    for style, family in families.items():
        at = sheet.find(f"--{style}:")
        if at >= 0:
            end = min(place for place in (sheet.find(";", at), sheet.find("}", at)) if place >= 0)
            sheet = f"{sheet[:end]},{family}{sheet[end:]}"
    return rules + sheet
