"""Names by ear: 金沙镇 is found by jinsha, by js, by jin sha."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from .documents import Document
from .fold import fold_text

# Surnames that the dictionary reads as ordinary words; source: 《现代汉语词典》 under each character, 姓.
SURNAMES: Mapping[str, str] = MappingProxyType(
    {
        "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "曾": "zeng", "区": "ou", "朴": "piao", "盖": "ge",
        "翟": "zhai", "任": "ren", "华": "hua", "宁": "ning", "尉迟": "yu chi", "长孙": "zhang sun", "万俟": "mo qi",
        "缪": "miao", "乐": "yue", "员": "yun", "贠": "yun", "繁": "po", "折": "she", "召": "shao", "秘": "bi",
        "冼": "xian", "洗": "xian", "逄": "pang", "覃": "qin", "黑": "he", "种": "chong", "晁": "chao", "隗": "wei",
        "令狐": "ling hu", "澹台": "tan tai", "宓": "mi", "祭": "zhai", "燕": "yan", "哈": "ha", "那": "na", "纪": "ji",
        "葛": "ge", "应": "ying", "过": "guo", "都": "du", "牟": "mu", "俞": "yu", "郇": "xun", "褚": "chu", "臧": "zang",
    }
)  # fmt: skip


def spell_name(name: str, person: bool = False) -> str:
    """The syllables of ``name``, without tones, parted by spaces; ``person`` reads a surname as one."""
    # Imported here because its dictionaries take a third of a second that most builds need not pay.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    folded = "".join(fold_text(name).split())
    if person:
        for length in (2, 1):
            syllables = SURNAMES.get(folded[:length])
            if syllables and len(folded) > length:
                return f"{syllables} {spell_name(folded[length:])}".strip()
    return " ".join(part for part in lazy_pinyin(folded, style=Style.NORMAL, v_to_u=False) if part.strip())


def looks_like_person(name: str) -> bool:
    """Two to four characters that end in none of the words that places and teams end in."""
    endings = "镇乡村屯县市区所站队街道会社部局院校中心点组厅馆园"
    return 2 <= len(name) <= 4 and name[-1] not in endings


def build_names(documents: Iterable[Document], slots: Mapping[str, int]) -> list[list[str | int]]:
    """Rows ``[name, syllables, slot]`` of every record's names, sorted; the browser reads initials off the syllables."""
    rows = {
        (
            " ".join(name.split()),
            _clean_pinyin(pinyin) or spell_name(name, looks_like_person(name)),
            slots[d.key],
        )
        for d in documents
        for name, pinyin in d.names
        if name.strip()
    }
    return [list(row) for row in sorted(rows)]


def _clean_pinyin(pinyin: str) -> str:
    """Editors write tones and apostrophes; the reader's keyboard does not."""
    plain = unicodedata.normalize("NFD", pinyin).replace("u\u0308", "v").replace("U\u0308", "v")
    kept = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(fold_text(kept.replace("'", " ").replace("’", " ")).split())


def match_name(query: str, syllables: str) -> int:
    """How well typed Latin letters fit: 2 from the first syllable, 1 from a later one, 0 not at all.

    Each typed stretch must begin a syllable and no syllable may be jumped: jinsha, js, jsha and jinsz all reach
    jin sha zhen.
    """
    letters = "".join(query.split()).replace("v", "u").replace("'", "")
    parts = syllables.replace("v", "u").split(" ")
    for start in range(len(parts)):
        if letters and _begins(letters, parts, start):
            return 2 if start == 0 else 1
    return 0


def weigh_name(query: str, syllables: str) -> float:
    """``match_name``, and more for whole syllables and for a short name: jinsha means 金沙镇 before 锦山村."""
    fit = match_name(query, syllables)
    letters = "".join(query.split()).replace("v", "u").replace("'", "")
    parts = syllables.replace("v", "u").split(" ")
    whole = any(
        letters == "".join(parts[start:end])
        for start in range(len(parts))
        for end in range(start + 1, len(parts) + 1)
    )
    return fit + whole / 2 + 1 / (2 + len(parts)) if fit else 0


def _begins(letters: str, parts: list[str], at: int) -> bool:
    if not letters:
        return True
    if at == len(parts):
        return False
    part = parts[at]
    common = 0
    while common < min(len(part), len(letters)) and part[common] == letters[common]:
        common += 1
    return any(_begins(letters[size:], parts, at + 1) for size in range(common, 0, -1))
