"""Parts that several kinds of records share."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from .base import Model, Ref
from .dates import complain
from .scalars import Clock, Degrees, PartialDate, Slug, Text, YesNo

WEEKDAYS = "一二三四五六日"
ConsentScope = Literal["name", "portrait", "story"]
SCOPE_NAMES: dict[ConsentScope, str] = {"name": "姓名", "portrait": "照片", "story": "事迹"}

_DAY = re.compile(r"周([一二三四五六日天])(?:至周([一二三四五六日天]))?")
_DAYS_HINT = "写作 每天、周一至周五 或 周一、周三"
_FOCUS = re.compile(r"(\d{1,3})% (\d{1,3})%", re.ASCII)
# A picture is named from the root of the project, or from the record's own file; never out of the tree.
_FILE = re.compile(r"[^\\:*?\"<>|\x00-\x1f]+\.(?:jpe?g|png|webp)", re.IGNORECASE)


def parse_days(text: str) -> tuple[int, ...]:
    """Weekday numbers (1 Monday … 7 Sunday) of ``每天``, ``周一至周五`` or ``周一、周三``; ValueError otherwise."""
    if text in {"每天", "每日"}:
        return (1, 2, 3, 4, 5, 6, 7)
    days: set[int] = set()
    for part in text.split("、"):
        match = _DAY.fullmatch(part)
        if match is None:
            raise ValueError(text)
        first, last = (WEEKDAYS.index((name or match[1]).replace("天", "日")) + 1 for name in match.groups())
        if last < first:
            raise ValueError(text)
        days.update(range(first, last + 1))
    return tuple(sorted(days))


def _check_days(text: str) -> str:
    try:
        parse_days(text)
    except ValueError:
        raise complain(f"开放日“{text}”的写法不对", _DAYS_HINT) from None
    return text


def _check_focus(text: str) -> str:
    match = _FOCUS.fullmatch(text)
    if match is None or int(match[1]) > 100 or int(match[2]) > 100:
        raise complain(f"画面重心“{text}”的写法不对", "写作 50% 30%:从左、从上各百分之多少")
    return text


def _check_file(text: str) -> str:
    if not _FILE.fullmatch(text) or text.startswith("/") or ".." in text.split("/"):
        raise complain(
            f"照片文件“{text}”的写法不对",
            "写项目内的相对路径，如 content/photos/clinic.jpg（jpg、png 或 webp）",
        )
    return text


def office_mobile_field() -> Any:
    """``office_mobile`` stands before ``telephone`` in every model: the number is judged by what was said of it."""
    return Field(
        False,
        title="办公手机",
        description="电话是单位配发、对外公布的手机时写 true；私人手机不写在这里",
    )


class Geo(Model):
    """A point with its reference system and its source. A point without a source is not written."""

    lat: Degrees = Field(title="纬度", ge=-90, le=90)
    lng: Degrees = Field(title="经度", ge=-180, le=180)
    system: Literal["WGS-84", "GCJ-02", "BD-09"] = Field(
        title="坐标系", description="高德、腾讯为 GCJ-02；百度为 BD-09"
    )
    source: Annotated[Slug, Ref("source")] = Field(title="坐标来源")


class Hours(Model):
    """Opening hours on some days of the week."""

    days: Annotated[Text, AfterValidator(_check_days)] = Field(title="星期", description=_DAYS_HINT)
    opens: Clock = Field(title="开门")
    closes: Clock = Field(title="关门")
    remark: Text = Field("", title="说明", description="如 节假日除外")

    @property
    def weekdays(self) -> tuple[int, ...]:
        return parse_days(self.days)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens >= self.closes:
            raise complain(f"关门（{self.closes}）不晚于开门（{self.opens}）", "跨夜的分成两条写")
        return self


class Photo(Model):
    """A photograph of a record: the file, what it shows, and whose it is."""

    file: Annotated[Text, AfterValidator(_check_file)] = Field(title="文件")
    alt: Text = Field(
        title="替代文字", description="看不见照片的人听到的话：谁、在哪里、做什么", max_length=120
    )
    caption: Text = Field("", title="图注")
    credit: Text = Field("", title="摄影")
    focus: Annotated[Text, AfterValidator(_check_focus)] = Field(
        "50% 50%", title="画面重心", description="如 50% 30%"
    )
    whose: Text = Field("", title="归属与同意", description="照片归谁所有，画面中的人是否同意公开")


class Holder(Model):
    """Who holds a post. Named only with a source and the holder's consent to be named."""

    name: Text = Field(title="姓名")
    source: Annotated[Slug, Ref("source")] = Field(title="来源")
    consent: YesNo = Field(title="同意公开")

    @model_validator(mode="after")
    def _consented(self) -> Self:
        if not self.consent:
            raise complain("任职者没有同意公开姓名", "删去 holder，只写职务", "P305")
        return self


class Post(Model):
    """A post, held by office: 主任 is held by 市委书记, whoever that is."""

    role: Text = Field(title="职务", description="如 主任、副主任、成员、总队长")
    offices: tuple[Text, ...] = Field((), title="由何职务担任", description="如 市委书记、市长")
    holder: Holder | None = Field(None, title="任职者")


def _one_or_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Consent(Model):
    """Consent to publication (个人信息保护法 Art. 25, 29, 31)."""

    given: YesNo = Field(title="已同意")
    on: PartialDate | None = Field(None, title="同意日期")
    scope: Annotated[
        tuple[ConsentScope, ...],
        BeforeValidator(_one_or_many),
        WithJsonSchema({"type": "array", "items": {"enum": ["name", "portrait", "story"]}}),
    ] = Field(("name",), title="范围", description="name 姓名、portrait 照片、story 事迹")
    guardian: Text = Field("", title="监护人同意", description="未成年人必填，如 其母书面同意；不写姓名")
