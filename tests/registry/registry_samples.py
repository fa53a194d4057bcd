"""A small county to test against, and the parsing of examples that hold several files."""

from __future__ import annotations

from plugins.registry.linking import link_registry
from plugins.registry.parsing import ParsedFile, parse_data_file
from plugins.registry.problems import Problem
from plugins.registry.registry import Registry

SITE = """\
id: yangxian
name: 样县新时代文明实践中心
region:
  name: 样县
  code: 999901
  scheme: NBS-2023
  box: {west: 126.2, south: 42.5, east: 127.8, north: 43.5}
operator: 样县新时代文明实践中心
columns:
  - {id: news, name: 动态, description: 要闻}
"""
VOCABULARIES = """\
place_levels:
  - {id: center, name: 中心}
  - {id: institute, name: 所}
  - {id: station, name: 站}
team_levels:
  - {id: corps, name: 总队}
  - {id: backbone, name: 骨干队}
platforms:
  - {id: wenhua, name: 文化服务}
  - {id: jiaoyu, name: 教育服务}
tasks:
  - {id: yifeng, name: 移风易俗}
resources:
  - {id: nongjia, name: 农家书屋}
honor_categories:
  - {id: jingye, name: 敬业奉献}
regulation_sorts:
  - {id: rule, name: 制度}
"""
SOURCES = """\
- id: baodao
  title: 一篇报道
  publisher: 一家报社
  date: 2019
"""
BASE = {"data/site.yml": SITE, "data/vocabularies.yml": VOCABULARIES, "data/sources.yml": SOURCES}


def split_files(example: str) -> dict[str, str]:
    """path -> text of the files under their ``# data/….yml`` lines."""
    files: dict[str, str] = {}
    path = ""
    for line in example.splitlines(keepends=True):
        if line.startswith("# data/"):
            path = line[2:].strip()
            files[path] = ""
        else:
            files[path] += line
    return files


def parse_all(files: dict[str, str]) -> list[ParsedFile]:
    """The files parsed, over the small county."""
    return [parse_data_file(path, text.encode()) for path, text in {**BASE, **files}.items()]


def link_all(files: dict[str, str]) -> tuple[Registry, list[Problem]]:
    """Registry and all problems, those of the files included."""
    parsed = parse_all(files)
    registry, problems = link_registry(parsed)
    return registry, sorted([*problems, *(problem for file in parsed for problem in file.problems)])


def shown(files: dict[str, str]) -> list[str]:
    """Every problem as an editor sees it."""
    return [str(problem) for problem in link_all(files)[1]]
