"""Everything that can be wrong with a story, declared once. docs/rules.md is made from these.

``bad`` and ``good`` are whole files unless they begin with ``content/``: then they are a path. Tests run
both.
"""

from __future__ import annotations

from typing import Final

from plugins.registry.problems import Rule

_HEAD = (
    "---\ntitle: 示例标题\ndate: 2026-05-01 09:30\ntopic: huodong\n"
    "summary: 示例志愿服务队在示例村开展义诊。\n"
)
_GOOD = _HEAD + "---\n正文。\n"


def _key(line: str) -> str:
    return f"{_HEAD}{line}\n---\n正文。\n"


def _body(text: str) -> str:
    return f"{_HEAD}---\n{text}\n"


def _instead(key: str, line: str) -> str:
    kept = [old for old in _HEAD.splitlines() if not old.startswith(f"{key}:")]
    return "\n".join([*kept, *([line] if line else []), "---", "正文。", ""])


# ------------------------------------------------------------- the file as a whole
ENCODING = Rule("S101", "error", "文件不是 UTF-8 编码", "\ufffd", _GOOD)
TOO_LARGE = Rule("S102", "error", "文件太大", "", _GOOD)
CONTROL = Rule("S103", "error", "含有控制字符", _GOOD.replace("正文", "正\x00文"), _GOOD)
NO_HEAD = Rule("S104", "error", "缺少稿件信息", "Title: 示例标题\nDate: 2026-05-01\n\n正文。\n", _GOOD)
UNCLOSED = Rule("S105", "error", "稿件信息没有结束", _HEAD + "\n正文。\n", _GOOD)
SYNTAX = Rule("S106", "error", "稿件信息的写法无法识别", _key("source: [示例报"), _key("source: 示例报"))
TAB = Rule(
    "S107", "error", "用了制表符", _key("bylines:\n\t记者: 示例人物一"), _key("bylines:\n  记者: 示例人物一")
)
FULL_WIDTH = Rule("S108", "error", "用了全角冒号", _key("source：示例报"), _key("source: 示例报"))
DUPLICATE = Rule("S109", "error", "同一项写了两次", _key("topic: huodong"), _GOOD)
UNKNOWN_KEY = Rule("S110", "error", "没有这一项", _key("souce: 示例报"), _key("source: 示例报"))
MISSING = Rule("S111", "error", "缺少必填项", _instead("title", ""), _GOOD)
WRONG_TYPE = Rule("S112", "error", "这一项的形式不对", _instead("title", "title: [甲, 乙]"), _GOOD)
EMPTY = Rule("S113", "error", "这一项没有内容", _key("source:"), _key("source: 示例报"))
YAML_EXTRA = Rule("S114", "error", "用了锚点、别名或标签", _key("source: &a 示例报"), _key("source: 示例报"))
FILE_NAME = Rule(
    "S115", "error", "文件名不能作地址", "content/stories/2026/服务日.md", "content/stories/2026/fuwuri.md"
)
DATE_FORM = Rule("S116", "error", "日期的写法不对", _instead("date", "date: 2026年5月1日"), _GOOD)
DATE_VALUE = Rule("S117", "error", "没有这一天或这个时刻", _instead("date", "date: 2026-02-30 09:30"), _GOOD)
SUMMARY = Rule("S118", "error", "摘要太短或太长", _instead("summary", "summary: 太短了"), _GOOD)
STATUS = Rule("S119", "error", "状态只有两种", _key("status: 草稿"), _key("status: draft"))
ROLE = Rule(
    "S120",
    "error",
    "没有这种署名",
    _key("bylines:\n  作者: 示例人物一"),
    _key("bylines:\n  记者: 示例人物一"),
)
ID_FORM = Rule("S121", "error", "编号的写法不对", _key("places: [示例村]"), _key("places: [shili-cun]"))
TITLE = Rule("S122", "error", "标题太长", _instead("title", "title: " + "长" * 81), _GOOD)
BOOL = Rule("S123", "error", "只能是 true 或 false", _key("sample: 是"), _key("sample: true"))
LEAD_PHOTO = Rule(
    "S124",
    "error",
    "题图信息不全",
    _key("lead_photo:\n  file: a.jpg"),
    _key("lead_photo:\n  file: a.jpg\n  alt: 示例"),
)
NO_BODY = Rule("S125", "error", "没有正文", _HEAD + "---\n\n", _GOOD)
WEB_ADDRESS = Rule(
    "S126",
    "error",
    "网址的写法不对",
    _key("source_url: www.example.org"),
    _key("source: 示例报\nsource_url: https://www.example.org/"),
)
TOO_DEEP = Rule("S128", "error", "正文层次太深或符号太密", _body(">" * 30 + " 引文"), _body("> 引文"))
BOM = Rule("S129", "warning", "文件开头有 BOM 标记", "\ufeff" + _GOOD, _GOOD)
# ----------------------------------------------------------------- inside the body
FOREIGN_IMAGE = Rule(
    "S130",
    "error",
    "引用了别处的图片",
    _body("![示例](https://www.example.org/a.jpg)"),
    _body("![示例](a.jpg)"),
)
NO_ALT = Rule("S131", "warning", "图片没有说明", _body("![](a.jpg)"), _body("![示例](a.jpg)"))
UNSAFE_HTML = Rule("S132", "warning", "这段 HTML 会被去掉", _body("<script>1</script>正文"), _body("正文"))
SCHEME = Rule(
    "S133",
    "error",
    "链接的写法不对",
    _body("[示例](javascript:alert)"),
    _body("[示例](https://www.example.org/)"),
)
LIST_GLUED = Rule(
    "S134",
    "warning",
    "列表前要空一行",
    _body("活动内容:\n- 义诊\n- 理发"),
    _body("活动内容:\n\n- 义诊\n- 理发"),
)
SOURCE_NAME = Rule(
    "S135",
    "error",
    "有原文网址却没有来源名称",
    _key("source_url: https://www.example.org/"),
    _key("source: 示例报\nsource_url: https://www.example.org/"),
)
NAMES_GLUED = Rule(
    "S136",
    "error",
    "多个姓名写在了一起",
    _key("bylines:\n  记者: 示例人物一、示例人物二"),
    _key("bylines:\n  记者: [示例人物一, 示例人物二]"),
)
ORDER = Rule(
    "S137",
    "error",
    "修改时间早于发布时间",
    _key("modified: 2026-04-30 09:30"),
    _key("modified: 2026-05-02 09:30"),
)
TWICE = Rule(
    "S138", "warning", "同一个值写了两次", _key("places: [shili-cun, shili-cun]"), _key("places: [shili-cun]")
)
PATH = Rule("S139", "error", "图片路径不对", _body("![示例](../../../a.jpg)"), _body("![示例](a.jpg)"))
# ------------------------------------------------------------- between the stories
UNKNOWN_RECORD = Rule("S140", "error", "没有这条记录")
UNKNOWN_TOPIC = Rule("S141", "error", "没有这个栏目")
UNKNOWN_LINK = Rule("S142", "error", "链接指向不存在的记录")
UNKNOWN_STORY = Rule("S143", "error", "链接指向不存在的稿件")
SAME_ADDRESS = Rule("S144", "error", "两篇稿件同一地址")
ALIAS_TAKEN = Rule("S145", "error", "旧地址已被占用")

RULES: Final = tuple(value for value in list(globals().values()) if isinstance(value, Rule))
