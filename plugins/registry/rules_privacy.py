"""Rules of privacy (个人信息保护法, 志愿服务条例). Each stops a publication."""

from __future__ import annotations

from .problems import Rule

PRIVACY_RULES: tuple[Rule, ...] = (
    Rule(
        "P301",
        "error",
        "好人没有同意公开",
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 某某\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
        ),
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 某某\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
            "consent: {given: true, on: 2019-01-05, scope: [name]}\n"
        ),
    ),
    Rule(
        "P302",
        "error",
        "未成年人没有监护人的同意",
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 某某\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
            "minor: true\n"
            "consent: {given: true, scope: [name]}\n"
        ),
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 某某\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
            "minor: true\n"
            "consent: {given: true, scope: [name], guardian: 父母书面同意}\n"
        ),
    ),
    Rule(
        "P303",
        "error",
        "照片或事迹不在同意的范围里",
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 某某\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
            "consent: {given: true, scope: [name]}\n"
            "portrait: {file: content/photos/li.jpg, alt: 某某在扫雪}\n"
        ),
        (
            "# data/batches/a.yml\n"
            "id: b2018-1\n"
            "year: 2018\n"
            "sequence: 1\n"
            "label: 第一批\n"
            "# data/honorees/a.yml\n"
            "id: li\n"
            "name: 某某\n"
            "batch: b2018-1\n"
            "category: jingye\n"
            "deed: 天天扫雪\n"
            "consent: {given: true, scope: [name, portrait]}\n"
            "portrait: {file: content/photos/li.jpg, alt: 某某在扫雪}\n"
        ),
    ),
    Rule(
        "P304",
        "error",
        "写了手机号码",
        ("# data/places/a.yml\n- id: jia\n  name: jia阵地\n  level: station\n  telephone: 13800000000\n"),
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  office_mobile: true\n"
            "  telephone: 13800000000\n"
        ),
    ),
    Rule(
        "P305",
        "error",
        "任职者没有同意公开姓名",
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  posts: [{role: 站长, holder: {name: 某某, source: baodao, consent: false}}]\n"
        ),
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  posts: [{role: 站长, offices: [村党组织书记]}]\n"
        ),
    ),
    Rule(
        "P306",
        "error",
        "写了身份证号码",
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  remark: 证件 11010519491231002X\n"
        ),
        ("# data/places/a.yml\n- id: jia\n  name: jia阵地\n  level: station\n  remark: 证件号码不公布\n"),
    ),
    Rule(
        "P307",
        "error",
        "写了银行卡号",
        (
            "# data/places/a.yml\n"
            "- id: jia\n"
            "  name: jia阵地\n"
            "  level: station\n"
            "  remark: 卡号 6222020000000000000\n"
        ),
        ("# data/places/a.yml\n- id: jia\n  name: jia阵地\n  level: station\n  remark: 卡号不公布\n"),
    ),
)
