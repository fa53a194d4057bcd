"""No two pages have one title: who finds them in a list of results can tell them apart."""

from __future__ import annotations

from collections import Counter

import pytest

from plugins.catalog.head import PageHead
from tests.pages.fixture import SITE, build_real_catalog, build_small_catalog, render_pages, text_of

# A programme is called as a topic is, another as a field of teams; the news do not fit on one page.
COUNTY = {
    "data/site.yml": SITE + "  - {id: programs, name: 文明实践+, description: 项目}\n",
    "data/programs.yml": "- {id: art, name: 文艺, summary: 办演出。}\n- {id: headlines, name: 要闻, summary: 办报。}\n",
    "data/places.yml": "- {id: center, name: 某县实践中心, level: center}\n",
    "data/activities.yml": """
- {id: a1, title: 剪纸课, status: held, starts: 2025-05-01, place: center}
- {id: a2, title: 读书会, status: held, starts: 2026-05-01, place: center}
""",
    **{
        f"content/stories/2026/s{number}.md": f"---\ntitle: 第{number}场\ndate: 2026-05-01 09:{number}\n"
        "topic: news\nsource: 本站\nsummary: 五月一日上午在文化广场演出。\n---\n来了许多人。\n"
        for number in range(10, 50)
    },
}


def titles_of(pages: dict[str, str]) -> dict[str, str]:
    return {name: text_of(text, "//head/title")[0] for name, text in pages.items()}


def find_repeated(pages: dict[str, str]) -> dict[str, str]:
    titles = titles_of(pages)
    counted = Counter(titles.values())
    return {name: title for name, title in titles.items() if counted[title] > 1}


def test_no_two_pages_of_the_real_site_have_one_title() -> None:
    assert find_repeated(render_pages(build_real_catalog(), [""])) == {}


def test_a_title_tells_the_column_the_year_and_the_page() -> None:
    pages = render_pages(build_small_catalog(COUNTY), [""])
    assert find_repeated(pages) == {}
    titles = titles_of(pages)
    asked = [
        *("news/index.html", "news/page/2/index.html", "news/topics/news/index.html"),
        *("news/topics/news/page/2/index.html", "teams/fields/art/index.html", "programs/art/index.html"),
        *("programs/headlines/index.html", "activities/regularity/index.html"),
        *("activities/regularity/2025/index.html", "activities/regularity/2026/index.html"),
    ]
    assert {name: titles[name] for name in asked} == {
        "news/index.html": "动态 - 某县文明实践中心",
        "news/page/2/index.html": "动态（第2页） - 某县文明实践中心",
        "news/topics/news/index.html": "要闻 - 动态 - 某县文明实践中心",
        "news/topics/news/page/2/index.html": "要闻（第2页） - 动态 - 某县文明实践中心",
        "teams/fields/art/index.html": "文艺 - 队伍 - 某县文明实践中心",
        "programs/art/index.html": "文艺 - 文明实践+ - 某县文明实践中心",
        "programs/headlines/index.html": "要闻 - 文明实践+ - 某县文明实践中心",
        "activities/regularity/index.html": "活动常态化 - 某县文明实践中心",
        "activities/regularity/2025/index.html": "2025年活动常态化 - 某县文明实践中心",
        "activities/regularity/2026/index.html": "2026年活动常态化 - 某县文明实践中心",
    }


@pytest.mark.parametrize(
    ("url", "subject", "crumbs", "part", "column"),
    [
        ("news/topics/a/page/12/", "term/topics/a", (("动态", "news/"), ("甲", "")), 12, "动态"),
        ("programs/page/", "programme/page", (("文明实践+", "programs/"), ("乙", "")), 1, "文明实践+"),
        ("programs/a/", "programme/a", (("乙", ""),), 1, ""),  # a site without the column
        ("places/a/", "place/a", (("阵地", "places/"), ("丙", "")), 1, ""),
    ],
)
def test_what_a_head_adds_to_its_title(
    url: str, subject: str, crumbs: tuple[tuple[str, str], ...], part: int, column: str
) -> None:
    head = PageHead(kind="list", url=url, title="甲", subject=subject, crumbs=crumbs)
    assert (head.part, head.column) == (part, column)
