"""What a picture's bytes say of themselves, without decoding: true format, size, whether the end is there.

Written by hand and not left to Pillow, so that nothing is allocated before the size is known to be bearable.
Layouts: ITU-T T.81 (JPEG), W3C PNG §5 and §11, RFC 9649 (WebP), GIF89a.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from plugins.photos.model import SourceFormat

# Start-of-frame markers: C0 to CF without DHT (C4), JPG (C8) and DAC (CC).
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
# PNG §11.2.1: samples a pixel by colour type; §8.1: first column and row, and the steps, of each interlace
# pass.
PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (PNG_SIGNATURE, "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
)
# The major brands of the ISO base media format that cameras write.
BRANDS = {
    b"avif": "AVIF",
    b"avis": "AVIF",
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "HEIC"),
}


@dataclass(frozen=True, slots=True)
class Header:
    """``width`` and ``height`` as stored, 0 when the header ends before them; ``complete`` says that the
    closing mark is there."""

    format: SourceFormat
    width: int
    height: int
    complete: bool
    animated: bool = False


def sniff_format(data: bytes) -> str:
    """The format by content: JPEG, PNG, WEBP, GIF, SVG, HEIC, another known name, or "" when unknown."""
    for mark, name in SIGNATURES:
        if data.startswith(mark):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        return BRANDS.get(data[8:12], "")
    head = data[:4096].lower()
    return "SVG" if any("<svg".encode(code) in head for code in ("utf-8", "utf-16-le", "utf-16-be")) else ""


def read_header(data: bytes, fmt: SourceFormat) -> Header:
    """Read size, wholeness and motion from ``data``. Never raises, never looks outside ``data``."""
    return {"JPEG": _read_jpeg, "PNG": _read_png, "WEBP": _read_webp, "GIF": _read_gif}[fmt](data)


def _read_jpeg(data: bytes) -> Header:
    at, width, height = 2, 0, 0
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in JPEG_BARE:
            at += 2
            continue
        if marker == 0xDA:
            # Inside a scan FF is always followed by 00, so the first FFD9 after it is the picture's own end,
            # not a thumbnail's.
            return Header("JPEG", width, height, data.find(b"\xff\xd9", at) > 0)
        length = struct.unpack_from(">H", data, at + 2)[0]
        if marker in JPEG_FRAMES and at + 9 <= len(data):
            height, width = struct.unpack_from(">HH", data, at + 5)
        at += 2 + length
    return Header("JPEG", width, height, False)


def _read_png(data: bytes) -> Header:
    if len(data) < 33 or data[12:16] != b"IHDR":
        return Header("PNG", 0, 0, False)
    width, height = struct.unpack_from(">II", data, 16)
    at, animated = 8, False
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"acTL" and length >= 8 and at + 12 <= len(data):
            animated = struct.unpack_from(">I", data, at + 8)[0] > 1
        if kind == b"IEND":
            return Header("PNG", width, height, True, animated)
        at += 12 + length
    return Header("PNG", width, height, False, animated)


def _read_webp(data: bytes) -> Header:
    complete = len(data) >= struct.unpack_from("<I", data.ljust(12, b"\0"), 4)[0] + 8
    kind, body = data[12:16], data[20:30].ljust(10, b"\0")
    if kind == b"VP8X":
        width = int.from_bytes(body[4:7], "little") + 1
        height = int.from_bytes(body[7:10], "little") + 1
        return Header("WEBP", width, height, complete and len(data) >= 30, bool(body[0] & 0x02))
    if kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, complete)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", body, 6)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF, complete)
    return Header("WEBP", 0, 0, False)


def _read_gif(data: bytes) -> Header:
    width, height = struct.unpack_from("<HH", data.ljust(10, b"\0"), 6)
    at = 13 + _table_bytes(data[10]) if len(data) > 10 else len(data)
    frames = 0
    while at < len(data):
        block = data[at]
        if block == 0x3B:
            return Header("GIF", width, height, frames > 0, frames > 1)
        if block == 0x2C and at + 10 < len(data):
            frames += 1
            at = _skip_blocks(data, at + 11 + _table_bytes(data[at + 9]))
        elif block == 0x21:
            at = _skip_blocks(data, at + 2)
        else:
            break
    return Header("GIF", width, height, False, frames > 1)


def _table_bytes(packed: int) -> int:
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _skip_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def check_png_rows(data: bytes) -> bool:
    """Whether the compressed rows of a PNG are all there. Pillow paints black what a properly closed file
    leaves out.

    Raises zlib.error when they are damaged or a chunk does not sum up. Inflates a piece at a time and keeps none.
    """
    width, height, bits, colour, _, _, interlace = struct.unpack_from(">IIBBBBB", data, 16)
    depth = bits * PNG_CHANNELS[colour]
    wanted: int = sum(
        rows * (1 + (columns * depth + 7) // 8)
        for left, top, across, down in (ADAM7 if interlace else ((0, 0, 1, 1),))
        if (columns := (width - left + across - 1) // across) and (rows := (height - top + down - 1) // down)
    )
    inflater, at, had = zlib.decompressobj(), 8, 0
    while at + 12 <= len(data) and had < wanted:
        length, kind = struct.unpack_from(">I4s", data, at)
        piece = data[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        # Pillow passes over the sums of these chunks; browsers do not show the picture.
        if piece and data[at + 8 + length : at + 12 + length] != zlib.crc32(piece, zlib.crc32(kind)).to_bytes(
            4
        ):
            raise zlib.error("checksum")
        while piece:
            had += len(inflater.decompress(piece, 1 << 20))
            piece = inflater.unconsumed_tail
        at += 12 + length
    return had >= wanted
