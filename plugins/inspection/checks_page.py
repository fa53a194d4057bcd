"""What can be judged from one page alone: access, what it loads from elsewhere, its words, private numbers, samples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from plugins.registry.privacy import IDENTITY
from plugins.registry.problems import Problem

from .facts import PageFacts
from .lexicon import Lexicon
from .numbers import find_numbers
from .rules import SILENCED, make_finding, note
from .samples import list_drafts, list_samples
from .silences import Silence, find_reason

_DAMAGE: Final = (
    (re.compile("[\u4e00-\u9fff]\\*+[\u4e00-\u9fff]"), "星号盖住的文字"),
    (re.compile("“”|‘’|《》|（）"), "空的引号或书名号"),
    (re.compile("\ufffd"), "认不出的字符"),
    (re.compile(r"\{\{|\}\}|\{%"), "没有填上的模板标记"),
    (re.compile(r"(?m)^\s*(?:<{7}|>{7}) \S*"), "两人改动没有合并的标记"),
    (re.compile("[\u0080-\u009f]|锟斤拷|烫烫烫"), "编码弄错的文字"),
    (re.compile(r"(?:(?<=[:：\n])|^)(?:None|undefined|NaN|null)(?=\n|$)"), "程序的空值"),
)
_CONTROLS: Final = re.compile("[\u0080-\u009f]")
_DAMAGE_SIGNS: Final = (
    "*",
    "“”",
    "‘’",
    "《》",
    "（）",
    "\ufffd",
    "{",
    "}",
    "<<<",
    ">>>",
    "锟",
    "烫",
    "None",
    "undefined",
    "NaN",
    "null",
)
_DIALLED = re.compile(r"^(?:tel|sms):", re.IGNORECASE)
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
# Browsers look for the charset in so many bytes (HTML standard, 4.2.5.4).
_SEEN_AT_ONCE = 1024
_LOOSE = re.compile(r"'unsafe-|(?<![\w.])\*|\bhttps?:|default-src(?! 'none'| 'self')")


def check_text(
    page: PageFacts, lexicon: Lexicon | None, silences: tuple[Silence, ...] = ()
) -> Iterator[Problem]:
    """Wrong words and damage in what is read. What ``silences`` let stand has a rule of its own, and the reason."""
    text = page.all_text()
    for start, end, rule, message, hint in _find_faults(text, lexicon):
        place = page.place(page.locate(start))
        reason = find_reason(silences, rule, text, start, end) if silences else ""
        if reason:
            yield make_finding(page.path, place, SILENCED, f"{message},已登记不再提示", reason)
        else:
            yield make_finding(page.path, place, rule, message, hint)


def _find_faults(text: str, lexicon: Lexicon | None) -> Iterator[tuple[int, int, str, str, str]]:
    """Where from and to, the rule, what is wrong, the cure."""
    for at, word in lexicon.find(text) if lexicon is not None else ():
        cure = f"改为“{word.right}”" if word.right else "删去或改写"
        hint = f"{cure};{word.reason}" if word.reason else cure
        yield at, at + len(word.wrong), "I101" if word.grave else "I216", f"用了“{word.wrong}”", hint
    if any(sign in text for sign in _DAMAGE_SIGNS) or _CONTROLS.search(text):
        for pattern, name in _DAMAGE:
            for match in pattern.finditer(text):
                hint = "对照原稿补全;补不全的写明待补"
                yield match.start(), match.end(), "I217", f"{name}“{match[0]}”", hint


def check_privacy(page: PageFacts, offices: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """Private numbers in what is read, in attributes and in data blocks. A mobile number passes where it is the telephone
    link of an office, in the page's footer or in a block of contact; those that the data declare (``offices``) everywhere.
    """
    for at, found in find_numbers(page.all_text(), offices):
        if found.rule != "P304" or not _is_office(page, at):
            yield note(page, page.locate(at), found.rule, found.message, found.hint)
    for offset, value, office in page.numbers:
        plain = unquote(value) if "%" in value else value
        for _, found in find_numbers(_DIALLED.sub("", plain), offices):
            if found.rule != "P304" or not (office and value[:4].lower() == "tel:"):
                yield note(page, offset, found.rule, found.message, found.hint)
    for offset, _ in page.codes:
        yield note(page, offset, *IDENTITY)
    for start, block in (*page.data_blocks, *page.hidden, *_list_remarks(page.html)):
        # An escape keeps its length, so that the place stays right.
        plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)).ljust(6, "\u2060"), block)
        for at, found in find_numbers(plain, offices):
            yield note(page, start + at, found.rule, found.message, found.hint)


def _list_remarks(html: str) -> Iterator[tuple[int, str]]:
    """What is hidden in comments: anyone can read the source."""
    at = html.find("<!--")
    while at >= 0:
        end = html.find("-->", at)
        yield at, html[at : end if end >= 0 else len(html)]
        at = html.find("<!--", at + 4)


def _is_office(page: PageFacts, at: int) -> bool:
    for first, last in page.office_spans:
        start = len(page.text(0, first))
        if start <= at < start + len(page.text(first, last)):
            return True
    return False


def check_safety(page: PageFacts, samples_allowed: bool) -> Iterator[Problem]:
    """Drafts, samples, inline script and style, the content security policy, cut or misread bytes."""
    for offset in list_samples(page)[:1] if not samples_allowed else ():
        yield note(page, offset, "I301", "这一页含有示例", "用 publishconf.py 建站,示例会自动略去")
    for offset in list_drafts(page)[:1]:
        yield note(page, offset, "I308", "这一页是草稿", "用 publishconf.py 建站,草稿会自动略去")
    for offset, what in page.inline_scripts:
        yield note(
            page,
            offset,
            "I303",
            f"页面里有脚本({what})",
            "脚本放到主题的文件里;查明它从哪里来",
        )
    for offset, what in page.inline_styles:
        yield note(page, offset, "I304", f"页面里有样式({what})", "样式放到主题的样式表里")
    policies = [(offset, value) for offset, name, value in page.equivs if name == "content-security-policy"]
    if not policies:
        yield make_finding(
            page.path, (1, 1), "I305", "没有内容安全策略", "页面模板应写上 Content-Security-Policy"
        )
    for offset, value in policies[:1]:
        loose = _LOOSE.search(value)
        if "default-src" not in value or loose:
            what = f":{loose[0].strip()}" if loose else ",没有 default-src"
            yield note(
                page,
                offset,
                "I305",
                f"内容安全策略过宽{what}",
                "只许本站,不许写在页面里的脚本",
            )
    yield from _check_bytes(page)


def _check_bytes(page: PageFacts) -> Iterator[Problem]:
    """Cut pages, and bytes that are read as something else than was meant."""
    if not page.complete:
        place = page.place(max(len(page.html) - 1, 0))
        yield make_finding(page.path, place, "I310", "页面没有写完(没有 </html>)", "重新生成网站")
    elif page.html.rpartition("</")[2].strip().lower() != "html>":
        yield note(page, page.html.lower().index("</html"), "I310", "页面写完之后还有内容", "重新生成网站")
    if "\ufffd" in page.html:
        place = page.place(page.html.index("\ufffd"))
        yield make_finding(page.path, place, "I310", "有不是 UTF-8 的字节", "重新生成网站;检查原稿的编码")
    if "\0" in page.html:
        yield note(page, page.html.index("\0"), "I310", "有空字节", "重新生成网站;检查磁盘")
    offset, charset = page.charset or (0, "")
    late = len(page.html[:offset].encode("utf-8", "replace")) > _SEEN_AT_ONCE
    if charset.lower() not in ("utf-8", "utf8") or late:
        what = f"写明的编码是 {charset[:20]}" if charset and not late else "开头没有写明编码"
        yield note(page, offset, "I310", what, '在 head 的最前面写 <meta charset="utf-8">')


def check_footer(page: PageFacts, tags: dict[str, str]) -> Iterator[Problem]:
    """A footer that says who runs the site."""
    if page.footer is None:
        place = page.place(max(page.html.rfind("</body"), 0))
        yield make_finding(page.path, place, "I212", "没有页脚", "页面模板应有 footer")
        return
    text = page.text(*page.footer)
    missing = [word for word in ("主办", tags.get("SiteName", "")) if word not in text]
    if missing:
        place = page.place(page.html.find("<footer"))
        what = "、".join("网站名称" if word != "主办" else "主办单位" for word in missing)
        yield make_finding(page.path, place, "I212", f"页脚里没有{what}", "在 data/site.yml 写明主办单位")
