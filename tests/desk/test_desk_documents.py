"""What is generated is current: docs/rules.md, the editor's schemas, the comments at the head of data files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from plugins.desk.documents import build_rules_page
from plugins.desk.rules import list_rules
from plugins.desk.schemas import build_files, build_story_schema, head_line, set_head_line
from plugins.registry import OTHER_FILES
from plugins.registry.reading import read_yaml
from plugins.stories.head import split_source

ROOT = Path(__file__).resolve().parents[2]


def test_rules_page_is_current():
    assert (ROOT / "docs/rules.md").read_text("utf-8") == build_rules_page(), "run: make rules"


def test_every_rule_is_on_the_page_once():
    page = build_rules_page()
    assert re.findall(r"^### ([A-Z]\d{3}) ", page, re.MULTILINE) == [rule.id for rule in list_rules()]


@pytest.mark.parametrize("name", sorted(build_files()))
def test_schemas_are_current(name):
    text = build_files()[name]
    assert (ROOT / name).read_text("utf-8") == text, "run: make schemas"
    if name.endswith(".schema.json"):
        jsonschema.Draft202012Validator.check_schema(json.loads(text))


def test_data_files_name_their_schema():
    lacking = []
    for file in (ROOT / "data").rglob("*.yml"):
        path = file.relative_to(ROOT).as_posix()
        line = head_line(path)
        if file.name in OTHER_FILES:
            continue
        if file.read_text("utf-8").partition("\n")[0] != line:
            lacking.append(path)
        assert (file.parent / line.rpartition("=")[2]).resolve().is_file()
    assert lacking == [], "run: make schemas"


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("data/site.yml", "# yaml-language-server: $schema=../.vscode/schemas/site.schema.json"),
        ("data/teams/a/b.yml", "# yaml-language-server: $schema=../../../.vscode/schemas/teams.schema.json"),
        ("data/lexicon.yml", ""),
        ("content/a.yml", ""),
        ("data/whatever.yml", ""),
    ],
)
def test_head_line(path, line):
    assert head_line(path) == line
    once = set_head_line(path, "id: a\n")
    assert once == (f"{line}\nid: a\n" if line else "id: a\n")
    assert set_head_line(path, once) == once


def test_story_schema_takes_every_story_and_refuses_a_misspelt_key():
    validator = jsonschema.Draft202012Validator(build_story_schema())
    for file in (ROOT / "content/stories").rglob("*.md"):
        head = read_yaml("a", split_source(file.read_text("utf-8")).head).value
        head["sample"] = head.get("sample") == "true"
        assert list(validator.iter_errors(head)) == [], file
    bad = {
        "title": "甲",
        "date": "2026-05-01",
        "topic": "a",
        "summary": "一二三四五六七八九十",
        "souce": "乙",
    }
    assert [error.validator for error in validator.iter_errors(bad)] == ["additionalProperties"]
