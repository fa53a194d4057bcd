"""The values of the photos room: what a picture is, and what is to be made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plugins.registry.problems import Problem

SourceFormat = Literal["JPEG", "PNG", "WEBP", "GIF"]
TargetFormat = Literal["avif", "webp", "jpeg"]
Focus = tuple[float, float]
Box = tuple[int, int, int, int]

EXTENSIONS: dict[TargetFormat, str] = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}
MIME_TYPES: dict[TargetFormat, str] = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class PhotoInfo:
    """A picture that can be shown, known from its header.

    ``path`` is relative to the tree it was inspected in, POSIX form. ``digest`` is 32 hexadecimal digits of
    the file's bytes. ``format`` is the true format, whatever the name says. ``width`` and ``height`` are
    pixels after the EXIF orientation (1 to 8) is applied. ``mode`` is Pillow's. ``focus`` is the point to
    keep in every crop, as fractions of width and height.
    """

    path: str
    digest: str
    format: SourceFormat
    width: int
    height: int
    orientation: int = 1
    mode: str = "RGB"
    has_alpha: bool = False
    has_profile: bool = False
    animated: bool = False
    size: int = 0
    focus: Focus = (0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Step:
    """One file to be made: the ``crop`` (left, top, right, bottom, in oriented pixels) scaled to ``width`` ×
    ``height``.

    ``max_bytes`` is a ceiling the encoder must keep, 0 for none. ``name`` is the path under the output.
    """

    crop: Box
    width: int
    height: int
    format: TargetFormat
    max_bytes: int
    name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All files that one picture needs in one role, and the ``sizes`` its layout promises.

    ``steps`` go by format (AVIF, WebP, JPEG) and within one by width.
    """

    role: str
    info: PhotoInfo
    sizes: str
    steps: tuple[Step, ...]

    def steps_in(self, fmt: TargetFormat) -> tuple[Step, ...]:
        """The steps of one format, narrowest first."""
        return tuple(step for step in self.steps if step.format == fmt)

    @property
    def image(self) -> Step:
        """The step that ``<img src>`` names: the widest JPEG."""
        return self.steps_in("jpeg")[-1]


class PhotoError(Exception):
    """A picture that passed its check cannot be rendered; ``problem`` says why, in the editor's words."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
