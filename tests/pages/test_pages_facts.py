"""What is known of the first county stands on its site, with basis and source; what was lost stays open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.catalog import Catalog
from tests.oracle.county import County, read_tree
from tests.pages.fixture import build_real_catalog, render_pages

STATED = [
    "10个", "14支", "1万余人", "10支", "2万余人", "1万余人次", "10万余人次", "24名", "2场", "40余处", "60%", "40%",
]  # fmt: skip
NAMES = {
    "about/": [
        "一套班子", "一支队伍", "三级管理", "五大平台", "五项任务", "市委书记", "理论宣讲", "健身体育",
        "持续深入移风易俗",
    ],
    "regulations/index.html": [
        "桦甸市建设新时代文明实践中心试点工作方案", "桦甸市新时代文明实践中心管理暂行办法",
        "学员管理制度", "宣讲管理制度",
        "活动管理制度", "联系指导制度", "考核激励制度", "全文待发布",
    ],
    "places/index.html": ["邮政", "博阅书苑", "金沙镇", "公吉乡"],
    "places/huajiao-youyi/": [
        "友谊村", "党员教育中心", "道德讲堂", "农家书屋", "文化广场", "青年之家", "妇女之家", "卫生室",
    ],
    "places/center/": ["桦甸市文体中心"],
    "teams/index.html": [
        "理论宣讲", "新乡贤", "法律服务", "青年志愿者", "巾帼志愿者", "教育服务", "文化惠民", "科技科普", "医疗卫生",
        "移风易俗", "乡村振兴", "脱贫攻坚", "红色文艺轻骑兵", "帮扶助困", "大爱金城",
    ],
    "programs/index.html": ["桦甸好人", "美丽村屯干净人家", "实践周", "文明家庭", "移风易俗", "文明村镇"],
    "themes/index.html": ["纪念改革开放40周年——乡村巨变话改革", "欢乐迎新年"],
}  # fmt: skip


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_real_catalog()


def test_every_stated_number_is_shown(catalog: Catalog) -> None:
    page = render_pages(catalog, ["figures/"])["figures/index.html"]
    assert [number for number in STATED if number not in page] == []


def test_every_lost_number_stays_open(catalog: Catalog) -> None:
    figures = catalog.registry.records("figure").values()
    lost = [figure for figure in figures if figure.quantity.basis == "lost"]
    assert len(lost) >= 5
    assert {figure.quantity.value for figure in lost} == {None}
    page = render_pages(catalog, ["figures/"])["figures/index.html"]
    assert page.count("数字待补") >= len(lost)


def test_every_number_has_a_source(catalog: Catalog) -> None:
    figures = catalog.registry.records("figure").values()
    assert [figure.id for figure in figures if not (figure.sources or figure.quantity.sources)] == []


@pytest.mark.parametrize("start", NAMES)
def test_every_name_is_found(start: str, catalog: Catalog) -> None:
    text = "".join(re.sub(r"<[^>]*>", "", page) for page in render_pages(catalog, [start]).values())
    assert [name for name in NAMES[start] if name not in text] == []


def test_another_county_bears_no_word_of_the_first(tmp_path: Path) -> None:
    county = County(tmp_path)
    assert county.build().report is not None
    words = ["桦甸".encode(), b"huadian", b"Huadian", b"220282", "金沙".encode(), "江城日报".encode()]
    bearing = [
        name
        for name, data in read_tree(county.settings.output).items()
        if any(word in data for word in words)
    ]
    assert bearing == []
