"""The shapes of places, people's honours and work: one frozen model per kind of record.

A record names others by id and never holds them. Titles and descriptions are Chinese because the editor's completion,
the browser desk and the data dictionary show them.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import Model, Record, Ref
from .parts import Consent, Geo, Hours, Photo, Post
from .quantities import Quantity
from .scalars import (
    Code,
    Degrees,
    Email,
    LocalTime,
    Markdown,
    Moment,
    Month,
    PartialDate,
    Phone,
    Slug,
    Text,
    TitleText,
    WebAddress,
    WholeNumber,
    YearNumber,
    YesNo,
)

# --------------------------------------------------------------------------------------------------- the site itself


class Box(Model):
    """Longitudes and latitudes in degrees, WGS-84, inside which every point of the region lies."""

    west: Degrees = Field(title="西界经度")
    south: Degrees = Field(title="南界纬度")
    east: Degrees = Field(title="东界经度")
    north: Degrees = Field(title="北界纬度")


class Region(Model):
    """The county the portal serves."""

    name: Text = Field(title="地区名称")
    short: Text = Field("", title="地区简称")
    byname: Text = Field("", title="别称")
    province: Text = Field("", title="省")
    city: Text = Field("", title="地级市")
    code: Code = Field(title="区划代码")
    scheme: Text = Field(title="代码体系", description="如 NBS(国家统计局统计用区划代码)")
    box: Box = Field(title="经纬度范围(WGS-84)")


class Contact(Model):
    """How to reach the office. Every part may be absent; none is invented."""

    telephone: Phone = Field("", title="电话")
    email: Email = Field("", title="电子邮箱")
    contribute: Email = Field("", title="投稿邮箱")
    address: Text = Field("", title="地址")
    hours: Text = Field("", title="接待时间")


class Filing(Model):
    """Numbers given by the state. Absent until given."""

    icp: Text = Field("", title="ICP 备案号")
    police: Text = Field("", title="公安备案号")
    site_code: Text = Field("", title="政府网站标识码")


class Column(Model):
    """A column (栏目) of the site. ``id`` is the first part of its address."""

    id: Slug = Field(title="栏目标识")
    name: Text = Field(title="栏目名称")
    description: Text = Field(title="栏目说明")
    keywords: tuple[Text, ...] = Field((), title="关键词")
    type: Text = Field("工作动态", title="栏目类别", description="《政府网站发展指引》的 ColumnType")
    freshness_days: WholeNumber | None = Field(None, title="更新时限(天)", ge=1)
    in_menu: YesNo = Field(True, title="列入导航")


class Site(Record):
    """The site block. Another county replaces this, ``data/`` and ``content/`` and changes no code."""

    kind: ClassVar[str] = "site"
    name: Text = Field(title="网站名称")
    short_name: Text = Field("", title="网站简称")
    slogan: Text = Field("", title="标语")
    summary: Text = Field("", title="网站说明")
    region: Region = Field(title="地区")
    operator: Text = Field(title="主办单位")
    maintainer: Text = Field("", title="承办单位")
    domain: WebAddress = Field("", title="网址")
    contact: Contact = Field(default_factory=Contact, title="联系方式")
    filing: Filing = Field(default_factory=Filing, title="备案")
    columns: tuple[Column, ...] = Field(title="栏目")
    licence: Text = Field("", title="数据许可")
    licence_url: WebAddress = Field("", title="许可全文地址")
    embed_origins: tuple[WebAddress, ...] = Field((), title="允许嵌入的网站")
    samples_in_publication: YesNo = Field(False, title="发布时保留示例")
    order_platform: WebAddress = Field("", title="官方点单平台地址")


class ModelPart(Model):
    """One part of the operating model: a numeral, what it is, and the vocabulary whose terms it lists."""

    id: Slug = Field(title="标识")
    numeral: WholeNumber = Field(title="数字", ge=1)
    name: Text = Field(title="名称")
    text: Text = Field("", title="说明")
    vocabulary: Text = Field("", title="对应词表", description="如 platforms、tasks、place_levels")
    posts: tuple[Post, ...] = Field((), title="职务")


class OperatingModel(Record):
    """How the practice centre is organised (for Huadian, 1-1-3-5-5)."""

    kind: ClassVar[str] = "operating-model"
    name: Text = Field(title="名称")
    summary: Text = Field("", title="概述")
    parts: tuple[ModelPart, ...] = Field(title="组成", min_length=1)


class Term(Record):
    """A term of an open vocabulary. ``data/vocabularies.yml`` maps vocabulary names to lists of terms."""

    kind: ClassVar[str] = "term"
    vocabulary: Text = Field("", title="词表", description="由所在词表填写,不必手写")
    name: Text = Field(title="名称")
    short: Text = Field("", title="简称")
    description: Text = Field("", title="说明")
    order: WholeNumber = Field(0, title="次序", description="由所在位置填写,不必手写")


class Source(Record):
    """Where a fact comes from."""

    kind: ClassVar[str] = "source"
    title: TitleText = Field(title="题名")
    publisher: Text = Field(title="发布者")
    authors: Text = Field("", title="作者")
    date: PartialDate | None = Field(
        None, title="日期", description="知道多少写多少:2019、2019-06、2019-06-12"
    )
    url: WebAddress = Field("", title="网址")
    remark: Text = Field("", title="说明", description="如所见副本的缺损情况")


# ------------------------------------------------------------------------------------------------- numbers as claims


class Count(Model):
    """A query over the registry that counts the same thing as a stated number."""

    kind: Text = Field(title="记录种类")
    where: dict[str, str] = Field(default_factory=dict, title="条件", description="字段: 值,全部满足才计入")


class Figure(Record):
    """A stated number, beside which the site shows what the registry itself counts."""

    kind: ClassVar[str] = "figure"
    label: Text = Field(title="指标")
    group: Text = Field(title="分组")
    quantity: Quantity = Field(title="数值")
    counts: Count | None = Field(None, title="登记数的算法")
    explain: Text = Field("", title="差异说明")
    highlight: YesNo = Field(False, title="首页显示")
    order: WholeNumber = Field(0, title="次序")


# -------------------------------------------------------------------------------------------------- places and teams


class Division(Record):
    """An administrative division below the county: a town, township, subdistrict, village or community."""

    kind: ClassVar[str] = "division"
    name: Text = Field(title="名称")
    level: Literal["town", "village"] = Field(title="层级", description="town 乡镇街道;village 村、社区")
    sort: Text = Field("", title="类型", description="镇、乡、街道、村、社区")
    parent: Annotated[Slug, Ref("division")] | None = Field(None, title="上级")
    code: Code = Field("", title="区划代码")
    scheme: Text = Field("", title="代码体系")
    pinyin: Text = Field("", title="拼音", description="读音特殊时填写")


class Resource(Model):
    """Something that a place pools for common use. Ownership stays where it was."""

    term: Annotated[Slug, Ref("term", vocabulary="resources")] = Field(title="资源")
    remark: Text = Field("", title="说明")


class Place(Record):
    """A 中心, 所 or 站 (the levels are a vocabulary)."""

    kind: ClassVar[str] = "place"
    name: Text = Field(title="名称")
    short: Text = Field("", title="简称")
    pinyin: Text = Field("", title="拼音")
    level: Annotated[Slug, Ref("term", vocabulary="place_levels")] = Field(title="层级")
    parent: Annotated[Slug, Ref("place")] | None = Field(None, title="上级阵地")
    division: Annotated[Slug, Ref("division")] | None = Field(None, title="所在乡镇或村")
    venue: Text = Field("", title="依托场所")
    host: Text = Field("", title="承办单位")
    summary: Text = Field("", title="简介")
    address: Text = Field("", title="地址")
    geo: Geo | None = Field(None, title="坐标")
    telephone: Phone = Field("", title="电话")
    hours: tuple[Hours, ...] = Field((), title="开放时间")
    hours_remark: Text = Field("", title="开放说明")
    resources: tuple[Resource, ...] = Field((), title="汇集资源")
    posts: tuple[Post, ...] = Field((), title="职务")
    guiding_unit: Text = Field("", title="联系指导单位")
    opened: PartialDate | None = Field(None, title="成立时间")
    photos: tuple[Photo, ...] = Field((), title="照片")


class Service(Model):
    """One dish of the menu (菜单) that a team offers; orders go to the official platform, not here."""

    name: Text = Field(title="服务名称")
    text: Text = Field("", title="说明")
    audience: Text = Field("", title="服务对象")


class Team(Record):
    """A volunteer team. Totals, never rosters."""

    kind: ClassVar[str] = "team"
    name: Text = Field(title="名称")
    short: Text = Field("", title="简称")
    pinyin: Text = Field("", title="拼音")
    level: Annotated[Slug, Ref("term", vocabulary="team_levels")] = Field(title="层级")
    parent: Annotated[Slug, Ref("team")] | None = Field(None, title="上级队伍")
    lead_unit: Text = Field("", title="牵头单位")
    posts: tuple[Post, ...] = Field((), title="职务")
    field: Annotated[Slug, Ref("term", vocabulary="fields")] | None = Field(None, title="服务领域")
    platforms: tuple[Annotated[Slug, Ref("term", vocabulary="platforms")], ...] = Field((), title="平台")
    members: Quantity | None = Field(None, title="队员人数")
    home: Annotated[Slug, Ref("place")] | None = Field(None, title="所在阵地")
    brand: Text = Field("", title="品牌")
    summary: Text = Field("", title="简介")
    telephone: Phone = Field("", title="电话")
    services: tuple[Service, ...] = Field((), title="服务菜单")
    photos: tuple[Photo, ...] = Field((), title="照片")


# ------------------------------------------------------------------------------------------------------ Good People


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


# ------------------------------------------------------------------------------------------------------- what is done


class Call(Model):
    """What GB/T 40143-2021 asks of a call for volunteers, beyond the activity's time and place."""

    content: Text = Field(title="服务内容")
    number: Quantity | None = Field(None, title="招募人数")
    conditions: Text = Field("", title="条件")
    sign_up: Text = Field(title="报名方式")
    deadline: LocalTime | None = Field(None, title="报名截止")
    risks: Text = Field("", title="风险提示")
    guarantees: Text = Field("", title="保障")
    contact: Text = Field("", title="联系人(职务)")
    telephone: Phone = Field("", title="联系电话")


