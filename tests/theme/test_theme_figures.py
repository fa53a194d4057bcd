"""Charts, tables and the model picture say exactly what they are given."""

from __future__ import annotations

import re
from typing import Any

from tests.theme.gallery import make_environment


def call(name: str, *arguments: Any, **named: Any) -> str:
    module = make_environment().get_template(f"components/{name}.html").module
    return str(getattr(module, name.replace("-", "_"))(*arguments, **named))


def cells(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", html, re.S)]


def test_heat_table_shades_by_quarters_and_keeps_unreported_apart_from_none() -> None:
    html = call(
        "heat-table", "场次", ["1月", "2月", "3月", "4月", "5月", "6月"], [("甲", "", [0, 2, 3, 5, 8, None])]
    )
    assert cells(html) == [
        "",
        "1月",
        "2月",
        "3月",
        "4月",
        "5月",
        "6月",
        "合计",
        "甲",
        "0",
        "2",
        "3",
        "5",
        "8",
        "–未报",
        "18",
    ]
    assert re.findall(r'class="h(\d)"', html) == ["1", "2", "3", "4"]


def test_bar_chart_draws_in_proportion_and_draws_no_bar_for_the_unknown() -> None:
    html = call("bar-chart", "好人", [("甲", 4, "4"), ("乙", 1, "1余"), ("丙", 0, "0"), ("丁", None, "")])
    assert re.findall(r'<rect width="([\d.]+)%"', html) == ["100.0", "25.0", "0.0"]
    assert cells(html) == ["项目", "数量", "甲", "4", "乙", "1余", "丙", "0", "丁", "数字待补"]


def test_line_chart_breaks_at_a_gap_and_carries_its_table() -> None:
    html = call("line-chart", "户数", ["1", "2", "3", "4"], [("户", [10, 20, None, 5])])
    assert re.findall(r'cy="([\d.]+)"', html) == ["125.0", "30.0", "172.5"]
    assert len(re.findall(r"<line x1", html)) == 1
    assert cells(html) == ["时间", "户", "1", "10", "2", "20", "3", "待补", "4", "5"]


def test_line_chart_of_nothing_and_of_one_point() -> None:
    assert "<circle" not in call("line-chart", "空", ["1"], [("户", [None])])
    assert call("line-chart", "一", ["1"], [("户", [3])]).count("<circle") == 1


def test_line_chart_of_more_than_anybody_counts() -> None:
    html = call("line-chart", "多", ["1", "2"], [("户", [0, 10**12])])
    assert re.findall(r'cy="([\d.]+)"', html) == ["220.0", "30.0"]


def test_model_picture_breaks_labels_without_losing_a_character() -> None:
    labels = [
        "学习实践科学理论",
        "宣传宣讲党的政策",
        "培育践行主流价值",
        "丰富活跃文化生活",
        "持续深入移风易俗",
    ]
    html = call(
        "model-picture",
        "模式",
        [{"numeral": 5, "name": "五项任务", "items": [(label, "/x/") for label in labels]}],
    )
    texts = re.findall(r"<text font-size[^>]*>(.*?)</text>", html)
    assert [re.sub(r"<[^>]+>", "", text) for text in texts] == labels
    boxes = [
        (float(x), float(width))
        for x, width in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', html)
    ]
    assert all(x >= 0 and x + width <= 360 for x, width in boxes)
    longest = max(len(line) for line in re.findall(r"<tspan[^>]*>(.*?)</tspan>", html))
    assert longest * 17 <= boxes[0][1]


def test_a_lost_number_is_never_shown_as_a_figure() -> None:
    for name, arguments in (("quantity", ("37",)), ("stat", ("37", "活动"))):
        html = call(name, *arguments, basis="lost")
        assert "数字待补" in html and "37" not in html


def test_byline_takes_the_press_form() -> None:
    html = call("byline", [("记者", ["甲", "乙"]), ("通讯员", ["丙"])])
    assert html == '<p class="byline">（记者 甲 乙 通讯员 丙）</p>'


def test_footer_shows_filing_lines_only_where_given() -> None:
    assert "备" not in call("site-footer", "站", filing={"icp": "", "police": "", "site_code": ""})
    html = call("site-footer", "站", filing={"icp": "某ICP备1号", "police": "", "site_code": ""})
    assert re.findall(r"<li>(.*?)</li>", html) == [
        '<a href="https://beian.miit.gov.cn/" rel="external">某ICP备1号</a>'
    ]
