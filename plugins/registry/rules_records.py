"""More rules between records, and of the site as a whole."""

from __future__ import annotations

from .problems import Rule

RECORD_RULES: tuple[Rule, ...] = (
    Rule(
        "D214",
        "error",
        "区划代码与体系或上级不符",
        (
            "# data/divisions.yml\n"
            "- id: jinsha\n"
            "  name: jinsha\n"
            "  level: town\n"
            "  code: 220283105\n"
            "  scheme: NBS-2023\n"
        ),
        (
            "# data/divisions.yml\n"
            "- id: jinsha\n"
            "  name: jinsha\n"
            "  level: town\n"
            "  code: 999901105\n"
            "  scheme: NBS-2023\n"
        ),
    ),
    Rule(
        "D215",
        "error",
        "推得的记录没有写依据",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  basis: derived\n"),
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "  basis: derived\n"
            "  derived_from: 报道说每月一个主题\n"
        ),
    ),
    Rule(
        "D216",
        "error",
        "登记数的算法不对",
        (
            "# data/figures.yml\n"
            "- id: zhan\n"
            "  label: 实践站\n"
            "  group: 阵地\n"
            "  quantity: 10个\n"
            "  counts: {kind: place, where: {leval: station}}\n"
        ),
        (
            "# data/figures.yml\n"
            "- id: zhan\n"
            "  label: 实践站\n"
            "  group: 阵地\n"
            "  quantity: 10个\n"
            "  counts: {kind: place, where: {level: station}}\n"
        ),
    ),
    Rule(
        "D217",
        "error",
        "网站信息只能有一份",
        (
            "# data/site/other.yml\n"
            "id: other\n"
            "name: 另一个中心\n"
            "region:\n"
            "  name: 甲县\n"
            "  code: 999901\n"
            "  scheme: NBS-2023\n"
            "  box: {west: 126.2, south: 42.5, east: 127.8, north: 43.5}\n"
            "operator: 某中心\n"
            "columns: [{id: news, name: 动态, description: 要闻}]\n"
        ),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D218",
        "error",
        "栏目不成样子",
        (
            "# data/site.yml\n"
            "id: yangxian\n"
            "name: 样县新时代文明实践中心\n"
            "region:\n"
            "  name: 样县\n"
            "  code: 999901\n"
            "  scheme: NBS-2023\n"
            "  box: {west: 126.2, south: 42.5, east: 127.8, north: 43.5}\n"
            "operator: 样县新时代文明实践中心\n"
            "columns:\n"
            "  - {id: news, name: 动态, description: 要闻}\n"
            "  - {id: news, name: 要闻, description: 要闻}\n"
        ),
        (
            "# data/site.yml\n"
            "id: yangxian\n"
            "name: 样县新时代文明实践中心\n"
            "region:\n"
            "  name: 样县\n"
            "  code: 999901\n"
            "  scheme: NBS-2023\n"
            "  box: {west: 126.2, south: 42.5, east: 127.8, north: 43.5}\n"
            "operator: 样县新时代文明实践中心\n"
            "columns:\n"
            "  - {id: news, name: 动态, description: 要闻}\n"
            "  - {id: places, name: 阵地, description: 名录}\n"
        ),
    ),
    Rule(
        "D219",
        "error",
        "示例记录的名称里没有“示例”",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  sample: true\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 示例主题:清明祭扫\n  month: 2019-04\n  sample: true\n"),
    ),
    Rule(
        "D220",
        "warning",
        "名称像示例，却没有标明",
        ("# data/themes.yml\n- id: qingming\n  name: 示例主题:清明祭扫\n  month: 2019-04\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 示例主题:清明祭扫\n  month: 2019-04\n  sample: true\n"),
    ),
    Rule(
        "D221",
        "error",
        "区划的上级不对",
        ("# data/divisions.yml\n- id: youyi\n  name: youyi\n  level: village\n"),
        (
            "# data/divisions.yml\n"
            "- id: huajiao\n"
            "  name: huajiao\n"
            "  level: town\n"
            "- id: youyi\n"
            "  name: youyi\n"
            "  level: village\n"
            "  parent: huajiao\n"
        ),
    ),
    Rule(
        "D222",
        "warning",
        "日期在将来",
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  updated: 2999-01-01\n"),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n  updated: 2019-01-01\n"),
    ),
    Rule(
        "D223",
        "warning",
        "同一批次写了两次",
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/batches/b.yml\n"
            "id: b2018-one\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 首批\n"
        ),
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/batches/b.yml\n"
            "id: b2018-2\n"
            "year: 2018\n"
            "sequence: 2\n"
            "label: 第二批\n"
        ),
    ),
    Rule(
        "D224",
        "warning",
        "预告的时间已过",
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: planned\nstarts: 2019-06-12\n"),
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: planned\nstarts: 2999-06-12\n"),
    ),
    Rule(
        "D225",
        "warning",
        "活动没有时间",
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: held\n"),
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: held\nsources: [baodao]\n"),
    ),
    Rule(
        "D226",
        "error",
        "经纬度范围不成范围",
        (
            "# data/site.yml\n"
            "id: yangxian\n"
            "name: 样县新时代文明实践中心\n"
            "region:\n"
            "  name: 样县\n"
            "  code: 999901\n"
            "  scheme: NBS-2023\n"
            "  box: {west: 127.8, south: 42.5, east: 126.2, north: 43.5}\n"
            "operator: 样县新时代文明实践中心\n"
            "columns: [{id: news, name: 动态, description: 要闻}]\n"
        ),
        (
            "# data/site.yml\n"
            "id: yangxian\n"
            "name: 样县新时代文明实践中心\n"
            "region:\n"
            "  name: 样县\n"
            "  code: 999901\n"
            "  scheme: NBS-2023\n"
            "  box: {west: 126.2, south: 42.5, east: 127.8, north: 43.5}\n"
            "operator: 样县新时代文明实践中心\n"
            "columns: [{id: news, name: 动态, description: 要闻}]\n"
        ),
    ),
)
