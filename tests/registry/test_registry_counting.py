"""Counting records, and the models as JSON Schema."""

# ruff: noqa: E501 (the printed line is what is tested)

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml

from plugins.registry.counting import count_records
from plugins.registry.models import KINDS
from plugins.registry.models_figures import Count
from plugins.registry.schema import build_schema
from tests.registry.registry_samples import BASE, link_all, shown

DATA = {
    "data/divisions.yml": "- {id: jinsha, name: 金沙镇, level: town}\n- {id: dumu, name: 独木村, level: village, parent: jinsha}\n",
    "data/places/a.yml": """\
- {id: center, name: 中心, level: center}
- {id: jinsha, name: 金沙所, level: institute, division: jinsha}
- {id: dumu, name: 独木站, level: station, division: dumu, resources: [{term: nongjia}]}
- {id: shili, name: 示例站, level: station, sample: true}
""",
    "data/activities/a.yml": """\
- {id: yi, title: 义诊, status: held, starts: 2019-06-12, place: dumu, platforms: [wenhua, jiaoyu]}
- {id: er, title: 演出, status: held, starts: 2019-07-01 09:00, place: jinsha, platforms: [wenhua]}
""",
}


@pytest.mark.parametrize(
    ("kind", "where", "number"),
    [
        ("place", {}, 3),
        ("place", {"level": "station"}, 1),
        ("place", {"id": "dumu"}, 1),
        ("place", {"division.town": "jinsha"}, 2),
        ("place", {"division.level": "town"}, 1),
        ("place", {"resources.term": "nongjia"}, 1),
        ("activity", {"platforms": "wenhua"}, 2),
        ("activity", {"platforms": "jiaoyu", "status": "held"}, 1),
        ("activity", {"place.level": "station"}, 1),
        ("activity", {"place.division.town": "jinsha"}, 2),
        ("activity", {"starts": "2019"}, 2),
        ("activity", {"starts": "2019-06"}, 1),
        ("activity", {"theme": "qingming"}, 0),
        ("place", {"sample": "false"}, 3),
    ],
)
def test_counts(kind: str, where: dict[str, str], number: int) -> None:
    registry, problems = link_all(DATA)
    assert problems == []
    assert count_records(registry, Count(kind=kind, where=where)) == number


def test_samples_count_when_asked() -> None:
    registry, _ = link_all(DATA)
    assert count_records(registry, Count(kind="place", where={"level": "station"}), samples=True) == 2


@pytest.mark.parametrize(
    ("counts", "problem"),
    [
        ("{kind: plase}", "1:65: 错误 D216 没有“plase”这种记录(是否要写 place？)"),
        ("{kind: place, where: {leval: station}}", "1:87: 错误 D216 条件里没有“leval”这个字段(是否要写 level？)"),
        ("{kind: place, where: {level: statoin}}", "1:87: 错误 D204 词表 place_levels 里没有“statoin”(是否要写 station？)"),
        ("{kind: activity, where: {status: done}}", "1:91: 错误 D216 “status”不会是“done”(只能是 planned、held、cancelled)"),
        ("{kind: activity, where: {place.levle: x}}", "1:96: 错误 D216 条件里没有“levle”这个字段(是否要写 level？)"),
        ("{kind: place, where: {division.town: jinsa}}", "1:95: 错误 D204 没有标识为“jinsa”的区划(是否要写 jinsha？)"),
    ],
)  # fmt: skip
def test_bad_queries(counts: str, problem: str) -> None:
    figure = f"- {{id: a, label: 站, group: 阵地, quantity: 10个, counts: {counts}}}\n"
    (line,) = shown({**DATA, "data/figures.yml": figure})
    assert line.split(": ", 1)[1] == problem.split(": ", 1)[1]
    assert line.startswith("data/figures.yml:1:")


class Editor(yaml.SafeLoader):
    """YAML 1.2 as editors' language servers read it: dates are text."""

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [pair for pair in pairs if not pair[0].endswith(("timestamp", "merge"))]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_schemas_with_chinese_titles(kind: str) -> None:
    schema = build_schema(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    model = schema["$defs"][KINDS[kind][0].__name__]
    titles = [part.get("title", "") for part in model["properties"].values()]
    assert [title for title in titles if not title or title.isascii()] == []


def test_schemas_accept_what_the_registry_accepts() -> None:
    for path, text in {**BASE, **DATA}.items():
        name = path.removeprefix("data/").split("/")[0].removesuffix(".yml")
        (kind,) = [kind for kind, (_, folder) in KINDS.items() if folder == name]
        jsonschema.Draft202012Validator(build_schema(kind)).validate(yaml.load(text, Loader=Editor))


def test_schemas_refuse_what_the_registry_refuses() -> None:
    check = jsonschema.Draft202012Validator(build_schema("theme"))
    good = {"id": "qingming", "name": "清明", "month": "2019-04"}
    assert check.is_valid(good) and check.is_valid([good])
    for bad in (
        {**good, "nam": "x"},
        {**good, "month": "四月"},
        {"id": "a"},
        {**good, "activities": {"value": 3}},
    ):
        assert not check.is_valid(bad)
