"""Scalars as editors write them. Every one is text in YAML; the model gives it its type."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo, WithJsonSchema

from .dates import LocalTime, Moment, Month, PartialDate, complain

__all__ = [
    "Clock",
    "Code",
    "Degrees",
    "Email",
    "LocalTime",
    "Markdown",
    "Moment",
    "Month",
    "PartialDate",
    "Phone",
    "Slug",
    "Text",
    "TitleText",
    "WebAddress",
    "WholeNumber",
    "YearNumber",
    "YesNo",
]

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# An office's telephone: area code and number, a service number (12345, 400-…), perhaps an extension.
_PHONE = re.compile(
    r"(?:0\d{2,3}[- ]?\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4}|[19]\d{2,5})(?:[-转]\d{1,6})?", re.ASCII
)
_MOBILE = re.compile(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}", re.ASCII)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}", re.ASCII)
_WEB = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?(?:[/?#][^\s<>\"'`{}|\\^]*)?")
_CODE = re.compile(r"\d{6}|\d{9}|\d{12}", re.ASCII)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_WHOLE = re.compile(r"\d{1,12}", re.ASCII)
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d{1,12})?", re.ASCII)
_YES = {"true": True, "false": False, "是": True, "否": False}


def _narrow(text: str) -> str:
    """Half-width form, for the cure: 0432-66 for 0432-66."""
    return unicodedata.normalize("NFKC", text)


def _must_be_text(value: Any, what: str, hint: str) -> str:
    if not isinstance(value, str):
        raise complain(f"这里要写{what}", hint)
    return value.strip()


def check_phone(text: str, info: ValidationInfo) -> str:
    """An office's telephone. A mobile number is a private one (personal data needs consent, see docs on privacy) unless
    the field ``office_mobile`` before it says otherwise.
    """
    narrow = _narrow(text)
    declared = bool((info.data or {}).get("office_mobile"))
    if _MOBILE.fullmatch(narrow):
        if not declared:
            hint = "私人手机删去；单位配发的办公手机，在上一行写 office_mobile: true"
            raise complain("这里写了手机号码", hint, "P304")
        if text != narrow:
            raise complain(f"电话“{text}”的写法不对", f"请用半角写作 {narrow}")
        return text
    if declared:
        raise complain("写了 office_mobile，这里却不是手机号码", "删去 office_mobile，或核对号码")
    if not _PHONE.fullmatch(text):
        cure = (
            f"请用半角写作 {narrow}"
            if _PHONE.fullmatch(narrow)
            else "写作 区号-号码，如 0432-12345678；没有就不写"
        )
        raise complain(f"电话“{text}”的写法不对", cure)
    return text


def check_email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        narrow = _narrow(text)
        cure = f"请用半角写作 {narrow}" if _EMAIL.fullmatch(narrow) else "写作 name@example.org 的样子"
        raise complain(f"电子邮箱“{text}”的写法不对", cure)
    return text


def check_web_address(text: str) -> str:
    """An absolute http or https address."""
    if not _WEB.fullmatch(text):
        cure = (
            f"是否要写 https://{text}"
            if _WEB.fullmatch(f"https://{text}") and "." in text
            else "以 https:// 开头，中间没有空格"
        )
        raise complain(f"网址“{text}”的写法不对", cure)
    return text


def check_code(text: str) -> str:
    """A division code's shape: 6 digits for a county, 9 for a town, 12 for a village. The scheme is checked at linking."""
    if not _CODE.fullmatch(text):
        raise complain(
            f"区划代码“{text}”的写法不对", "6 位（县）、9 位（乡镇）或 12 位（村）数字，数字用半角"
        )
    return text


def check_clock(text: str) -> str:
    if not _CLOCK.fullmatch(text):
        raise complain(f"钟点“{text}”的写法不对", "写作 08:30，两位时、半角冒号、两位分")
    return text


def _read_whole(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _must_be_text(value, "一个整数", "如 12")
    if not _WHOLE.fullmatch(text):
        narrow = _narrow(text)
        raise complain(
            f"“{text}”不是整数", f"请用半角写作 {narrow}" if _WHOLE.fullmatch(narrow) else "只写数字，如 12"
        )
    return int(text)


def _read_year(value: Any) -> Any:
    text = str(value).strip()
    if not re.fullmatch(r"(?:19|20)\d{2}", text, re.ASCII):
        match = re.fullmatch(r"((?:19|20)\d{2})年?", _narrow(text))
        raise complain(f"“{text}”不是年份", f"请写作 {match[1]}" if match else "四位数字，如 2019")
    return int(text)


def _read_degrees(value: Any) -> Any:
    if isinstance(value, float | int) and not isinstance(value, bool):
        return value
    text = _must_be_text(value, "一个度数", "如 126.7451")
    if not _DEGREES.fullmatch(text):
        raise complain(f"“{text}”不是度数", "写成小数，如 126.7451，不写度分秒")
    return float(text)


def _read_yes_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    text = _must_be_text(value, "是或否", "写 true（是）或 false（否）")
    if text not in _YES:
        raise complain(f"“{text}”不是“是”或“否”", "写 true（是）或 false（否）")
    return _YES[text]


Slug = Annotated[str, StringConstraints(strip_whitespace=True, pattern=SLUG_PATTERN, max_length=80)]
# No upper bound here: a bound in the type would silently win over a field's own max_length.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
TitleText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Markdown = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    WithJsonSchema({"type": "string", "format": "markdown"}),
]
_Line = StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)
Phone = Annotated[str, _Line, AfterValidator(check_phone)]
Email = Annotated[str, _Line, AfterValidator(check_email)]
WebAddress = Annotated[
    str, _Line, AfterValidator(check_web_address), WithJsonSchema({"type": "string", "format": "uri"})
]
Code = Annotated[
    str,
    _Line,
    AfterValidator(check_code),
    WithJsonSchema({"type": "string", "pattern": r"^(\d{6}|\d{9}|\d{12})$"}),
]
Clock = Annotated[
    str, _Line, AfterValidator(check_clock), WithJsonSchema({"type": "string", "pattern": r"^\d{2}:\d{2}$"})
]
WholeNumber = Annotated[int, BeforeValidator(_read_whole)]
YearNumber = Annotated[int, BeforeValidator(_read_year)]
Degrees = Annotated[float, BeforeValidator(_read_degrees)]
YesNo = Annotated[bool, BeforeValidator(_read_yes_no)]
