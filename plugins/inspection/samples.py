"""What a publication must not hold: samples and drafts that a page shows, by their marks and by their names."""

from __future__ import annotations

import re
from typing import Final

from .facts import PageFacts

# A mark is a badge of any element; the word alone may be the head of a column of data.
_BADGE: Final = re.compile(
    r"<[a-z][^<>]*\bclass\s*=\s*[\"']?[^\"'<>]*\b(?:badge|ribbon|notice)\b[^<>]*>\s*(?:<[^<>]*>\s*)*"
    r"(?P<word>示例|(?:注意[：:])?草稿)\s*<",
    re.IGNORECASE,
)
# Samples are named so that nobody takes them for real: 示例人物一. Prose may speak of 示例, and quote the word.
_NAMED: Final = re.compile(
    r"<(?:title|h[1-6]|a|option|figcaption|caption)\b[^<>]*>\s*(?:<(?:span|b|strong|em)\b[^<>]*>\s*)*示例[^<\s“”\"]"
    r"|\balt\s*=\s*[\"']示例[^\"'“”]|\"(?:name|headline|title|alternateName)\"\s*:\s*\"示例[^\"“”]"
    r"|[【（(［\[]示例[】）)］\]]",
    re.IGNORECASE,
)
_DRAFT_META: Final = re.compile(r"<meta\b[^<>]*\bcontent\s*=\s*[\"']?(?:draft|草稿)[\"'\s/>]", re.IGNORECASE)


def list_samples(page: PageFacts) -> list[int]:
    """Where the page shows samples, in their order."""
    found = list(page.samples)
    if "示例" in page.html:
        found += [match.start() for match in _BADGE.finditer(page.html) if match["word"] == "示例"]
        found += [match.start() for match in _NAMED.finditer(page.html)]
    return sorted(set(found))


def list_drafts(page: PageFacts) -> list[int]:
    """Where the page says that it is a draft, in their order."""
    found = list(page.drafts)
    if "草稿" in page.html:
        found += [match.start() for match in _BADGE.finditer(page.html) if match["word"] != "示例"]
    if "draft" in page.html or "草稿" in page.html:
        found += [match.start() for match in _DRAFT_META.finditer(page.html)]
    return sorted(set(found))
