"""How names of places, teams and people are read: pinyin by syllable, without tones. Pure.

A general dictionary reads 单 as dan and 曾 as ceng; as surnames they are shan and zeng. A record's own ``pinyin`` field
wins over everything here.
"""

from __future__ import annotations

import re
from functools import cache

# The affinity of outputs that spell names: the dictionaries had better be loaded by one process.
SPELLING = "pinyin"
# Surnames whose reading differs from the character's common one.
SURNAMES: dict[str, str] = {
    "单": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "朴": "piao", "区": "ou", "盖": "ge",
    "乐": "yue", "召": "shao", "缪": "miao", "翟": "zhai", "冼": "xian", "逄": "pang", "秘": "bi", "种": "chong",
    "覃": "qin", "谌": "chen", "隗": "kui", "祭": "zhai", "折": "she", "黑": "he", "繁": "po",
    "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "长孙": "zhang sun", "宿": "su", "员": "yun", "晟": "cheng",
}  # fmt: skip
# Characters that place names read otherwise than sentences do.
IN_PLACES: dict[str, str] = {
    "砬": "la", "屯": "tun", "参": "shen", "大": "da", "朝": "chao", "长": "chang", "重": "chong", "石": "shi",
}  # fmt: skip
# What follows a surname in the name of a village: 单家店, 曾家屯, 解放 is none.
_FAMILY = "家"
_RUN = re.compile(r"[a-z0-9]+|[\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")


def spell_name(name: str, given: str = "", *, person: bool = False) -> str:
    """``du mu cun`` for 独木村; what the record gives (``given``) when it gives anything.

    Latin letters and digits stay as words of their own; marks are dropped. ``person`` reads the first character (or two)
    as a surname.
    """
    if given:
        return " ".join(given.lower().split())
    head = _surname_of(name, person)
    syllables = [SURNAMES[head]] if head else []
    syllables += _spell(name[len(head) :])
    return " ".join(syllables)


def initials_of(spelling: str) -> str:
    """``dmc`` for ``du mu cun``."""
    return "".join(syllable[0] for syllable in spelling.split())


def _surname_of(name: str, person: bool) -> str:
    for length in (2, 1):
        head = name[:length]
        if head in SURNAMES and (person or name[length : length + 1] == _FAMILY):
            return head
    return ""


@cache
def _spell(text: str) -> tuple[str, ...]:
    # Imported here because its dictionaries take a tenth of a second that no other page should pay.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    words: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run.isascii():
            words.append(run)
        else:
            spoken = zip(run, lazy_pinyin(run), strict=True)
            words += [IN_PLACES.get(character, reading) for character, reading in spoken]
    return tuple(words)
