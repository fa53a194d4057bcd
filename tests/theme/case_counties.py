"""Four invented counties that between them show every page kind empty, small and full, as texts by path.

``blank`` has its site block and vocabularies and no record at all; ``bare`` one record of every kind with no more than the
model requires; ``small`` is the fixture county; ``full`` fills every field of every kind and has enough of each for its
lists to run over several pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.pages.large_county import build_large_texts
from tests.theme.fullest_records import FULLEST, STORY

SITE = Path(__file__).resolve().parents[1] / "site"
# Written by the county itself where it wants its own words; the page kind is the theme's, so no county here has it.
OWN_PAGES = "content/pages/elders.md"
# A record has a list of all its activities from the eleventh on.
MANY = 11
Texts = dict[str, str]

COLUMNS = (
    ("news", "动态", "新近的消息"),
    ("activities", "活动", "将办和办过的活动"),
    ("honors", "身边好人", "好人榜"),
    ("places", "找阵地", "中心、所、站名录"),
    ("teams", "志愿队伍", "总队、骨干队和分队"),
    ("programs", "项目", "文明实践的各个项目"),
    ("regulations", "制度", "方案、办法和制度"),
    ("figures", "数据", "有来源的数字"),
    ("about", "概况", "怎样运行"),
)
TERMS = {
    "place_levels": [
        ("center", "实践中心", "中心"),
        ("institute", "实践所", "所"),
        ("station", "实践站", "站"),
    ],
    "team_levels": [("corps", "志愿服务总队", "总队"), ("backbone", "骨干队", "骨干队")],
    "platforms": [("culture", "文化服务平台", ""), ("teaching", "理论宣讲平台", "")],
    "tasks": [("culture-task", "活跃文化生活", ""), ("study", "学习科学理论", "")],
    "resources": [("library", "农家书屋", ""), ("hall", "道德讲堂", "")],
    "fields": [("art", "文艺", ""), ("health", "医疗卫生", "")],
    "honor_categories": [("helping", "助人为乐", ""), ("bravery", "见义勇为", "")],
    "regulation_sorts": [("plan", "工作方案", ""), ("system", "管理制度", "")],
    "topics": [("headlines", "要闻动态", ""), ("people", "身边好人", "")],
}


def build_counties() -> dict[str, Texts]:
    """County -> its files by path, ``data/…`` and ``content/…``."""
    return {
        "blank": _ground(described=False),
        "bare": _ground(described=False) | _bare(),
        "small": _small(),
        "full": _ground(described=True) | _full(),
    }


def write_rows(rows: Iterable[object]) -> str:
    """Records as a YAML list. JSON is YAML, and a list of it is quick to read."""
    return "".join(f"- {json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _ground(described: bool) -> Texts:
    """The site block and the vocabularies; ``described`` for every field of both."""
    site: dict[str, object] = {
        "id": "county",
        "name": "示例县新时代文明实践中心",
        "region": {"name": "示例县", "code": "220282", "scheme": "NBS-2023"}
        | {"box": {"west": 126, "south": 42, "east": 128, "north": 44}},
        "operator": "示例县新时代文明实践中心",
        "columns": [{"id": key, "name": name, "description": text} for key, name, text in COLUMNS],
    }
    if described:
        site |= FULLEST["site"][0]
    terms = {
        vocabulary: [
            {"id": key, "name": name}
            | ({"short": short} if short else {})
            | ({"description": f"{name}是做什么的，由谁来办。"} if described else {})
            for key, name, short in rows
        ]
        for vocabulary, rows in TERMS.items()
    }
    if described:
        terms["topics"][0] |= FULLEST["term"][0]
    return {
        "data/site.yml": json.dumps(site, ensure_ascii=False),
        "data/vocabularies.yml": json.dumps(terms, ensure_ascii=False),
    }


def _bare() -> Texts:
    """One record of every kind with its required fields; a second, busy place for the list of all its activities."""
    rows: dict[str, list[dict[str, object]]] = {
        "sources": [{"id": "paper", "title": "某报", "publisher": "某社"}],
        "figures": [{"id": "stations", "label": "实践站", "group": "阵地", "quantity": "未知"}],
        "divisions": [{"id": "dong", "name": "东镇", "level": "town"}],
        "places": [
            {"id": "zhan", "name": "东镇实践站", "level": "station", "aliases": ["jiu-zhan"]},
            {"id": "mang-zhan", "name": "西村实践站", "level": "station"},
        ],
        "teams": [{"id": "dui", "name": "东镇志愿服务队", "level": "backbone"}],
        "programs": [{"id": "haoren", "name": "身边好人", "summary": "推荐身边好人。"}],
        "progress": [
            {"id": "p1", "programme": "haoren", "village": "东村", "at": "2026", "quantity": "未知"}
        ],
        "batches": [{"id": "b1", "year": "2026", "sequence": "1", "label": "2026年第一批"}],
        "honorees": [
            {"id": "jia", "name": "人物甲", "batch": "b1", "category": "helping", "deed": "十年给邻居挑水。"}
            | {"consent": {"given": True, "on": "2026-01", "scope": ["name", "story"]}}
        ],
        "boards": [{"id": "bang", "name": "东镇好人榜"}],
        "themes": [{"id": "zhou", "name": "春耕互助", "month": "2026-03"}],
        "regulations": [{"id": "banfa", "title": "管理办法", "sort": "plan"}],
        "activities": [
            {"id": f"a{day}", "title": f"第{day}场", "status": "held", "starts": f"2026-03-{day:02}"}
            | {"place": "mang-zhan"}
            for day in range(1, MANY + 1)
        ],
    }
    texts = {f"data/{name}.yml": write_rows(found) for name, found in rows.items()}
    texts["data/operating_model.yml"] = json.dumps(
        {"id": "model", "name": "一心", "parts": [{"id": "one", "numeral": 1, "name": "一个中心"}]},
        ensure_ascii=False,
    )
    story = (
        "---\ntitle: 开门\ndate: 2026-03-01 09:30\ntopic: people\n"
        "summary: 东镇实践站今天开门，欢迎来坐坐。\n---\n开门了。\n"
    )
    page = "---\ntitle: 投稿\nsummary: 稿子和照片寄到哪里，写给来投稿的人看。\n---\n投稿办法待定。\n"
    return texts | {"content/stories/2026/kaimen.md": story, "content/pages/contribute.md": page}


def _small() -> Texts:
    """The fixture county, with enough activities of one team for the list of them all."""
    texts = {
        path.relative_to(SITE).as_posix(): path.read_text("utf-8")
        for folder in ("data", "content")
        for path in sorted((SITE / folder).rglob("*"))
        if path.suffix in {".yml", ".md"}
    }
    del texts[OWN_PAGES]
    more = [
        {"id": f"tizao-{day}", "title": "晨练", "status": "held", "starts": f"2025-04-{day:02} 06:00"}
        | {"place": "xizhen-zhan", "teams": ["yiliao"], "attendance": f"{20 + day}人次"}
        for day in range(1, MANY + 1)
    ]
    texts["data/activities.yml"] += write_rows(more)
    return texts


def _place_work(text: str) -> Iterator[dict[str, object]]:
    """The crowd's activities, each on a platform, for a task and in its month's practice week."""
    for number, line in enumerate(text.splitlines()):
        row = json.loads(line.removeprefix("- "))
        yield row | {
            "platforms": [TERMS["platforms"][number % 2][0]],
            "tasks": [TERMS["tasks"][number % 2][0]],
            "theme": f"w{row['starts'][:7]}",
        }


def _full() -> Texts:
    """Crowds of every kind, and a fullest record of each."""
    texts = build_large_texts(14, 12, 600)
    texts["data/activities.yml"] = write_rows(_place_work(texts["data/activities.yml"]))
    years = [str(year) for year in range(2026, 2014, -1)]
    batches = [
        {"id": f"b{year}-{part}", "year": year, "sequence": str(part), "label": f"{year}年第{part}批身边好人"}
        for year in years
        for part in (1, 2)
    ]
    consent = {"given": True, "on": "2026-01", "scope": ["name", "story"]}
    honorees = [
        {
            "id": f"h{number}",
            "name": f"人物{number}号",
            "batch": f"b{years[number % 3 // 2]}-{1 + number % 2}",
        }
        | {"consent": consent}
        | {"category": ("helping", "bravery")[number % 2], "division": f"t{number % 14}"}
        | {"deed": "雪夜里把过路的车一辆一辆推出沟，天亮才回家，一句姓名也没有留下。"}
        for number in range(90)
    ]
    boards = [
        {
            "id": f"board{number}",
            "name": f"第{number}处好人榜",
            "division": f"t{number % 14}",
            "address": "路口",
        }
        | {"batches": [f"b{year}-1" for year in years[:3]]}
        for number in range(42)
    ]
    months = [f"{year}-{month:02}" for year in years for month in range(12, 0, -1)]
    themes = [
        {
            "id": f"w{month}",
            "name": f"{month[5:]}月实践周",
            "month": month,
            "summary": "围绕一个主题办一周活动。",
        }
        for month in months
    ]
    progress = [
        {
            "id": f"g{village}-{month}",
            "programme": "fullest",
            "village": f"第{village}村",
            "at": f"2026-{month:02}",
        }
        | {"quantity": f"{20 + village + month * 4}%"}
        for village in range(12)
        for month in range(1, 11)
    ]
    regulations = [
        {"id": f"r{number}", "title": f"第{number}项管理制度", "sort": ("plan", "system")[number % 2]}
        | {"issued": f"{2015 + number % 10}", "text": "第一条 开门办事。"}
        for number in range(30)
    ]
    figures = [
        {
            "id": f"f{number}",
            "label": f"指标{number}",
            "group": f"分组{number // 6}",
            "quantity": f"{number + 3}余处",
        }
        | {"sources": ["fullest"]}
        for number in range(48)
    ]
    programs = [
        {"id": f"x{number}", "name": f"第{number}个项目", "summary": "办什么、怎样办。"}
        for number in range(9)
    ]
    crowds: dict[str, list[dict[str, object]]] = {
        "batches": batches, "honorees": honorees, "boards": boards, "themes": themes, "progress": progress,
        "regulations": regulations, "figures": figures, "programs": programs,
    }  # fmt: skip
    for name, rows in crowds.items():
        texts[f"data/{name}.yml"] = write_rows(rows)
    for name, rows in FULLEST.items():
        if name not in {"site", "term", "operating_model"}:
            texts[f"data/{name}.yml"] = texts.get(f"data/{name}.yml", "") + write_rows(rows)
    texts["data/operating_model.yml"] = json.dumps(FULLEST["operating_model"][0], ensure_ascii=False)
    for number in range(60):
        day = f"{2020 + number % 7}-{number % 12 + 1:02}-{number % 27 + 1:02}"
        texts[f"content/stories/{day[:4]}/xiaoxi-{number}.md"] = (
            f"---\ntitle: 第{number}条消息，说一说村里新近的事\ndate: {day} 09:30\ntopic: headlines\n"
            "summary: 村里新近办了几件事，一件一件说清楚，给大家做个参考。\n---\n正文在此。\n"
        )
    texts["content/stories/2026/zui-quan.md"] = STORY
    texts["content/pages/contribute.md"] = (
        "---\ntitle: 投稿和更正\nsummary: 稿子寄到哪里，要写清哪些事，差错怎样更正。\nsources: [fullest]\n---\n"
        + "## 寄到哪里\n\n寄到编辑部。\n\n- 什么时候\n- 在哪里\n- 来了多少人\n\n" * 6
    )
    return texts
