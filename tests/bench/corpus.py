"""The bench's corpus: the same seeded stories and records, as files for every contender.

Run: ``python -m tests.bench.corpus OUT --stories 10000 --records 6000 [--only portal,hugo] [--seed 1]``
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from .corpus_records import County, Row, write_county
from .corpus_texts import Text, Writer, write_stories

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# Names of the contenders, in the order of the table. "small" is our engine with the small theme.
NAMES = ("small", "hugo", "pelican", "eleventy", "hexo", "portal", "hugo-records")
ABOUT = "---\ntitle: 关于\nsummary: 这个县并不存在,只为计时。\n---\n只为计时。\n"


def list_tags(text: Text) -> str:
    return json.dumps(text.tags, ensure_ascii=False)


def story_of_portal(text: Text, county: County) -> tuple[str, str]:
    links = ""
    if county.places and text.number % 3 == 0:
        links = f"places: [{county.places[text.number % len(county.places)]}]\n"
        links += f"teams: [{county.teams[text.number % len(county.teams)]}]\n"
    return f"content/stories/{text.date.year}/{text.slug}.md", (
        f"---\ntitle: {text.title}\ndate: {text.date:%Y-%m-%d %H:%M}\ntopic: {text.topic}\nsummary: {text.summary}\n"
        f"keywords: [{', '.join(text.tags)}]\n{links}---\n{text.body}\n"
    )


def story_of_hugo(text: Text, _county: County) -> tuple[str, str]:
    return f"content/news/{text.date.year}/{text.slug}.md", (
        f"---\ntitle: {text.title}\ndate: {text.date.isoformat()}+08:00\ntopics: [{text.topic}]\ntags: {list_tags(text)}\n"
        f"description: {text.summary}\nurl: /news/{text.date.year}/{text.slug}/\n---\n{text.body}\n"
    )


def story_of_pelican(text: Text, _county: County) -> tuple[str, str]:
    return f"content/{text.slug}.md", (
        f"Title: {text.title}\nDate: {text.date:%Y-%m-%d %H:%M}\nCategory: {text.topic}\nTags: {', '.join(text.tags)}\n"
        f"Slug: {text.slug}\nSummary: {text.summary}\n\n{text.body}\n"
    )


def story_of_eleventy(text: Text, _county: County) -> tuple[str, str]:
    return f"content/{text.slug}.md", (
        f"---\ntitle: {text.title}\ndate: {text.date.isoformat()}+08:00\ntopic: {text.topic}\nkeywords: {list_tags(text)}\n"
        f"description: {text.summary}\npermalink: /news/{text.date.year}/{text.slug}/\nlayout: article.njk\n"
        f"tags: [stories]\n---\n{text.body}\n"
    )


def story_of_hexo(text: Text, _county: County) -> tuple[str, str]:
    return f"source/_posts/{text.slug}.md", (
        f"---\ntitle: {text.title}\ndate: {text.date:%Y-%m-%d %H:%M:%S}\ncategories: [{text.topic}]\ntags: {list_tags(text)}\n"
        f"description: {text.summary}\n---\n{text.body}\n"
    )


def record_of_hugo(row: Row) -> tuple[str, str]:
    fields = "".join(f"  - [{key}, {json.dumps(value, ensure_ascii=False)}]\n" for key, value in row.fields)
    return f"content/{row.kind}/{row.id}.md", (
        f"---\ntitle: {row.title}\ndescription: {json.dumps(row.summary, ensure_ascii=False)}\n"
        f"url: /{row.kind}/{row.id}/\nlayout: record\nfields:\n{fields or '  []'}\n---\n{row.body}\n"
    )


STORIES: Mapping[str, Callable[[Text, County], tuple[str, str]]] = {
    "small": story_of_portal,
    "portal": story_of_portal,
    "hugo": story_of_hugo,
    "hugo-records": story_of_hugo,
    "pelican": story_of_pelican,
    "eleventy": story_of_eleventy,
    "hexo": story_of_hexo,
}


def write_corpus(out: Path, stories: int, records: int, names: Iterable[str] = NAMES, seed: int = 1) -> None:
    """A folder per contender under ``out``: its configuration and small theme from ``tests/bench/sites``, the texts, the records.

    Records go to ``portal`` and ``hugo-records`` only; ``small`` gets a county with no more than the site block.
    """
    names = [name for name in NAMES if name in set(names)]
    writer = Writer(seed)
    texts = list(write_stories(stories, writer))
    county = write_county(records, writer) if records else write_county(0, writer)
    bare = County(
        {name: county.files[name] for name in ("site.yml", "vocabularies.yml", "sources.yml")}, (), (), ()
    )
    for name in names:
        home = out / name
        _write_site(name, home)
        rich = name in ("portal", "hugo-records")
        files = [STORIES[name](text, county if rich else bare) for text in texts]
        if name in ("small", "portal"):
            files += [(f"data/{path}", text) for path, text in (county if rich else bare).files.items()]
            files.append(("content/pages/shuoming.md", ABOUT))
        elif name == "hugo-records":
            files += [record_of_hugo(row) for row in county.rows]
        _write_files(home, files)


def _write_site(name: str, home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    site = "hugo" if name.startswith("hugo") else name
    shutil.copytree(HERE / "sites" / site, home)


def _write_files(home: Path, files: Iterable[tuple[str, str]]) -> None:
    folders: set[Path] = set()
    for name, text in files:
        path = home / name
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_text(text, "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="写出计时用的文稿和记录")
    parser.add_argument("out", type=Path)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--records", type=int, default=6_000)
    parser.add_argument("--only", default=",".join(NAMES))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_corpus(options.out, options.stories, options.records, options.only.split(","), options.seed)


if __name__ == "__main__":
    main()
