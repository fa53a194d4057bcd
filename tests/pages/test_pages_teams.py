"""The volunteer corps: an empty county, a small one, and both sides of the real data's links."""

from __future__ import annotations

import re

from tests.pages.fixture import build_real_catalog, build_small_catalog, links_of, render_pages, text_of
from tests.pages.test_pages_places import COUNTY


def test_an_empty_corps_says_what_will_stand_there() -> None:
    page = render_pages(build_small_catalog(), ["teams/index.html"])["teams/index.html"]
    assert text_of(page, "//p[@class='empty-title']") == ["队伍名录待登记"]


def test_the_corps_as_a_tree_with_honest_sums() -> None:
    page = render_pages(build_small_catalog(COUNTY), ["teams/index.html"])["teams/index.html"]
    assert text_of(page, "//div[@class='tree']//a") == ["某县总队主页", "秧歌队"]
    assert text_of(page, "//dl[@class='facts']/div") == [
        "志愿服务总队 本站登记1支；各队所报人数合计：各队人数待补",
        "骨干队 本站登记1支；各队所报人数合计：12人",
    ]


def test_a_team_shows_both_sides_of_its_links() -> None:
    pages = render_pages(build_small_catalog(COUNTY), ["teams/"])
    assert links_of(pages["teams/dance/index.html"]) == [
        "/teams/",
        "/teams/levels/backbone/",
        "/teams/fields/art/",
        "/teams/corps/",
        "/places/east-dan/",
        "tel:0432-66661111",
        "/activities/coming/",
        "/activities/a3/",
        "/activities/a1/",
    ]
    assert (
        text_of(pages["teams/dance/index.html"], "//section[@class='contact']/p")[-1]
        == "这是所在阵地（单家店村实践站）的电话。"
    )
    assert text_of(pages["teams/corps/index.html"], "//section[@aria-labelledby='children']//li") == [
        "秧歌队12人"
    ]
    assert text_of(pages["teams/fields/art/index.html"], "//ul[@class='dense']/li") == ["秧歌队12人"]


def test_a_busy_team_has_a_list_of_all_its_activities() -> None:
    rows = "".join(
        f"- {{id: b{number}, title: 第{number}场, status: held, starts: 2025-01-{number:02}, teams: [dance]}}\n"
        for number in range(1, 12)
    )
    pages = render_pages(build_small_catalog({**COUNTY, "data/activities.yml": rows}), ["teams/dance/"])
    assert sorted(pages) == ["teams/dance/activities/index.html", "teams/dance/index.html"]
    assert text_of(pages["teams/dance/index.html"], "//section[@aria-labelledby='past']//a")[0].startswith(
        "全部11场"
    )
    assert len(text_of(pages["teams/dance/activities/index.html"], "//ul[@class='dense']/li")) == 11


RECORD = re.compile(r"^/(places|teams)/([a-z0-9-]+)/$")


def test_both_sides_of_places_and_teams_agree_in_the_real_data() -> None:
    """What a page of a place or team names as belonging to it names that page in turn."""
    pages = render_pages(build_real_catalog(), ["places/", "teams/"])
    record_pages = {
        f"/{name.removesuffix('index.html')}": set(links_of(text)) for name, text in pages.items()
    }
    records = {
        href for href in record_pages if RECORD.match(href) and not href.endswith(("/find/", "/activities/"))
    }
    one_sided = sorted(
        (here, there)
        for here in records
        for there in record_pages[here] & records
        if here not in record_pages[there]
    )
    assert one_sided == []
    assert len(records) > 50


def test_every_link_of_these_pages_to_one_of_them_leads_somewhere() -> None:
    pages = render_pages(build_real_catalog(), ["places/", "teams/"])
    here = {f"/{name.removesuffix('index.html')}" for name in pages}
    lost = sorted(
        {
            link
            for text in pages.values()
            for link in (found.partition("#")[0] for found in links_of(text))
            if link.startswith(("/places/", "/teams/")) and link not in here
        }
    )
    assert lost == []
