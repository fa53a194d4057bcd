"""Nothing of a source's metadata reaches a derivative."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from plugins.photos import ROLES, PhotoInfo, Plan, inspect_photo, plan_photo, render_all
from tests.photos.photo_files import encoded, noise, planted_exif, planted_jpeg, put, quarters
from tests.tools import needs

# The groups that exiftool makes up from the file itself or from the container's own structure.
PLAIN_TAGS = {
    "SourceFile", "ExifTool", "File", "System", "Composite", "JFIF", "RIFF", "QuickTime", "Meta",
}  # fmt: skip


def inspected(root: Path, name: str, data: bytes) -> PhotoInfo:
    info, problems = inspect_photo(root, put(root, name, data))
    assert info is not None, problems
    return info


def all_plans(info: PhotoInfo) -> list[Plan]:
    return [plan_photo(info, role) for role in ROLES]


def test_nothing_of_the_source_remains(tmp_path: Path) -> None:
    needs("exiftool", "libimage-exiftool-perl")
    planted = planted_jpeg(noise(800, 600), 6)
    info = inspected(tmp_path, "a.jpg", planted)
    out = tmp_path / "out"
    made = render_all(tmp_path, info, all_plans(info))
    for name, data in made.items():
        put(out, name, data)
    source = read_tags(tmp_path / "a.jpg")[0]
    assert {"IFD0", "GPS", "XMP-dc", "IPTC", "ICC-header"} <= {key.split(":")[0] for key in source}
    results = read_tags(out)
    assert len(results) == len(made)
    for result in results:
        assert {key.split(":")[0] for key in result} <= PLAIN_TAGS, result
    for data in made.values():
        assert b"Secret" not in data
        assert b"Exif" not in data
        assert b"ICC_PROFILE" not in data


def read_tags(path: Path) -> list[dict[str, object]]:
    done = subprocess.run(
        ["exiftool", "-json", "-G1", "-a", "-u", "-U", "-r", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    answer: list[dict[str, object]] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("fmt", ["PNG", "WEBP", "GIF"])
def test_nothing_remains_of_other_formats(tmp_path: Path, fmt: str) -> None:
    options = {"exif": planted_exif(), "xmp": b"<SecretXmp/>", "comment": b"SecretRemark"}
    options = {key: value for key, value in options.items() if fmt != "GIF" or key == "comment"}
    info = inspected(tmp_path, f"a.{fmt.lower()}", encoded(quarters(500, 400), fmt, **options))
    for data in render_all(tmp_path, info, all_plans(info)).values():
        assert not {mark for mark in (b"Secret", b"Exif", b"EXIF", b"XMP", b"xmp") if mark in data}
