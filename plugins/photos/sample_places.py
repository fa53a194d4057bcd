"""Sample places: flat shapes, after woodcut and paper-cut."""

from __future__ import annotations

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
    Colour,
    Sheet,
)
from plugins.photos.sample_shapes import CLOTHES, EDGE, SIZE, draw_figure, draw_house, draw_ridge, draw_tree


def draw_place(number: int) -> bytes:
    """Place ``number`` (from 1): in turn a village station, a square, library shelves and a stage, each in
    three lights."""
    light = (number - 1) // 4
    sheet = Sheet(*SIZE, (SKY, SAND, PALE_GOLD)[light % 3])
    (_draw_station, _draw_square, _draw_library, _draw_stage)[(number - 1) % 4](sheet, light)
    return sheet.to_png()


def _draw_station(sheet: Sheet, light: int) -> None:
    sheet.disc(0.45 - 0.4 * light, 0.2, 0.075, colour=(VERMILION, GOLD, VERMILION)[light])
    draw_ridge(sheet, 0.52, 0.10, 4.2, light * 2.0, MIST)
    draw_ridge(sheet, 0.62, 0.05, 6.1, light * 1.3 + 1, PINE)
    sheet.box(-EDGE, 0.76, EDGE, 1.0, SAND if light != 1 else PALE_GOLD)
    draw_house(sheet, -0.02, 0.84, 0.62, PAPER, VERMILION if light != 2 else DEEP)
    sheet.box(-0.15, 0.595, 0.11, 0.64, GOLD, 0.008)
    for x, tall in ((-0.62, 0.36), (-0.5, 0.26), (0.5, 0.32), (0.64, 0.24)):
        draw_tree(sheet, x, 0.84, tall)
    sheet.fill([(-0.06, 0.84), (0.02, 0.84), (0.2, 1.0), (-0.2, 1.0)], PAPER)


def _draw_square(sheet: Sheet, light: int) -> None:
    draw_ridge(sheet, 0.5, 0.04, 5.0, light + 0.5, MIST if light == 1 else PALE_GOLD if light == 0 else SAND)
    for step, tall in enumerate((0.22, 0.32, 0.18, 0.28, 0.36, 0.2, 0.26)):
        x = -0.66 + step * 0.22
        sheet.box(x - 0.085, 0.62 - tall, x + 0.085, 0.62, (STONE, PINE, DEEP)[(step + light) % 3])
        for row in range(int(tall / 0.07)):
            for column in (-1, 0, 1):
                at = (x + column * 0.045, 0.60 - row * 0.06 - 0.025)
                sheet.box(at[0] - 0.012, at[1] - 0.014, at[0] + 0.012, at[1] + 0.014, PALE_GOLD)
    sheet.box(-EDGE, 0.62, EDGE, 1.0, PAPER)
    for ring in range(4, 0, -1):
        sheet.disc(0, 0.82, 0.13 * ring, 0.042 * ring, colour=SAND if ring % 2 == 0 else PAPER)
    sheet.box(-0.016, 0.36, 0.016, 0.82, INK)
    sheet.fill([(0.016, 0.37), (0.22, 0.39), (0.19, 0.45), (0.22, 0.51), (0.016, 0.49)], VERMILION)
    for x in (-0.56, -0.36, 0.4, 0.58):
        draw_tree(sheet, x, 0.78, 0.2)


def _draw_library(sheet: Sheet, light: int) -> None:
    sheet.box(-EDGE, 0.84, EDGE, 1.0, (STONE, SAND, GOLD)[light])
    sheet.box(-0.62, 0.12, 0.62, 0.86, DEEP, 0.01)
    books: tuple[Colour, ...] = (VERMILION, GOLD, PINE, PAPER, MIST, STONE, PALE_GOLD)
    for row in range(4):
        shelf = 0.30 + row * 0.175
        sheet.box(-0.60, shelf - 0.155, 0.60, shelf, INK)
        x, step = -0.59, row * 7 + light * 3
        while x < 0.55:
            wide, tall = 0.022 + 0.009 * (step * 5 % 4), 0.10 + 0.014 * (step * 3 % 4)
            if step % 9 != 8:
                sheet.box(x, shelf - tall, x + wide - 0.004, shelf, books[step * 4 % len(books)], 0.003)
            x, step = x + wide, step + 1
    sheet.box(-0.3, 0.80, 0.3, 0.83, GOLD, 0.006)
    for x in (-0.26, 0.26):
        sheet.box(x - 0.012, 0.83, x + 0.012, 0.97, GOLD)
    sheet.fill([(-0.11, 0.79), (0, 0.80), (0, 0.735), (-0.11, 0.725)], PAPER)
    sheet.fill([(0.11, 0.79), (0, 0.80), (0, 0.735), (0.11, 0.725)], SAND)


def _draw_stage(sheet: Sheet, light: int) -> None:
    sheet.box(-EDGE, 0, EDGE, 0.74, (DEEP, PINE, VERMILION)[light])
    sheet.disc(0, 0.66, 0.5, 0.42, colour=(GOLD, MIST, PALE_GOLD)[light])
    sheet.disc(0, 0.70, 0.36, 0.34, colour=PAPER)
    for side in (-1, 1):
        for fold in range(4):
            at = side * (EDGE - 0.05 * fold)
            colour = VERMILION if (fold + light) % 2 else DEEP
            sheet.fill(
                [(at, 0), (at - side * 0.07, 0), (at - side * (0.03 - 0.01 * fold), 0.76), (at, 0.76)], colour
            )
    for step in range(10):
        sheet.disc(-0.675 + step * 0.15, 0.0, 0.085, 0.1, colour=GOLD if step % 2 else VERMILION)
    sheet.box(-EDGE, 0.74, EDGE, 0.80, GOLD)
    sheet.box(-EDGE, 0.80, EDGE, 1.0, INK)
    for step, x in enumerate((-0.2, 0.0, 0.2)):
        draw_figure(sheet, x, 0.755, 0.30, CLOTHES[(step + light * 2) % 5], "up" if step == 1 else "out")
