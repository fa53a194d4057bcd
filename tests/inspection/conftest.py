"""A right output, and the command that judges it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plugins.inspection.__main__ import main
from tests.inspection.judging import Judge, Verdict
from tests.inspection.small_output import AS_OF, SITEURL, write_output


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return write_output(tmp_path / "output")


@pytest.fixture
def judge(output: Path, tmp_path: Path) -> Judge:
    """Runs the command; gives its status and every (rule, file, line), advice left out."""

    def run(*words: str, as_of: str = AS_OF, measures: str = "") -> Verdict:
        data = tmp_path / "data"
        data.mkdir(exist_ok=True)
        if measures:
            (data / "inspection.yml").write_text(measures, encoding="utf-8")
        report = tmp_path / "report"
        options = [
            "--as-of",
            as_of,
            "--siteurl",
            SITEURL,
            "--report",
            str(report),
            "--data",
            str(data),
            "--jobs",
            "1",
        ]
        status = main([str(output), *options, *words], {})
        said = json.loads((report / "report.json").read_text(encoding="utf-8"))
        found = [
            (group["rule"], path, line)
            for item in said["items"]
            if item["part"] != "advice"
            for group in item["findings"]
            for path, line, _ in group["places"]
        ]
        return Verdict(status, found, said)

    return run
