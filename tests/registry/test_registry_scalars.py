"""Dates and other scalars: what is written, what is refused, and the cure."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from plugins.registry.dates import LocalTime, Moment, Month, PartialDate
from plugins.registry.models_people import Batch, Ceremony
from plugins.registry.parts import Consent, Geo, Holder, Hours, Photo, parse_days
from plugins.registry.scalars import Code, Email, Phone, Slug, WebAddress, WholeNumber, YearNumber, YesNo


def read(kind: object, text: object) -> object:
    return TypeAdapter(kind).validate_python(text)


def refusal(kind: object, text: object) -> tuple[str, str]:
    with pytest.raises(ValidationError) as caught:
        read(kind, text)
    (error,) = caught.value.errors()
    return error["msg"], error.get("ctx", {}).get("hint", "")


@pytest.mark.parametrize(
    ("text", "value", "shown", "first", "last"),
    [
        ("2019", PartialDate(2019), "2019年", dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
        ("2019-06", PartialDate(2019, 6), "2019年6月", dt.date(2019, 6, 1), dt.date(2019, 6, 30)),
        ("2020-02", PartialDate(2020, 2), "2020年2月", dt.date(2020, 2, 1), dt.date(2020, 2, 29)),
        ("2019-06-12", PartialDate(2019, 6, 12), "2019年6月12日", dt.date(2019, 6, 12), dt.date(2019, 6, 12)),
    ],
)
def test_dates_are_as_precise_as_known(
    text: str, value: PartialDate, shown: str, first: dt.date, last: dt.date
) -> None:
    found = read(PartialDate, text)
    assert found == value
    assert (value.text, value.value, value.first_day(), value.last_day()) == (shown, text, first, last)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2019年6月", "请用半角写作 2019-06"),
        ("２０１９-06", "请用半角写作 2019-06"),
        ("2019/6/12", "请用半角写作 2019-06-12"),
        ("2019.6", "请用半角写作 2019-06"),
        ("2019-6-1", "请用半角写作 2019-06-01"),
        ("2019-06-12 09:30", "这里只写日期：2019-06-12"),
        ("去年", "知道多少写多少：2019、2019-06 或 2019-06-12"),
        ("2019-02-29", "2019年2月只有 28 天"),
        ("2019-13", "月份为 01 到 12"),
        ("2019-00", "月份为 01 到 12"),
    ],
)
def test_other_notations_get_their_cure(text: str, hint: str) -> None:
    assert refusal(PartialDate, text)[1] == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2019-06-12 9:30", "请用半角写作 2019-06-12 09:30"),
        ("2019-06-12 09\uff1a30", "请用半角写作 2019-06-12 09:30"),
        ("2019年6月12日 9时30分", "请用半角写作 2019-06-12 09:30"),
        ("2019-06-12", "写作 2019-06-12 09:30"),
        ("2019-06-12 25:00", "时为 00 到 23，分为 00 到 59"),
    ],
)
def test_times_too(text: str, hint: str) -> None:
    assert refusal(LocalTime, text)[1] == hint


def test_a_local_time_is_in_shanghai() -> None:
    time = LocalTime.parse("2019-06-12 09:30")
    assert (time.text, time.value, time.iso, time.date, time.month_key) == (
        "2019年6月12日 09:30",
        "2019-06-12 09:30",
        "2019-06-12T09:30:00+08:00",
        PartialDate(2019, 6, 12),
        "2019-06",
    )


def test_a_moment_is_either_and_both_sort_together() -> None:
    texts = ["2019-06-12 09:30", "2019", "2019-06-12", "2019-06", "2018-12-31 23:59"]
    found = sorted(TypeAdapter(list[Moment]).validate_python(texts))
    assert [item.value for item in found] == [
        "2018-12-31 23:59",
        "2019",
        "2019-06",
        "2019-06-12",
        "2019-06-12 09:30",
    ]
    assert refusal(Moment, "2019-06-12 09\uff1a30")[1] == "请用半角写作 2019-06-12 09:30"


def test_a_month_is_a_month() -> None:
    assert read(Month, "2018-12") == PartialDate(2018, 12)
    assert refusal(Month, "2018") == ("“2018”不是月份", "写作 2018-12")


@given(st.dates(dt.date(1, 1, 1)))
def test_a_date_reads_back(day: dt.date) -> None:
    assert PartialDate.parse(day.isoformat()).first_day() == day
    assert PartialDate.parse(day.isoformat()).value == day.isoformat()


@given(st.text(max_size=20))
def test_no_text_breaks_a_scalar(text: str) -> None:
    for kind in (
        PartialDate,
        LocalTime,
        Moment,
        Month,
        Phone,
        Email,
        WebAddress,
        Code,
        Slug,
        YearNumber,
        YesNo,
    ):
        try:
            read(kind, text)
        except ValidationError as error:
            assert len(error.errors()) == 1


@pytest.mark.parametrize(
    ("kind", "good", "value"),
    [
        (Phone, "0432-66227788", "0432-66227788"),
        (Phone, "12345", "12345"),
        (Phone, "400-123-4567", "400-123-4567"),
        (Email, "hdtx11@sohu.com", "hdtx11@sohu.com"),
        (WebAddress, "https://example.org/a?b=1", "https://example.org/a?b=1"),
        (Code, "999901", "999901"),
        (Code, "999901001001", "999901001001"),
        (YearNumber, "2019", 2019),
        (WholeNumber, "010", 10),
        (YesNo, "是", True),
        (YesNo, "false", False),
        (Slug, "jinsha-zhen", "jinsha-zhen"),
    ],
)
def test_scalars_accept(kind: object, good: str, value: object) -> None:
    assert read(kind, good) == value


@pytest.mark.parametrize(
    ("kind", "bad", "message", "hint"),
    [
        (
            Phone,
            "13800000000",
            "这里写了手机号码",
            "私人手机删去；单位配发的办公手机，在上一行写 office_mobile: true",
        ),
        (Phone, "０４３２-66227788", "电话“０４３２-66227788”的写法不对", "请用半角写作 0432-66227788"),
        (Email, "a at b", "电子邮箱“a at b”的写法不对", "写作 name@example.org 的样子"),
        (WebAddress, "example.org", "网址“example.org”的写法不对", "是否要写 https://example.org"),
        (
            WebAddress,
            "javascript:alert(1)",
            "网址“javascript:alert(1)”的写法不对",
            "以 https:// 开头，中间没有空格",
        ),
        (
            Code,
            "22028",
            "区划代码“22028”的写法不对",
            "6 位（县）、9 位（乡镇）或 12 位（村）数字，数字用半角",
        ),
        (YearNumber, "2019年", "“2019年”不是年份", "请写作 2019"),
        (WholeNumber, "１２", "“１２”不是整数", "请用半角写作 12"),
        (YesNo, "yes", "“yes”不是“是”或“否”", "写 true（是）或 false（否）"),
    ],
)
def test_scalars_refuse(kind: object, bad: str, message: str, hint: str) -> None:
    assert refusal(kind, bad) == (message, hint)


def test_days_of_the_week() -> None:
    assert [parse_days(text) for text in ("每天", "周一至周五", "周一、周三", "周六至周日")] == [
        (1, 2, 3, 4, 5, 6, 7),
        (1, 2, 3, 4, 5),
        (1, 3),
        (6, 7),
    ]
    for text in ("周五至周一", "星期一", "周八", ""):
        with pytest.raises(ValueError):
            parse_days(text)


def test_parts() -> None:
    assert Hours(days="每天", opens="08:30", closes="17:00").weekdays == (1, 2, 3, 4, 5, 6, 7)
    assert (
        refusal(Hours, {"days": "每天", "opens": "17:00", "closes": "08:30"})[0]
        == "关门（08:30）不晚于开门（17:00）"
    )
    assert read(Consent, {"given": "true", "scope": "name"}) == Consent(given=True, scope=("name",))
    assert refusal(Holder, {"name": "某某", "source": "a", "consent": "false"})[0] == "任职者没有同意公开姓名"
    for file in ("../a.jpg", "/a.jpg", "a.svg", "a\\b.jpg", "http://x/a.jpg"):
        assert refusal(Photo, {"file": file, "alt": "广场"})[0] == f"照片文件“{file}”的写法不对"
    with pytest.raises(ValidationError):
        Geo(lat=43, lng=126, system="WGS-84")  # type: ignore[call-arg]


def test_bounds_of_fields_hold() -> None:
    assert Photo(file="a.jpg", alt="照" * 120).alt == "照" * 120
    for kind, written, place in (
        (Photo, {"file": "a.jpg", "alt": "照" * 121}, ("alt",)),
        (Geo, {"lat": "90.1", "lng": "126", "system": "WGS-84", "source": "a"}, ("lat",)),
        (Geo, {"lat": "43", "lng": "-180.5", "system": "WGS-84", "source": "a"}, ("lng",)),
        (Ceremony, {"place": "Jin Sha"}, ("place",)),
        (Batch, {"id": "a", "label": "甲", "year": "2018", "sequence": "0"}, ("sequence",)),
    ):
        with pytest.raises(ValidationError) as caught:
            read(kind, written)
        assert [error["loc"] for error in caught.value.errors()] == [place]
