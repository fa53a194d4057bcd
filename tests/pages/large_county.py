"""A county of many places, for the sizes of its pages. Literal text by rule, the same every time."""

from __future__ import annotations

SYLLABLES = "东西南北上下前后大小新老金银石木水土山河"


def build_large_texts(
    towns: int, villages: int, activities: int, *, lone_parent: bool = False
) -> dict[str, str]:
    """``towns`` towns of ``villages`` villages, each village with a station and a team, and activities over them.

    ``lone_parent`` hangs every station on the centre, the worst case for the centre's own page.
    """
    divisions, places, teams, rows = [], ["- {id: center, name: 某县文明实践中心, level: center}"], [], []
    teams.append("- {id: corps, name: 某县志愿服务总队, level: corps, home: center}")
    stations: list[str] = []
    for town in range(towns):
        name = f"{SYLLABLES[town % 20]}{SYLLABLES[town // 20 + 3]}镇"
        divisions.append(
            f"- {{id: t{town}, name: {name}, level: town, sort: 镇, code: 220282{town:03}, scheme: NBS-2023}}"
        )
        places.append(
            f"- {{id: s{town}, name: {name}新时代文明实践所, short: {name}实践所, level: institute, parent: center, division: t{town}}}"
        )
        for village in range(villages):
            key = f"t{town}-v{village}"
            called = f"{SYLLABLES[village % 20]}{SYLLABLES[village // 20 % 20]}{SYLLABLES[town % 20]}村"
            divisions.append(
                f"- {{id: {key}, name: {called}, level: village, sort: 村, parent: t{town}, code: 220282{town:03}{village:03}, scheme: NBS-2023}}"
            )
            parent = "center" if lone_parent else f"s{town}"
            places.append(
                f"- {{id: {key}, name: {called}新时代文明实践站, short: {called}实践站, level: station, parent: {parent}, division: {key}, telephone: 0432-66{town:02}{village:04}, address: {name}{called}村部一楼大厅}}"
            )
            teams.append(
                f"- {{id: d-{key}, name: {called}志愿服务分队, level: backbone, parent: corps, home: {key}, field: art, members: 12人}}"
            )
            stations.append(key)
    for number in range(activities):
        key = stations[number * 7 % len(stations)]
        status = "planned" if number % 10 == 0 else "held"
        year, month, day = (
            (2026, 12, number % 28 + 1)
            if status == "planned"
            else (2016 + number % 10, number % 12 + 1, number % 28 + 1)
        )
        rows.append(
            f"- {{id: a{number}, title: 在{key}办的第{number}场活动, status: {status}, starts: '{year}-{month:02}-{day:02} 09:00', place: {key}, teams: [d-{key}], attendance: 30人次}}"
        )
    texts = {"divisions": divisions, "places": places, "teams": teams, "activities": rows}
    return {f"data/{name}.yml": "\n".join(lines) + "\n" for name, lines in texts.items() if lines}
