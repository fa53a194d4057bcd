"""Sample activities: figures without faces at what volunteers do."""

from __future__ import annotations

from collections.abc import Callable

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
from plugins.photos.sample_shapes import (
    CLOTHES,
    EDGE,
    SIZE,
    draw_figure,
    draw_flags,
    draw_house,
    draw_ridge,
    draw_tree,
)


def draw_activity(number: int) -> bytes:
    """Activity ``number`` (from 1): people at one of five doings, on one of four grounds."""
    turn = (number - 1) // 5
    sheet = Sheet(*SIZE, (SAND, MIST, PALE_GOLD, SKY)[turn % 4])
    doing: Callable[[Sheet, int], None] = (
        _draw_talk,
        _draw_clinic,
        _draw_dance,
        _draw_planting,
        _draw_visit,
    )[(number - 1) % 5]
    doing(sheet, number + turn)
    return sheet.to_png()


def _draw_talk(sheet: Sheet, number: int) -> None:
    sheet.box(-0.42, 0.10, 0.42, 0.52, PAPER, 0.01)
    sheet.box(-0.39, 0.13, 0.39, 0.49, PINE if number % 2 else DEEP, 0.006)
    for row in range(3):
        sheet.line(
            [(-0.28, 0.21 + row * 0.085), (0.02 + 0.08 * ((row + number) % 3), 0.21 + row * 0.085)],
            PALE_GOLD,
            0.012,
        )
    sheet.box(-EDGE, 0.68, EDGE, 1.0, STONE)
    draw_figure(sheet, 0.5, 0.74, 0.42, CLOTHES[number % 5], "out")
    for step in range(6):
        x = -0.6 + step * 0.2
        colour = CLOTHES[(step + number) % 5]
        sheet.disc(x, 1.0, 0.095, 0.16, colour=colour)
        sheet.disc(x, 0.79, 0.056, 0.062, colour=INK)


def _draw_clinic(sheet: Sheet, number: int) -> None:
    sheet.fill([(-0.5, 0.3), (-0.4, 0.12), (0.4, 0.12), (0.5, 0.3)], VERMILION if number % 2 else PINE)
    for x in (-0.48, 0.48):
        sheet.box(x - 0.01, 0.3, x + 0.01, 0.86, INK)
    sheet.disc(0, 0.21, 0.055, colour=PAPER)
    sheet.box(-0.012, 0.172, 0.012, 0.248, PINE)
    sheet.box(-0.038, 0.198, 0.038, 0.222, PINE)
    sheet.box(-EDGE, 0.82, EDGE, 1.0, STONE)
    draw_figure(sheet, -0.2, 0.88, 0.5, PAPER, "out")
    draw_figure(sheet, 0.14, 0.88, 0.46, CLOTHES[number % 5])
    sheet.box(-0.36, 0.70, 0.30, 0.735, GOLD, 0.008)
    for x in (-0.32, 0.26):
        sheet.box(x - 0.01, 0.73, x + 0.01, 0.93, GOLD)
    for step in range(2):
        draw_figure(sheet, 0.38 + 0.2 * step, 0.9, 0.44, CLOTHES[(number + step + 1) % 5])


def _draw_dance(sheet: Sheet, number: int) -> None:
    sheet.disc(0, 0.42, 0.26, colour=PAPER)
    draw_flags(sheet, 0.08)
    sheet.disc(0, 1.05, 0.95, 0.3, colour=STONE)
    for step in range(5):
        x = -0.52 + step * 0.26
        tall = 0.46 if step % 2 == 0 else 0.42
        draw_figure(
            sheet, x, 0.92, tall, CLOTHES[(step + number) % 5], "up" if (step + number) % 2 else "out"
        )
        sheet.fill(
            [(x + 0.11, 0.92 - tall * 0.95), (x + 0.19, 0.92 - tall * 1.1), (x + 0.2, 0.92 - tall * 0.9)],
            VERMILION if number % 2 else GOLD,
        )


def _draw_planting(sheet: Sheet, number: int) -> None:
    sheet.disc(-0.45, 0.22, 0.08, colour=GOLD if number % 2 else VERMILION)
    draw_ridge(sheet, 0.55, 0.08, 4.0, number * 0.7, MIST if number != 10 else SKY)
    draw_ridge(sheet, 0.70, 0.03, 7.0, number * 1.1, PINE)
    sheet.box(-EDGE, 0.80, EDGE, 1.0, DEEP)
    for step in range(4):
        x = -0.54 + step * 0.36
        sheet.disc(x, 0.93, 0.075, 0.022, colour=INK)
        draw_tree(sheet, x, 0.93, 0.30, MIST if step % 2 else PINE)
        if step < 3:
            draw_figure(sheet, x + 0.17, 0.94, 0.42, (VERMILION, GOLD, PAPER)[(step + number) % 3], "out")


def _draw_visit(sheet: Sheet, number: int) -> None:
    draw_ridge(sheet, 0.58, 0.07, 3.6, number * 0.9, PAPER)
    sheet.box(-EDGE, 0.80, EDGE, 1.0, STONE)
    draw_house(sheet, -0.34, 0.84, 0.66, PAPER if number % 2 else SAND, DEEP)
    for side in (-1, 1):
        sheet.line([(-0.34 + side * 0.09, 0.56), (-0.34 + side * 0.09, 0.60)], INK, 0.004)
        sheet.disc(-0.34 + side * 0.09, 0.62, 0.026, 0.024, colour=VERMILION)
    for step in range(3):
        draw_figure(
            sheet,
            0.12 + step * 0.22,
            0.93,
            0.46 - 0.04 * (step == 1),
            CLOTHES[(number + step) % 5],
            "out" if step == 0 else "down",
        )
    sheet.box(0.16, 0.70, 0.25, 0.78, GOLD, 0.006)
    sheet.line([(0.205, 0.70), (0.205, 0.78)], VERMILION, 0.008)
