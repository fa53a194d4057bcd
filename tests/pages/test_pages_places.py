"""Places, towns, the finder: an empty, a small and a full county."""

from __future__ import annotations

import json

import pytest

from plugins.catalog import CatalogLook
from plugins.catalog.pinyin import initials_of, spell_name
from plugins.pages.coordinates import map_addresses, to_gcj02
from plugins.pages.find import view_find
from plugins.pages.place import contact_of
from plugins.registry.parts import Geo
from tests.pages.fixture import build_small_catalog, links_of, list_pages, render_pages, text_of
from tests.pages.large_county import build_large_texts

COUNTY = {
    "data/sources.yml": "- {id: survey, title: 测绘成果, publisher: 县测绘院}\n",
    "data/divisions.yml": """
- {id: east, name: 东镇, level: town, sort: 镇, code: 220282101, scheme: NBS-2023}
- {id: east-dan, name: 单家店村, level: village, sort: 村, parent: east, code: 220282101201, scheme: NBS-2023}
- {id: east-ba, name: 坝上村, level: village, sort: 村, parent: east, code: 220282101202, scheme: NBS-2023}
- {id: bare, name: 北街道, level: town, sort: 街道, code: 220282001, scheme: NBS-2023}
""",
    "data/places.yml": """
- {id: center, name: 某县实践中心, level: center, telephone: 0432-66660000}
- {id: east-suo, name: 东镇实践所, level: institute, parent: center, division: east}
- id: east-dan
  name: 单家店村实践站
  level: station
  parent: east-suo
  division: east-dan
  address: 单家店村部
  telephone: 0432-66661111
  hours: [{days: 周一至周五, opens: '08:30', closes: '17:00', remark: 节假日除外}]
  resources: [{term: library, remark: 藏书两架}]
  posts: [{role: 站长, offices: [村党组织书记]}]
  guiding_unit: 县文化局
  geo: {lat: '43.0', lng: '126.7', system: GCJ-02, source: survey}
""",
    "data/teams.yml": """
- {id: corps, name: 某县总队, level: corps, home: center}
- {id: dance, name: 秧歌队, level: backbone, parent: corps, home: east-dan, field: art, members: 12人}
""",
    "data/activities.yml": """
- {id: a1, title: 看演出, status: held, starts: 2026-10-01, place: east-dan, teams: [dance], attendance: 30人次}
- {id: a2, title: 听讲座, status: held, starts: 2026-09-01, place: east-dan}
- {id: a3, title: 量血压, status: planned, starts: '2026-11-28 09:00', place: east-dan, teams: [dance]}
- {id: a4, title: 写春联, status: planned, starts: '2026-12-20 09:00', place: east-suo}
""",
    "data/figures.yml": """
- id: suo
  label: 实践所
  group: 阵地
  quantity: {text: 10个, sources: [survey]}
  counts: {kind: place, where: {level: institute}}
""",
}


def test_an_empty_county_says_what_will_stand_there() -> None:
    pages = render_pages(build_small_catalog(), ["places/"])
    assert sorted(pages) == [
        "places/find/index.html",
        "places/index.html",
        "places/levels/center/index.html",
        "places/levels/institute/index.html",
        "places/levels/station/index.html",
    ]
    empty = {name: text_of(text, "//p[@class='empty-title']") for name, text in pages.items()}
    assert empty == {
        "places/find/index.html": ["阵地名录待登记"],
        "places/index.html": ["乡镇、街道待登记", "阵地名录待登记"],
        "places/levels/center/index.html": ["尚未登记实践中心"],
        "places/levels/institute/index.html": ["尚未登记实践所"],
        "places/levels/station/index.html": ["尚未登记实践站"],
    }


