"""A record of every kind with all its fields, all of it invented and marked 示例."""

from __future__ import annotations

Row = dict[str, object]

_MARK: Row = {
    "sources": [{"source": "fullest", "remark": "第二版"}],
    "sample": True,
    "remark": "示例备注：只为看清版式。",
    "updated": "2026-11-20",
}
_DERIVED: Row = {"basis": "derived", "derived_from": "由示例所载的两项相加"}
_PHOTO: Row = {"file": "photos/zhan.png", "alt": "示例画：一间带院子的屋子", "whose": "绘制的示例图"} | {
    "caption": "示例图说：院子朝南",
    "credit": "示例绘",
    "focus": "50% 30%",
}
_POSTS = [
    {"role": "主任", "offices": ["县委书记", "县长"]},
    {"role": "副主任", "offices": ["县委宣传部部长"]},
]
_GEO = {"lat": "43.01", "lng": "126.8", "system": "WGS-84", "source": "fullest"}
_LONG = (
    "### 起头\n\n天还没亮，院子里的灯先亮了。来的人一拨接一拨，有的抬桌子，有的烧水，有的把昨晚写好的名单贴到门上。\n\n"
    "### 经过\n\n大家按名单分成三组，一组上门，一组留在站里，一组沿街走。中午在站里吃面，吃完接着干，天黑透了才散。\n\n"
    "### 后来\n\n这样的日子一个月有一回。来过的人都说，事情不大，做久了就不一样。\n\n"
)

