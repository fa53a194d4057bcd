"""What a name decides."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.publishing.annotate import annotate
from plugins.publishing.errors import PublishError, list_secrets, redact
from plugins.publishing.history import History, advance, find_way_back, parse_history, split_kept
from plugins.publishing.manifest import FileEntry, Manifest, Origin, build_stamp, check_tree, parse_manifest
from plugins.publishing.names import (
    cache_control,
    content_type,
    is_immutable,
    is_sibling,
    stored_encoding,
    upload_rank,
)

A, B, C, D = ("a" * 20, "b" * 20, "c" * 20, "d" * 20)


@pytest.mark.parametrize(
    ("name", "immutable"),
    [
        ("theme/main.0123abcd.css", True),
        ("theme/main.0123abcd.css.br", True),
        ("theme/main.0123abc.css", False),
        ("theme/main.0123abcg.css", False),
        ("0123abcd.css", False),
        ("photos/x/640.webp", True),
        ("news/photos/x.webp", False),
        ("photos", False),
        ("search/shards/07.json", True),
        ("search/index.html", False),
        ("news/2019/feedbeef.12345678/index.html", False),
    ],
)
def test_immutable_names(name: str, immutable: bool) -> None:
    assert is_immutable(name) is immutable


def test_what_each_name_is_told() -> None:
    told = {
        n: (content_type(n).partition(";")[0], cache_control(n), stored_encoding(n), upload_rank(n))
        for n in (
            "index.html",
            "news/index.html",
            "news/page/2/index.html",
            "news/2019/a/index.html",
            "theme/main.0123abcd.css",
            "photos/1.webp",
            "feeds/all.xml",
            "calendar.ics",
            "data/places.json",
            "posters/a.pdf",
            "strange.thing",
            "build.json",
        )
    }
    page, feed, year = "public, max-age=300", "public, max-age=1800", "public, max-age=31536000, immutable"
    assert told == {
        "index.html": ("text/html", page, "gzip", 2),
        "news/index.html": ("text/html", page, "gzip", 2),
        "news/page/2/index.html": ("text/html", page, "gzip", 2),
        "news/2019/a/index.html": ("text/html", page, "gzip", 1),
        "theme/main.0123abcd.css": ("text/css", year, "gzip", 0),
        "photos/1.webp": ("image/webp", year, "", 0),
        "feeds/all.xml": ("application/xml", feed, "", 2),
        "calendar.ics": ("text/calendar", feed, "", 2),
        "data/places.json": ("application/json", page, "", 2),
        "posters/a.pdf": ("application/pdf", page, "", 1),
        "strange.thing": ("application/octet-stream", page, "", 2),
        "build.json": ("application/json", "no-cache", "", 3),
    }


def test_siblings_belong_to_text_only() -> None:
    assert [is_sibling(n) for n in ("a.html.br", "a.json.gz", "a.webp.gz", "a.gz", "a.html", ".br")] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


def test_what_must_never_be_in_an_output() -> None:
    names = {
        "index.html": True,
        ".git/HEAD": True,
        "news/.draft.html": True,
        ".well-known/security.txt": True,
        "content/a.md": True,
        "data/site.yml": True,
        "link.html": False,
        "a\nb.html": True,
    }
    assert check_tree(names) == [
        ".git/HEAD:以点开头的文件",
        "'a\\nb.html':文件名里有控制字符或反斜杠",
        "content/a.md:源文件、日志或编译中间文件",
        "data/site.yml:源文件、日志或编译中间文件",
        "link.html:不是普通文件(可能是链接)",
        "news/.draft.html:以点开头的文件",
    ]


def test_the_stamp_says_what_was_published_and_no_clock() -> None:
    manifest = Manifest(
        {
            "a.html": FileEntry("0" * 64, 5),
            "a.html.br": FileEntry("1" * 64, 3),
            "b.css": FileEntry("2" * 64, 7),
        }
    )
    assert json.loads(build_stamp(manifest, Origin("f" * 40, 1700000000, False))) == {
        "content": manifest.release,
        "commit": "f" * 40,
        "time": 1700000000,
        "dirty": False,
        "files": 2,
        "pages": 1,
        "bytes": 12,
    }


@given(
    st.dictionaries(
        st.text(min_size=1), st.tuples(st.text("0123456789abcdef", min_size=64, max_size=64), st.integers(0))
    )
)
def test_a_manifest_comes_back_from_its_text(rows: dict[str, tuple[str, int]]) -> None:
    manifest = Manifest({n: FileEntry(*row) for n, row in sorted(rows.items())})
    assert parse_manifest(manifest.to_json()) == manifest
    assert parse_manifest(manifest.to_json()).release == manifest.release


@given(st.text())
def test_no_text_makes_a_history_or_a_manifest_crash(text: str) -> None:
    assert isinstance(parse_history(text), History)
    try:
        assert isinstance(parse_manifest(text), Manifest)
    except ValueError:
        return


def test_the_order_of_releases() -> None:
    history = History((A, B, C), B)
    assert advance(history, D) == History((C, A, B, D), D)
    assert advance(History(), A) == History((A,), A)
    assert advance(history, B) == history
    assert find_way_back(history) == A
    assert find_way_back(history, "cc") == C
    assert split_kept(History((A, B, C), C), 2) == (History((B, C), C), (A,))
    assert split_kept(History((A, B, C), A), 1) == (History((A,), A), (B, C))
    for bad, wanted in ((History((A,), A), ""), (History(), ""), (history, "d")):
        with pytest.raises(PublishError):
            find_way_back(bad, wanted)


def test_secrets_are_found_by_name_and_starred() -> None:
    environ = {
        "AWS_SECRET_ACCESS_KEY": "hidden-hidden",
        "CI_JOB_TOKEN": "hidden-hidden-more",
        "PATH": "/usr/bin",
        "API_KEY": "short",
    }
    assert list_secrets(environ) == ["hidden-hidden-more", "hidden-hidden"]
    assert redact("a hidden-hidden-more b hidden-hidden", list_secrets(environ)) == "a *** b ***"


REPORT = """正在检查……
data/teams/backbone.yml:14:5: 错误 D204 没有这个队伍(是否要写 yiliao-weisheng?)
content/a,b.md:1:1: 提醒 W101 100%好
2 个问题
"""


def test_problems_become_notes_on_a_merge_request() -> None:
    assert annotate(REPORT, "github") == (
        "::error file=data/teams/backbone.yml,line=14,col=5,title=D204::没有这个队伍(是否要写 yiliao-weisheng?)\n"
        "::warning file=content/a%2Cb.md,line=1,col=1,title=W101::100%25好\n"
    )
    rows = json.loads(annotate(REPORT, "gitlab"))
    assert [(r["description"], r["severity"], r["location"]) for r in rows] == [
        (
            "D204 没有这个队伍(是否要写 yiliao-weisheng?)",
            "major",
            {"path": "data/teams/backbone.yml", "lines": {"begin": 14}},
        ),
        ("W101 100%好", "minor", {"path": "content/a,b.md", "lines": {"begin": 1}}),
    ]
    assert len({r["fingerprint"] for r in rows}) == 2
    assert annotate("", "github") == ""
