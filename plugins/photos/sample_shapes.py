"""What the sample scenes are put together from."""

from __future__ import annotations

import math

from plugins.photos.sample_ink import DEEP, GOLD, INK, PALE_GOLD, PINE, VERMILION, Colour, Sheet

SIZE = (1600, 1067)
EDGE = 0.75
CLOTHES: tuple[Colour, ...] = (VERMILION, PINE, INK, GOLD, DEEP)
SKIN: Colour = (230, 192, 160)


def draw_ridge(sheet: Sheet, base: float, rise: float, wave: float, shift: float, colour: Colour) -> None:
    """A line of hills down to the lower edge."""
    points = [(-EDGE, 1.0)]
    for step in range(61):
        x = -EDGE + step * 2 * EDGE / 60
        height = math.sin(x * wave + shift) * 0.6 + math.sin(x * wave * 2.3 + shift * 1.7) * 0.4
        points.append((x, base - rise * height))
    sheet.fill([*points, (EDGE, 1.0)], colour)


def draw_tree(sheet: Sheet, x: float, foot: float, tall: float, colour: Colour = PINE) -> None:
    """A fir of ``tall`` units standing at ``foot``."""
    sheet.box(x - tall * 0.03, foot - tall * 0.2, x + tall * 0.03, foot, INK)
    for tier in range(3):
        top, half = foot - tall * (1 - tier * 0.25), tall * (0.16 + 0.07 * tier)
        sheet.fill([(x, top), (x + half, top + tall * 0.38), (x - half, top + tall * 0.38)], colour)


def draw_house(sheet: Sheet, x: float, foot: float, wide: float, wall: Colour, roof: Colour) -> None:
    """A village house with a hipped roof, its sill at ``foot``."""
    top = foot - wide * 0.42
    sheet.box(x - wide / 2, top, x + wide / 2, foot, wall)
    eave, ridge = wide * 0.08, wide * 0.26
    sheet.fill(
        [
            (x - wide / 2 - eave, top),
            (x - wide * 0.36, top - ridge),
            (x + wide * 0.36, top - ridge),
            (x + wide / 2 + eave, top),
        ],
        roof,
    )
    sheet.box(x - wide * 0.07, foot - wide * 0.27, x + wide * 0.07, foot, roof)
    for side in (-1, 1):
        at = x + side * wide * 0.28
        sheet.box(at - wide * 0.08, top + wide * 0.1, at + wide * 0.08, top + wide * 0.25, PALE_GOLD)
        sheet.line([(at, top + wide * 0.1), (at, top + wide * 0.25)], roof, wide * 0.008)


def draw_figure(
    sheet: Sheet, x: float, foot: float, tall: float, clothes: Colour, arms: str = "down"
) -> None:
    """A figure without a face; ``arms`` are down, up or out."""
    head, shoulder = tall * 0.105, foot - tall * 0.76
    for side in (-1, 1):
        sheet.line(
            [(x + side * tall * 0.06, foot - tall * 0.4), (x + side * tall * 0.08, foot)], INK, tall * 0.085
        )
    sheet.box(x - tall * 0.15, shoulder, x + tall * 0.15, foot - tall * 0.33, clothes, tall * 0.07)
    reach = {"down": (0.2, 0.3), "up": (0.26, -0.2), "out": (0.34, 0.06)}[arms]
    for side in (-1, 1):
        hand = (x + side * tall * reach[0], shoulder + tall * reach[1])
        sheet.line([(x + side * tall * 0.12, shoulder + tall * 0.05), hand], clothes, tall * 0.07)
        sheet.disc(*hand, tall * 0.035, colour=SKIN)
    sheet.disc(x, shoulder - head * 1.05, head, head * 1.15, colour=SKIN)
    corners = (
        *sheet.place((x - head * 1.08, shoulder - head * 2.35)),
        *sheet.place((x + head * 1.08, shoulder - head * 0.1)),
    )
    sheet.pen.chord(corners, 185, 355, fill=INK)


def draw_flags(sheet: Sheet, height: float) -> None:
    """Bunting across the sheet."""
    sheet.line([(-EDGE, height), (0, height + 0.05), (EDGE, height)], INK, 0.003)
    for step in range(13):
        x = -0.69 + step * 0.115
        y = height + 0.05 * (1 - abs(x) / EDGE)
        sheet.fill([(x - 0.03, y), (x + 0.03, y), (x, y + 0.06)], (VERMILION, GOLD, PINE)[step % 3])
