"""Divisions, places and volunteer teams."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from .base import Model, Record, Ref
from .parts import Geo, Hours, Photo, Post, office_mobile_field
from .quantities import Quantity
from .scalars import Code, PartialDate, Phone, Slug, Text, YesNo


class Division(Record):
    """An administrative division below the county: a town, township, subdistrict, village or community."""

    kind: ClassVar[str] = "division"
    name: Text = Field(title="名称")
    level: Literal["town", "village"] = Field(title="层级", description="town 乡镇街道；village 村、社区")
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
    office_mobile: YesNo = office_mobile_field()
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
    office_mobile: YesNo = office_mobile_field()
    telephone: Phone = Field("", title="电话")
    services: tuple[Service, ...] = Field((), title="服务菜单")
    photos: tuple[Photo, ...] = Field((), title="照片")
