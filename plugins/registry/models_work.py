"""What is done: activities, themed weeks, programmes and the rules of the work."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import Model, Record, Ref
from .parts import Photo, office_mobile_field
from .quantities import Quantity
from .scalars import (
    LocalTime,
    Markdown,
    Moment,
    Month,
    PartialDate,
    Phone,
    Slug,
    Text,
    TitleText,
    WholeNumber,
    YesNo,
)


class Call(Model):
    """What GB/T 40143-2021 asks of a call for volunteers, beyond the activity's time and place."""

    content: Text = Field(title="服务内容")
    number: Quantity | None = Field(None, title="招募人数")
    conditions: Text = Field("", title="条件")
    sign_up: Text = Field(title="报名方式")
    deadline: LocalTime | None = Field(None, title="报名截止")
    risks: Text = Field("", title="风险提示")
    guarantees: Text = Field("", title="保障")
    contact: Text = Field("", title="联系人（职务）")
    office_mobile: YesNo = office_mobile_field()
    telephone: Phone = Field("", title="联系电话")


class Activity(Record):
    """Something held, planned or cancelled."""

    kind: ClassVar[str] = "activity"
    title: TitleText = Field(title="活动名称")
    status: Literal["planned", "held", "cancelled"] = Field(
        title="状态", description="planned 预告、held 已办、cancelled 取消"
    )
    starts: Moment | None = Field(None, title="开始", description="2019-06-12 09:30；只知道月份写 2019-06")
    ends: Moment | None = Field(None, title="结束")
    place: Annotated[Slug, Ref("place")] | None = Field(None, title="阵地")
    division: Annotated[Slug, Ref("division")] | None = Field(None, title="乡镇或村")
    venue: Text = Field("", title="地点")
    teams: tuple[Annotated[Slug, Ref("team")], ...] = Field((), title="队伍")
    organiser: Text = Field("", title="主办单位")
    platforms: tuple[Annotated[Slug, Ref("term", vocabulary="platforms")], ...] = Field((), title="平台")
    tasks: tuple[Annotated[Slug, Ref("term", vocabulary="tasks")], ...] = Field((), title="任务")
    theme: Annotated[Slug, Ref("theme")] | None = Field(None, title="实践周")
    programme: Annotated[Slug, Ref("programme")] | None = Field(None, title="项目")
    summary: Text = Field("", title="摘要")
    report: Markdown = Field("", title="活动纪实")
    attendance: Quantity | None = Field(None, title="参加人次")
    served: Quantity | None = Field(None, title="服务人次")
    volunteers: Quantity | None = Field(None, title="志愿者人数")
    hours: Quantity | None = Field(None, title="志愿服务时长")
    photos: tuple[Photo, ...] = Field((), title="照片")
    call: Call | None = Field(None, title="志愿者招募")
    cancelled_reason: Text = Field("", title="取消原因")
    revision: WholeNumber = Field(0, title="修订次数", ge=0, description="时间地点每改一次加一，日历据此更新")


class Theme(Record):
    """A monthly themed practice week (实践周)."""

    kind: ClassVar[str] = "theme"
    name: Text = Field(title="主题")
    month: Month = Field(title="月份")
    summary: Text = Field("", title="简介")
    activities: Quantity | None = Field(None, title="公布场次")
    attendance: Quantity | None = Field(None, title="公布人次")


class Target(Model):
    """What a programme expects to reach."""

    label: Text = Field(title="目标")
    scope: Text = Field("", title="范围")
    quantity: Quantity = Field(title="数值")
    by: PartialDate | None = Field(None, title="期限")


class Programme(Record):
    """A 文明实践+ programme."""

    kind: ClassVar[str] = "programme"
    name: Text = Field(title="名称")
    summary: Text = Field(title="简介")
    aims: Markdown = Field("", title="做法与目标")
    joined: PartialDate | None = Field(None, title="纳入时间")
    targets: tuple[Target, ...] = Field((), title="目标")
    order: WholeNumber = Field(0, title="次序")


class Progress(Record):
    """How far a programme has come in one village at one time."""

    kind: ClassVar[str] = "progress"
    programme: Annotated[Slug, Ref("programme")] = Field(title="项目")
    village: Text = Field(title="村")
    division: Annotated[Slug, Ref("division")] | None = Field(None, title="区划")
    provincial: YesNo = Field(False, title="省级文明村")
    at: PartialDate = Field(title="统计时间")
    quantity: Quantity = Field(title="数值")
    households: Quantity | None = Field(None, title="总户数")


class Regulation(Record):
    """A rule or plan of the practice centre."""

    kind: ClassVar[str] = "regulation"
    title: TitleText = Field(title="名称")
    sort: Annotated[Slug, Ref("term", vocabulary="regulation_sorts")] = Field(title="类别")
    issuer: Text = Field("", title="发布机构")
    issued: PartialDate | None = Field(None, title="发布时间")
    text: Markdown = Field("", title="全文", description="暂缺则留空，页面显示“全文待发布”")
    superseded_by: Annotated[Slug, Ref("regulation")] | None = Field(None, title="被何者取代")
    repealed: PartialDate | None = Field(None, title="废止时间")
    order: WholeNumber = Field(0, title="次序")
