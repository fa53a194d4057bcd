"""Bad input of every kind is a list of problems at their places, never a traceback."""

# ruff: noqa: E501 (the printed line is what is tested)

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from plugins.registry.files import MAX_BYTES, check_size, list_data_files, load_registry
from plugins.registry.parsing import parse_data_file
from tests.registry.registry_samples import BASE, shown

THEME = "- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"


def said(data: bytes | str, path: str = "data/themes.yml") -> list[str]:
    raw = data.encode() if isinstance(data, str) else data
    return [str(problem) for problem in parse_data_file(path, raw).problems]


BAD = [
    ("- id: a\n\tname: b\n", "data/themes.yml:2:1: 错误 D005 用了制表符（Tab）(改用空格缩进，每层两格)"),
    ("- id\uff1aqingming\n", "data/themes.yml:1:3: 错误 D006 键后面用了全角冒号(改用半角冒号，后面空一格)"),
    ("- id: a\n  name\uff1a清明\n  month: 2019\n", "data/themes.yml:2:7: 错误 D006 键后面用了全角冒号(改用半角冒号，后面空一格)"),
    (THEME + "  month: 2019-05\n", "data/themes.yml:4:3: 错误 D007 “month”写了两次(留一个，删一个)"),
    (THEME.replace("清明祭扫", "*a"), "data/themes.yml:2:9: 错误 D008 不能使用别名“*a”(把内容照写一遍；若是文字，用引号括起来)"),
    (THEME.replace("清明祭扫", "&a 清明"), "data/themes.yml:2:9: 错误 D008 不能使用锚点“&a”(删去它；若是文字，用引号括起来)"),
    (THEME.replace("清明祭扫", "!!str 清明"), "data/themes.yml:2:9: 错误 D008 不能使用标签“tag:yaml.org,2002:str”(删去它；若是文字，用引号括起来)"),
    (THEME + "---\n" + THEME, "data/themes.yml:4:1: 错误 D009 一个文件里有多个 YAML 文档(删去 --- 行，多条记录写成列表)"),
    (THEME.replace("清明祭扫", "[[[[[[[[[[[[[[[[[[[[清明]]]]]]]]]]]]]]]]]]]]"), "data/themes.yml:2:24: 错误 D010 嵌套太深(记录不会超过十层，请检查缩进和括号)"),
    ("[" * 100_000, "data/themes.yml:1:1001: 错误 D010 嵌套太深(检查括号和缩进)"),
    ("", "data/themes.yml:1:1: 提醒 D014 文件是空的(写上记录，或删去这个文件)"),
    ("# 只有说明\n", "data/themes.yml:1:1: 提醒 D014 文件是空的(写上记录，或删去这个文件)"),
    ("清明\n", "data/themes.yml:1:1: 错误 D016 这里应是一条记录或记录的列表(每条记录以“- id: …”开头)"),
    (THEME.encode("gbk"), "data/themes.yml:2:9: 错误 D003 文件不是 UTF-8 编码(在编辑器里另存为 UTF-8)"),
    (THEME.encode("utf-16"), "data/themes.yml:1:1: 错误 D003 文件不是 UTF-8 编码(在编辑器里另存为 UTF-8)"),
    (THEME.replace("清明", "清\x00明"), "data/themes.yml:2:10: 错误 D004 文字里有看不见的字符（U+0000）(删去它，多半是从网页或文档里带来的)"),
    (THEME.replace("清明", "清\u202e明"), "data/themes.yml:2:10: 错误 D004 文字里有看不见的字符（U+202E）(删去它，多半是从网页或文档里带来的)"),
    (THEME.replace("清明祭扫", '"清\\0明"'), "data/themes.yml:2:9: 错误 D004 文字里有看不见的字符(删去反斜杠写法的控制字符)"),
    (THEME.replace("清明祭扫", "“清明” # 好"), ""),
    (THEME.replace("清明祭扫", '"清明'), "data/themes.yml:4:1: 错误 D005 引号没有配对(补上另一半引号)"),
    (THEME.replace("清明祭扫", "清明: 祭扫"), "data/themes.yml:2:11: 错误 D005 这一行冒号的位置不对(检查缩进；文字里有半角冒号加空格时用引号括起来)"),
    (THEME + "  sumary: 祭扫\n", "data/themes.yml:4:3: 错误 D102 不认识的字段“sumary”(是否要写 summary？)"),
    (THEME + "  简介: 祭扫\n", "data/themes.yml:4:3: 错误 D102 不认识的字段“简介”(是否要写 summary？)"),
    (THEME + "  sources: baodao\n", "data/themes.yml:4:12: 错误 D104 来源（sources）应是一个列表(写成 [甲, 乙]，或每项一行、以“- ”开头)"),
    (THEME.replace("清明祭扫", "[清明]"), "data/themes.yml:2:9: 错误 D104 主题（name）应是一段文字(文字里有冒号、方括号时用引号括起来)"),
    (THEME.replace("  name: 清明祭扫\n", ""), "data/themes.yml:1:3: 错误 D101 缺少主题（name）(补写 name:)"),
    (THEME.replace("清明祭扫", '""'), "data/themes.yml:2:9: 错误 D101 主题（name）是空的(写上内容，或删去这一行)"),
    (THEME + "  summary: " + "祭" * 20_001 + "\n", ""),
    (THEME.replace("清明祭扫", ""), "data/themes.yml:1:3: 错误 D101 缺少主题（name）(补写 name:)"),
    (THEME.replace("2019-04", "2019年4月"), "data/themes.yml:3:10: 错误 D105 月份（month）：日期“2019年4月”的写法不对(请用半角写作 2019-04)"),
    (THEME + "  activities: {text: 12场, basis: statd}\n", "data/themes.yml:4:34: 错误 D103 依据（basis）只能是 stated、lost、derived、public、counted、forecast，不能是“statd”(是否要写 stated？)"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "problem"), BAD, ids=[str(number) for number in range(len(BAD))])
