"""Old addresses that lead on, and the fragment that other sites frame."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import html

from plugins.exports.redirects import list_redirects
from plugins.publishing.nginx import parse_redirects
from tests.exports.made_site import SITEURL, publication


def test_the_hosts_map_is_what_publishing_reads() -> None:
    text = publication().text("redirects.json")
    assert json.loads(text) == {
        "activities/miaohui/index.html": "/hd/activities/liangtian/",
        "places/liushu-jiu/index.html": "/hd/places/liushu-zhan/",
    }
    assert parse_redirects(text) == {
        "/activities/miaohui/": "/hd/activities/liangtian/",
        "/activities/miaohui/index.html": "/hd/activities/liangtian/",
        "/places/liushu-jiu/": "/hd/places/liushu-zhan/",
        "/places/liushu-jiu/index.html": "/hd/places/liushu-zhan/",
    }


def test_the_page_at_an_old_address_leads_on_without_script() -> None:
    page = html.fromstring(publication().text("places/liushu-jiu/index.html").encode())
    refresh = page.xpath("//meta[@http-equiv='refresh']/@content")
    assert refresh == ["0; url=/hd/places/liushu-zhan/"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{SITEURL}/places/liushu-zhan/"]
    assert page.xpath("//main//a/@href") == ["/hd/places/liushu-zhan/"]
    assert page.xpath("//script | //style | //*[@style]") == []


def test_a_living_page_keeps_its_address() -> None:
    catalog: Any = publication().catalog
    assert list_redirects(catalog, {"places/liushu-jiu/index.html"}) == {
        "activities/miaohui/": "activities/liangtian/"
    }


def test_the_fragment_of_a_town() -> None:
    page = html.fromstring(publication().text("embed/xizhen/index.html").encode())
    assert page.xpath("//main//li/a/text()") == ["读书会"]
    assert page.xpath("//section[@aria-labelledby='good']//a/text()") == ["人物甲"]
    assert page.xpath("//script[not(@type)]") == []
    assert page.xpath("//header | //footer") == []
    for link in page.xpath("//main//a"):
        assert link.get("href").startswith(f"{SITEURL}/") and link.get("target") == "_top"
        name = link.get("href").removeprefix(f"{SITEURL}/") + "index.html"
        assert (publication().output / name).is_file(), name


def test_a_fragment_may_be_framed_as_far_as_the_page_says() -> None:
    text = publication().text("embed/xizhen/index.html")
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert "frame-ancestors" not in policy and "default-src 'none'" in policy
