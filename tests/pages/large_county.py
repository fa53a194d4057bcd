"""A county of many places, for the sizes of its pages. Literal text by rule, the same every time."""

from __future__ import annotations

import json

SYLLABLES = "东西南北上下前后大小新老金银石木水土山河"
Row = dict[str, object]


def build_large_texts(
    towns: int, villages: int, activities: int, *, lone_parent: bool = False
) -> dict[str, str]:
    """``towns`` towns of ``villages`` villages, each village with a station and a team, and activities over them.

    ``lone_parent`` hangs every station on the centre, the worst case for the centre's own page.
    """
    divisions: list[Row] = []
    places: list[Row] = [{"id": "center", "name": "某县文明实践中心", "level": "center"}]
    teams: list[Row] = [{"id": "corps", "name": "某县志愿服务总队", "level": "corps", "home": "center"}]
    for town in range(towns):
        name = f"{SYLLABLES[town % 20]}{SYLLABLES[town // 20 + 3]}镇"
        divisions.append(_division(f"t{town}", name, "town", f"220282{town:03}"))
        places.append(_place(f"s{town}", f"{name}实践所", "institute", "center", f"t{town}"))
        for village in range(villages):
            key = f"t{town}-v{village}"
            called = f"{SYLLABLES[village % 20]}{SYLLABLES[village // 20 % 20]}{SYLLABLES[town % 20]}村"
            divisions.append(
                _division(key, called, "village", f"220282{town:03}{village:03}") | {"parent": f"t{town}"}
            )
            station = _place(key, f"{called}实践站", "station", "center" if lone_parent else f"s{town}", key)
            places.append(
                station
                | {"telephone": f"0432-66{town:02}{village:04}", "address": f"{name}{called}村部一楼大厅"}
            )
            team = {"id": f"d-{key}", "name": f"{called}志愿服务分队", "level": "backbone", "parent": "corps"}
            teams.append(team | {"home": key, "field": "art", "members": "12人"})
    stations = [str(place["id"]) for place in places if place["level"] == "station"]
    held = [_activity(number, stations[number * 7 % len(stations)]) for number in range(activities)]
    rows = {"divisions": divisions, "places": places, "teams": teams, "activities": held}
    # JSON is YAML, and quicker to write.
    return {
        f"data/{name}.yml": "".join(f"- {json.dumps(row, ensure_ascii=False)}\n" for row in found)
        for name, found in rows.items()
        if found
    }


def _division(key: str, name: str, level: str, code: str) -> Row:
    return {"id": key, "name": name, "level": level, "sort": name[-1], "code": code, "scheme": "NBS-2023"}


def _place(key: str, short: str, level: str, parent: str, division: str) -> Row:
    name = short.replace("实践", "新时代文明实践")
    return {"id": key, "name": name, "short": short, "level": level, "parent": parent, "division": division}


def _activity(number: int, key: str) -> Row:
    day = number % 28 + 1
    coming = number % 10 == 0
    starts = (
        f"2026-12-{day:02} 09:00" if coming else f"{2016 + number % 10}-{number % 12 + 1:02}-{day:02} 09:00"
    )
    status = "planned" if coming else "held"
    row: Row = {
        "id": f"a{number}",
        "title": f"在{key}办的第{number}场活动",
        "status": status,
        "starts": starts,
    }
    return row | {"place": key, "teams": [f"d-{key}"], "attendance": "30人次"}
