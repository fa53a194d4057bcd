"""Dates as precise as known, and local times. Both keep what was written and no more."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import (
    AfterValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

SHANGHAI = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})", re.ASCII)
_LOOSE = re.compile(
    r"(\d{4})\s*[年./-]?\s*(?:(\d{1,2})\s*[月./-]?\s*(?:(\d{1,2})\s*[日号]?)?)?(?:[\sT]*(\d{1,2})[:时点](\d{1,2})分?(?::\d{2})?)?"
)
_DATE_HINT = "知道多少写多少：2019、2019-06 或 2019-06-12"
_TIME_HINT = "写作 2019-06-12 09:30"

DATE_PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"
TIME_PATTERN = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$"


def complain(message: str, hint: str = "", rule: str = "") -> PydanticCustomError:
    """The error by which a scalar tells, in Chinese, what is wrong and what cures it."""
    context = {"message": message.replace("{", "(").replace("}", ")"), "hint": hint, "rule": rule}
    return PydanticCustomError("portal", "{message}", context)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month of a year, or a day. Unknown parts are 0 and sort first."""

    year: int
    month: int = 0
    day: int = 0

    pattern: ClassVar[str] = DATE_PATTERN

    @classmethod
    def parse(cls, text: str) -> Self:
        """``2019``, ``2019-06`` or ``2019-06-12``; a PydanticCustomError in Chinese for anything else."""
        match = _DATE.fullmatch(text)
        if match is None:
            raise complain(f"日期“{text}”的写法不对", _guess(text, with_time=False) or _DATE_HINT)
        year, month, day = (int(part or 0) for part in match.groups())
        _check_day(text, year, month, day, has_month=bool(match[2]), has_day=bool(match[3]))
        return cls(year, month, day)

    @property
    def value(self) -> str:
        """The form written in data, which is also ISO 8601's."""
        month = f"-{self.month:02}" if self.month else ""
        return f"{self.year:04}{month}" + (f"-{self.day:02}" if self.day else "")

    @property
    def text(self) -> str:
        """The Chinese form: 2019年6月12日."""
        month = f"{self.month}月" if self.month else ""
        return f"{self.year}年{month}" + (f"{self.day}日" if self.day else "")

    @property
    def iso(self) -> str:
        return self.value

    @property
    def month_key(self) -> str:
        """``2019-06``, or "" when the month is not known."""
        return f"{self.year:04}-{self.month:02}" if self.month else ""

    @property
    def date(self) -> PartialDate:
        return self

    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> dt.date:
        month = self.month or 12
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @property
    def sort_key(self) -> tuple[int, int, int, int, int]:
        return (self.year, self.month, self.day, -1, -1)

    def __lt__(self, other: PartialDate | LocalTime) -> bool:
        return self.sort_key < other.sort_key

    def __le__(self, other: PartialDate | LocalTime) -> bool:
        return self.sort_key <= other.sort_key

    def __str__(self) -> str:
        return self.value

    def __reduce__(self) -> tuple[Any, ...]:
        # A frozen dataclass with slots otherwise unpickles field by field, three times as slowly.
        return type(self), (self.year, self.month, self.day)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: _read(cls, value), serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": cls.pattern}


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A minute in Asia/Shanghai."""

    year: int
    month: int
    day: int
    hour: int
    minute: int

    pattern: ClassVar[str] = TIME_PATTERN

    @classmethod
    def parse(cls, text: str) -> Self:
        """``2019-06-12 09:30``; a PydanticCustomError in Chinese for anything else."""
        match = _TIME.fullmatch(text)
        if match is None:
            raise complain(f"时间“{text}”的写法不对", _guess(text, with_time=True) or _TIME_HINT)
        year, month, day, hour, minute = (int(part) for part in match.groups())
        _check_day(text, year, month, day, has_month=True, has_day=True)
        if hour > 23 or minute > 59:
            raise complain(f"时间“{text}”不存在", "时为 00 到 23，分为 00 到 59")
        return cls(year, month, day, hour, minute)

    @property
    def value(self) -> str:
        return f"{self.year:04}-{self.month:02}-{self.day:02} {self.clock}"

    @property
    def clock(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"

    @property
    def text(self) -> str:
        """The Chinese form: 2019年6月12日 09:30."""
        return f"{self.date.text} {self.clock}"

    @property
    def iso(self) -> str:
        """RFC 3339 with the offset: 2019-06-12T09:30:00+08:00."""
        return self.to_datetime().isoformat()

    @property
    def month_key(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def date(self) -> PartialDate:
        return PartialDate(self.year, self.month, self.day)

    def to_datetime(self) -> dt.datetime:
        return dt.datetime(self.year, self.month, self.day, self.hour, self.minute, tzinfo=SHANGHAI)

    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, self.day)

    def last_day(self) -> dt.date:
        return self.first_day()

    @property
    def sort_key(self) -> tuple[int, int, int, int, int]:
        return (self.year, self.month, self.day, self.hour, self.minute)

    def __lt__(self, other: PartialDate | LocalTime) -> bool:
        return self.sort_key < other.sort_key

    def __le__(self, other: PartialDate | LocalTime) -> bool:
        return self.sort_key <= other.sort_key

    def __str__(self) -> str:
        return self.value

    def __reduce__(self) -> tuple[Any, ...]:
        # A frozen dataclass with slots otherwise unpickles field by field, three times as slowly.
        return type(self), (self.year, self.month, self.day, self.hour, self.minute)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: _read(cls, value), serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string", "pattern": cls.pattern}


Stamp = TypeVar("Stamp", PartialDate, LocalTime)


def parse_moment(text: str) -> LocalTime | PartialDate:
    """A local time, or a date as precise as known."""
    return LocalTime.parse(text) if ":" in text or "\uff1a" in text else PartialDate.parse(text)


def _read(cls: type[Stamp], value: Any) -> Stamp:
    if isinstance(value, cls):
        return value
    if not isinstance(value, str):
        raise complain("这里要写一个日期", _DATE_HINT if cls is PartialDate else _TIME_HINT)
    return cls.parse(value.strip())


def _read_moment(value: Any) -> LocalTime | PartialDate:
    if isinstance(value, LocalTime | PartialDate):
        return value
    if not isinstance(value, str):
        raise complain("这里要写一个时间", f"{_TIME_HINT}，或{_DATE_HINT}")
    return parse_moment(value.strip())


def _need_month(value: PartialDate) -> PartialDate:
    if not value.month or value.day:
        raise complain(f"“{value}”不是月份", "写作 2018-12")
    return value


Moment = Annotated[
    LocalTime | PartialDate,
    PlainValidator(_read_moment),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2}( \d{2}:\d{2})?)?)?$"}),
]
Month = Annotated[
    PartialDate, AfterValidator(_need_month), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}$"})
]


def _check_day(text: str, year: int, month: int, day: int, *, has_month: bool, has_day: bool) -> None:
    if not year >= 1:
        raise complain(f"日期“{text}”不存在", "年份从 0001 写起")
    if has_month and not 1 <= month <= 12:
        raise complain(f"日期“{text}”不存在", "月份为 01 到 12")
    if has_day and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise complain(
            f"日期“{text}”不存在", f"{year}年{month}月只有 {calendar.monthrange(year, month)[1]} 天"
        )


def _guess(text: str, *, with_time: bool) -> str:
    """The cure for a date in another notation: full-width digits, 2019年6月, 2019/6/12."""
    match = _LOOSE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return ""
    year, month, day, hour, minute = match.groups()
    date = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    if with_time != bool(hour):
        return _TIME_HINT if with_time else f"这里只写日期：{date}"
    guess = f"{date} {int(hour):02}:{int(minute):02}" if hour else date
    try:
        (LocalTime if with_time else PartialDate).parse(guess)
    except PydanticCustomError:
        return ""
    return f"请用半角写作 {guess}"
