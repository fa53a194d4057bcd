"""Dates of publication in every form that a finished file gives them, and whether they have come."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from plugins.pipeline.clock import SHANGHAI
from plugins.registry.problems import Problem

from .facts import PageFacts
from .rules import make_finding, note

ARTICLE_PATH: Final = re.compile(r"news/(\d{4})/(?!\d{2}/)[^/]+/index\.html")
_PUB_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})", re.ASCII)
_LINKED_DATE: Final = re.compile(r'"(datePublished|dateModified|dateCreated|uploadDate)"\s*:\s*"([^"]*)"')
_CHINESE: Final = {char: str(number) for number, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "○": "0",
}
_SPOKEN_DATE: Final = re.compile(
    "([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_WRITTEN_DATE: Final = re.compile(
    r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})(?!\d)(?:\s*日)?(?:[T ]*(\d{1,2})[:时](\d{2}))?",
    re.ASCII,
)
_PACKED_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?", re.ASCII)
_CLAIM: Final = re.compile(
    r"[发更修][布表新改](?:时间|日期)\s*[:：]?\s*([\d０-９〇零○一二三四五六七八九][^\n|]{5,24})"
)
_TIME: Final = re.compile(r"<time\b[^>]*>[^<]*", re.IGNORECASE)
_CURE: Final = "改正时间;到时间再发布"


def parse_pub_date(text: str) -> datetime | None:
    """``YYYY-MM-DD HH:MM`` in Shanghai, or None for anything else."""
    match = _PUB_DATE.fullmatch(text)
    return _build_moment(*match.groups()) if match else None


def _build_moment(year: str, month: str, day: str, hour: str = "", minute: str = "") -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=SHANGHAI)
    except ValueError:
        return None


def parse_any_date(text: str) -> datetime | date | None:
    """A date in any form that people or programs write: a moment where an hour is given, else a day. None for no date."""
    plain = unicodedata.normalize("NFKC", text.strip())
    if spoken := _SPOKEN_DATE.search(text):
        year = "".join(_CHINESE[char] for char in spoken[1])
        found = _build_moment(year, _count(spoken[2]), _count(spoken[3]))
        return found.date() if found else None
    if packed := _PACKED_DATE.fullmatch(plain):
        return _aware(plain) if packed[4] else _day(_build_moment(*packed.group(1, 2, 3)))
    if len(plain) > 10 and (moment := _aware(plain)):
        return moment
    if written := _WRITTEN_DATE.search(plain):
        found = _build_moment(*(part or "" for part in written.groups()))
        return found if written[4] or found is None else found.date()
    try:
        moment = parsedate_to_datetime(plain)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _aware(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _count(text: str) -> str:
    """``十二`` is 12, ``三十`` is 30."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE.get(text, "0")
    return f"{_CHINESE.get(tens, '1')}{_CHINESE.get(ones, '0')}"


def is_future(text: str, now: datetime) -> bool:
    """Whether ``text`` is a date that has not come. ``now`` is aware; a day without an hour has come when it has begun."""
    found = parse_any_date(text)
    if isinstance(found, datetime):
        return found > now
    return found is not None and found > now.astimezone(SHANGHAI).date()


def check_dates(page: PageFacts, tags: dict[str, str], now: datetime) -> Iterator[Problem]:
    """A publication date in the future, wherever the page says one, or one that disagrees with what it says elsewhere."""
    said = tags.get("PubDate", "")
    place = page.place(next((offset for offset, name, _ in page.metas if name == "PubDate"), 0))
    if said and is_future(said, now):
        yield make_finding(page.path, place, "I102", f"发布时间 {said} 还没有到", _CURE)
    else:
        for offset, claimed in _list_claims(page):
            if is_future(claimed, now):
                yield note(page, offset, "I102", f"写明的时间 {claimed.strip()[:25]} 还没有到", _CURE)
    moment = parse_pub_date(said)
    wrong = list(_find_disagreements(page, said, moment)) if moment else []
    if wrong:
        message = f"发布时间 {said} 对不上:{';'.join(dict.fromkeys(wrong))}"
        yield make_finding(page.path, place, "I103", message, "各处应是同一个时间")


def _list_claims(page: PageFacts) -> Iterator[tuple[int, str]]:
    """Where a page says when it, or what it lists, was published: shown, in its tags, in its data."""
    yield from page.claims
    text = page.all_text()
    for match in _CLAIM.finditer(text):
        # At the beginning of a line: in a sentence it may be a plan's.
        if match.start() == 0 or text[match.start() - 1] in "\n \u3000|·":
            yield page.locate(match.start(1)), match[1]
    for start, block in page.data_blocks:
        for match in _LINKED_DATE.finditer(block):
            yield start + match.start(), match[2]
    if page.path.startswith("news/") and not ARTICLE_PATH.fullmatch(page.path):
        for match in _TIME.finditer(page.html):
            yield match.start(), match[0].removeprefix("<time").strip()


def _find_disagreements(page: PageFacts, said: str, moment: datetime) -> Iterator[str]:
    if said not in page.all_text():
        yield "页面上显示的时间与它不同"
    match = ARTICLE_PATH.fullmatch(page.path)
    if match and int(match[1]) != moment.year:
        yield f"地址里的年份是 {match[1]}"
    for _, block in page.data_blocks:
        for name, linked in _LINKED_DATE.findall(block):
            found = _aware(linked)
            if name == "datePublished" and (not found or found.replace(second=0, microsecond=0) != moment):
                yield f"结构化数据里写的是 {linked}"