def test_bad_text(data: bytes | str, problem: str) -> None:
    assert said(data) == ([problem] if problem else [])


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    started = time.perf_counter()
    problems = parse_data_file("data/themes.yml", "\n".join(lines).encode()).problems
    assert time.perf_counter() - started < 1
    assert {problem.rule for problem in problems} == {"D008"}


def test_bom_and_crlf_are_fine() -> None:
    plain = parse_data_file("data/themes.yml", THEME.encode())
    for data in (b"\xef\xbb\xbf" + THEME.encode(), THEME.replace("\n", "\r\n").encode()):
        assert parse_data_file("data/themes.yml", data) == plain


def test_nothing_is_typed_by_yaml() -> None:
    (found,) = parse_data_file("data/places/a.yml", b"id: a\nname: no\nlevel: 010\nvenue: 12:30\n").records
    assert (found.record.name, found.record.level, found.record.venue) == ("no", "010", "12:30")  # type: ignore[attr-defined]


def test_all_problems_of_a_file_are_told() -> None:
    text = "- id: A\n  nam: x\n- id: b\n  name: 乙\n  month: 今年\n- 三\n"
    assert said(text) == [
        "data/themes.yml:1:3: 错误 D101 缺少主题（name）(补写 name:)",
        "data/themes.yml:1:3: 错误 D101 缺少月份（month）(补写 month:)",
        "data/themes.yml:1:7: 错误 D107 标识（id）“A”的写法不对(只用小写字母、数字和连字符，如 jinsha-zhen)",
        "data/themes.yml:2:3: 错误 D102 不认识的字段“nam”(是否要写 name？)",
        "data/themes.yml:5:10: 错误 D105 月份（month）：日期“今年”的写法不对(知道多少写多少：2019、2019-06 或 2019-06-12)",
        "data/themes.yml:6:3: 错误 D016 列表里的这一项不是记录(每条记录写成若干“键: 值”，第一行是“- id: …”)",
    ]


def test_vocabularies() -> None:
    assert said("- a\n", "data/vocabularies.yml") == [
        "data/vocabularies.yml:1:1: 错误 D016 词表文件应是“词表名: 列表”(如 place_levels: 换行后每个词条一项)"
    ]
    (one, two) = parse_data_file(
        "data/vocabularies.yml", "tasks:\n- {id: a, name: 甲}\n- {id: b, name: 乙}\n".encode()
    ).records
    assert [(item.key, item.record.vocabulary, item.record.order, item.line) for item in (one, two)] == [  # type: ignore[attr-defined]
        ("tasks/a", "tasks", 0, 2),
        ("tasks/b", "tasks", 1, 3),
    ]


