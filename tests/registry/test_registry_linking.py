"""What linking gives: one registry whatever the order, references checked with a cure, look-ups, digests, positions."""

from __future__ import annotations

import datetime as dt
import pickle
import random

import pytest

from plugins.registry.checking import find_circles
from plugins.registry.checks_work import check_dates
from plugins.registry.coordinates import gcj02_to_wgs84, to_wgs84, wgs84_to_gcj02
from plugins.registry.linking import link_registry
from plugins.registry.models import Activity, Figure, Honoree, Place
from plugins.registry.parsing import parse_data_file
from plugins.registry.references import find_refs, list_refs
from tests.registry.registry_samples import BASE, link_all, parse_all, shown

PLACES = """\
- id: center
  name: 样县实践中心
  level: center
- id: jinsha
  name: 金沙镇实践所
  level: institute
  parent: center
  aliases: [jinsha-zhen]
"""
TEAMS = """\
- id: yiliao-weisheng
  name: 医疗卫生志愿服务队
  short: 医疗队
  level: backbone
  home: jinsha
"""
FILES = {"data/places/a.yml": PLACES, "data/teams/a.yml": TEAMS}


def activity(**fields: str) -> dict[str, str]:
    written = {"id": "yizhen", "title": "义诊", "status": "held", "starts": "2019-06-12", **fields}
    return {
        **FILES,
        "data/activities/a.yml": "".join(f"{name}: {value}\n" for name, value in written.items()),
    }


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"teams": "[yiliao-weishen]"}, "5:9: 错误 D204 没有标识为“yiliao-weishen”的队伍(是否要写 yiliao-weisheng？)"),
        ({"teams": "[医疗卫生志愿服务队]"}, "5:9: 错误 D107"),
        ({"teams": "[yiliao-weisheng, zzz]"}, "5:26: 错误 D204 没有标识为“zzz”的队伍(先登记它，或删去这一处)"),
        ({"place": "jinsha-zhen"}, "5:8: 错误 D204 没有标识为“jinsha-zhen”的阵地(已改名，请写 jinsha)"),
        ({"platforms": "[wenhu]"}, "5:13: 错误 D204 词表 platforms 里没有“wenhu”(是否要写 wenhua？)"),
        ({"sources": "[{source: baoda}]"}, "5:20: 错误 D204 没有标识为“baoda”的来源(是否要写 baodao？)"),
        ({"attendance": "{text: 9人次, sources: [baod]}"}, "5:35: 错误 D204 没有标识为“baod”的来源(是否要写 baodao？)"),
    ],
)  # fmt: skip
def test_references(fields: dict[str, str], problem: str) -> None:
    (line,) = shown(activity(**fields))
    assert line.startswith(f"data/activities/a.yml:{problem}")


def test_references_of_every_depth_are_known() -> None:
    assert {(".".join(path), ref.kind, ref.vocabulary) for path, ref in list_refs(Place)} == {
        ("sources.*.source", "source", ""),
        ("level", "term", "place_levels"),
        ("parent", "place", ""),
        ("division", "division", ""),
        ("geo.source", "source", ""),
        ("resources.*.term", "term", "resources"),
        ("posts.*.holder.source", "source", ""),
    }
    assert {".".join(path) for path, _ in list_refs(Figure)} == {
        "sources.*.source",
        "quantity.sources.*.source",
    }
    assert "call.number.sources.*.source" in {".".join(path) for path, _ in list_refs(Activity)}
    assert "awards.*.source" in {".".join(path) for path, _ in list_refs(Honoree)}
    place = link_all(FILES)[0].get("place", "jinsha")
    assert [(where, target) for where, target, _ in find_refs(place)] == [
        (("level",), "institute"),
        (("parent",), "center"),
    ]


def test_the_order_of_files_does_not_matter() -> None:
    files = {**activity(teams="[zzz]"), "data/places/b.yml": PLACES}
    parsed = parse_all(files)
    first = link_registry(parsed)
    for seed in range(5):
        random.Random(seed).shuffle(parsed)
        again = link_registry(parsed)
        assert again[1] == first[1]
        assert [list(again[0].records(kind)) for kind in again[0].kinds()] == [
            list(first[0].records(kind)) for kind in first[0].kinds()
        ]
    assert [str(problem) for problem in first[1]][1:] == [
        "data/places/b.yml:1:3: 错误 D201 标识“center”已在 data/places/a.yml:1 用过(换一个标识；同一条记录就删去一处)",
        "data/places/b.yml:4:3: 错误 D201 标识“jinsha”已在 data/places/a.yml:4 用过(换一个标识；同一条记录就删去一处)",
    ]


def test_records_stand_in_their_declared_order() -> None:
    order = {"b": 2, "a": 1, "c": 1}
    text = "".join(
        f"- {{id: {name}, title: 制度, sort: rule, order: {number}}}\n" for name, number in order.items()
    )
    registry, problems = link_all({"data/regulations.yml": text})
    assert problems == []
    assert list(registry.records("regulation")) == ["a", "c", "b"]


