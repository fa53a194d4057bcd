"""Chinese reference systems to WGS-84. The published forms of GCJ-02 and BD-09, good to about a metre here."""

from __future__ import annotations

import math

_A = 6378245.0
_EE = 0.00669342162296594323


def _shift(lng: float, lat: float) -> tuple[float, float]:
    """How far GCJ-02 lies from WGS-84 at a point, in degrees."""
    x, y = lng - 105.0, lat - 35.0
    wave = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + wave
    north += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    north += (160.0 * math.sin(y / 12.0 * math.pi) + 320 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + wave
    east += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    east += (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    radians = lat / 180.0 * math.pi
    magic = 1 - _EE * math.sin(radians) ** 2
    root = math.sqrt(magic)
    return (
        east * 180.0 / (_A / root * math.cos(radians) * math.pi),
        north * 180.0 / (_A * (1 - _EE) / (magic * root) * math.pi),
    )


def wgs84_to_gcj02(lng: float, lat: float) -> tuple[float, float]:
    """(longitude, latitude) in GCJ-02, for links to Chinese maps."""
    east, north = _shift(lng, lat)
    return lng + east, lat + north


def gcj02_to_wgs84(lng: float, lat: float) -> tuple[float, float]:
    """(longitude, latitude) in WGS-84, by fixed-point iteration. GCJ-02 means nothing far from China: unchanged there."""
    if not (72.0 <= lng <= 138.0 and 0.8 <= lat <= 56.0):
        return lng, lat
    east, north = lng, lat
    for _ in range(8):
        there = wgs84_to_gcj02(east, north)
        east, north = east - (there[0] - lng), north - (there[1] - lat)
    return east, north


def bd09_to_gcj02(lng: float, lat: float) -> tuple[float, float]:
    x, y = lng - 0.0065, lat - 0.006
    turn = math.pi * 3000.0 / 180.0
    radius = math.sqrt(x * x + y * y) - 0.00002 * math.sin(y * turn)
    angle = math.atan2(y, x) - 0.000003 * math.cos(x * turn)
    return radius * math.cos(angle), radius * math.sin(angle)


def to_wgs84(lng: float, lat: float, system: str) -> tuple[float, float]:
    """(longitude, latitude) in WGS-84 of a point in ``WGS-84``, ``GCJ-02`` or ``BD-09``."""
    if system == "WGS-84":
        return lng, lat
    return gcj02_to_wgs84(*(bd09_to_gcj02(lng, lat) if system == "BD-09" else (lng, lat)))
