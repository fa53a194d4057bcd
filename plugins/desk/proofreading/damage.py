"""Damage from bad copying: characters masked, numbers lost, garbage, invisible marks."""

# ruff: noqa: E501 -- a pattern is read whole or not at all
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.registry.problems import Rule

from .base import HAN, Finding, WordRule, pattern_rule

STAR = Rule("W414", "error", "字中间有星号", "邮*公司的员工来了。", "邮政公司的员工来了。")
NUMBER_LOST = Rule("W415", "error", "量词前面的数字丢了", "参加活动的有余人。", "参加活动的有300余人。")
ORDINAL_LOST = Rule("W416", "error", "年份或序数丢了", "从年6月开始登记。", "从2019年6月开始登记。")
GARBAGE = Rule("W424", "error", "有乱码", "村民\ufffd\ufffd来了。", "村民都来了。")
INVISIBLE = Rule("W425", "error", "有看不见的字符", "村民\u200b来了。", "村民来了。")

# Characters after which 余 has its number, or makes a word with what stands before it.
_COUNTED_REST = (
    "0-9０-９〇零一二两三四五六七八九十百千万亿几数%％Xx×其业剩富空残盈结课工岁年月天里米斤亩公多有之冗茶饭诗"
)
_REST = r"余(?:人次|人(?![员生才])|场(?![景地])|名|次|件|户|处|份|支(?![持援])|万[人元]|吨|篇|幅|册)"
_TEAM = r"支(?:(?=队伍)|(?![部撑架付援持教队点柱配票出委书流线行农护路渠气脉洞])(?=[^，。、]{0,12}队(?!长)))"
_LOST = "|".join(
    (
        # 站个、所个: a noun, its measure word, and nothing counted.
        r"个(?<=[站所队心村屋堂馆室]个)(?=[，。、；）\n]|$)",
        rf"余(?<![{_COUNTED_REST}]余)(?={_REST[1:]}){_REST[1:]}",
        rf"(?<=[了达到过有])余{_REST[1:]}".replace("(?<=[了达到过有])余", "余(?<=[了达到过有]余)(?<![还没具富所只]有余)"),
        rf"{_TEAM}(?<=[建立造设募增]支)|{_TEAM}(?<=[建立成造设募增办展织]了支)",
        r"名(?<=[募训建增展访问织扶]了名)(?![单录称字册额师家副牌片人著优胜医目城校村镇园企山茶酒店将角义声气望誉分次下曰])",
        r"处(?<=[立成建造设增]了处)(?![理置罚分室长方境事于所处突女非级暑变世在])",
        r"户(?<=[访问扶增]了户)(?![外籍口主用型部均长])",
        r"份(?<=[放贴]了份)(?![额子内量])|份(?<=[印散分]发了份)(?![额子内量])",
        r"(?:场次|人次)(?<=[展办织训务]了..)",
        r"(?:达到|超过|大约|共计|累计达)(?:人次|余人|多人(?=[，。、；]|$)|[%％]|平方米|公里|场次)",
        # At the end of a cell it stands for the column's unit.
        rf"[%％](?<=[{HAN}][%％])(?<![〇零一二两三四五六七八九十百千万几数个号][%％])(?=[^\n\f])",
        r"(?:共计|合计|总计|累计达)万[元人]",
        r"第(?<![门及等次落登]第)(?:届|批|期|次|名(?!单)|季(?!度)|场)(?=[^\n])",
    )
)  # fmt: skip
_LOST_WORDS = (
    "站个", "所个", "队个", "心个", "村个", "屋个", "堂个", "馆个", "室个", "余人", "余场", "余名", "余次", "余件", "余户", "余处", "余份", "余支", "余万", "余吨", "余篇",
    "余幅", "余册", "了支", "建支", "立支", "造支", "设支", "募支", "增支", "了名", "了处", "了户", "了份", "了场次", "了人次",
    "达到", "超过", "大约", "共计", "合计万", "总计万", "累计达", "%", "％", "第届", "第批", "第期", "第次", "第名", "第季", "第场",
)  # fmt: skip
_YEAR_BEFORE = (
    "0-9０-９〇零一二三四五六七八九十今去明前当每次同本翌后来往历该全半上下第头周首旧新学近多几数整某哪那这两元Xx×丰逐财隔末"
    "鼠牛虎兔龙蛇马羊猴鸡狗猪子丑寅卯辰巳午未申酉戌亥连常大小灾平闰青少成老中"
)
_LOST_YEAR = "|".join(
    (
        rf"年(?<![{_YEAR_BEFORE}]年)年[底初末中]",
        r"年(?<=[从自于在至到截为，。、；：（“\n]年)(?=(?:1[0-2]|[1-9])月)",
        r"月(?<=[于自从在]月)(?=日|\d{1,2}日)|月(?<=[于自从在]年月)(?=日)|日(?<=\d月日)(?=[，。上下])",
    )
)
# Not a product (3*5), not a field that has to be filled in (带*的), not one masked on purpose (138****0000).
_STARS: Final = re.compile(
    rf"\*+(?:(?<=[{HAN}“《（，。、0-9]\*)|(?<=[{HAN}“《（，。、0-9]\*\*)|(?<=[{HAN}]\*\*\*))"
    rf"(?<![带标注加打]\*)(?<![0-9]\*(?=[0-9]))(?=[{HAN}”》）0-9，。、；：\n]|$)(?!号)"
)


