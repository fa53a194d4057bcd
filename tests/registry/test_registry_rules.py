"""Every rule's own examples: the bad one breaks exactly that rule, the good one breaks none."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from plugins.registry.checks_work import check_dates
from plugins.registry.problems import Problem, Rule
from plugins.registry.rules import RULES
from tests.registry.registry_samples import link_all, split_files

TODAY = dt.date(2026, 1, 1)
WITHOUT_EXAMPLE = ["D001", "D002", "D003", "D012", "D013"]


def run(example: str) -> list[Problem]:
    registry, problems = link_all(split_files(example))
    return problems + (check_dates(registry, TODAY) if registry.records("site") else [])


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.bad], ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    bad, good = run(rule.bad), run(rule.good)
    assert {(problem.rule, problem.severity) for problem in bad} == {(rule.id, rule.severity)}, bad
    assert good == []


def test_rules_are_declared_once_and_well_formed() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert [rule.id for rule in RULES if not rule.bad] == WITHOUT_EXAMPLE
    assert all(
        re.fullmatch(r"[DP]\d{3}", rule.id) and rule.title and not rule.title.endswith("。") for rule in RULES
    )