def test_a_wrong_folder_gets_its_cure() -> None:
    assert said("", "data/theme.yml") == [
        "data/theme.yml:1:1: 错误 D011 不知道“theme”是哪一类记录(是否要写 themes？)"
    ]


def test_a_broken_record_is_not_called_missing() -> None:
    activity = "id: yizhen\ntitle: 义诊\nstatus: held\nstarts: 2019-04\ntheme: qingming\n"
    bad = THEME.replace("2019-04", "今年")
    assert [line[:36] for line in shown({"data/themes.yml": bad, "data/activities/a.yml": activity})] == [
        "data/themes.yml:3:10: 错误 D105 月份（mon"
    ]
    assert [line[:30] for line in shown({"data/themes.yml": "- [", "data/activities/a.yml": activity})] == [
        "data/themes.yml:1:1: 错误 D005 括"
    ]


def make(folder: Path) -> Path:
    for path, text in BASE.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def told(root: Path, data_dir: str = "data") -> list[str]:
    return [str(problem) for problem in load_registry(root, data_dir)[1]]


def test_a_good_folder(tmp_path: Path) -> None:
    registry, problems = load_registry(make(tmp_path))
    assert problems == []
    assert registry is not None and registry.site.name == "样县新时代文明实践中心"


def test_a_missing_folder(tmp_path: Path) -> None:
    assert told(tmp_path) == ["data:1:1: 错误 D001 没有数据文件夹(在项目根目录建立 data/，或改正设置)"]


def test_a_data_folder_elsewhere(tmp_path: Path) -> None:
    make(tmp_path / "tests" / "site")
    assert told(tmp_path, "tests/site/data") == []


def test_odd_entries_of_a_folder(tmp_path: Path) -> None:
    data = make(tmp_path) / "data"
    (data / "themes.yml").mkdir()
    (data / "teams.yaml").write_text("[]")
    (data / "notes.txt").write_text("x")
    (data / "README.md").write_text("x")
    (data / ".hidden.yml").write_text(": : :")
    (data / "places").symlink_to("/etc")
    (data / "boards.yml").symlink_to(tmp_path / "absent")
    os.mkfifo(data / "progress.yml")
    assert told(tmp_path) == [
        "data/boards.yml:1:1: 错误 D013 数据文件夹里有符号链接(把文件本身放进来)",
        "data/notes.txt:1:1: 提醒 D012 这不是 YAML 文件，不会读取(记录写在 .yml 里；别的文件移到 data/ 之外)",
        "data/places:1:1: 错误 D013 数据文件夹里有符号链接(把文件本身放进来)",
        "data/progress.yml:1:1: 错误 D001 这不是普通文件(删去它)",
        "data/teams.yaml:1:1: 错误 D012 文件名的结尾是 .yaml(改成 .yml)",
        "data/themes.yml:1:1: 错误 D012 这是文件夹，名字却像文件(去掉文件夹名里的 .yml)",
    ]


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path) / "data" / "themes.yml"
    path.write_text(THEME)
    opened = Path.open

    def refuse(self: Path, *args: str) -> object:
        if self.name == "themes.yml":
            raise PermissionError(13, "no")
        return opened(self, *args)

    monkeypatch.setattr(Path, "open", refuse)
    assert told(tmp_path) == [
        "data/themes.yml:1:1: 错误 D001 读不出：没有读取的权限(检查文件是否存在、权限是否放开)"
    ]


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = make(tmp_path) / "data" / "themes.yml"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    assert told(tmp_path) == [
        "data/themes.yml:1:1: 错误 D002 文件有 50.0 MB，最多 4 MB(把记录分到几个文件里；照片不放在数据里)"
    ]
    assert check_size("a", MAX_BYTES) is None


def test_files_come_in_a_stable_order(tmp_path: Path) -> None:
    make(tmp_path)
    files, problems = list_data_files(tmp_path / "data", tmp_path)
    assert [file.path for file in files] == ["data/site.yml", "data/sources.yml", "data/vocabularies.yml"]
    assert problems == []
