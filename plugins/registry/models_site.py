"""The site itself, how its centre is organised, its vocabularies and its sources."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from .base import Model, Record
from .parts import Post, office_mobile_field
from .scalars import (
    Code,
    Degrees,
    Email,
    PartialDate,
    Phone,
    Slug,
    Text,
    TitleText,
    WebAddress,
    WholeNumber,
    YesNo,
)


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
    scheme: Text = Field(title="代码体系", description="如 NBS（国家统计局统计用区划代码）")
    box: Box = Field(title="经纬度范围（WGS-84）")


class Contact(Model):
    """How to reach the office. Every part may be absent; none is invented."""

    office_mobile: YesNo = office_mobile_field()
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
    freshness_days: WholeNumber | None = Field(None, title="更新时限（天）", ge=1)
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
    """How the practice centre is organised (1-1-3-5-5, say)."""

    kind: ClassVar[str] = "operating-model"
    name: Text = Field(title="名称")
    summary: Text = Field("", title="概述")
    parts: tuple[ModelPart, ...] = Field(title="组成", min_length=1)


class Term(Record):
    """A term of an open vocabulary. ``data/vocabularies.yml`` maps vocabulary names to lists of terms."""

    kind: ClassVar[str] = "term"
    vocabulary: Text = Field("", title="词表", description="由所在词表填写，不必手写")
    name: Text = Field(title="名称")
    short: Text = Field("", title="简称")
    description: Text = Field("", title="说明")
    order: WholeNumber = Field(0, title="次序", description="由所在位置填写，不必手写")


class Source(Record):
    """Where a fact comes from."""

    kind: ClassVar[str] = "source"
    title: TitleText = Field(title="题名")
    publisher: Text = Field(title="发布者")
    authors: Text = Field("", title="作者")
    date: PartialDate | None = Field(
        None, title="日期", description="知道多少写多少：2019、2019-06、2019-06-12"
    )
    url: WebAddress = Field("", title="网址")
    remark: Text = Field("", title="说明", description="如所见副本的缺损情况")
