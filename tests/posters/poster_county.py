"""A county in memory for posters, and what the tests ask of a PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from plugins.catalog import Catalog, CatalogLook, build_catalog
from plugins.fonts import find_faces
from plugins.photos import DerivativeCache, PhotoInfo, inspect_photo, load_derivative
from plugins.posters import Studio, list_posters
from plugins.registry import link_registry, parse_data_file
from tests.pages.fixture import BASE
from tests.tools import needs

PROJECT = Path(__file__).resolve().parents[2]
STYLES = PROJECT / "theme" / "posters"
TODAY = date(2026, 11, 25)
SITEURL = "https://www.example.cn/wenming"
PICTURE = "photos/samples/sample-portrait-01.png"
SENTENCE = "示例文字写在这里，一句接着一句，只为看清排版。"

TEXTS = {
    **BASE,
    "data/batches.yml": """
- {id: b1, year: 2026, sequence: 1, label: 二〇二六年第一批, ceremony: {date: 2026-05-01, venue: 某礼堂}}
""",
    "data/honorees.yml": f"""
- {{id: short, name: 示例甲, batch: b1, category: helping, deed: 二十年送粮送柴,
   citation: 炉火一盏，灯火一盏，照着回家的路。,
   sample: true, unit: 示例身份, portrait: {{file: {PICTURE}, alt: 示例画像, whose: 本站绘制}}}}
- {{id: rare, name: 示例㛃䶮𬭎, batch: b1, category: helping, deed: 名字里有生僻字, sample: true}}
""",
    "data/places.yml": """
- {id: hall, name: 某乡实践所, level: institute, telephone: 0432-12345678,
   hours: [{days: 周一至周五, opens: '08:30', closes: '17:00'}]}
- {id: bare, name: 另村实践站, level: station, parent: hall}
""",
    "data/teams.yml": "- {id: band, name: 秧歌分队, level: backbone, home: hall}",
    "data/activities.yml": """
- {id: dance, title: 秧歌大家跳, status: held, starts: 2026-11-06 09:00, ends: 2026-11-06 11:00, place: hall, teams: [band]}
- {id: walk, title: 雪地走一走, status: cancelled, starts: 2026-11-20, place: hall}
- {id: snow, title: 扫雪队招人, status: planned, starts: 2026-11-28 08:30, place: hall,
   call: {content: 扫净村口的雪, number: 15人, sign_up: 到站里登记, deadline: '2026-11-27 17:00', telephone: 0432-12345679}}
- {id: far, title: 来年再办, status: planned, starts: 2027-01-05 08:30, place: hall}
""",
}


def build_county(texts: Mapping[str, str] | None = None, *, today: date = TODAY) -> Catalog:
    """The county above, files replaced or added by ``texts``."""
    files = [parse_data_file(path, text.encode()) for path, text in {**TEXTS, **(texts or {})}.items()]
    registry, problems = link_registry(files)
    wrong = [str(item) for file in files for item in file.problems] + [str(item) for item in problems]
    assert not [line for line in wrong if "错误" in line], wrong
    info, _ = inspect_photo(PROJECT / "content", PICTURE)
    photos: dict[str, PhotoInfo] = {PICTURE: info} if info else {}
    return build_catalog(registry, [], photos, today)


def open_studio(folder: Path, siteurl: str = SITEURL) -> Studio:
    """A studio with its caches beside ``folder``, so that the tests of a run share them; stops the test where a library or
    font is missing."""
    needs("pdftoppm", "poppler-utils")
    needs_fonts()
    caches = folder.parent / "poster-caches"
    cache = DerivativeCache(caches / "photos")
    return Studio.open(
        STYLES,
        caches / "fonts",
        siteurl,
        lambda info, step: load_derivative(PROJECT / "content", info, step, cache),
    )


def needs_fonts() -> None:
    """As ``needs``, for a font package: the fonts have no command."""
    if len(find_faces()) < 4:
        needs("no-such-font-command", "fonts-noto-cjk")


def print_all(catalog: Catalog, studio: Studio) -> dict[str, bytes]:
    """Every poster by kind and name."""
    return {name: studio.make(kind, name, CatalogLook(catalog)) for kind, name in list_posters(catalog)}


def print_one(catalog: Catalog, studio: Studio, kind: str, name: str) -> bytes:
    return studio.make(kind, name, CatalogLook(catalog))


def write_pdf(folder: Path, data: bytes) -> Path:
    path = folder / "poster.pdf"
    path.write_bytes(data)
    return path


def text_of(folder: Path, data: bytes, *options: str) -> str:
    """What pdftotext reads in the order of writing (its guess at columns mixes them up), white space taken out."""
    path = write_pdf(folder, data)
    done = subprocess.run(["pdftotext", "-raw", *options, str(path), "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def info_of(folder: Path, data: bytes) -> dict[str, str]:
    """What pdfinfo says, by label."""
    done = subprocess.run(["pdfinfo", str(write_pdf(folder, data))], capture_output=True, check=True)
    return {
        key: value.strip()
        for key, _, value in (line.partition(":") for line in done.stdout.decode().splitlines())
        if value
    }


def codes_of(folder: Path, data: bytes) -> list[list[str]]:
    """The QR codes of every page, read from a raster of 100 dots an inch."""
    needs("zbarimg", "zbar-tools")
    for old in folder.glob("raster-*"):
        old.unlink()
    path = write_pdf(folder, data)
    subprocess.run(["pdftoppm", "-r", "100", "-png", str(path), str(folder / "raster")], check=True)
    found = []
    for page in sorted(folder.glob("raster-*.png")):
        done = subprocess.run(["zbarimg", "-q", "--raw", str(page)], capture_output=True, check=False)
        found.append(done.stdout.decode().split())
    return found
