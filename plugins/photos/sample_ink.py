"""The drawing hand of the sample pictures: colours, supersampled shapes, and 示例 written stroke by
stroke."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

# Everything is drawn at twice its size and scaled down, because Pillow's shapes have no soft edges of their
# own.
OVER = 2
VERMILION = (178, 45, 32)
DEEP = (122, 28, 22)
GOLD = (208, 158, 62)
PALE_GOLD = (236, 208, 150)
PAPER = (250, 244, 232)
SAND = (240, 226, 200)
INK = (45, 38, 36)
STONE = (150, 138, 124)
PINE = (46, 92, 78)
MIST = (176, 198, 186)
SKY = (214, 226, 224)

Colour = tuple[int, int, int]
Point = tuple[float, float]
# 示 and 例 as strokes in a unit square: enough to be read, and no font to be found or missed.
STROKES: tuple[tuple[tuple[Point, ...], ...], ...] = (
    (
        ((0.22, 0.16), (0.78, 0.16)),
        ((0.06, 0.40), (0.94, 0.40)),
        ((0.50, 0.40), (0.50, 0.92), (0.38, 0.84)),
        ((0.32, 0.56), (0.12, 0.82)),
        ((0.68, 0.56), (0.90, 0.82)),
    ),
    (
        ((0.24, 0.08), (0.06, 0.44)),
        ((0.16, 0.32), (0.16, 0.94)),
        ((0.32, 0.16), (0.70, 0.16)),
        ((0.46, 0.16), (0.30, 0.52)),
        ((0.42, 0.36), (0.64, 0.36), (0.56, 0.64), (0.32, 0.92)),
        ((0.40, 0.54), (0.52, 0.66)),
        ((0.76, 0.20), (0.76, 0.68)),
        ((0.92, 0.06), (0.92, 0.92), (0.82, 0.86)),
    ),
)


class Sheet:
    """A sheet of ``width`` × ``height`` units to draw on; units are fractions of its height, x from the
    middle."""

    def __init__(self, width: int, height: int, ground: Colour) -> None:
        self.size = (width, height)
        self.unit = height * OVER
        self.middle = width * OVER / 2
        self.aspect = width / height
        self.image = Image.new("RGB", (width * OVER, height * OVER), ground)
        self.pen = ImageDraw.Draw(self.image)

    def place(self, point: Point) -> Point:
        """Pixels for a point in units."""
        return (self.middle + point[0] * self.unit, point[1] * self.unit)

    def fill(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled polygon."""
        self.pen.polygon([self.place(point) for point in points], fill=colour)

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, radius: float = 0
    ) -> None:
        """A filled rectangle with round corners."""
        corners = (*self.place((left, top)), *self.place((right, bottom)))
        self.pen.rounded_rectangle(corners, radius * self.unit, fill=colour)

    def disc(self, x: float, y: float, across: float, down: float | None = None, *, colour: Colour) -> None:
        """A filled ellipse by its middle and half axes."""
        tall = across if down is None else down
        corners = (*self.place((x - across, y - tall)), *self.place((x + across, y + tall)))
        self.pen.ellipse(corners, fill=colour)

    def arc(
        self, x: float, y: float, radius: float, span: tuple[float, float], colour: Colour, thick: float
    ) -> None:
        """Part of a circle's line, in degrees clockwise from three o'clock."""
        corners = (*self.place((x - radius, y - radius)), *self.place((x + radius, y + radius)))
        self.pen.arc(corners, *span, fill=colour, width=max(1, round(thick * self.unit)))

    def line(self, points: Sequence[Point], colour: Colour, thick: float) -> None:
        """A line with round ends and bends."""
        placed = [self.place(point) for point in points]
        width = max(1, round(thick * self.unit))
        self.pen.line(placed, fill=colour, width=width, joint="curve")
        for x, y in (placed[0], placed[-1]):
            self.pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)

    def seal(self) -> None:
        """示例 in a vermilion seal, bottom right, where no crop that shows the subject loses it."""
        size, gap = 0.062, 0.016
        right, bottom = self.aspect / 2 - 0.05, 0.95
        left, top = right - 2 * size - 3 * gap, bottom - size - 2 * gap
        rim = 0.006
        self.box(left - rim, top - rim, right + rim, bottom + rim, PAPER, 0.016)
        self.box(left, top, right, bottom, VERMILION, 0.012)
        for number, strokes in enumerate(STROKES):
            x = left + gap + number * (size + gap)
            for stroke in strokes:
                self.line([(x + px * size, top + gap + py * size) for px, py in stroke], PAPER, 0.0062)

    def to_png(self, colours: int = 24) -> bytes:
        """The finished sheet, sealed, as a PNG of few colours; the same bytes every time."""
        self.seal()
        small = self.image.resize(self.size, Image.Resampling.BOX)
        out = io.BytesIO()
        small.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        return out.getvalue()
