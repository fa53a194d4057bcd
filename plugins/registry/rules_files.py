"""Rules about files and their YAML."""

from __future__ import annotations

from .problems import Rule

FILE_RULES: tuple[Rule, ...] = (
    Rule(
        "D001",
        "error",
        "文件或文件夹读不出",
    ),
    Rule(
        "D002",
        "error",
        "文件太大",
    ),
    Rule(
        "D003",
        "error",
        "文件不是 UTF-8 编码",
    ),
    Rule(
        "D004",
        "error",
        "文字里有看不见的字符",
        ('# data/themes.yml\n- id: qingming\n  name: "清明\\u200B祭扫"\n  month: 2019-04\n'),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D005",
        "error",
        "不合 YAML 的写法",
        ("# data/themes.yml\n- id: qingming\n\tname: 清明祭扫\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D006",
        "error",
        "键后面用了全角冒号",
        ("# data/themes.yml\n- id: qingming\n  name\uff1a清明祭扫\n  month: 2019-04\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D007",
        "error",
        "同一个键写了两次",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  month: 2019-05\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D008",
        "error",
        "用了锚点、别名、标签或合并键",
        (
            "# data/themes.yml\n"
            "- &a\n"
            "  id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "- <<: *a\n"
            "  id: duanwu\n"
        ),
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "- id: duanwu\n"
            "  name: 端午话传统\n"
            "  month: 2019-06\n"
        ),
    ),
    Rule(
        "D009",
        "error",
        "一个文件里有多个 YAML 文档",
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "---\n"
            "- id: duanwu\n"
            "  name: 端午话传统\n"
            "  month: 2019-06\n"
        ),
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "- id: duanwu\n"
            "  name: 端午话传统\n"
            "  month: 2019-06\n"
        ),
    ),
    Rule(
        "D010",
        "error",
        "嵌套太深",
        (
            "# data/themes.yml\n"
            "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - 清明\n"
        ),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D011",
        "error",
        "不知道是哪一类记录",
        ("# data/theme.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D012",
        "error",
        "文件名不对，或不是数据文件",
    ),
    Rule(
        "D013",
        "error",
        "数据文件夹里有符号链接",
    ),
    Rule(
        "D014",
        "warning",
        "文件是空的",
        ("# data/themes.yml\n# 还没有\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D015",
        "error",
        "列表里有空项",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n-\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D016",
        "error",
        "这里应是一条记录",
        ("# data/themes.yml\n- 清明祭扫\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
)
