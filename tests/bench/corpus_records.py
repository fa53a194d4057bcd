"""Seeded records of a county that does not exist, for the bench: as YAML for the portal, as plain rows for the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .corpus_texts import TOPICS, Writer

VILLAGES = 15
SITE = """id: ceshi
name: 测试县新时代文明实践中心
short_name: 测试文明实践
slogan: 只为计时
summary: 这个县并不存在,它的文稿和记录由程序写成,用来比较建站的快慢。
region: {name: 测试县, code: 999902, scheme: TEST, box: {west: 100, south: 30, east: 101, north: 31}}
operator: 测试县新时代文明实践中心
contact: {telephone: 0999-1234567}
columns:
"""
COLUMNS = (
    "news 动态",
    "activities 活动",
    "honors 好人",
    "places 阵地",
    "teams 队伍",
    "programs 项目",
    "figures 数字",
)
VOCABULARIES = """place_levels:
  - {id: center, name: 实践中心, short: 中心}
  - {id: institute, name: 实践所, short: 所}
  - {id: station, name: 实践站, short: 站}
team_levels:
  - {id: corps, name: 总队}
  - {id: branch, name: 分队}
resources:
  - {id: library, name: 农家书屋, description: 借书看报}
fields:
  - {id: health, name: 医疗卫生}
  - {id: art, name: 文化文艺}
platforms:
  - {id: culture, name: 文化服务, description: 演出和读书}
  - {id: science, name: 科技服务, description: 讲课和示范}
tasks:
  - {id: study, name: 学习科学理论}
  - {id: customs, name: 推进移风易俗}
honor_categories:
  - {id: help, name: 助人为乐}
  - {id: brave, name: 见义勇为}
  - {id: honest, name: 诚实守信}
regulation_sorts:
  - {id: rule, name: 管理制度}
