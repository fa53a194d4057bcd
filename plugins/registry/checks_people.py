"""Rules of batches and honourees: who may stand where, and whose consent it takes (个人信息保护法 Art. 25, 28, 29, 31)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .checking import Checker
from .problems import Problem


def check_people(checker: Checker) -> Iterator[Problem]:
    """Honourees fit their batch and have consented to what is shown; no batch is written twice."""
    registry = checker.registry
    batches: dict[tuple[str | None, int, int], str] = {}
    for key, batch in registry.records("batch").items():
        first = batches.setdefault((batch.programme, batch.year, batch.sequence), key)
        if first != key:
            message = f"{batch.year}年第{batch.sequence}批已写在“{first}”里"
            yield checker.problem("D223", ("batch", key, "sequence"), message, "核对年份和批次")
    for key, person in registry.records("honoree").items():
        batch = registry.get("batch", person.batch)
        if batch is not None and batch.admits not in ("any", person.sort):
            names = {"person": "个人", "group": "集体"}
            message = f"“{batch.label}”只接收{names[batch.admits]}，这里是{names[person.sort]}"
            yield checker.problem("D212", ("honoree", key, "batch"), message, "核对批次，或核对 sort")
        if batch is not None and batch.sample and not person.sample:
            yield checker.problem(
                "D220", ("honoree", key, "batch"), "真实的好人列在示例批次里", "先登记真实批次"
            )
        yield from _check_consent(checker, key, person)


def _check_consent(checker: Checker, key: str, person: Any) -> Iterator[Problem]:
    at = ("honoree", key)
    consent = person.consent
    if consent is None or not consent.given or "name" not in consent.scope:
        if not person.sample:
            message = (
                f"“{person.name}”没有同意公开的记载"
                if consent is None
                else f"“{person.name}”没有同意公开姓名"
            )
            yield checker.problem(
                "P301",
                at if consent is None else (*at, "consent"),
                message,
                "取得书面同意后补写 consent；没有同意就不登",
            )
    elif person.portrait is not None and "portrait" not in consent.scope:
        yield checker.problem(
            "P303", (*at, "portrait"), "没有同意公开照片", "删去照片，或补写 scope 里的 portrait"
        )
    elif person.story and "story" not in consent.scope and not person.sample:
        yield checker.problem(
            "P303", (*at, "story"), "没有同意公开事迹全文", "删去全文，或补写 scope 里的 story"
        )
    if person.minor and (consent is None or not consent.guardian):
        yield checker.problem(
            "P302", at, f"未成年人“{person.name}”没有监护人的同意", "补写 consent 里的 guardian；没有就不登"
        )
