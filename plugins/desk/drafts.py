"""The first text of a new file, for each kind. Pure. Nothing is invented: what was not told is left for the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from plugins.registry import KIND_NAMES, Registry, name_of_record

Choices = Callable[[Registry], dict[str, str]]


class Question(NamedTuple):
    """What to ask: the field, the words, and what may be answered."""

    key: str
    words: str
    choices: Choices | None = None


class Draft(NamedTuple):
    """A new file: its path under the project, its text, the line to go on at, and what to do there."""

    path: str
    text: str
    line: int
    next_step: str


def _terms(vocabulary: str) -> Choices:
    return lambda registry: {term.id: term.name for term in registry.terms(vocabulary)}


def _records(kind: str) -> Choices:
    return lambda registry: {
        key: name_of_record(record) for key, record in registry.records(kind).items() if not record.sample
    }


KINDS: dict[str, tuple[str, tuple[Question, ...]]] = {
    "story": (
        "稿件",
        (
            Question("title", "标题"),
            Question("topic", "栏目", _terms("topics")),
            Question("summary", "摘要(10—140字)"),
        ),
    ),
    "honoree": (
        "好人",
        (
            Question("name", "姓名或集体名称"),
            Question("batch", "批次", _records("batch")),
            Question("category", "类别", _terms("honor_categories")),
            Question("deed", "事迹一句话(140字以内)"),
            Question("consent", "本人同意公开的日期,如 2026-05-01"),
        ),
    ),
    "activity": (
        "活动",
        (
            Question("title", "活动名称"),
            Question("status", "状态", lambda _: {"planned": "预告", "held": "已办"}),
            Question("starts", "开始时间,如 2026-05-01 09:00"),
            Question("place", "阵地标识"),
            Question("venue", "地点"),
        ),
    ),
    "place": (
        "阵地",
        (
            Question("name", "名称"),
            Question("level", "层级", _terms("place_levels")),
            Question("parent", "上级阵地", _records("place")),
            Question("division", "所在乡镇或村的标识"),
        ),
    ),
    "team": (
        "队伍",
        (
            Question("name", "名称"),
            Question("level", "层级", _terms("team_levels")),
            Question("parent", "上级队伍", _records("team")),
            Question("home", "所在阵地", _records("place")),
        ),
    ),
    "theme": ("实践周", (Question("name", "主题"), Question("month", "月份,如 2026-05"))),
    "batch": (
        "好人批次",
        (Question("label", "名称"), Question("year", "年份"), Question("sequence", "第几批")),
    ),
    "regulation": ("制度", (Question("title", "名称"), Question("sort", "类别", _terms("regulation_sorts")))),
}
FOLDERS = {
    "honoree": "honorees", "activity": "activities", "place": "places", "team": "teams", "theme": "themes",
    "batch": "batches", "regulation": "regulations",
}  # fmt: skip
# What feeds and lists order by the day it was last changed.
DATED = frozenset({"honoree", "activity", "place", "team"})

_QUOTED_START = tuple("!&*-?|>@`%\"'#,[]{}:")
_WORDS_TO_COME = "(请写)"


def quote(value: str) -> str:
    """A text as a YAML scalar on one line: plain where that reads back the same."""
    odd = (
        not value or value != value.strip() or value.startswith(_QUOTED_START) or ": " in value or " #" in value
        or value.endswith(":") or value in {"~", "null"} or any(not char.isprintable() for char in value)
    )  # fmt: skip
    if not odd:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in escaped) + '"'


def build_draft(
    kind: str, title: str, record_id: str, answers: Mapping[str, str], registry: Registry, now: datetime
) -> list[Draft]:
    """The files to write, in order. Raises ValueError, in Chinese, for an answer that cannot be."""
    if kind == "story":
        return [_draft_story(title, record_id, answers, registry, now)]
    fields: dict[str, str] = {"id": record_id, KINDS[kind][1][0].key: title}
    drafts: list[Draft] = []
    given = {key: value for key, value in answers.items() if value}
    consent = given.pop("consent", "")
    fields.update(given)
    if kind == "honoree":
        if not fields.get("batch"):
            batch, made = _find_batch(registry, now)
            fields["batch"] = batch
            drafts += made
        fields.setdefault("category", _first(registry, "honor_categories"))
        fields.setdefault("deed", _WORDS_TO_COME)
    _fill(kind, fields, registry, now)
    if kind in DATED:
        fields.setdefault("updated", f"{now:%Y-%m-%d}")
    lines = [f"{key}: {quote(value)}" for key, value in fields.items()]
    path = f"data/{FOLDERS[kind]}/{record_id}.yml"
    if kind != "honoree":
        return [
            *drafts,
            Draft(path, "\n".join(lines) + "\n", len(lines), f"{KIND_NAMES[kind]}已建好,从这里往下补写"),
        ]
    if consent:
        lines.append(f"consent: {{given: true, on: {quote(consent)}, scope: [name]}}")
        step = "从这里往下补写 citation(颁奖词)、story(事迹)、portrait(照片)"
        return [*drafts, Draft(path, "\n".join(lines) + "\n", len(lines), step)]
    head = ["# 还没有写明本人同意公开,所以先不登载。取得同意后,去掉下面各行开头的“# ”,写上同意日期。"]
    body = [f"# {line}" for line in [*lines, "consent: {given: true, on: 同意日期, scope: [name]}"]]
    text = "\n".join([*head, *body]) + "\n"
    return [
        *drafts,
        Draft(path, text, len(lines) + 2, "取得本人同意后,去掉各行开头的“# ”,在这里写上同意日期"),
    ]


def _draft_story(
    title: str, slug: str, answers: Mapping[str, str], registry: Registry, now: datetime
) -> Draft:
    head = {
        "title": quote(title),
        "date": f"{now:%Y-%m-%d %H:%M}",
        "topic": answers.get("topic") or _first(registry, "topics"),
        "summary": quote(answers.get("summary") or "请用一两句话写明何时、何地、何人、做了什么。"),
        "status": "draft",
        **{key: value for key, value in answers.items() if key not in {"topic", "summary"} and value},
    }
    lines = ["---", *(f"{key}: {value}" for key, value in head.items()), "---", "正文从这里写起。", ""]
    step = "从这里写正文;写好后把 status: draft 一行删去,稿件才会发布"
    return Draft(f"content/stories/{now:%Y}/{slug}.md", "\n".join(lines), len(lines) - 1, step)


def _first(registry: Registry, vocabulary: str) -> str:
    terms = registry.terms(vocabulary)
    if not terms:
        raise ValueError(f"词表 {vocabulary} 是空的,请先在 data/vocabularies.yml 里登记")
    return terms[0].id


def _last(registry: Registry, vocabulary: str) -> str:
    _first(registry, vocabulary)
    return registry.terms(vocabulary)[-1].id


def _find_batch(registry: Registry, now: datetime) -> tuple[str, list[Draft]]:
    """The newest real batch, or a draft of the first one."""
    real: list[Any] = [record for record in registry.records("batch").values() if not record.sample]
    if real:
        return max(real, key=lambda record: (record.year, record.sequence)).id, []
    batch_id = f"{now:%Y}-1"
    text = f"id: {batch_id}\nyear: {now:%Y}\nsequence: 1\nlabel: {now:%Y}年第一批\n"
    return batch_id, [Draft(f"data/batches/{batch_id}.yml", text, 4, "还没有批次,先建了这一批,请核对名称")]


def _fill(kind: str, fields: dict[str, str], registry: Registry, now: datetime) -> None:
    """What a record must have and a program may propose."""
    if kind == "activity":
        fields.setdefault("starts", f"{now:%Y-%m-%d}")
        fields.setdefault("status", "held" if fields["starts"][:10] <= f"{now:%Y-%m-%d}" else "planned")
    elif kind == "place":
        fields.setdefault("level", _last(registry, "place_levels"))
    elif kind == "team":
        fields.setdefault("level", _last(registry, "team_levels"))
    elif kind == "theme":
        fields.setdefault("month", f"{now:%Y-%m}")
    elif kind == "regulation":
        fields.setdefault("sort", _first(registry, "regulation_sorts"))
    elif kind == "batch":
        fields.setdefault("year", f"{now:%Y}")
        numbers = [r.sequence for r in registry.records("batch").values() if str(r.year) == fields["year"]]
        fields.setdefault("sequence", str(max(numbers, default=0) + 1))
