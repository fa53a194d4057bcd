"""The press: HTML to PDF by WeasyPrint, with working fonts, without a network, with the same bytes every time."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from plugins.fonts import PACKAGE, Face, WorkingFont, find_faces, load_cutter, prepare_working_fonts
from plugins.fonts.faces import FOLDERS
from plugins.fonts.harfbuzz import LIBRARIES as HARFBUZZ
from plugins.fonts.harfbuzz import PACKAGE as HARFBUZZ_PACKAGE

from .lean import FontShelf, LeanFonts, open_shelf

# What WeasyPrint opens -> the Debian package it is in.
LIBRARIES: Final = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    **dict.fromkeys(HARFBUZZ, HARFBUZZ_PACKAGE),
}
FACES_NEEDED: Final = 4
SHEET: Final = "poster.css"
# Addresses of pictures handed over with a sheet: as data: addresses their hundred kilobytes would be coded, parsed as
# HTML and decoded again.
PICTURE: Final = "picture:"
NO_PICTURES: Final[Mapping[str, bytes]] = MappingProxyType({})


def check_press(folders: Iterable[str | Path] = FOLDERS, libraries: Iterable[str] = tuple(LIBRARIES)) -> str:
    """What is missing for printing, in Chinese with its cure; "" when nothing is. Cheap: WeasyPrint is not imported."""
    if find_spec("weasyprint") is None or find_spec("segno") is None:
        return "做海报需要 WeasyPrint 和 segno:请运行 make site,它会装好所需程序"
    packages = sorted({LIBRARIES.get(name, name) for name in libraries if not _can_load(name)})
    if len(find_faces(folders)) < FACES_NEEDED:
        packages.append(PACKAGE)
    return f"做海报还缺软件包,请运行 sudo apt-get install {' '.join(packages)}" if packages else ""


def _can_load(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@dataclass(slots=True)
class Press:
    """Prints HTML. Everything heavy is loaded with the first sheet, once in each process.

    ``styles`` is the theme's folder of posters, ``cache`` where working fonts lie. Raises RuntimeError in Chinese when
    something is missing; ``check_press`` says so beforehand.
    """

    styles: Path
    cache: Path
    _loaded: tuple[Any, Any, Any, FontShelf] | None = field(default=None, repr=False)

    def print_pdf(self, html: str, pictures: Mapping[str, bytes] = NO_PICTURES) -> bytes:
        """The PDF of a complete HTML document.

        ``pictures`` are JPEG by their addresses, which begin with ``PICTURE``. Besides them only ``data:`` addresses and
        the theme's own pictures are opened.
        """
        weasyprint, fonts, sheet, shelf = self._load()
        fetcher = build_fetcher(weasyprint, (self.styles,), pictures)
        with _rare_collections():
            document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
                stylesheets=[sheet], font_config=fonts
            )
            document.fonts = LeanFonts(shelf)
            data: bytes = document.write_pdf(pdf_tags=True)
        return data

    def _load(self) -> tuple[Any, Any, Any, FontShelf]:
        if self._loaded is None:
            missing = check_press()
            cutter = load_cutter()
            if missing or cutter is None:
                raise RuntimeError(missing)
            import weasyprint  # noqa: PLC0415 0.6 s and Pango: only builds that print pay for it
            from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

            fonts = FontConfiguration()
            working = prepare_working_fonts(find_faces(), cutter, self.cache)
            sheet = weasyprint.CSS(
                string=build_sheet(working, (self.styles / SHEET).read_text("utf-8")),
                base_url=f"{self.styles}/",
                font_config=fonts,
                url_fetcher=build_fetcher(weasyprint, (self.styles, self.cache)),
            )
            shelf = open_shelf(cutter, working)
            # What was loaded stays for good: without this every collection walks all of it, a tenth of the time.
            gc.freeze()
            self._loaded = (weasyprint, fonts, sheet, shelf)
        return self._loaded


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Setting a sheet makes thousands of boxes that all stay until its end: looking for garbage among them finds none."""
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 10, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def build_sheet(fonts: Iterable[WorkingFont], styles: str) -> str:
    """The theme's poster sheet, with the fonts it may name before it."""
    rules = [
        f"@font-face{{font-family:'{font.family}';font-weight:{font.face.weight};src:url({font.path.as_uri()})}}"
        for font in fonts
    ]
    return "\n".join([*rules, styles])


def build_fetcher(
    weasyprint: Any, folders: tuple[Path, ...], pictures: Mapping[str, bytes] = NO_PICTURES
) -> Any:
    """What opens addresses: ``pictures`` and ``data:`` always, files under ``folders``, nothing else. A poster reaches no
    network."""
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415

    allowed = ("data:", *(f"{folder.as_uri()}/" for folder in folders))

    class Fetcher(weasyprint.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in pictures:
                return URLFetcherResponse(url, pictures[url], {"Content-Type": "image/jpeg"})
            if not url.startswith(allowed):
                raise ValueError(f"not opened: {url}")
            return super().fetch(url, headers)

    return Fetcher()


def face_digests(faces: Iterable[Face]) -> tuple[str, ...]:
    """What the bytes of every poster depend on besides its own words."""
    return tuple(face.digest for face in faces)
