"""Rules between records."""

from __future__ import annotations

from .problems import Rule

LINK_RULES: tuple[Rule, ...] = (
    Rule(
        "D201",
        "error",
        "标识用了两次",
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
        ),
        ("# data/themes.yml\n- id: qingming\n  name: 清明祭扫\n  month: 2019-04\n"),
    ),
    Rule(
        "D202",
        "error",
        "旧标识与别的标识相冲突",
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "- id: duanwu\n"
            "  name: 端午话传统\n"
            "  month: 2019-06\n"
            "  aliases: [qingming]\n"
        ),
        (
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
            "- id: duanwu\n"
            "  name: 端午话传统\n"
            "  month: 2019-06\n"
            "  aliases: [duanwujie]\n"
        ),
    ),
    Rule(
        "D204",
        "error",
        "所指的记录不存在",
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: held\n"
            "starts: 2019-06\n"
            "theme: qinming\n"
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
        ),
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: held\n"
            "starts: 2019-04\n"
            "theme: qingming\n"
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
        ),
    ),
    Rule(
        "D205",
        "error",
        "上级转成了圈",
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  parent: yi\n"
            "- id: yi\n"
            "  name: yi阵地\n"
            "  level: station\n"
            "  parent: jia\n"
        ),
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: institute\n"
            "- id: yi\n"
            "  name: yi阵地\n"
            "  level: station\n"
            "  parent: jia\n"
        ),
    ),
    Rule(
        "D206",
        "error",
        "上级的层级不在其上",
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: institute\n"
            "- id: yi\n"
            "  name: yi阵地\n"
            "  level: institute\n"
            "  parent: jia\n"
        ),
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: center\n"
            "- id: yi\n"
            "  name: yi阵地\n"
            "  level: institute\n"
            "  parent: jia\n"
        ),
    ),
    Rule(
        "D207",
        "error",
        "时间先后颠倒",
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: held\n"
            "starts: 2019-06-12 09:30\n"
            "ends: 2019-06-12 08:30\n"
        ),
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: held\n"
            "starts: 2019-06-12 09:30\n"
            "ends: 2019-06-12 11:30\n"
        ),
    ),
    Rule(
        "D208",
        "warning",
        "活动不在实践周的月份里",
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: held\n"
            "starts: 2019-06-12\n"
            "theme: qingming\n"
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
        ),
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: held\n"
            "starts: 2019-04-12\n"
            "theme: qingming\n"
            "# data/themes.yml\n"
            "- id: qingming\n"
            "  name: 清明祭扫\n"
            "  month: 2019-04\n"
        ),
    ),
    Rule(
        "D209",
        "error",
        "已办的活动时间在将来",
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: held\nstarts: 2999-06-12\n"),
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: held\nstarts: 2019-06-12\n"),
    ),
    Rule(
        "D210",
        "warning",
        "预告没有写志愿者招募",
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: planned\n"
            "starts: 2999-06-12\n"
            "teams: [yiliao]\n"
            "# data/teams/a.yml\n"
            "id: yiliao\n"
            "name: 医疗卫生队\n"
            "level: backbone\n"
        ),
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: planned\n"
            "starts: 2999-06-12\n"
            "teams: [yiliao]\n"
            "call:\n"
            "  content: 引导群众\n"
            "  sign_up: 到实践站报名\n"
            "# data/teams/a.yml\n"
            "id: yiliao\n"
            "name: 医疗卫生队\n"
            "level: backbone\n"
        ),
    ),
    Rule(
        "D211",
        "warning",
        "取消的活动没有写原因",
        ("# data/activities/a.yml\nid: yizhen\ntitle: 义诊\nstatus: cancelled\nstarts: 2019-06-12\n"),
        (
            "# data/activities/a.yml\n"
            "id: yizhen\n"
            "title: 义诊\n"
            "status: cancelled\n"
            "starts: 2019-06-12\n"
            "cancelled_reason: 大雨\n"
        ),
    ),
    Rule(
        "D212",
        "error",
        "批次不接收这一类好人",
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "admits: group\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 示例人物\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
            "sample: true\n"
            "consent: {given: true}\n"
        ),
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "admits: person\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 示例人物\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
            "sample: true\n"
        ),
    ),
    Rule(
        "D213",
        "error",
        "坐标不在本地区",
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  geo: {lat: 39.9, lng: 116.4, system: WGS-84, source: baodao}\n"
        ),
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  geo: {lat: 42.97, lng: 126.74, system: WGS-84, source: baodao}\n"
        ),
    ),
)