def test_the_directory_shows_tree_towns_and_stated_beside_listed() -> None:
    page = render_pages(build_small_catalog(COUNTY), ["places/index.html"])["places/index.html"]
    assert text_of(page, "//div[@class='tree']//a | //div[@class='tree']//summary") == [
        "某县实践中心 下设1处",
        "某县实践中心主页",
        "东镇实践所 下设1处",
        "东镇实践所主页",
        "单家店村实践站",
    ]
    assert text_of(page, "//nav[@class='tags']//a") == ["东镇 2", "北街道 0"]
    assert text_of(page, "//div[@class='stat']/p") == [
        "实践所",
        "10个",
        "报道所载",
        "本站已列 1个",
        "来源：测绘成果",
    ]


def test_a_station_shows_everything_known_of_it() -> None:
    page = render_pages(build_small_catalog(COUNTY), ["places/east-dan/"])["places/east-dan/index.html"]
    assert text_of(page, "//dl[@class='facts']/div") == [
        "乡镇、街道东镇",
        "村、社区单家店村",
        "上级阵地东镇实践所",
        "联系指导单位县文化局",
        "农家书屋借书看报。藏书两架",
    ]
    assert text_of(page, "//table[@class='hours']//tr") == ["周一至周五（节假日除外）08:30—17:00"]
    assert text_of(page, "//section[@aria-labelledby='coming']//h4") == ["量血压"]
    assert text_of(page, "//section[@aria-labelledby='past']//p[@class='narrow']") == [
        "办过2场；参加至少30人次（另有1项待补）"
    ]
    assert links_of(page) == [
        "/places/",
        "/places/towns/east/",
        "/places/levels/station/",
        "/places/east-suo/",
        "tel:0432-66661111",
        *[
            href
            for _, href in map_addresses(
                "单家店村实践站", "单家店村部", _point(126.7, 43.0, "GCJ-02"), "某县文明实践中心"
            )
        ],
        "/activities/coming/",
        "/activities/a3/",
        "/activities/a1/",
        "/activities/a2/",
        "/teams/",
        "/teams/dance/",
        "/activities/regularity/",
    ]


def test_a_place_without_telephone_shows_the_nearest_above_and_says_whose() -> None:
    look = CatalogLook(build_small_catalog(COUNTY))
    assert contact_of(look, look("place/east-suo")) == {
        "telephone": "0432-66660000",
        "address": "东镇（门牌待补）",
        "office": "",
        "note": "本处电话待补，这是某县实践中心的电话。",
    }
    assert contact_of(look, look("place/east-dan"))["note"] == ""


def test_a_town_page_has_its_places_work_and_villages() -> None:
    pages = render_pages(build_small_catalog(COUNTY), ["places/towns/"])
    east = pages["places/towns/east/index.html"]
    assert text_of(east, "//div[@id='places']//h2") == ["实践所", "实践站"]
    assert text_of(east, "//section[@aria-labelledby='coming']//h4") == ["量血压", "写春联"]
    assert text_of(east, "//section[@aria-labelledby='villages']//dl/div") == ["单家店村单家店村实践站"]
    assert text_of(east, "//section[@aria-labelledby='villages']/p") == [
        "共2个，其中1个登记了实践站",
        "实践站待登记：坝上村",
    ]
    bare = pages["places/towns/bare/index.html"]
    assert text_of(bare, "//p[@class='empty-title']") == [
        "这里还没有登记的阵地",
        "近期没有预告的活动",
        "还没有登记办过的活动",
        "尚未登记本地的队伍",
        "村和社区待登记",
        "还没有登记本地的好人",
    ]


def test_the_finder_leads_every_village_to_its_station_or_the_towns_seat() -> None:
    _, view = view_find(CatalogLook(build_small_catalog(COUNTY)), "/")
    shown = [
        (
            group["name"],
            [(entry.label, entry.place, entry.href) for entry in group["served"]],
            [(entry.label, entry.href) for entry in group["others"]],
        )
        for group in view["groups"]
    ]
    assert shown == [
        ("北街道", [], []),
        (
            "东镇",
            [("东镇实践所", "", "/places/east-suo/"), ("单家店村", "单家店村实践站", "/places/east-dan/")],
            [("坝上村", "/places/east-suo/")],
        ),
    ]
    assert [entry.label for entry in view["loose"]] == ["某县实践中心"]


