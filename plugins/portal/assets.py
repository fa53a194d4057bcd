"""The theme's static files: one stylesheet and a few scripts, small, under names that change with their content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from rcssmin import cssmin
from rjsmin import jsmin

from plugins.fonts import RareFont
from plugins.pipeline.digests import digest_bytes
from plugins.pipeline.outputs import Page

from .rarefont import add_fonts, build_font_rules

SHEET = "css/site.css"
SHEET_PARTS = ("tokens", "base", "layout", "components", "utilities", "print")
# Every page loads early and site; find is loaded by the page of that name, search when that page is used.
SCRIPTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "js/early.js": ("early",),
        "js/site.js": ("elder", "read-aloud", "copy", "later"),
        "js/search.js": ("search-index", "search-page"),
        "js/find.js": ("find",),
    }
)
# The folder under the output; its names carry a digest, so a host may let browsers keep them for a year.
FOLDER = "theme"


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file: its name in the theme, its address under the site, its bytes."""

    name: str
    address: str
    data: bytes


def load_assets(theme: Path, rare: Sequence[RareFont] = ()) -> list[Asset]:
    """Every static file of the theme, the sheet and the scripts put together and made small.

    ``rare`` are fonts for characters that phones may lack; the sheet names them only when there are any.
    """
    static = theme / "static"
    files: dict[str, bytes] = {}
    sheet = [static / "css" / f"{part}.css" for part in SHEET_PARTS]
    text = cssmin("\n".join(path.read_text("utf-8") for path in sheet if path.exists()))
    if rare:
        named = [(font, f"fonts/rare-{font.style}-{at}.woff2") for at, font in enumerate(rare)]
        files.update((name, font.data) for font, name in named)
        addresses = [
            (font, f"../{_hashed_address(name, font.data)[len(FOLDER) + 1 :]}") for font, name in named
        ]
        text = add_fonts(text, *build_font_rules(addresses))
    files[SHEET] = text.encode()
    for name, parts in SCRIPTS.items():
        paths = [path for part in parts if (path := static / "js" / f"{part}.js").exists()]
        if paths:
            files[name] = jsmin("\n".join(path.read_text("utf-8") for path in paths)).encode()
    for folder in ("icons", "fonts", "xsl"):
        for path in sorted((static / folder).glob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[f"{folder}/{path.name}"] = path.read_bytes()
    return [Asset(name, _hashed_address(name, data), data) for name, data in sorted(files.items())]


def _hashed_address(name: str, data: bytes) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{FOLDER}/{stem}.{digest_bytes(data).hex()[:10]}{dot}{suffix}"


def asset_addresses(assets: list[Asset]) -> Mapping[str, str]:
    """Theme file to hashed address."""
    return {asset.name: asset.address for asset in assets}


def build_asset_outputs(assets: list[Asset]) -> Iterator[Page]:
    """An output for each static file; its recipe is its own address, which holds its digest."""
    for asset in assets:
        yield Page(asset.address, f"asset:{asset.address}", _Give(asset.data))


@dataclass(frozen=True, slots=True)
class _Give:
    data: bytes

    def __call__(self, _look: object) -> bytes:
        return self.data
