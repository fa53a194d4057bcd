"""Rules about single fields."""

from __future__ import annotations

from .problems import Rule

FIELD_RULES: tuple[Rule, ...] = (
    Rule(
        "D101",
        "error",
        "缺少必填的字段",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D102",
        "error",
        "不认识的字段",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  sumary: 祭扫\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  summary: 祭扫\n"),
    ),
    Rule(
        "D103",
        "error",
        "只能从几个值里选",
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: done\nsources: [baodao]\n"),
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: held\nsources: [baodao]\n"),
    ),
    Rule(
        "D104",
        "error",
        "该是列表、文字还是“键: 值”",
        ("# data/teams/a.yml\nid: yiliao\nname: 医疗卫生队\nlevel: backbone\nplatforms: wenhua\n"),
        ("# data/teams/a.yml\nid: yiliao\nname: 医疗卫生队\nlevel: backbone\nplatforms: [wenhua]\n"),
    ),
    Rule(
        "D105",
        "error",
        "写法不对",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019年4月\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D106",
        "error",
        "太长、太短或超出范围",
        ("# data/batches/a.yml\nid: b2018-1\nyear: 2018\nsequence: 0\nlabel: 第一批\n"),
        ("# data/batches/a.yml\nid: b2018-1\nyear: 2018\nsequence: 1\nlabel: 第一批\n"),
    ),
    Rule(
        "D107",
        "error",
        "标识的写法不对",
        ("# data/themes.yml\n- id: Qing_Ming\n  name: 清明祭扫\n  month: 2019-04\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D140",
        "error",
        "看不懂的数值",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  activities: 余场\n"),
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "  activities: {text: 未知, unit: 场}\n"
        ),
    ),
    Rule(
        "D141",
        "error",
        "单位写了两个",
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "  activities: {text: 12场, unit: 次}\n"
        ),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  activities: 12场\n"),
    ),
    Rule(
        "D142",
        "error",
        "数值与依据相抵",
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "  activities: {text: 12场, basis: lost}\n"
        ),
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "  activities: {text: 12场, basis: stated}\n"
        ),
    ),
    Rule(
        "D143",
        "error",
        "推得的数值没有写依据",
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "  activities: {text: 12场, basis: derived}\n"
        ),
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "  activities: {text: 12场, basis: derived, derived_from: 每月一场}\n"
        ),
    ),
)