def test_look_ups() -> None:
    registry, problems = link_all(FILES)
    assert problems == []
    assert registry.site.region.code == "999901"
    assert registry.get("place", "jinsha-zhen") is None
    assert registry.resolve("place", "jinsha-zhen").name == "金沙镇实践所"
    assert dict(registry.aliases("place")) == {"jinsha-zhen": "jinsha"}
    assert registry.position("place", "jinsha") == ("data/places/a.yml", 4, 3)
    assert registry.locate("place", "jinsha", "parent") == ("data/places/a.yml", 7, 11)
    assert registry.locate("place", "jinsha", "parent", key=True) == ("data/places/a.yml", 7, 3)
    assert registry.locate("place", "jinsha", "venue") == ("data/places/a.yml", 4, 3)
    assert [term.id for term in registry.terms("place_levels")] == ["center", "institute", "station"]
    assert registry.vocabularies()[:2] == ("place_levels", "team_levels")
    assert registry.get("term", "tasks/yifeng").name == "移风易俗"
    assert [registry.suggest("team", name) for name in ("yiliao", "医疗队", "医疗卫生服务队", "zzz")] == [
        "yiliao-weisheng",
        "yiliao-weisheng",
        "yiliao-weisheng",
        "",
    ]
    with pytest.raises(TypeError):
        registry.records("place")["x"] = None  # type: ignore[index]


def test_a_digest_is_of_the_record_alone() -> None:
    before = link_all(FILES)[0]
    moved = "# 说明\n\n- id: aa\n  name: 前\n  level: center\n" + PLACES
    after = link_all({**FILES, "data/places/a.yml": moved})[0]
    changed = link_all({**FILES, "data/places/a.yml": PLACES.replace("金沙镇", "金沙")})[0]
    assert (
        before.digest("place", "jinsha")
        == after.digest("place", "jinsha")
        != changed.digest("place", "jinsha")
    )
    assert before.digest("place", "center") == changed.digest("place", "center")


def test_a_parsed_file_pickles_small_and_whole() -> None:
    text = "".join(
        f"- {{id: p{n}, name: 第{n}站, level: station, telephone: 0432-12345678}}\n" for n in range(200)
    )
    parsed = parse_data_file("data/places/a.yml", text.encode())
    packed = pickle.dumps(parsed, 5)
    assert pickle.loads(packed) == parsed
    assert pickle.loads(packed).records[7].record.model_dump() == parsed.records[7].record.model_dump()
    assert len(packed) < 4 * len(text.encode())


def test_circles() -> None:
    assert find_circles({"a": "b", "b": "c", "c": "a", "d": "a", "e": None, "f": "f", "g": "zzz"}) == [
        ["a", "b", "c"],
        ["f"],
    ]


def test_an_empty_site_is_one_problem() -> None:
    assert [str(problem) for problem in link_registry([])[1]] == [
        "data/site.yml:1:1: 错误 D217 没有网站信息(写 data/site.yml：名称、地区、主办单位、栏目)"
    ]


def test_dates_against_today() -> None:
    registry, problems = link_all(activity(starts="2026-06", status="planned"))
    assert problems == []
    assert check_dates(registry, dt.date(2026, 6, 30)) == []
    assert [str(problem) for problem in check_dates(registry, dt.date(2026, 7, 1))] == [
        "data/activities/a.yml:4:9: 提醒 D224 预告“义诊”的时间已过（2026-06）(办过了改为 held，没办改为 cancelled)"
    ]


def test_dates_known_in_part_are_no_contradiction() -> None:
    assert shown(activity(starts="2019-06-12 09:30", ends="2019-06")) == []
    assert shown(activity(starts="2019-06", ends="2019-06-01")) == []
    assert shown(activity(starts="2019-06-12 09:30", ends="2019-06-12")) == []
    assert shown(activity(starts="2019-06-12", ends="2019-05")) == [
        "data/activities/a.yml:5:7: 错误 D207 结束时间早于开始时间（2019-05早于2019-06-12）(核对两个时间)"
    ]


def test_coordinates() -> None:
    # Tiananmen in both systems, as gcoord gives it.
    assert wgs84_to_gcj02(116.391, 39.907) == pytest.approx((116.39724, 39.90840), abs=2e-5)
    assert gcj02_to_wgs84(*wgs84_to_gcj02(126.74, 42.97)) == pytest.approx((126.74, 42.97), abs=1e-9)
    assert to_wgs84(126.74, 42.97, "WGS-84") == (126.74, 42.97)
    assert to_wgs84(116.403694, 39.914271, "BD-09") == pytest.approx((116.391, 39.907), abs=1e-3)


def test_a_point_far_away_is_told() -> None:
    geo = "  geo: {lat: 90, lng: 42.97, system: GCJ-02, source: baodao}\n"
    (line,) = shown({"data/places/a.yml": PLACES + geo})
    assert line == "data/places/a.yml:9:8: 错误 D213 坐标不在本地区的范围里(核对经纬度和坐标系；拿不准就不写)"


def test_the_base_is_clean() -> None:
    assert shown({}) == []
    assert list(link_registry(parse_all({}))[0].records("site")) == ["yangxian"]
    assert set(BASE) == {"data/site.yml", "data/vocabularies.yml", "data/sources.yml"}