topics:
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a generator without record kinds gets it: a page with a title, a summary and fields."""

    kind: str
    id: str
    title: str
    summary: str
    fields: tuple[tuple[str, str], ...]
    body: str


@dataclass(frozen=True, slots=True)
class County:
    """``files``: YAML by path under the data folder. ``rows``: the same records, those that have pages of their own."""

    files: dict[str, str]
    rows: tuple[Row, ...]
    places: tuple[str, ...]
    teams: tuple[str, ...]


def write_county(count: int, writer: Writer) -> County:
    """About ``count`` records: 5 % villages and stations each, 10 % teams, 25 % honourees, the rest activities."""
    towns = max(2, count // 300)
    files = {
        "site.yml": SITE + "".join(_column(*column.split()) for column in COLUMNS),
        "vocabularies.yml": VOCABULARIES
        + "".join(
            f"  - {{id: topic-{number}, name: 主题{number}, description: 第{number}个主题}}\n"
            for number in range(1, TOPICS + 1)
        ),
        "sources.yml": "- {id: paper, title: 测试试刊, publisher: 测试县, date: 2025-03}\n",
    }
    rows: list[Row] = []
    places = _write_places(towns, count, writer, files, rows)
    teams = _write_teams(places, count, writer, files, rows)
    _write_honors(places, count, writer, files, rows)
    _write_activities(places, teams, count - len(rows), writer, files, rows)
    return County(files, tuple(rows), tuple(places), tuple(teams))


def _column(key: str, name: str) -> str:
    return (
        f"  - {{id: {key}, name: {name}, description: 测试县的{name}, keywords: [{name}], type: 工作动态}}\n"
    )


def _record(**fields: Any) -> str:
    lines = [f"{key}: {value}" for key, value in fields.items() if value != ""]
    return "- " + "\n  ".join(lines) + "\n"


def _write_places(
    towns: int, count: int, writer: Writer, files: dict[str, str], rows: list[Row]
) -> list[str]:
    divisions, places = [], [_record(id="center", name="测试县实践中心", level="center", venue="文化馆")]
    names = ["center"]
    rows.append(Row("places", "center", "测试县实践中心", "", (("地点", "文化馆"),), ""))
    stations = max(2, count // 20)
    for town in range(towns):
        divisions.append(
            f"- {{id: t{town}, name: 第{town}镇, level: town, sort: 镇, code: 999902{town:03}, scheme: TEST}}\n"
        )
        places.append(
            _record(
                id=f"s{town}",
                name=f"第{town}镇实践所",
                level="institute",
                parent="center",
                division=f"t{town}",
            )
        )
        rows.append(Row("places", f"s{town}", f"第{town}镇实践所", "", (), ""))
    for number in range(stations):
        town, key = number % towns, f"c{number}"
        divisions.append(
            f"- {{id: {key}, name: 第{number}村, level: village, sort: 村, parent: t{town}, "
            f"code: 999902{town:03}{number:03}, scheme: TEST}}\n"
        )
        telephone, address = f"0999-6{number % 1000000:06}", f"第{number}村村部一楼"
        places.append(
            _record(
                id=key,
                name=f"第{number}村实践站",
                level="station",
                parent=f"s{town}",
                division=key,
                address=address,
                telephone=telephone,
                hours="[{days: 周一至周五, opens: '08:30', closes: '16:30'}]",
                resources="[{term: library}]",
            )  # fmt: skip
        )
        rows.append(
            Row("places", key, f"第{number}村实践站", address, (("电话", telephone), ("地址", address)), "")
        )
        names.append(key)
    files["divisions.yml"], files["places.yml"] = "".join(divisions), "".join(places)
    return names


def _write_teams(
    places: list[str], count: int, writer: Writer, files: dict[str, str], rows: list[Row]
) -> list[str]:
    teams = [_record(id="corps", name="测试县总队", level="corps", members="3000余人")]
    rows.append(Row("teams", "corps", "测试县总队", "", (("人数", "3000余人"),), ""))
    names = ["corps"]
    for number in range(count // 10):
        key, field = f"d{number}", ("health", "art")[number % 2]
        teams.append(
            _record(
                id=key,
                name=f"第{number}分队",
                level="branch",
                parent="corps",
                field=field,
                platforms="[culture]",
                members=f"{number % 40 + 5}人",
                home=places[number % len(places)],
            )  # fmt: skip
        )
        rows.append(Row("teams", key, f"第{number}分队", field, (("人数", f"{number % 40 + 5}人"),), ""))
        names.append(key)
    files["teams.yml"] = "".join(teams)
    return names


def _write_honors(
    places: list[str], count: int, writer: Writer, files: dict[str, str], rows: list[Row]
) -> None:
    number = count // 4
    batches = [(2016 + index // 2, index % 2 + 1) for index in range(max(1, min(20, number // 10)))]
    files["batches.yml"] = "".join(
        _record(
            id=f"{year}-{part}",
            year=year,
            sequence=part,
            label=f"{year}年第{part}批好人",
            stated_count=f"{number}名",
        )
        for year, part in batches
    )
    rows += [Row("batches", f"{y}-{p}", f"{y}年第{p}批好人", "", (), "") for y, p in batches]
    honorees = []
    for index in range(number):
        year, part = batches[index % len(batches)]
        deed, citation, story = writer.phrase(30), writer.phrase(24), writer.sentence(10)
        honorees.append(
            _record(
                id=f"h{index}",
                name=f"人物第{index}号",
                batch=f"{year}-{part}",
                category=("help", "brave", "honest")[index % 3],
                place=places[index % len(places)],
                deed=deed,
                citation=citation,
                story=f"|\n    {story}",
                consent="{given: true, on: 2025-01, scope: [name, story]}",
            )  # fmt: skip
        )
        rows.append(
            Row(
                "honors",
                f"h{index}",
                f"人物第{index}号",
                deed,
                (("批次", f"{year}-{part}"), ("颁奖词", citation)),
                story,
            )
        )
    files["honorees.yml"] = "".join(honorees)


def _write_activities(
    places: list[str], teams: list[str], count: int, writer: Writer, files: dict[str, str], rows: list[Row]
) -> None:
    by_year: dict[int, list[str]] = {}
    for number in range(max(count, 0)):
        year, month, day = 2016 + number % 10, number // 10 % 12 + 1, number % 28 + 1
        title, report = f"{writer.phrase(10)}第{number}场", writer.sentence(8)
        place, team = places[number * 7 % len(places)], teams[number * 3 % len(teams)]
        by_year.setdefault(year, []).append(
            _record(
                id=f"a{number}",
                title=title,
                status="held",
                starts=f"{year}-{month:02}-{day:02} 09:00",
                place=place,
                teams=f"[{team}]",
                platforms=f"[{('culture', 'science')[number % 2]}]",
                tasks=f"[{('study', 'customs')[number % 2]}]",
                attendance=f"{number % 90 + 20}余人次",
                report=f"|\n    {report}",
            )  # fmt: skip
        )
        fields = (
            ("时间", f"{year}-{month:02}-{day:02}"),
            ("阵地", place),
            ("队伍", team),
            ("人次", f"{number % 90 + 20}余人次"),
        )
        rows.append(Row("activities", f"a{number}", title, "", fields, report))
    for year, records in by_year.items():
        files[f"activities/{year}.yml"] = "".join(records)