FULLEST: dict[str, list[Row]] = {
    "site": [
        {
            "short_name": "示例文明实践", "slogan": "田间有声，屋里有灯", "summary": "只为看清版式的示例县。",
            "maintainer": "示例县新时代文明实践中心办公室", "domain": "https://example.org",
            "contact": {
                "telephone": "0999-1234567", "email": "office@example.org", "contribute": "news@example.org",
                "address": "示例街1号", "hours": "周一至周五 8:30—16:30",
            },
            "filing": {"icp": "示例ICP备号", "police": "示例公网安备号", "site_code": "示例标识码"},
            "licence": "示例许可", "licence_url": "https://example.org/licence", "samples_in_publication": True,
            "embed_origins": ["https://example.net"], "order_platform": "https://example.org/order",
            "aliases": ["jiu-county"], **_MARK, **_DERIVED,
        }
    ],
    "term": [{**_MARK, **_DERIVED, "sample": False, "aliases": ["jiu-headlines"]}],
    "operating_model": [
        {
            "id": "model", "name": "示例“1-2-2-2-2”模式", "summary": "一套班子、两级队伍、两级阵地、两个平台、两项任务。",
            "parts": [
                {"id": "group", "numeral": "1", "name": "一套班子", "text": "按职务担任。", "posts": _POSTS},
                {"id": "corps", "numeral": "2", "name": "两级队伍", "text": "总队和骨干队。", "vocabulary": "team_levels"},
                {"id": "levels", "numeral": "3", "name": "三级阵地", "text": "中心、所、站。", "vocabulary": "place_levels"},
                {"id": "platforms", "numeral": "2", "name": "两个平台", "text": "各有侧重。", "vocabulary": "platforms"},
                {"id": "tasks", "numeral": "2", "name": "两项任务", "text": "年年都做。", "vocabulary": "tasks"},
            ],
            "aliases": ["jiu-model"], **_MARK, **_DERIVED,
        }
    ],
    "sources": [
        {
            "id": "fullest", "title": "示例县文明实践工作综述", "publisher": "示例报社", "authors": "示例记者",
            "date": "2026-10-20", "url": "https://example.org/paper", "aliases": ["jiu-source"], "sources": ["fullest"],
            "basis": "derived", "derived_from": "由刊头推得", "sample": True,
            "remark": "示例副本缺第三版。", "updated": "2026-11",
        }
    ],
    "figures": [
        {
            "id": "fullest-figure", "label": "示例指标：实践站", "group": "示例分组", "highlight": True, "order": "1",
            "quantity": {
                "text": "160余处", "as_of": "2026-10", "basis": "derived", "derived_from": "由各镇之和",
                "sources": ["fullest"],
            },
            "counts": {"kind": "place", "where": {"level": "station"}}, "explain": "示例说明：各镇口径不一。",
            "aliases": ["jiu-figure"], **_MARK, **_DERIVED,
        },
        {
            "id": "corps-teams", "label": "示例骨干队", "group": "示例队伍", "sample": True, "sources": ["fullest"],
            "quantity": {"text": "170支", "as_of": "2026", "sources": ["fullest"]},
            "counts": {"kind": "team", "where": {"level": "backbone"}},
        },
        {
            "id": "corps-people", "label": "示例骨干队志愿者", "group": "示例队伍", "sample": True, "sources": ["fullest"],
            "quantity": {"text": "2万余人", "as_of": "2026", "sources": ["fullest"]},
        },
    ],
    "divisions": [
        {
            "id": "fullest-village", "name": "示例村", "level": "village", "sort": "村", "parent": "t0",
            "code": "220282000999", "scheme": "NBS-2023", "pinyin": "shi li cun", "aliases": ["jiu-village"],
            **_MARK, **_DERIVED,
        }
    ],
    "places": [
        {
            "id": "fullest-place", "name": "示例村新时代文明实践站", "short": "示例村站", "pinyin": "shi li cun zhan",
            "level": "station", "parent": "s0", "division": "fullest-village", "venue": "村部一楼", "host": "示例承办单位",
            "summary": "示例简介：两间房、一个院，天天开门。", "address": "示例村示例街2号", "geo": _GEO,
            "telephone": "0999-7654321",
            "hours": [
                {"days": "周一至周五", "opens": "08:30", "closes": "16:30"},
                {"days": "周六", "opens": "09:00", "closes": "12:00", "remark": "冬季不开"},
            ],
            "hours_remark": "农忙时早晚也开。",
            "resources": [{"term": "library", "remark": "三千册"}, {"term": "hall"}], "posts": _POSTS,
            "guiding_unit": "示例县图书馆", "opened": "2019-05", "photos": [_PHOTO], "aliases": ["jiu-place"],
            **_MARK, **_DERIVED,
        }
    ],
    "teams": [
        {
            "id": "fullest-team", "name": "示例医疗卫生志愿服务队", "short": "示例医疗队", "pinyin": "shi li dui",
            "level": "backbone", "parent": "corps", "lead_unit": "示例县医院", "posts": _POSTS, "field": "health",
            "platforms": ["culture", "teaching"], "members": "300余人", "home": "fullest-place", "brand": "示例品牌",
            "summary": "示例简介：每周一次，送医到村。", "telephone": "0999-7654322",
            "services": [
                {"name": "量血压", "text": "每周一次，带上病历本", "audience": "老人"},
                {"name": "看药盒", "text": "看不清药盒上的字，拿来念给您听", "audience": "老人"},
            ],
            "photos": [_PHOTO], "aliases": ["jiu-team"], **_MARK, **_DERIVED,
        }
    ],
    "programs": [
        {
            "id": "fullest", "name": "示例项目：干净人家", "summary": "从自家院落做起。", "aims": _LONG,
            "joined": "2019-06", "order": "1",
            "targets": [
                {"label": "达标比例", "scope": "示例文明村", "quantity": "60%", "by": "2026"},
                {"label": "达标比例", "scope": "其他村", "quantity": {"text": "40%", "basis": "forecast"}, "by": "2027"},
            ],
            "aliases": ["jiu-programme"], **_MARK, **_DERIVED,
        }
    ],
    "progress": [
        {
            "id": "fullest-progress", "programme": "fullest", "village": "示例村", "division": "fullest-village",
            "provincial": True, "at": "2026-11", "quantity": "72%", "households": "约300户", "aliases": ["jiu-progress"],
            **_MARK, **_DERIVED,
        }
    ],
    "batches": [
        {
            "id": "fullest-batch", "year": "2026", "sequence": "9", "label": "示例批次：2026年第九批示例县好人",
            "programme": "fullest", "admits": "any", "stated_count": "40余名",
            "ceremony": {
                "date": "2026-10-18", "venue": "示例礼堂", "place": "fullest-place", "text": _LONG, "photos": [_PHOTO],
            },
            "aliases": ["jiu-batch"], **_MARK, **_DERIVED,
        }
    ],
    "honorees": [
        {
            "id": "fullest-honoree", "name": "示例人物甲", "pinyin": "shi li jia", "sort": "group",
            "batch": "fullest-batch", "category": "helping", "division": "fullest-village", "place": "fullest-place",
            "unit": "示例身份：互助小组", "deed": "十年里给邻村五保老人挑水劈柴，从没记过一笔账，也没收过一分钱。",
            "citation": "一担清水，十年不断；一捆干柴，一冬不寒。", "story": _LONG * 2,
            "portrait": {"file": "photos/jia.png", "alt": "示例画像", "whose": "绘制的示例图", "focus": "50% 30%"},
            "awards": [
                {"title": "示例称号：市级好人", "level": "市级", "date": "2024", "source": "fullest"},
                {"title": "示例称号：省级好人", "level": "省级", "date": "2025"},
            ],
            "members": "5人", "minor": False,
            "consent": {"given": True, "on": "2026-04", "scope": ["name", "portrait", "story"]}, "order": "1",
            "aliases": ["jiu-honoree"], **_MARK, **_DERIVED,
        }
    ],
    "boards": [
        {
            "id": "fullest-board", "name": "示例好人榜", "division": "fullest-village", "place": "fullest-place",
            "address": "村部门前", "geo": _GEO, "built": "2026-05", "batches": ["fullest-batch"], "photos": [_PHOTO],
            "aliases": ["jiu-board"], **_MARK, **_DERIVED,
        }
    ],
    "themes": [
        {
            "id": "fullest-theme", "name": "示例主题：敬老月里多陪伴", "month": "2026-11",
            "summary": "陪老人说话、体检、拍照。",
            "activities": "30余场", "attendance": "1万余人次", "aliases": ["jiu-theme"], **_MARK, **_DERIVED,
        }
    ],
    "activities": [
        {
            "id": "fullest-held", "title": "示例活动：送医到村", "status": "held", "starts": "2026-11-06 08:30",
            "ends": "2026-11-06 11:30", "place": "fullest-place", "division": "fullest-village", "venue": "村部门前",
            "teams": ["fullest-team"], "organiser": "示例主办单位", "platforms": ["culture"], "tasks": ["study"],
            "theme": "fullest-theme", "programme": "fullest", "summary": "示例摘要：量血压、看药盒、问用药。",
            "report": _LONG * 2, "attendance": "约120人次", "served": "80余人次", "volunteers": "12人", "hours": "36小时",
            "photos": [_PHOTO, _PHOTO], "revision": "1", "aliases": ["jiu-held"], **_MARK, **_DERIVED,
        },
        {
            "id": "fullest-call", "title": "示例活动：冬日大扫除", "status": "planned", "starts": "2026-11-27 08:30",
            "ends": "2026-11-29 16:00", "place": "fullest-place", "teams": ["fullest-team", "corps"],
            "call": {
                "content": "扫院子、擦玻璃、清柴垛", "number": "20人", "conditions": "身体健康，十八周岁以上",
                "sign_up": "打电话或到站登记", "deadline": "2026-11-26 17:00", "risks": "路滑，注意脚下",
                "guarantees": "有热水和手套", "contact": "站长", "telephone": "0999-7654321",
            },
            "sample": True,
        },
        {
            "id": "fullest-cancelled", "title": "示例活动：露天电影", "status": "cancelled", "starts": "2026-11-28 19:00",
            "place": "fullest-place", "cancelled_reason": "预报有雪", "sample": True,
        },
    ],
    "regulations": [
        {
            "id": "fullest-regulation", "title": "示例管理办法（暂行）", "sort": "plan",
            "issuer": "示例县新时代文明实践中心",
            "issued": "2019-05", "text": _LONG * 3, "superseded_by": "r1", "repealed": "2026-01", "order": "1",
            "aliases": ["jiu-regulation"], **_MARK, **_DERIVED,
        }
    ],
}  # fmt: skip

STORY = f"""---
title: 示例：敬老月里的第四十把剪刀，从村头剪到村尾
date: 2026-11-18 09:30
modified: 2026-11-19 10:00
topic: headlines
summary: 示例稿件。理发的志愿者带着四十把剪刀进村，从村头剪到村尾，一天没歇。
keywords: [示例, 敬老]
bylines:
  记者: [示例记者甲, 示例记者乙]
  通讯员: 示例通讯员
source: 示例报社
source_url: https://example.org/paper/40
status: published
places: [fullest-place]
teams: [fullest-team]
honorees: [fullest-honoree]
batches: [fullest-batch]
activities: [fullest-held]
themes: [fullest-theme]
programs: [fullest]
regulations: [fullest-regulation]
sources: [fullest]
lead_photo:
  file: photos/zhan.png
  alt: 示例画：一间带院子的屋子
  credit: 示例绘
aliases: [2026/jiu-gao]
sample: true
---
{_LONG.replace("### ", "## ") * 2}
| 在哪里 | 有多少 |
| --- | --- |
| 村头 | 12人 |
| 村尾 | 28人 |

> 事情不大，做久了就不一样。

1. 先打电话
2. 再到站里

![院子](../../photos/zhan.png)
"""
