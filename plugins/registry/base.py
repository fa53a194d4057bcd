"""What every record and every part of one has in common."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from .dates import PartialDate
from .scalars import Slug, Text, YesNo

Basis = Literal["stated", "lost", "derived", "public", "counted", "forecast"]

BASIS_NAMES: dict[Basis, str] = {
    "stated": "来源所载",
    "lost": "来源有数，所见副本残缺",
    "derived": "由所载事实推得",
    "public": "公开常识",
    "counted": "登记数",
    "forecast": "预计",
}


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks an id that names a record of ``kind``; for terms also the vocabulary."""

    kind: str
    vocabulary: str = ""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core_schema)
        return {**schema, "x-ref": f"term/{self.vocabulary}" if self.vocabulary else self.kind}


class Model(BaseModel):
    """A frozen part of a record. Unknown keys are refused, so that a misspelt one is never lost in silence.

    Pickles hold only what differs from the defaults: a cache of thousands of records stays small.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    def __reduce__(self) -> tuple[Any, ...]:
        defaults = _defaults(type(self))
        state = {name: value for name, value in self.__dict__.items() if defaults[name] is not value}
        return restore_model, (type(self), state)


@cache
def _defaults(model: type[Model]) -> dict[str, Any]:
    """Field -> default. All defaults are immutable, so that models may share them."""
    return {
        name: field.get_default(call_default_factory=True, validated_data={})
        for name, field in model.model_fields.items()
    }


def restore_model(model: type[Model], state: dict[str, Any]) -> Model:
    """A model out of a pickle. Values were validated before they were stored and are not looked at again."""
    restored = model.__new__(model)
    object.__setattr__(restored, "__dict__", {**_defaults(model), **state})
    object.__setattr__(restored, "__pydantic_fields_set__", set(state))
    object.__setattr__(restored, "__pydantic_extra__", None)
    object.__setattr__(restored, "__pydantic_private__", None)
    return restored


class SourceRef(Model):
    """One source of a record, perhaps with a word on what it is the source of."""

    source: Annotated[Slug, Ref("source")] = Field(title="来源标识")
    remark: Text = Field("", title="说明")


def _read_source(value: Any) -> Any:
    return {"source": value} if isinstance(value, str) else value


SourceLine = Annotated[SourceRef, BeforeValidator(_read_source, json_schema_input_type=Slug | SourceRef)]


class Record(Model):
    """A record of any kind."""

    kind: ClassVar[str]

    id: Slug = Field(
        title="标识", description="小写拼音或英文、数字、连字符，定下后不改；改名时把旧标识写进 aliases"
    )
    aliases: tuple[Slug, ...] = Field((), title="旧标识", description="旧地址会转到新地址")
    sources: tuple[SourceLine, ...] = Field((), title="来源")
    basis: Basis = Field(
        "stated", title="依据", description=";".join(f"{k} {v}" for k, v in BASIS_NAMES.items())
    )
    derived_from: Text = Field("", title="推得的依据", description="依据为 derived 时必填")
    sample: YesNo = Field(False, title="示例", description="示例记录名称须含“示例”")
    remark: Text = Field("", title="备注", description="显示在页面上")
    updated: PartialDate | None = Field(None, title="更新日期")
