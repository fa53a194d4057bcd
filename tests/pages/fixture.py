"""A county in memory: YAML and Markdown texts to a Catalog, and its pages rendered with the real theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from lxml import html as lxml_html
from markupsafe import Markup

from plugins.catalog import Catalog, CatalogLook, build_catalog
from plugins.pages import build_page_outputs
from plugins.pages.render import Maker, build_environment
from plugins.pipeline.outputs import Page
from plugins.portal.assets import asset_addresses, load_assets
from plugins.registry import ParsedFile, link_registry, load_registry, parse_data_file
from plugins.stories import Story, parse_story_file

PROJECT = Path(__file__).resolve().parents[2]
THEME = PROJECT / "theme"
TODAY = date(2026, 11, 25)  # a Wednesday

SITE = """
id: county
name: 某县文明实践中心
region: {name: 某县, code: 220282, scheme: NBS-2023, box: {west: 126, south: 42, east: 128, north: 44}}
operator: 某县文明实践中心办公室
columns:
  - {id: news, name: 动态, description: 新近消息}
  - {id: places, name: 阵地, description: 中心所站}
  - {id: teams, name: 队伍, description: 志愿队伍}
  - {id: activities, name: 活动, description: 办的活动}
  - {id: honors, name: 好人, description: 身边好人}
  - {id: figures, name: 数据, description: 有来源的数字}
  - {id: about, name: 概况, description: 怎样运行}
"""
VOCABULARIES = """
place_levels:
  - {id: center, name: 实践中心, short: 中心, description: 统筹全县}
  - {id: institute, name: 实践所, short: 所, description: 设在乡镇}
  - {id: station, name: 实践站, short: 站, description: 设在村}
team_levels:
  - {id: corps, name: 志愿服务总队, short: 总队}
  - {id: backbone, name: 骨干队}
platforms:
  - {id: culture, name: 文化服务平台}
tasks:
  - {id: culture-task, name: 活跃文化生活}
resources:
  - {id: library, name: 农家书屋, description: 借书看报。}
fields:
  - {id: art, name: 文艺}
honor_categories:
  - {id: helping, name: 助人为乐}
regulation_sorts:
  - {id: plan, name: 方案}
topics:
  - {id: news, name: 要闻}
"""
BASE = {"data/site.yml": SITE, "data/vocabularies.yml": VOCABULARIES}


def build_small_catalog(texts: Mapping[str, str] | None = None, today: date = TODAY) -> Catalog:
    """A catalog of the base county and ``texts`` (path -> text). An error in a text fails the test that wrote it."""
    texts = {**BASE, **(texts or {})}
    files: list[ParsedFile] = []
    stories: list[Story] = []
    for path, text in texts.items():
        if path.startswith("data/"):
            files.append(parse_data_file(path, text.encode()))
        else:
            kind = "page" if path.startswith("content/pages/") else "story"
            story, problems = parse_story_file(path, text.encode(), kind)
            assert story is not None, problems
            stories.append(story)
    registry, problems = link_registry(files)
    wrong = [str(problem) for file in files for problem in file.problems] + [
        str(problem) for problem in problems
    ]
    assert not [line for line in wrong if "错误" in line], wrong
    return build_catalog(registry, stories, {}, today)


def build_real_catalog(today: date = TODAY) -> Catalog:
    """The repository's own data and stories, without photographs."""
    registry, problems = load_registry(PROJECT)
    assert registry is not None, problems
    stories = []
    for folder, kind in (("stories", "story"), ("pages", "page")):
        for path in sorted((PROJECT / "content" / folder).rglob("*.md")):
            story, _ = parse_story_file(path.relative_to(PROJECT).as_posix(), path.read_bytes(), kind)  # type: ignore[arg-type]
            if story is not None:
                stories.append(story)
    return build_catalog(registry, stories, {}, today)


def list_pages(catalog: Catalog) -> dict[str, Page]:
    """Every page of the site by the file it fills."""
    addresses = asset_addresses(load_assets(THEME))
    maker = Maker(
        build_environment(THEME / "templates", "/", addresses), "/", lambda _look, _head: Markup("")
    )
    return {page.name: page for page in build_page_outputs(catalog, maker)}


def render_pages(catalog: Catalog, prefixes: Iterable[str]) -> dict[str, str]:
    """The text of every page whose file begins with one of ``prefixes``; a whole file name is a prefix too."""
    chosen = tuple(prefixes)
    return {
        name: str(page.render(CatalogLook(catalog)))
        for name, page in list_pages(catalog).items()
        if name.startswith(chosen)
    }


def links_of(text: str, inside: str = "main") -> list[str]:
    """The hrefs within an element of a page, in order, without repeats."""
    tree = lxml_html.fromstring(text)
    return list(dict.fromkeys(str(link) for link in tree.xpath(f"//{inside}//a/@href")))


def text_of(page: str, xpath: str) -> list[str]:
    """The texts of the elements that match, white space folded."""
    return [" ".join(element.text_content().split()) for element in lxml_html.fromstring(page).xpath(xpath)]
