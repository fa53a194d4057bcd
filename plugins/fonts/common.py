"""Which characters every phone can show, and which it may lack. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

# Every ideograph outside the 20,902 that Unicode 1.1 and GBK share (U+4E00 to U+9FA5). Those have been in the fonts of
# every Chinese phone since Android's first; of extension A and of what came later, older phones lack many, among them
# characters of 通用规范汉字表 that stand in names (㛃, 䶮, 𬭎).
_RARE = re.compile("[\u3400-\u4dbf\u9fa6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_GB2312_ROWS = (range(0xA1, 0xF8), range(0xA1, 0xFF))
_ALSO_WORKING = "·—–‑−×²³〇①②③④⑤⑥⑦⑧⑨⑩￥"


def find_rare(texts: Iterable[str]) -> str:
    """The ideographs in ``texts`` that common phone fonts may lack: each once, by code point, as one string."""
    return "".join(sorted({char for text in texts for char in _RARE.findall(text)}))


@cache
def working_characters() -> frozenset[int]:
    """Code points that ordinary print needs: ASCII, GB 2312 (6,763 characters and its symbols) and a few signs more."""
    found = {*range(0x20, 0x7F), *map(ord, _ALSO_WORKING)}
    for row in _GB2312_ROWS[0]:
        for cell in _GB2312_ROWS[1]:
            try:
                found.add(ord(bytes((row, cell)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return frozenset(found)
