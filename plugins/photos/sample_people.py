"""Sample portraits: paper-cut figures without a face, so that no one can be taken for a person."""

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
    STONE,
    VERMILION,
    Colour,
    Sheet,
)

# Ground, halo, clothes, collar: four families, so that a wall of them is lively and still one set.
PALETTES: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    (SAND, PALE_GOLD, VERMILION, PAPER),
    (MIST, PAPER, PINE, PALE_GOLD),
    (PALE_GOLD, SAND, INK, VERMILION),
    (PAPER, MIST, DEEP, GOLD),
    (SAND, PAPER, PINE, PAPER),
    (PALE_GOLD, PAPER, VERMILION, INK),
)
SKINS: tuple[Colour, ...] = ((232, 196, 164), (222, 182, 148), (240, 208, 178))
HAIRS: tuple[Colour, ...] = (INK, STONE, (92, 72, 62))
HEAD = (0.0, 0.42)
RADIUS = (0.115, 0.14)


def draw_portrait(number: int, width: int = 900, height: int = 1200) -> bytes:
    """Portrait ``number`` (from 1) as a PNG: bust before a halo, one of eight heads, one of six palettes."""
    ground, halo, clothes, collar = PALETTES[number % len(PALETTES)]
    sheet = Sheet(width, height, ground)
    sheet.disc(0, 0.46, 0.31, colour=halo)
    _draw_pattern(sheet, number, halo)
    skin, hair = SKINS[number % 3], HAIRS[(number // 2) % 3]
    style = number % 8
    if style in (1, 5, 7):
        _draw_long_hair(sheet, hair, style)
    _draw_body(sheet, clothes, collar, skin, number % 3)
    sheet.disc(*HEAD, *RADIUS, colour=skin)
    _draw_hair(sheet, style, hair, clothes)
    _draw_emblem(sheet, number, collar)
    return sheet.to_png()


def _draw_pattern(sheet: Sheet, number: int, colour: Colour) -> None:
    """A few rings of a cut-paper flower in the upper corners."""
    for side in (-1, 1):
        for ring in range(3):
            radius = 0.05 + 0.035 * ring
            sheet.arc(side * 0.375, 0.0, radius, (0, 180), colour, 0.008)
    for step in range(5):
        if (number + step) % 2:
            sheet.disc(-0.32 + step * 0.16, 0.075 + 0.02 * (step % 2), 0.006, colour=colour)


def _draw_body(sheet: Sheet, clothes: Colour, collar: Colour, skin: Colour, cut: int) -> None:
    sheet.disc(0, 1.02, 0.335, 0.36, colour=clothes)
    sheet.box(-0.335, 1.0, 0.335, 1.1, clothes)
    sheet.box(-0.052, 0.5, 0.052, 0.70, skin, 0.03)
    sheet.disc(0, 0.685, 0.085, 0.045, colour=skin)
    if cut == 0:
        sheet.fill([(-0.10, 0.665), (0, 0.80), (-0.055, 0.86), (-0.145, 0.69)], collar)
        sheet.fill([(0.10, 0.665), (0, 0.80), (0.055, 0.86), (0.145, 0.69)], collar)
        sheet.line([(0, 0.83), (0, 1.0)], collar, 0.006)
    elif cut == 1:
        sheet.arc(0, 0.66, 0.105, (18, 162), collar, 0.03)
        for button in range(3):
            sheet.disc(0, 0.82 + 0.07 * button, 0.009, colour=collar)
    else:
        sheet.line([(-0.09, 0.67), (0.015, 0.80), (0.17, 0.94)], collar, 0.014)
        sheet.line([(0.09, 0.67), (0.015, 0.80)], collar, 0.014)


def _draw_long_hair(sheet: Sheet, hair: Colour, style: int) -> None:
    x, y = HEAD
    if style == 7:
        sheet.disc(x + 0.03, y - 0.165, 0.055, colour=hair)
        return
    length = 0.22 if style == 1 else 0.13
    sheet.box(x - 0.138, y - 0.06, x + 0.138, y + length, hair, 0.07)


def _draw_hair(sheet: Sheet, style: int, hair: Colour, clothes: Colour) -> None:
    x, y = HEAD
    across, down = RADIUS
    corners = (
        *sheet.place((x - across - 0.012, y - down - 0.022)),
        *sheet.place((x + across + 0.012, y + down)),
    )
    reach = {0: (188, 352), 1: (165, 375), 2: (200, 340), 3: (180, 360), 4: (180, 360)}.get(style, (172, 368))
    sheet.pen.chord(corners, *reach, fill=hair)
    if style == 2:
        sheet.fill(
            [(x - 0.125, y - 0.07), (x + 0.02, y - 0.125), (x + 0.125, y - 0.06), (x, y - 0.165)], hair
        )
    elif style in (1, 5):
        sheet.fill([(x - 0.127, y), (x - 0.03, y - 0.13), (x - 0.1, y + 0.08), (x - 0.132, y + 0.08)], hair)
        sheet.fill([(x + 0.127, y), (x + 0.03, y - 0.13), (x + 0.1, y + 0.08), (x + 0.132, y + 0.08)], hair)
    elif style == 3:
        sheet.box(x - 0.135, y - 0.085, x + 0.135, y - 0.05, clothes, 0.01)
        sheet.disc(x, y - 0.09, 0.128, 0.085, colour=clothes)
        sheet.box(x - 0.05, y - 0.075, x + 0.175, y - 0.052, clothes, 0.01)
    elif style == 6:
        sheet.line([(x - 0.09, y + 0.01), (x + 0.09, y + 0.01)], hair, 0.005)
        for side in (-1, 1):
            sheet.arc(x + side * 0.048, y + 0.012, 0.034, (0, 360), hair, 0.006)
    elif style == 4:
        sheet.disc(x - 0.128, y + 0.0, 0.018, 0.04, colour=hair)
        sheet.disc(x + 0.128, y + 0.0, 0.018, 0.04, colour=hair)


def _draw_emblem(sheet: Sheet, number: int, colour: Colour) -> None:
    """A flower, a heart or an ear of grain on the breast."""
    x, y, sort = -0.16, 0.84, number % 4
    if sort == 0:
        for dx, dy in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31)):
            sheet.disc(x + dx * 0.022, y + dy * 0.022, 0.016, colour=colour)
        sheet.disc(x, y, 0.011, colour=GOLD if colour != GOLD else VERMILION)
    elif sort == 1:
        for side in (-1, 1):
            sheet.disc(x + side * 0.015, y, 0.018, colour=colour)
        sheet.fill([(x - 0.031, y + 0.008), (x + 0.031, y + 0.008), (x, y + 0.045)], colour)
    elif sort == 2:
        sheet.line([(x, y + 0.05), (x, y - 0.035)], colour, 0.005)
        for step in range(4):
            for side in (-1, 1):
                sheet.disc(x + side * 0.013, y - 0.03 + step * 0.02, 0.008, 0.012, colour=colour)