class Activity(Record):
    """Something held, planned or cancelled."""

    kind: ClassVar[str] = "activity"
    title: TitleText = Field(title="活动名称")
    status: Literal["planned", "held", "cancelled"] = Field(
        title="状态", description="planned 预告、held 已办、cancelled 取消"
    )
    starts: Moment | None = Field(None, title="开始", description="2019-06-12 09:30;只知道月份写 2019-06")
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
    revision: WholeNumber = Field(0, title="修订次数", ge=0, description="时间地点每改一次加一,日历据此更新")


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
    text: Markdown = Field("", title="全文", description="暂缺则留空,页面显示“全文待发布”")
    superseded_by: Annotated[Slug, Ref("regulation")] | None = Field(None, title="被何者取代")
    repealed: PartialDate | None = Field(None, title="废止时间")
    order: WholeNumber = Field(0, title="次序")


# kind -> (model, names under data/: a file <name>.yml or a folder <name>/)
KINDS: dict[str, tuple[type[Record], str]] = {
    "site": (Site, "site"),
    "operating-model": (OperatingModel, "operating_model"),
    "term": (Term, "vocabularies"),
    "source": (Source, "sources"),
    "figure": (Figure, "figures"),
    "division": (Division, "divisions"),
    "place": (Place, "places"),
    "team": (Team, "teams"),
    "programme": (Programme, "programs"),
    "progress": (Progress, "progress"),
    "batch": (Batch, "batches"),
    "honoree": (Honoree, "honorees"),
    "board": (Board, "boards"),
    "theme": (Theme, "themes"),
    "activity": (Activity, "activities"),
    "regulation": (Regulation, "regulations"),
}
