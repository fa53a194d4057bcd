"""A file's bytes -> a checked Story, or the problems that stand in the way."""

from __future__ import annotations

import re
from typing import Final

from plugins.pipeline.digests import digest_bytes
from plugins.pipeline.late import Late
from plugins.registry.problems import Problem, has_errors

from . import rules
from .body import check_body
from .fields import check_fields
from .head import Place, Source, Value, read_simple, read_yaml, split_source
from .model import Kind, Story
from .report import Reporter

MAX_BYTES: Final = 1_000_000
MAX_HEAD: Final = 20_000
_CONTROLS: Final = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"
_FILE_NAME: Final = re.compile(r"(?:\d{4}-\d\d-\d\d-)?([a-z0-9]+(?:-[a-z0-9]+)*)\.md", re.ASCII)
_PELICAN_HEAD: Final = Late(r"\s*[A-Za-z_]+:[ \t]")
_FULL_WIDTH_KEY: Final = Late(r"^[ \t]*(?:- )?([\w\u4e00-\u9fff]+)[：﹕]", re.MULTILINE)


def parse_story_file(
    path: str, data: bytes, kind: Kind, source_path: str = ""
) -> tuple[Story | None, list[Problem]]:
    """Read one file. Pure.

    ``path`` is relative to the project's root, in POSIX form (``content/stories/2026/fuwuri.md``); it stands
    in problems and becomes ``source_path``. The story is None when there is an error; warnings come with one.
    """
    report = Reporter(path)
    source = _read_source(data, report)
    if source is None:
        return None, report.problems
    report.source = source
    values = _read_head(source, report)
    slug = _check_slug(path, kind, report)
    if values is None:
        return None, sorted(report.problems)
    fields = check_fields(values, kind, report)
    links = check_body(source, path, report)
    if report.problems and has_errors(report.problems):
        return None, sorted(report.problems)
    digest = digest_bytes(data)
    story = Story.__new__(Story)
    for name, value in fields.items():
        setattr(story, name, value)
    story.kind, story.slug, story.digest = kind, slug, digest
    if kind == "story" and story.date is not None:
        story.url = f"news/{story.date.year:04d}/{slug}/"
    else:
        story.url = f"{slug}/"
    story.save_as = f"{story.url}index.html"
    story.source_path = path
    story.relative_source_path = _inside_content(path, kind)
    story.head, story.body_line, story.links = source.head, source.body_line, links
    story._body, story._content, story.finisher, story.topic_name = source.body, None, None, ""
    story.folder = ""
    return story, sorted(report.problems)


def _inside_content(path: str, kind: Kind) -> str:
    """The path from the content folder down, whatever that folder is called."""
    start = path.find("stories/" if kind == "story" else "pages/")
    return path[max(0, start) :]


def _read_source(data: bytes, report: Reporter) -> Source | None:
    """Bytes to text to the two parts; None after reporting what makes that impossible."""
    if len(data) > MAX_BYTES:
        megabytes = len(data) / 1_000_000
        report.add(
            rules.TOO_LARGE,
            (1, 1),
            f"文件有 {megabytes:.1f} MB,一篇稿件不超过 1 MB",
            "图片另存为文件,不要贴进正文",
        )
        return None
    if len(data.translate(None, _CONTROLS)) != len(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        offset = next(index for index, byte in enumerate(data) if byte in _CONTROLS)
        place = _place_of(data, offset)
        report.add(
            rules.CONTROL,
            place,
            f"含有看不见的控制字符(编码 {data[offset]:02X})",
            "删去这个字符,或重新从原稿粘贴为纯文本",
        )
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        report.add(rules.ENCODING, _place_of(data, error.start), "文件不是 UTF-8 编码", _encoding_hint(data))
        return None
    if text.startswith("\ufeff"):
        report.add(rules.BOM, (1, 1), "文件开头有看不见的 BOM 标记", "另存为“UTF-8”(不带 BOM)")
    source = split_source(text)
    if source.state == "no-head":
        pelican = "Pelican 的“Title: …”写法这里不用;" if _PELICAN_HEAD.match(text) else ""
        report.add(
            rules.NO_HEAD,
            (1, 1),
            "第一行不是 ---,没有读到稿件信息",
            f"{pelican}稿件信息写在开头两行 --- 之间",
        )
        return None
    if source.state == "unclosed" or len(source.head) > MAX_HEAD:
        report.add(
            rules.UNCLOSED, (1, 1), "稿件信息没有结束的 --- 行", "在稿件信息之后、正文之前单独写一行 ---"
        )
        return None
    return source


def _place_of(data: bytes, offset: int) -> Place:
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[start:offset].decode("utf-8", "replace")) + 1


def _encoding_hint(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "文件像是 UTF-16 编码,请另存为 UTF-8"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "请另存为 UTF-8"
    return "文件像是 GBK 编码,请另存为 UTF-8"


def _read_head(source: Source, report: Reporter) -> dict[str, Value] | None:
    values = read_simple(source.head)
    if values is not None:
        return values
    head = read_yaml(source.head)
    report.use_head(head)
    syntax = False
    for fault, line, column, detail in head.faults:
        if fault == "duplicate":
            report.add(rules.DUPLICATE, (line, column), f"“{detail}”写了两次", "删去其中一个")
        elif fault == "extra":
            report.add(
                rules.YAML_EXTRA,
                (line, column),
                f"不能用 YAML 的锚点、别名或标签({detail})",
                "把内容直接写出来;文字以 & * ! 开头时加引号",
            )
        elif fault == "deep":
            report.add(rules.WRONG_TYPE, (line, column), "层次太多", "稿件信息最多两层")
        else:
            syntax = True
            _report_syntax(source.head, line, column, report)
    if isinstance(head.root, dict) and not syntax:
        return head.root
    if not syntax and not head.faults and not _report_wide(source.head, report):
        if head.root is None:
            return {}
        report.add(rules.SYNTAX, (2, 1), "稿件信息要一行一项,写成“项: 内容”", "例如 title: 示例标题")
    return None


def _report_syntax(head: str, line: int, column: int, report: Reporter) -> None:
    for number, text in enumerate(head.split("\n"), 2):
        indent = text[: len(text) - len(text.lstrip())]
        if "\t" in indent:
            report.add(rules.TAB, (number, indent.index("\t") + 1), "用了制表符(Tab)缩进", "改成两个空格")
            return
    if not _report_wide(head, report):
        report.add(
            rules.SYNTAX,
            (line, column),
            "从这里起看不懂",
            "检查冒号后有没有空格、括号和引号是否成对;内容里有冒号或 # 时整段加英文双引号",
        )


def _report_wide(head: str, report: Reporter) -> bool:
    found = list(_FULL_WIDTH_KEY.finditer(head))
    for match in found:
        line = head.count("\n", 0, match.start()) + 2
        column = match.end() - head.rfind("\n", 0, match.end()) - 1
        report.add(
            rules.FULL_WIDTH, (line, column), f"“{match[1]}”后面是全角冒号", "改成半角冒号加一个空格“: ”"
        )
    return bool(found)


def _check_slug(path: str, kind: Kind, report: Reporter) -> str:
    name = path.rpartition("/")[2]
    match = _FILE_NAME.fullmatch(name)
    if not match:
        report.add(
            rules.FILE_NAME,
            (1, 1),
            f"文件名“{name}”不能作网址",
            "只用小写字母、数字和短横线,例如 fuwuri-yizhen.md",
        )
        return ""
    return match[1]
