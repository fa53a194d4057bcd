"""Quantities: what a source says of a number, kept as said. A number that the source lost is never filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, ModelWrapValidatorHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from .base import Basis, Model, SourceLine
from .dates import PartialDate, complain
from .numerals import NotANumberError, Qualifier, parse_number
from .scalars import Text

UNKNOWN = "未知"
PENDING = "数字待补"
_WRITTEN = ("text", "unit", "basis", "as_of", "sources", "derived_from")
_RANKS: dict[Qualifier, int] = {"nearly": 0, "about": 1, "exact": 2, "range": 3, "over": 4}


def _decimal_only(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


class Quantity(Model):
    """A number as a claim. ``text`` is the source's words, ``value`` what they come to (None when lost).

    Editors write plain text (``1万余人``) or a mapping with text, unit, basis, as_of, sources, derived_from.
    ``value``, ``high`` and ``qualifier`` follow from the text and cannot be written.
    """

    text: Text = Field(
        title="原文", description="24人、1万余人、约300户、近百人、60%、20%～40% 或 未知", max_length=40
    )
    value: Annotated[Decimal | None, BeforeValidator(_decimal_only)] = Field(None, title="数值")
    high: Annotated[Decimal | None, BeforeValidator(_decimal_only)] = Field(None, title="上限")
    qualifier: Qualifier = Field(
        "exact", title="限定", description="over 余、nearly 近、about 约、range 区间"
    )
    unit: Text = Field("", title="单位", max_length=12)
    basis: Basis = Field("stated", title="依据")
    as_of: PartialDate | None = Field(None, title="截至")
    sources: tuple[SourceLine, ...] = Field((), title="来源")
    derived_from: Text = Field("", title="推得的依据")

    @model_validator(mode="wrap")
    @classmethod
    def _read(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(value, str):
            return handler(read_quantity({"text": value}))
        if not isinstance(value, dict):
            return handler(value)
        for name in ("value", "high", "qualifier"):
            if name in value:
                raise complain(f"“{name}”由原文算出，不用写", "只写 text，如 text: 1万余人")
        text = value.get("text")
        return handler(read_quantity(value) if isinstance(text, str) else value)

    @property
    def known(self) -> bool:
        return self.value is not None

    @property
    def sort_key(self) -> tuple[int, Decimal, int]:
        """Unknown first; then by value; of equal values 近 before exact before 余."""
        return (int(self.known), self.value or Decimal(0), _RANKS[self.qualifier])

    def __lt__(self, other: Quantity) -> bool:
        return self.sort_key < other.sort_key

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        target = handler.resolve_ref_schema(schema)
        for name in ("value", "high", "qualifier"):
            target.get("properties", {}).pop(name, None)
        return {"anyOf": [{"type": "string", "title": "数值", "maxLength": 40}, schema]}


def read_quantity(written: dict[str, Any]) -> dict[str, Any]:
    """The full fields of a quantity from those that were written. Raises a PydanticCustomError in Chinese."""
    text = written["text"].strip()
    basis = written.get("basis")
    if text == UNKNOWN:
        if basis not in (None, "lost", "forecast"):
            raise complain("数值未知，依据却不是 lost", "删去 basis，或写 basis: lost", "D142")
        return {**written, "text": text, "basis": basis or "lost"}
    try:
        reading = parse_number(text)
    except NotANumberError as error:
        raise complain(error.message, error.hint, "D140") from None
    if basis == "lost":
        raise complain(
            "依据写了 lost（数字残缺），却给出了数值", "原文有数就删去 basis；残缺就写 text: 未知", "D142"
        )
    unit = written.get("unit")
    if isinstance(unit, str) and unit.strip() and reading.unit and unit.strip() != reading.unit:
        raise complain(f"单位写了两个：{reading.unit} 与 {unit.strip()}", "删去 unit", "D141")
    fields = {"value": reading.value, "high": reading.high, "qualifier": reading.qualifier}
    full = {**written, **fields, "text": text, "unit": reading.unit or unit or ""}
    if not full["unit"]:
        del full["unit"]
    if basis is None and reading.forecast:
        full["basis"] = "forecast"
    if full.get("basis") == "derived" and not full.get("derived_from"):
        raise complain("推得的数值没有写依据", "补写 derived_from: 由哪几句事实推得", "D143")
    return full


def show_quantity(quantity: Quantity) -> str:
    """The source's words; 数字待补 for a number that the source lost."""
    if not quantity.known:
        return PENDING
    text = quantity.text
    return text if quantity.unit in text or not quantity.unit else text + quantity.unit
