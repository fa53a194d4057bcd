"""Feeds as feedparser reads them, their ids for ever, and the page that a browser makes of them."""

from __future__ import annotations

import re

import feedparser
from lxml import etree

from plugins.exports.atom import absolute_links
from plugins.exports.where import first_id, story_id
from plugins.stories import Story
from tests.exports.made_site import SITEURL, build, make_settings, preview, publication


def entries(name: str) -> dict[str, dict[str, str]]:
    parsed = feedparser.parse((publication().output / "feeds" / name).read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return {entry.title: entry for entry in parsed.entries}


def test_feeds_that_exist() -> None:
    names = sorted(path.name for path in (publication().output / "feeds").iterdir())
    assert names == [
        "activities.xml", "honors.xml", "index.html", "news.xml", "style.xsl", "topic-headlines.xml", "topic-people.xml",
    ]  # fmt: skip


def test_news_holds_published_stories_with_full_text() -> None:
    found = entries("news.xml")
    assert list(found) == ["第一批好人公布", "柳树村实践站开门"]
    story = found["柳树村实践站开门"]
    assert story.link == f"{SITEURL}/news/2025/kaimen/"
    assert (story.published, story.updated) == ("2025-05-01T09:30:00+08:00", "2025-05-01T09:30:00+08:00")
    text = story.content[0].value
    assert "义诊室" in text
    assert f'href="{SITEURL}/places/liushu-zhan/"' in text
    assert [author.name for author in story.authors] == ["记者甲"]
    assert [tag.label for tag in story.tags] == ["要闻"]
    assert list(entries("topic-headlines.xml")) == ["柳树村实践站开门"]


def test_no_address_in_a_feed_is_relative() -> None:
    for path in (publication().output / "feeds").glob("*.xml"):
        for entry in feedparser.parse(
            path.read_bytes(), sanitize_html=False, resolve_relative_uris=False
        ).entries:
            html = entry.content[0].value if "content" in entry else ""
            for address in re.findall(r'(?:href|src|srcset)="([^"]*)"', html):
                assert address.startswith(("https://", "mailto:", "tel:")), (path.name, address)


def test_an_entry_says_when_it_changed_or_is_not_there() -> None:
    found = entries("activities.xml")
    assert {title: entry.updated for title, entry in found.items()} == {
        "改了期的讲座": "2025-05-30T00:00:00+08:00",
        "两天的庙会": "2025-05-26T00:00:00+08:00",
        "柳树村义诊": "2025-05-10T00:00:00+08:00",
    }
    honors = entries("honors.xml")
    assert {title: entry.updated for title, entry in honors.items()} == {
        f"{name}(2025年第一批青禾好人)": "2025-04-01T00:00:00+08:00"
        for name in ("人物甲", "集体乙", "人物丙")
    }


def test_drafts_are_in_no_feed_even_in_a_preview() -> None:
    assert "caogao" not in preview().text("feeds/news.xml")
    assert "示例" not in publication().text("feeds/honors.xml")


def test_the_feeds_own_words() -> None:
    feed = feedparser.parse((publication().output / "feeds/news.xml").read_bytes()).feed
    assert feed.id.startswith("urn:uuid:")
    assert feed.updated == "2025-05-12T10:00:00+08:00"
    links = {(link.rel, link.href) for link in feed.links}
    assert links == {("alternate", f"{SITEURL}/news/"), ("self", f"{SITEURL}/feeds/news.xml")}


def test_ids_survive_a_move_of_story_record_and_domain(tmp_path) -> None:
    settings = make_settings(tmp_path, "https://moved.example", publication=True)
    stories = settings.content / "stories/2025"
    moved = (
        (stories / "kaimen.md")
        .read_text("utf-8")
        .replace("topic: headlines", "topic: headlines\naliases: [kaimen]")
    )
    (stories / "xin-dizhi.md").write_text(moved, "utf-8")
    (stories / "kaimen.md").unlink()
    other = stories / "haoren.md"
    other.write_text(other.read_text("utf-8").replace("story:kaimen", "story:xin-dizhi"), "utf-8")
    made = build(settings)
    after = feedparser.parse((made.output / "feeds/news.xml").read_bytes()).entries
    before = entries("news.xml")
    assert {entry.title: entry.id for entry in after} == {title: entry.id for title, entry in before.items()}
    assert after[1].link == "https://moved.example/news/2025/xin-dizhi/"
    assert 'href="/news/2025/xin-dizhi/"' in made.text("news/2025/kaimen/index.html")


def test_first_names() -> None:
    class Record:
        id, aliases = "now", ("born", "later")

    assert first_id(Record) == "born"
    story = Story.__new__(Story)
    story.kind, story.slug, story.aliases, story.url = "page", "now", (), "now/"
    assert story_id(story) == "now/"


def test_a_browser_shows_a_page() -> None:
    style = etree.XSLT(etree.fromstring((publication().output / "feeds/style.xsl").read_bytes()))
    page = style(etree.fromstring((publication().output / "feeds/news.xml").read_bytes()))
    assert page.findtext(".//h1") == "新闻 - 青禾县新时代文明实践中心"
    assert [link.get("href") for link in page.findall(".//li/a")] == [
        f"{SITEURL}/news/2025/haoren/",
        f"{SITEURL}/news/2025/kaimen/",
    ]
    sheet = page.find(".//link[@rel='stylesheet']").get("href")
    assert (publication().output / sheet.removeprefix("/hd/")).is_file()
    assert not page.findall(".//script") and not page.findall(".//style")


def test_absolute_links() -> None:
    html = '<a href="/x/">1</a><a href="#y">2</a><a href="//h/z">3</a><img src="/p.jpg">'
    assert absolute_links(html, "https://h/hd/s/") == (
        '<a href="https://h/x/">1</a><a href="https://h/hd/s/#y">2</a><a href="//h/z">3</a><img src="https://h/p.jpg">'
    )
    assert absolute_links(html, "/s/") == html


def test_the_page_for_people_links_only_to_what_is_there() -> None:
    text = publication().text("feeds/index.html")
    found = re.findall(r'href="/hd/((?:feeds|calendar)[^"]*)"', text)
    assert {"feeds/news.xml", "feeds/honors.xml", "calendar/town-xizhen.ics"} <= set(found)
    for address in found:
        name = f"{address}index.html" if address.endswith("/") else address
        assert (publication().output / name).is_file(), address
