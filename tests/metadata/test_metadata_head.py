"""The page tags of the state's guide, Open Graph and JSON-LD on every kind of page, read back from built pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from plugins.catalog import PageHead
from plugins.metadata import HeadBuilder, build_head
from plugins.metadata.linked import dump_graph
from tests.exports.made_site import SITEURL, Made, preview, publication

ARTICLE = ("ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Image", "Url")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.canonical = ""
        self.blocks: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and ("name" in values or "property" in values):
            name = values.get("name") or values["property"]
            assert name not in self.meta, f"{name} stands twice"
            self.meta[name] = values["content"]
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values["href"]
        self._inside = tag == "script" and values.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def read(made: Made, name: str) -> Reader:
    reader = Reader()
    reader.feed(made.text(name))
    return reader


def nodes(made: Made, name: str) -> dict[str, Any]:
    [block] = read(made, name).blocks
    return {node["@type"]: node for node in json.loads(block)["@graph"]}


def pick(reader: Reader, names: tuple[str, ...]) -> dict[str, str]:
    return {name: reader.meta[name] for name in names if name in reader.meta}


def test_every_page_names_its_site_and_no_invented_code() -> None:
    made = publication()
    for path in made.output.rglob("index.html"):
        text = path.read_text("utf-8")
        if 'http-equiv="refresh"' in text:
            continue
        reader = Reader()
        reader.feed(text)
        assert reader.meta["SiteName"] == "青禾县新时代文明实践中心", path
        assert reader.meta["SiteDomain"] == "example.org", path
        assert "SiteIDCode" not in reader.meta, path


def test_home_column_and_list_have_column_tags() -> None:
    made = publication()
    assert pick(read(made, "index.html"), COLUMN) == {
        "ColumnName": "首页",
        "ColumnDescription": "测试用的县,只为验证同一套程序可以换一个县。",
        "ColumnKeywords": "青禾县新时代文明实践中心,新闻,活动,青禾好人,阵地,队伍,项目,数字,概况",
        "ColumnType": "首页",
    }
    assert pick(read(made, "news/index.html"), COLUMN) == {
        "ColumnName": "新闻",
        "ColumnDescription": "青禾县的新闻",
        "ColumnKeywords": "新闻",
        "ColumnType": "工作动态",
    }
    assert pick(read(made, "news/topics/headlines/index.html"), COLUMN) == {
        "ColumnName": "要闻",
        "ColumnDescription": "要紧的事",
        "ColumnKeywords": "要闻,新闻",
        "ColumnType": "工作动态",
    }


def test_article_has_the_guides_tags() -> None:
    reader = read(publication(), "news/2025/kaimen/index.html")
    image = reader.meta["Image"]
    assert pick(reader, ARTICLE) == {
        "ArticleTitle": "柳树村实践站开门",
        "PubDate": "2025-05-01 09:30",
        "ContentSource": "青禾县新时代文明实践中心",
        "Author": "记者甲",
        "Description": "柳树村实践站今天开门,书屋和义诊室一起启用。",
        "Image": image,
        "Url": f"{SITEURL}/news/2025/kaimen/",
    }
    assert re.fullmatch(rf"{SITEURL}/photos/[0-9a-f]+-\d+\.jpg", image)
    assert (publication().output / image.removeprefix(f"{SITEURL}/")).is_file()
    assert reader.meta["og:image"] == image
    assert reader.meta["og:type"] == "article"


@pytest.mark.parametrize(
    "name", ["honors/jia/index.html", "activities/yizhen/index.html", "places/center/index.html"]
)
def test_no_publication_time_is_forged(name: str) -> None:
    reader = read(publication(), name)
    assert not set(ARTICLE) & set(reader.meta)
    assert not set(COLUMN) & set(reader.meta)


def test_share_pictures_are_made() -> None:
    made = publication()
    for path in made.output.rglob("index.html"):
        reader = Reader()
        reader.feed(path.read_text("utf-8"))
        image = reader.meta.get("og:image", "")
        assert not image or (made.output / image.removeprefix(f"{SITEURL}/")).is_file(), path


def test_canonical_needs_a_site_address() -> None:
    assert read(publication(), "places/liushu-zhan/index.html").canonical == f"{SITEURL}/places/liushu-zhan/"
    assert read(preview(), "places/liushu-zhan/index.html").canonical == ""
    look = publication().look()
    head = PageHead("list", "news/page/2/", "新闻", section="news")
    assert f'<link rel="canonical" href="{SITEURL}/news/page/2/">' in build_head(look, head, SITEURL, "/hd/")


def test_drafts_are_kept_from_robots() -> None:
    assert read(preview(), "news/2025/caogao/index.html").meta["robots"] == "noindex"
    assert not (publication().output / "news/2025/caogao").exists()


def test_text_cannot_leave_its_place() -> None:
    look = publication().look()
    head = PageHead("page", "x/", '</script><b>"&', description='"><script>', crumbs=(("</script>", "x/"),))
    text = str(build_head(look, head, SITEURL, "/hd/"))
    assert text.count("<script") == text.count("</script>") == 1
    assert '<meta name="description" content="&#34;&gt;&lt;script&gt;">' in text
    assert "</b>" not in text
    assert dump_graph([]) == ""


def test_a_builder_says_what_a_fresh_one_says() -> None:
    builder = HeadBuilder(SITEURL, "/hd/")
    look = publication().look()
    heads = [
        PageHead("home", "", "首页"),
        PageHead("list", "news/", "新闻", section="news"),
        PageHead("error", "404.html", "没有"),
    ]
    assert [builder(look, head) for head in heads] == [
        build_head(look, head, SITEURL, "/hd/") for head in heads
    ]


def test_linked_data_of_home() -> None:
    found = nodes(publication(), "index.html")
    assert found["WebSite"]["potentialAction"] == {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{SITEURL}/search/?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    assert found["GovernmentOrganization"] == {
        "@type": "GovernmentOrganization",
        "@id": f"{SITEURL}/#operator",
        "name": "青禾县新时代文明实践中心",
        "url": f"{SITEURL}/",
        "telephone": "0999-1234567",
        "areaServed": {"@type": "AdministrativeArea", "name": "青禾县"},
    }


def test_linked_data_of_an_event() -> None:
    found = nodes(publication(), "activities/quxiao/index.html")
    url = f"{SITEURL}/activities/quxiao/"
    assert found["Event"] == {
        "@type": "Event",
        "@id": f"{url}#event",
        "name": "露天电影",
        "url": url,
        "startDate": "2025-05-20T19:00:00+08:00",
        "eventStatus": "https://schema.org/EventCancelled",
        "location": {
            "@type": "Place",
            "name": "柳树村实践站",
            "address": "柳树村口",
            "geo": {"@type": "GeoCoordinates", "latitude": 30.5, "longitude": 100.5},
        },
        "inLanguage": "zh-CN",
    }
    assert set(nodes(publication(), "activities/weiding/index.html")) == {"BreadcrumbList"}


def test_linked_data_of_the_tree_of_places() -> None:
    center = nodes(publication(), "places/center/index.html")["GovernmentOrganization"]
    station = nodes(publication(), "places/liushu-zhan/index.html")["GovernmentOrganization"]
    assert station["@id"] in [child["@id"] for child in center["subOrganization"]]
    assert station["parentOrganization"]["@id"] == center["@id"]
    assert station["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [
                f"https://schema.org/{day}"
                for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
            ],
            "opens": "08:30",
            "closes": "16:30",
        }
    ]


def test_linked_data_of_good_people() -> None:
    person = nodes(publication(), "honors/jia/index.html")["Person"]
    group = nodes(publication(), "honors/yi/index.html")["Organization"]
    assert person["award"] == ["2025年第一批青禾好人", "市级好人"]
    assert (group["name"], group["description"]) == ("集体乙", "雪夜里把车推出沟。")


def test_linked_data_of_a_story_and_of_data() -> None:
    story = nodes(publication(), "news/2025/kaimen/index.html")["NewsArticle"]
    assert story["author"] == [{"@type": "Person", "name": "记者甲"}]
    assert story["datePublished"] == "2025-05-01T09:30:00+08:00"
    data = nodes(publication(), "data/index.html")["Dataset"]
    for file in data["distribution"]:
        assert (publication().output / file["contentUrl"].removeprefix(f"{SITEURL}/")).is_file(), file[
            "contentUrl"
        ]
    assert "Dataset" in nodes(publication(), "figures/index.html")


def test_crumbs_of_the_page_are_those_of_its_linked_data() -> None:
    made = publication()
    seen = 0
    for path in made.output.rglob("index.html"):
        text = path.read_text("utf-8")
        shown = re.search(r'<nav class="crumbs".*?</nav>', text, re.DOTALL)
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
        if not shown or not block or 'http-equiv="refresh"' in text:
            continue
        lists = [node for node in json.loads(block[1])["@graph"] if node["@type"] == "BreadcrumbList"]
        names = [item["name"] for item in lists[0]["itemListElement"][1:]]
        words = re.sub(r"<[^>]*>", "\n", shown[0])
        assert all(name in words for name in names), path
        assert [item["position"] for item in lists[0]["itemListElement"]] == list(range(1, len(names) + 2))
        seen += 1
    assert seen > 20
