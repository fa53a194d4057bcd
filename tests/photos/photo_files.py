"""Pictures for the tests, good and bad, made on the spot."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

RED, GREEN, BLUE, WHITE = (200, 30, 30), (30, 160, 60), (30, 60, 200), (250, 250, 250)


def quarters(width: int = 800, height: int = 600) -> Image.Image:
    """Red top left, green top right, blue bottom left, white bottom right: any turn shows."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def noise(width: int = 800, height: int = 600, mode: str = "RGB") -> Image.Image:
    """Busy, the same every time: three coprime gratings."""
    row = bytes((x * x * 7 + x * 31) % 251 for x in range(width * 3))
    rows = [
        row[shift:] + row[:shift] for shift in ((y * y * 13 + y * 5) % (width * 3) for y in range(height))
    ]
    return Image.frombytes("RGB", (width, height), b"".join(rows)).convert(mode)


def encoded(image: Image.Image, fmt: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, fmt, **options)
    return out.getvalue()


def planted_exif(orientation: int = 1) -> Image.Exif:
    """A camera, a place on earth, a date, a maker's comment."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretCamera"
    exif[0x013B] = "SecretAuthor"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (42.0, 58.0, 3.0), "E", (126.0, 44.0, 5.0)
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0SecretComment"
    return exif


def planted_jpeg(image: Image.Image, orientation: int = 1) -> bytes:
    """A JPEG that carries EXIF with GPS, a thumbnail, XMP, an ICC profile, IPTC and a comment."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<dc:source>SecretXmp</dc:source></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    data = encoded(
        image,
        "JPEG",
        quality=90,
        exif=planted_exif(orientation),
        icc_profile=profile,
        xmp=xmp,
        comment=b"SecretRemark",
    )
    caption = b"\x1c\x02\x78" + struct.pack(">H", 13) + b"SecretCaption"
    resource = b"8BIM" + struct.pack(">H", 0x0404) + b"\0\0" + struct.pack(">I", len(caption)) + caption
    block = b"Photoshop 3.0\0" + resource + b"\0" * (len(resource) % 2)
    thumbnail = encoded(image.resize((160, 120)), "JPEG")
    jfxx = b"JFXX\0\x10" + thumbnail
    return data[:2] + _segment(0xED, block) + _segment(0xE0, jfxx) + data[2:]


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def png_header(width: int, height: int, idat: bytes = b"") -> bytes:
    """A PNG that claims any size."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", idat or zlib.compress(b"\0" * 64)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def jpeg_header(width: int, height: int) -> bytes:
    """A JPEG that claims any size."""
    data = encoded(Image.new("RGB", (16, 16)), "JPEG")
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def put(root: Path, name: str, data: bytes) -> str:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return name
