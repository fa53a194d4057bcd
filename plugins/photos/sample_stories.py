"""Sample landscapes for stories."""

from __future__ import annotations

import math

from plugins.photos.sample_ink import (
    DEEP,
    GOLD,
    INK,
    MIST,
    PALE_GOLD,
    PAPER,
    PINE,
    SAND,
    SKY,
    STONE,
    VERMILION,
    Sheet,
)
from plugins.photos.sample_shapes import EDGE, SIZE, draw_house, draw_ridge, draw_tree


def draw_story(number: int) -> bytes:
    """Story ``number`` (1 to 6): mountains, a city at gold dusk, a river, fields, snow, a lantern street."""
    grounds = (SKY, PALE_GOLD, MIST, SAND, SKY, DEEP)
    at = (number - 1) % 6
    sheet = Sheet(*SIZE, grounds[at])
    (_draw_mountains, _draw_city, _draw_river, _draw_fields, _draw_snow, _draw_lanterns)[at](sheet)
    return sheet.to_png()


def _draw_mountains(sheet: Sheet) -> None:
    sheet.disc(0.34, 0.26, 0.1, colour=VERMILION)
    for base, rise, wave, shift, colour in (
        (0.46, 0.14, 3.4, 0.4, SAND),
        (0.58, 0.12, 4.4, 2.0, MIST),
        (0.70, 0.10, 5.2, 3.7, PINE),
        (0.86, 0.06, 6.4, 5.1, INK),
    ):
        draw_ridge(sheet, base, rise, wave, shift, colour)


def _draw_city(sheet: Sheet) -> None:
    sheet.disc(0, 0.52, 0.22, colour=GOLD)
    sheet.disc(0, 0.52, 0.15, colour=VERMILION)
    draw_ridge(sheet, 0.58, 0.05, 4.8, 1.0, GOLD)
    for step, tall in enumerate((0.16, 0.3, 0.22, 0.4, 0.26, 0.18, 0.34, 0.24, 0.42, 0.2, 0.28, 0.16)):
        x = -0.69 + step * 0.125
        sheet.box(x - 0.055, 0.78 - tall, x + 0.055, 0.80, DEEP if step % 2 else INK)
        for row in range(int(tall / 0.06)):
            if (row * 3 + step) % 4:
                sheet.box(x - 0.025, 0.76 - row * 0.05 - 0.02, x + 0.025, 0.76 - row * 0.05, PALE_GOLD)
    sheet.box(-EDGE, 0.79, EDGE, 1.0, DEEP)
    for step in range(6):
        sheet.line(
            [(-0.3 + 0.03 * step, 0.83 + 0.03 * step), (0.3 - 0.03 * step, 0.83 + 0.03 * step)], GOLD, 0.006
        )


def _draw_river(sheet: Sheet) -> None:
    sheet.disc(-0.4, 0.2, 0.07, colour=PAPER)
    draw_ridge(sheet, 0.4, 0.1, 4.0, 0.2, PINE)
    sheet.box(-EDGE, 0.46, EDGE, 1.0, SAND)
    left = [(0.05 + math.sin(t / 5) * 0.2 - t * 0.008, 0.44 + t * 0.0187) for t in range(31)]
    right = [(x + 0.04 + (y - 0.44) * 0.7, y) for x, y in left]
    sheet.fill([*left, *reversed(right)], MIST)
    for step in range(5):
        at = left[6 + step * 5]
        sheet.line([(at[0] + 0.06, at[1]), (at[0] + 0.14 + step * 0.03, at[1])], PAPER, 0.006)
    for x, foot, tall in (
        (-0.55, 0.72, 0.3),
        (-0.4, 0.64, 0.2),
        (0.5, 0.62, 0.22),
        (0.62, 0.74, 0.3),
        (-0.6, 0.95, 0.34),
    ):
        draw_tree(sheet, x, foot, tall)


def _draw_fields(sheet: Sheet) -> None:
    sheet.disc(0.2, 0.3, 0.12, colour=VERMILION)
    draw_ridge(sheet, 0.42, 0.05, 4.2, 1.6, PINE)
    for strip in range(16):
        near, far = (strip - 8) * 0.22, (strip - 8) * 0.11
        colour = (GOLD, PALE_GOLD, PINE, MIST)[strip % 4]
        sheet.fill([(far, 0.44), (far + 0.11, 0.44), (near + 0.22, 1.0), (near, 1.0)], colour)
    draw_house(sheet, -0.42, 0.52, 0.24, PAPER, DEEP)


def _draw_snow(sheet: Sheet) -> None:
    draw_ridge(sheet, 0.5, 0.12, 3.8, 2.6, MIST)
    draw_ridge(sheet, 0.66, 0.06, 5.0, 0.8, PAPER)
    for step in range(9):
        draw_tree(sheet, -0.68 + step * 0.17, 0.76 + 0.02 * (step % 3), 0.22 + 0.05 * (step % 4))
    draw_ridge(sheet, 0.82, 0.03, 4.0, 4.0, PAPER)
    draw_house(sheet, 0.1, 0.88, 0.34, SAND, VERMILION)
    for step in range(46):
        x, y = (step * 37 % 97) / 97 * 1.5 - 0.75, (step * 53 % 89) / 89 * 0.8
        sheet.disc(x, y, 0.006 + 0.002 * (step % 3), colour=PAPER)


def _draw_lanterns(sheet: Sheet) -> None:
    sheet.box(-EDGE, 0.8, EDGE, 1.0, INK)
    for step in range(5):
        draw_house(
            sheet, -0.6 + step * 0.3, 0.84, 0.28, (INK, STONE)[step % 2], VERMILION if step % 2 else GOLD
        )
    for row in range(2):
        sheet.line(
            [(-EDGE, 0.08 + row * 0.16), (0, 0.14 + row * 0.16), (EDGE, 0.08 + row * 0.16)], GOLD, 0.004
        )
        for step in range(7):
            x = -0.6 + step * 0.2 + row * 0.05
            y = 0.08 + row * 0.16 + 0.06 * (1 - abs(x) / EDGE)
            sheet.line([(x, y), (x, y + 0.13)], GOLD, 0.004)
            sheet.disc(x, y + 0.06, 0.05, 0.042, colour=VERMILION)
            sheet.disc(x, y + 0.06, 0.02, 0.042, colour=GOLD)
