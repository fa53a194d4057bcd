"""The workflow files: they parse, run the commands that exist, keep the caches and give away no rights."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
GITHUB = ROOT / ".github/workflows/portal.yml"
GITLAB = ROOT / ".gitlab-ci.yml"


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def list_commands(path: Path) -> list[str]:
    return sorted(set(re.findall(r"make ([a-z-]+)", path.read_text(encoding="utf-8"))))


def test_both_run_the_same_commands_and_the_makefile_has_them() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert list_commands(GITHUB) == list_commands(GITLAB) == ["check", "publish", "test"]
    assert {"check", "publish", "test"} <= targets


def test_github_publishes_only_what_was_checked_and_tested_on_main() -> None:
    jobs = load(GITHUB)["jobs"]
    assert jobs["publish"]["needs"] == ["check", "test"]
    assert "pull_request" in jobs["publish"]["if"]
    assert load(GITHUB)["permissions"] == {"contents": "read"}
    assert [name for name, job in jobs.items() if "permissions" in job] == ["publish"]
    cached = [
        step["with"]["path"]
        for job in jobs.values()
        for step in job["steps"]
        if "actions/cache@" in step.get("uses", "")
    ]
    assert cached == [".cache", ".cache"]
    assert all("timeout-minutes" in job for job in jobs.values())


def test_gitlab_notes_problems_and_publishes_only_from_the_default_branch() -> None:
    jobs = load(GITLAB)
    assert jobs["cache"]["paths"] == [".cache/"]
    assert jobs["检查内容"]["artifacts"]["reports"] == {"codequality": "codequality.json"}
    assert jobs["pages"]["artifacts"]["paths"] == ["public"]
    assert [rule["if"] for rule in jobs["pages"]["rules"]] == [
        '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH && $CI_PIPELINE_SOURCE != "merge_request_event"'
    ]


def test_what_tests_and_posters_need_is_installed_where_they_run() -> None:
    """A hosted runner is no root and its Ubuntu has no chromium package: ``make test`` would install nothing."""
    github, gitlab = load(GITHUB)["jobs"], load(GITLAB)
    assert github["test"]["container"] == github["publish"]["container"] == gitlab["image"]
    trusted = 'git config --global --add safe.directory "$GITHUB_WORKSPACE"'
    assert all(trusted in [step.get("run") for step in github[job]["steps"]] for job in ("test", "publish"))
    printed = {"libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-noto-cjk"}
    steps = " ".join(step.get("run", "") for step in github["publish"]["steps"])
    assert printed <= set(steps.split())
    assert printed <= set(" ".join(gitlab["pages"]["before_script"]).split())


def test_github_finds_the_lock_files_for_its_cache() -> None:
    step = next(
        step for step in load(GITHUB)["jobs"]["check"]["steps"] if "setup-python@" in step.get("uses", "")
    )
    assert list(ROOT.glob(step["with"]["cache-dependency-path"]))
