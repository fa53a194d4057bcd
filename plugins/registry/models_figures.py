"""Stated numbers, beside which the site shows what the registry itself counts."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from .base import Model, Record
from .quantities import Quantity
from .scalars import Text, WholeNumber, YesNo


class Count(Model):
    """A query over the registry that counts the same thing as a stated number."""

    kind: Text = Field(title="记录种类")
    where: dict[str, str] = Field(default_factory=dict, title="条件", description="字段: 值，全部满足才计入")


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
