"""Privacy in words (个人信息保护法 Art. 28, 31; 志愿服务条例 Art. 20). Each stops a publication.

In data files the registry looks for private numbers itself; here are the stories, under the same rule ids, and what
holds for both: cards of other banks, and children.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry import privacy
from plugins.registry.problems import Rule

from .base import HAN, Finding, WordRule

CARD = Rule("P308", "error", "写了别家银行的卡号", "卡号4000 0000 0000 0002。", "卡号不公布。")
CHILD = Rule(
    "P309", "error", "写了孩子的姓名和年龄", "村小学学生张三（9岁）得了奖。", "村小学一名9岁的学生得了奖。"
)
OLD_IDENTITY = Rule("P310", "error", "写了身份证件号码", "身份证号：110105491231002。", "身份证号不公布。")
WIDE_NUMBER = Rule(
    "P311", "error", "用全角数字写了私人号码", "手机：１３８００００００００。", "联系村委会。"
)

_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_CHILD: Final = re.compile(
    rf"(?P<name>[{_SURNAMES}][{HAN}]{{1,2}})(?:（(?:(?:男|女)，)?(?P<a>\d{{1,2}})(?:周岁|岁)(?=[），])|，(?:男|女)，(?P<b>\d{{1,2}})(?:周岁|岁)|今年(?P<c>\d{{1,2}})岁)"
)
_MASKED: Final = frozenset("某示例甲乙丙丁们家村")
# What ends so is no person's name: 常见病（6岁）, 高年级（12岁）, 文化站今年9岁, 黄牛（3岁）.
_NO_NAME: Final = frozenset(
    "级组段期者类型种数病症法式药苗龄童孩校队县市区站所馆院社店铁牛马驴羊猪犬狗猫鸡鹿树"
)
_CARD: Final = re.compile(
    r"(?<![\d.A-Za-z_-])[1-9]\d{3}(?:[ -]?\d{4}){2,3}[ -]?\d{3,4}(?![\d.A-Za-z_-])", re.ASCII
)
_LONG: Final = re.compile(r"\d{4}[ -]?\d{4}", re.ASCII)
# The prefixes of the great issuers.
_ISSUERS: Final = ("3", "4", "5", "9558")
_OLD_IDENTITY: Final = re.compile(
    r"身份证[^\d\n]{0,8}(?P<x>[1-8]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d))", re.ASCII
)
_WIDE: Final = re.compile("[０-９]")


def find_numbers(text: str) -> Iterator[Finding]:
    """Identity numbers, bank cards and mobile numbers, as the registry finds them in data. Of a story both its words and
    the file as it stands: a number may be parted by marks of emphasis, or stand where no words are.
    """
    for number in privacy.find_numbers(text):
        wide = _WIDE.search(text, number.start, number.end)
        rule, said, hint = number[3:] if not wide else (WIDE_NUMBER.id, "这里像是私人号码", "删去")
        yield Finding(number.start, number.end, rule, said, hint, "error")


def _find_cards(text: str) -> Iterator[Finding]:
    if not _LONG.search(text):
        return
    for match in _CARD.finditer(text):
        digits = re.sub(r"[ -]", "", match[0])
        before = text[max(0, match.start() - 16) : match.start()]
        # Luhn's sum does not depend on the issuer.
        likely = digits.startswith(_ISSUERS) and privacy.passes_luhn(digits)
        if not likely and not privacy.NAMED_CARD.search(before):
            continue
        if not any(privacy.find_numbers(before + match[0])):
            yield Finding(match.start(), match.end(), CARD.id, "这里像是银行卡号", "删去", "error")


def _find_children(text: str) -> Iterator[Finding]:
    for match in _CHILD.finditer(text):
        age = int(match["a"] or match["b"] or match["c"])
        name = match["name"]
        if age < 14 and not _MASKED & set(name) and name[-1] not in _NO_NAME and not name.endswith("学生"):
            yield Finding(
                match.start(),
                match.end(),
                CHILD.id,
                "未满十四周岁的孩子写了姓名和年龄",
                "不写姓名，或写“小某”；确需公开须有监护人书面同意",
                "error",
            )


def _find_old(text: str) -> Iterator[Finding]:
    for match in _OLD_IDENTITY.finditer(text):
        yield Finding(
            match.start("x"),
            match.end("x"),
            OLD_IDENTITY.id,
            "这里像是十五位身份证号码",
            "删去；公布身份证号码违法",
            "error",
        )


RULES: Final[tuple[WordRule, ...]] = (
    WordRule(CARD, "0123456789", _find_cards),
    WordRule(CHILD, "岁", _find_children),
    WordRule(OLD_IDENTITY, "证", _find_old),
)
