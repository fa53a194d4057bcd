"""Good People: their batches, ceremonies and honour boards."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import Model, Record, Ref
from .parts import Consent, Geo, Photo
from .quantities import Quantity
from .scalars import Markdown, PartialDate, Slug, Text, WholeNumber, YearNumber, YesNo


class Ceremony(Model):
    """The announcement of a batch (发布会)."""

    date: PartialDate | None = Field(None, title="日期")
    venue: Text = Field("", title="地点")
    place: Annotated[Slug, Ref("place")] | None = Field(None, title="阵地")
    text: Markdown = Field("", title="经过")
    photos: tuple[Photo, ...] = Field((), title="照片")


class Batch(Record):
    """A batch of honourees: year, sequence and label."""

    kind: ClassVar[str] = "batch"
    year: YearNumber = Field(title="年份")
    sequence: WholeNumber = Field(title="批次", ge=1)
    label: Text = Field(title="名称")
    programme: Annotated[Slug, Ref("programme")] | None = Field(None, title="所属项目")
    admits: Literal["person", "group", "any"] = Field(
        "any", title="接收", description="个人 person、集体 group 或不限 any"
    )
    stated_count: Quantity | None = Field(None, title="公布人数")
    ceremony: Ceremony | None = Field(None, title="发布会")


class Award(Model):
    """Another honour of an honouree."""

    title: Text = Field(title="称号")
    level: Text = Field("", title="级别", description="国家级、省级、市级、县级")
    date: PartialDate | None = Field(None, title="时间")
    source: Annotated[Slug, Ref("source")] | None = Field(None, title="来源")


class Honoree(Record):
    """A Good Person: one person or one group."""

    kind: ClassVar[str] = "honoree"
    name: Text = Field(title="姓名或集体名称")
    pinyin: Text = Field("", title="拼音")
    sort: Literal["person", "group"] = Field("person", title="个人或集体")
    batch: Annotated[Slug, Ref("batch")] = Field(title="批次")
    category: Annotated[Slug, Ref("term", vocabulary="honor_categories")] = Field(title="类别")
    division: Annotated[Slug, Ref("division")] | None = Field(None, title="所在乡镇或村")
    place: Annotated[Slug, Ref("place")] | None = Field(None, title="所在阵地")
    unit: Text = Field("", title="单位或身份")
    deed: Text = Field(title="事迹一句话", max_length=140)
    citation: Text = Field("", title="颁奖词")
    story: Markdown = Field("", title="事迹全文")
    portrait: Photo | None = Field(None, title="照片")
    awards: tuple[Award, ...] = Field((), title="其他荣誉")
    members: Quantity | None = Field(None, title="集体人数")
    minor: YesNo = Field(False, title="未成年人")
    consent: Consent | None = Field(None, title="公开同意")
    order: WholeNumber = Field(0, title="次序")


class Board(Record):
    """Where an honour board (好人榜) stands."""

    kind: ClassVar[str] = "board"
    name: Text = Field(title="名称")
    division: Annotated[Slug, Ref("division")] | None = Field(None, title="所在乡镇或村")
    place: Annotated[Slug, Ref("place")] | None = Field(None, title="所在阵地")
    address: Text = Field("", title="位置")
    geo: Geo | None = Field(None, title="坐标")
    built: PartialDate | None = Field(None, title="建成或更新")
    batches: tuple[Annotated[Slug, Ref("batch")], ...] = Field((), title="展示批次")
    photos: tuple[Photo, ...] = Field((), title="照片")
