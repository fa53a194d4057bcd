"""Quantities: what is printed, what it comes to, and sums that claim no more than their parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from plugins.registry.numerals import Reading, parse_number, show_number, show_reading
from plugins.registry.quantities import Quantity, show_quantity
from plugins.registry.totals import (
    Total,
    UnitsDifferError,
    show_total,
    single_total,
    sum_by_unit,
    sum_quantities,
)

READ = [
    ("24人", "24", "exact", "人"),
    ("0人", "0", "exact", "人"),
    ("24", "24", "exact", ""),
    ("1万余人", "10000", "over", "人"),
    ("2万余人", "20000", "over", "人"),
    ("10万余人次", "100000", "over", "人次"),
    ("10余万人次", "100000", "over", "人次"),
    ("40余处", "40", "over", "处"),
    ("40多处", "40", "over", "处"),
    ("3000多人", "3000", "over", "人"),
    ("约300户", "300", "about", "户"),
    ("大约300户", "300", "about", "户"),
    ("300户左右", "300", "about", "户"),
    ("300左右", "300", "about", ""),
    ("近百人", "100", "nearly", "人"),
    ("将近100人", "100", "nearly", "人"),
    ("接近1万人", "10000", "nearly", "人"),
    ("不足50人", "50", "nearly", "人"),
    ("不到50人", "50", "nearly", "人"),
    ("60%", "60", "exact", "%"),
    ("60％", "60", "exact", "%"),
    ("百分之六十", "60", "exact", "%"),
    ("约百分之六十五", "65", "about", "%"),
    ("3.5‰", "3.5", "exact", "‰"),
    ("60%以上", "60", "over", "%"),
    ("上千人次", "1000", "over", "人次"),
    ("上百场", "100", "over", "场"),
    ("上万人", "10000", "over", "人"),
    ("3.5万元", "35000", "exact", "元"),
    ("1.25亿元", "125000000", "exact", "元"),
    ("达到100人", "100", "exact", "人"),
    ("达100人", "100", "exact", "人"),
    ("共24人", "24", "exact", "人"),
    ("累计1200小时", "1200", "exact", "小时"),
    ("共有40余处", "40", "over", "处"),
    ("十余场", "10", "over", "场"),
    ("十几人", "10", "over", "人"),
    ("数十人", "10", "over", "人"),
    ("几百人", "100", "over", "人"),
    ("十万余人", "100000", "over", "人"),
    ("十余万人", "100000", "over", "人"),
    ("二十四人", "24", "exact", "人"),
    ("二百一十五户", "215", "exact", "户"),
    ("一千零八人", "1008", "exact", "人"),
    ("两千人", "2000", "exact", "人"),
    ("一万二千人", "12000", "exact", "人"),
    ("一亿二千万元", "120000000", "exact", "元"),
    ("万人", "10000", "exact", "人"),
    ("2万3千人", "23000", "exact", "人"),
    ("3千人", "3000", "exact", "人"),
    ("5百万元", "5000000", "exact", "元"),
    ("1,234人", "1234", "exact", "人"),
    ("1，234人", "1234", "exact", "人"),
    ("１００人", "100", "exact", "人"),
    ("100人以上", "100", "over", "人"),
    ("100人以下", "100", "nearly", "人"),
    ("超过100人", "100", "over", "人"),
    ("超100人", "100", "over", "人"),
    ("逾百人", "100", "over", "人"),
    ("至少100人", "100", "over", "人"),
    ("不少于100人", "100", "over", "人"),
    ("12.5小时", "12.5", "exact", "小时"),
    ("12.50小时", "12.5", "exact", "小时"),
    ("300 户", "300", "exact", "户"),
    ("24人(组)", "24", "exact", "人(组)"),
    ("24人（组）", "24", "exact", "人(组)"),
    ("6个村", "6", "exact", "个村"),
]

REFUSED = [
    ("余人", "“余人”前面的数字缺失"),
    ("余场", "“余场”前面的数字缺失"),
    ("约余户", "“约余户”前面的数字缺失"),
    ("若干", "“若干”没有说出数目"),
    ("许多人", "“许多人”没有说出数目"),
    ("约300余户", "“约300余户”里两种说法相抵：约、余"),
    ("近百余人", "“近百余人”里两种说法相抵：近、余"),
    ("-5人", "“-5人”是负数"),
    ("40%~20%", "“40%~20%”后一个数不大于前一个"),
    ("一二三人", "“一二三”不像一个数"),
    ("人很多", "看不懂数值“人很多”"),
    ("1e5人", "看不懂数值“1e5人”"),
]


def quantity(written: object) -> Quantity:
    return Quantity.model_validate(written)


def refusal(written: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        quantity(written)
    return [error["msg"] for error in caught.value.errors()]


@pytest.mark.parametrize(("text", "value", "qualifier", "unit"), READ)
def test_reads_what_sources_print(text: str, value: str, qualifier: str, unit: str) -> None:
    assert quantity(text).model_dump(exclude_defaults=True) == {
        "text": text,
        "value": Decimal(value),
        **({"qualifier": qualifier} if qualifier != "exact" else {}),
        **({"unit": unit} if unit else {}),
    }


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_refuses_what_is_no_number(text: str, message: str) -> None:
    assert refusal(text) == [message]


def test_a_range_keeps_both_ends() -> None:
    assert parse_number("20%～40%") == Reading(Decimal(20), "range", "%", Decimal(40))
    assert parse_number("3~5万元") == Reading(Decimal(30000), "range", "元", Decimal(50000))


def test_a_forecast_says_so() -> None:
    assert quantity("预计60%").basis == "forecast"
    assert quantity({"text": "预计60%", "basis": "stated"}).basis == "stated"


def test_a_lost_number_stays_lost() -> None:
    lost = quantity({"text": "未知", "unit": "场"})
    assert (lost.value, lost.basis, lost.unit, show_quantity(lost)) == (None, "lost", "场", "数字待补")
    assert refusal({"text": "未知", "basis": "stated"}) == ["数值未知，依据却不是 lost"]
    assert refusal({"text": "12场", "basis": "lost"}) == ["依据写了 lost（数字残缺），却给出了数值"]


def test_the_value_cannot_be_written() -> None:
    assert refusal({"text": "未知", "value": "300"}) == ["“value”由原文算出，不用写"]


def test_units_and_derivation() -> None:
    assert quantity({"text": "约300", "unit": "户"}).unit == "户"
    assert refusal({"text": "12场", "unit": "次"}) == ["单位写了两个：场 与 次"]
    assert refusal({"text": "12场", "basis": "derived"}) == ["推得的数值没有写依据"]


def test_shows_the_sources_words() -> None:
    assert [show_quantity(quantity(text)) for text in ("达到100人", "1万余人")] == ["达到100人", "1万余人"]
    assert show_quantity(quantity({"text": "约300", "unit": "户"})) == "约300户"


def test_sorts_by_value() -> None:
    texts = ["1万余人", "未知", "约300户", "近百人", "100人", "百余人"]
    assert [item.text for item in sorted(map(quantity, texts))] == [
        "未知",
        "近百人",
        "100人",
        "百余人",
        "约300户",
        "1万余人",
    ]


SUMS = [
    ([], "0"),
    (["24人", "6人"], "30人"),
    (["24人", "6名"], "30人"),
    (["1万余人", "2万人"], "至少3万人"),
    (["约300户", "20户"], "约320户"),
    (["近百人", "20人"], "约120人"),
    (["近百人", "1万余人"], "至少约1.01万人"),
    (["24人", "未知"], "至少24人（另有1项待补）"),
    (["约300户", "未知", "未知"], "至少约300户（另有2项待补）"),
    (["3~5人", "2人"], "至少5人"),
    (["预计30户", "12户"], "预计42户"),
    (["未知"], "数字待补"),
    (["未知", "未知"], "数字待补（2项）"),
    (["6234人", "6111人"], "12345人"),
]


@pytest.mark.parametrize(("texts", "shown"), SUMS)
def test_sums_are_honest(texts: list[str], shown: str) -> None:
    assert show_total(sum_quantities(map(quantity, texts))) == shown


def test_what_cannot_be_added_is_refused() -> None:
    with pytest.raises(UnitsDifferError):
        sum_quantities([quantity("24人"), quantity("24人次")])
    with pytest.raises(UnitsDifferError):
        sum_quantities([quantity("60%")])


def test_units_are_added_apart() -> None:
    items = [quantity(text) for text in ("24人", "1万余人次", "60%", "6人", "未知")]
    assert [show_total(total) for total in sum_by_unit(items)] == ["数字待补", "30人", "至少1万人次"]
    assert [show_total(total) for total in sum_by_unit(items[0::3] + items[4:])] == [
        "至少30人（另有1项待补）"
    ]


UNITS = st.sampled_from(["", "人", "人次", "户", "处", "场", "小时", "元", "人(组)", "%"])
WHOLE = st.integers(0, 10**12).map(Decimal)
CENTS = st.integers(0, 10**8).map(lambda number: parse_number(f"{number // 100}.{number % 100:02}").value)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    qualifier = draw(st.sampled_from(["exact", "over", "nearly", "about", "range"]))
    value = draw(st.one_of(WHOLE, CENTS))
    high = value + draw(st.integers(1, 10**6)) if qualifier == "range" else None
    return Reading(value, qualifier, draw(UNITS), high, draw(st.booleans()))


@given(readings())
def test_showing_and_reading_back_is_the_identity(reading: Reading) -> None:
    assert parse_number(show_reading(reading)) == reading


@given(st.one_of(WHOLE, CENTS))
def test_a_shown_number_reads_back(value: Decimal) -> None:
    assert parse_number(show_number(value)).value == value


def chinese(number: int) -> str:
    """An independent writer of Chinese numerals below 10^8, as an oracle for the reader."""

    def small(value: int) -> str:
        text, gap = "", False
        for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = value // step % 10
            if digit:
                text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = not digit
        return text

    high, low = divmod(number, 10**4)
    if not high:
        return small(low)
    return small(high) + "万" + ("零" if 0 < low < 1000 else "") + small(low)


@given(st.integers(1, 10**8 - 1))
def test_reads_chinese_numerals(number: int) -> None:
    assert parse_number(chinese(number) + "人") == Reading(Decimal(number), "exact", "人")


@given(st.text(max_size=20))
def test_never_fails_otherwise(text: str) -> None:
    try:
        assert quantity(text).text == text.strip()
    except ValidationError as error:
        assert len(error.errors()) == 1


ITEMS = st.lists(
    st.sampled_from([text for text, *_, unit in READ if unit == "人"] + ["未知"]).map(quantity), max_size=8
)


@given(ITEMS, st.randoms())
def test_a_sum_has_no_order(items: list[Quantity], chance: object) -> None:
    mixed = list(items)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert sum_quantities(mixed) == sum_quantities(items)


@given(ITEMS, ITEMS, ITEMS)
def test_a_sum_has_no_grouping(one: list[Quantity], two: list[Quantity], three: list[Quantity]) -> None:
    a, b, c = map(sum_quantities, (one, two, three))
    assert (a + b) + c == a + (b + c) == sum_quantities(one + two + three)


@given(ITEMS)
def test_an_unknown_never_changes_what_is_known(items: list[Quantity]) -> None:
    before = sum_quantities(items)
    after = before + single_total(quantity("未知"))
    assert (after.known, after.parts, after.approximate) == (before.known, before.parts, before.approximate)
    assert after.unknown == before.unknown + 1
    assert before + Total() == before