def _find_stars(text: str) -> Iterator[Finding]:
    for match in _STARS.finditer(text):
        hint = "补上被盖住的字；要强调请写 **加粗**"
        yield Finding(match.start(), match.end(), STAR.id, f"“{match[0]}”夹在字中间", hint, "error")


_INVISIBLE: Final = "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad"
_GARBAGE: Final = (
    rf"[\ufffd\ue000-\uf8ff]+|[\u00c0-\u00ff]{{4,}}|[□■◆](?<=[{HAN}].)(?=[{HAN}])"
    r"|&(?:nbsp|quot|ldquo|rdquo|mdash|middot|hellip|amp|lt|gt|#\d{2,5});"
)
_ODD: Final = "\ufffd□■◆&" + "".join(map(chr, (*range(0xC0, 0x100), *range(0xE000, 0xF900))))
_GARBAGE_RULE: Final = pattern_rule(GARBAGE, "", _GARBAGE, "“{0}”是乱码", "照原件改正")


def _find_garbage(text: str) -> Iterator[Finding]:
    for finding in _GARBAGE_RULE.find(text):
        # Boxes in a row are to be ticked: 男□女□.
        if text[finding.start] not in "□■◆" or not _is_form(text, finding.start):
            yield finding


def _is_form(text: str, at: int) -> bool:
    line = text[text.rfind("\n", 0, at) + 1 : text.find("\n", at) if "\n" in text[at:] else len(text)]
    return sum(line.count(mark) for mark in "□■◆☑√") > 1


RULES: Final[tuple[WordRule, ...]] = (
    WordRule(STAR, "*", _find_stars),
    pattern_rule(NUMBER_LOST, _LOST_WORDS, _LOST, "“{0}”前面没有数字", "照原件补上数字；查不到就改写这一句"),
    pattern_rule(ORDINAL_LOST, "年月", _LOST_YEAR, "“{0}”前面没有数字", "照原件补上；查不到就改写这一句"),
    WordRule(GARBAGE, _ODD, _find_garbage),
    pattern_rule(GARBAGE, ("锟斤拷", "烫烫烫烫", "屯屯屯屯"), "(?:锟斤拷)+|烫{4,}|屯{4,}", "“{0}”是乱码", "照原件改正"),
    pattern_rule(INVISIBLE, _INVISIBLE, f"(?:(?![\u200d](?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff].))[{_INVISIBLE}])+", "有看不见的字符", "删去它，多半是从网页或文档里带来的", ""),
)  # fmt: skip