def test_a_large_finder_splits_into_towns_and_a_file_of_names() -> None:
    catalog = build_small_catalog(build_large_texts(3, 150, 0))
    pages = list_pages(catalog)
    find = str(pages["places/find/index.html"].render(CatalogLook(catalog)))
    assert links_of(find, "nav[@aria-label='按乡镇、街道']") == [
        "/places/towns/t0/#villages",
        "/places/towns/t2/#villages",
        "/places/towns/t1/#villages",
    ]
    names = json.loads(pages["places/find/names.json"].render(CatalogLook(catalog)))
    assert [len(rows) for _, rows in names] == [151, 151, 151, 1]
    assert names[0][1][0] == ["东北镇实践所", "", "dong bei zhen shi jian suo", "/places/s0/"]


@pytest.mark.nightly
@pytest.mark.parametrize("lone_parent", [False, True])
def test_no_page_over_150_kb_at_3000_places_and_10000_activities(lone_parent: bool) -> None:
    catalog = build_small_catalog(build_large_texts(14, 214, 10_000, lone_parent=lone_parent))
    sizes = {
        name: len(str(page.render(CatalogLook(catalog))).encode())
        for name, page in list_pages(catalog).items()
        if name.endswith(".html")
    }
    assert {name: size for name, size in sizes.items() if size > 150_000} == {}
    assert len(sizes) > 16_000


def _point(lng: float, lat: float, system: str) -> Geo:
    return Geo.model_validate({"lat": str(lat), "lng": str(lng), "system": system, "source": "survey"})


def test_map_addresses_turn_every_system_into_gcj02() -> None:
    # coordtransform's published examples, to a metre.
    assert to_gcj02(116.404, 39.915, "GCJ-02") == (116.404, 39.915)
    assert to_gcj02(116.404, 39.915, "WGS-84") == pytest.approx(
        (116.41024449916938, 39.91640428150164), abs=1e-5
    )
    assert to_gcj02(116.404, 39.915, "BD-09") == pytest.approx(
        (116.39762729119315, 39.90865673957631), abs=1e-5
    )
    assert map_addresses("站", "路1号", None, "县") == []
    assert map_addresses("站 A", "", _point(126.7, 43.0, "GCJ-02"), "县") == [
        (
            "高德地图",
            "https://uri.amap.com/marker?position=126.700000,43.000000&name=%E7%AB%99%20A&src=%E5%8E%BF&coordinate=gaode&callnative=1",
        ),
        (
            "腾讯地图",
            "https://apis.map.qq.com/uri/v1/marker?marker=coord:43.000000,126.700000;title:%E7%AB%99%20A;addr:%E7%AB%99%20A&referer=%E5%8E%BF",
        ),
        (
            "百度地图",
            "https://api.map.baidu.com/marker?location=43.000000,126.700000&title=%E7%AB%99%20A&content=%E7%AB%99%20A&output=html&coord_type=gcj02&src=%E5%8E%BF",
        ),
    ]


@pytest.mark.parametrize(
    ("name", "given", "person", "spelling", "initials"),
    [
        ("独木村", "", False, "du mu cun", "dmc"),
        ("单家店村", "", False, "shan jia dian cun", "sjdc"),
        ("单示例", "", True, "shan shi li", "ssl"),
        ("尉迟示例", "", True, "yu chi shi li", "ycsl"),
        ("解放村", "", False, "jie fang cun", "jfc"),
        ("朝阳村", "", False, "chao yang cun", "cyc"),
        ("红石砬子镇", "", False, "hong shi la zi zhen", "hslzz"),
        ("鸭绿沟村", "ya lu gou cun", False, "ya lu gou cun", "ylgc"),
        ("第2站（东）", "", False, "di 2 zhan dong", "d2zd"),
        ("", "", False, "", ""),
    ],
)
def test_names_are_spelled(name: str, given: str, person: bool, spelling: str, initials: str) -> None:
    assert spell_name(name, given, person=person) == spelling
    assert initials_of(spelling) == initials
