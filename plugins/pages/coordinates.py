"""Way-finding links to the three map apps in use, for a point whose reference system is known. Pure."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from plugins.registry.coordinates import bd09_to_gcj02, wgs84_to_gcj02

Links = list[tuple[str, str]]


def to_gcj02(lng: float, lat: float, system: str) -> tuple[float, float]:
    """(longitude, latitude) in GCJ-02 of a point in ``WGS-84``, ``GCJ-02`` or ``BD-09``."""
    if system == "WGS-84":
        return wgs84_to_gcj02(lng, lat)
    return bd09_to_gcj02(lng, lat) if system == "BD-09" else (lng, lat)


def map_addresses(name: str, address: str, geo: Any, referer: str) -> Links:
    """(app, address) for 高德, 腾讯 and 百度; none for a place without a point. ``referer`` is the site's name.

    The shapes are those of the apps' published URI interfaces; all three are given GCJ-02.
    """
    if geo is None:
        return []
    lng, lat = (f"{degrees:.6f}" for degrees in to_gcj02(geo.lng, geo.lat, geo.system))
    label, where, source = (quote(text, safe="") for text in (name, address or name, referer))
    return [
        (
            "高德地图",
            f"https://uri.amap.com/marker?position={lng},{lat}&name={label}&src={source}&coordinate=gaode&callnative=1",
        ),
        (
            "腾讯地图",
            f"https://apis.map.qq.com/uri/v1/marker?marker=coord:{lat},{lng};title:{label};addr:{where}&referer={source}",
        ),
        (
            "百度地图",
            f"https://api.map.baidu.com/marker?location={lat},{lng}&title={label}&content={where}"
            f"&output=html&coord_type=gcj02&src={source}",
        ),
    ]
