"""A clerk's morning, from one end to the other, by ``make`` alone: a new honouree with a portrait, a typo in a team's id,
the message, the mended typo, the preview, the commit. Nothing that is shown has to be read in another language.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from plugins.desk.preview import Preview
from plugins.desk.project import read_project
from plugins.registry import KINDS
from tests.desk.desk_project import ROOT, make_project
from tests.tools import needs

# What may stand in Latin letters: places in files, rules' numbers, ids, fields and their values, commands.
PLACE = re.compile(r"[\w.<>-]*(?:/[\w.*-]+)+(?::\d+)*|[\w-]+\.(?:yml|md|jpg|png|py)\b|\b[A-Z]\d{3}\b")
COMMAND = re.compile(r"make(?: (?:check|new|fmt|serve|help)|(?= 自己))|(?:KIND|TITLE|ARGS|OUTPUT)=\S*|--[a-z]+")
# make's own last words; in a Chinese desktop they are Chinese. The line before them says what they mean.
MAKES_OWN = re.compile(r"^make: \*\*\* .*$", re.MULTILINE)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = make_project(tmp_path / "home")
    for name in ("Makefile", "requirements.lock"):
        shutil.copy2(ROOT / name, home)
    os.utime(home / "requirements.lock", (0, 0))  # what is installed is what this test runs with
    for name in ("plugins", "tests", ".venv"):
        (home / name).symlink_to(ROOT / name)
    return home


def run(home: Path, *words: str) -> tuple[int, str]:
    """Status and everything that the terminal shows."""
    env = {**os.environ, "PORTAL_NOW": "2025-06-01T08:00", "PORTAL_JOBS": "1", "LC_ALL": "C.UTF-8"}
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        env.pop(name, None)
    done = subprocess.run(
        words, cwd=home, env=env, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
    )
    return done.returncode, done.stdout.decode()


def assert_chinese(shown: str, ids: set[str]) -> None:
    """No word in Latin letters but places, rules, ids, fields and commands."""
    fields = {name for model, _ in KINDS.values() for name in model.model_fields}
    left = COMMAND.sub(" ", PLACE.sub(" ", MAKES_OWN.sub("", shown)))
    words = set(re.findall(r"[A-Za-z][A-Za-z0-9_-]+", left)) - ids - fields
    assert words == set(), shown


def test_a_clerks_morning(home: Path) -> None:
    needs("make", "make")
    needs("git", "git")
    ids = {
        "cang-ku-dui",
        "shi-li-ren-wu-jiu",
        "yi-zhen",
        "zhiyuan-dui",
        "zhiyuan-dvi",
        "given",
        "true",
        "held",
    }
    (home / "data/teams").mkdir(exist_ok=True)
    level = re.search(r"level: ([\w-]+)", (home / "data/teams.yml").read_text("utf-8"))
    assert level is not None
    team = f"id: zhiyuan-dui\nname: 甲村志愿队\nlevel: {level[1]}\n"
    (home / "data/teams/zhiyuan-dui.yml").write_text(team, "utf-8")
    status, shown = run(home, "make", "check")
    assert status == 0, shown

    status, shown = run(
        home,
        "make",
        "new",
        "KIND=honoree",
        "TITLE=任某某",
        "ARGS=--set consent=2025-05-01 --set deed=天天扫雪。",
    )
    assert status == 0, shown
    path, line, step = shown.strip().split("\n")[0].split(":", 2)
    record = home / path
    assert record.read_text("utf-8").split("\n")[int(line) - 1].startswith("consent: ")
    assert step.strip() == "从这里往下补写 citation(颁奖词)、story(事迹)、portrait(照片)"
    assert_chinese(shown, ids | {record.stem})

    (home / "content/photos").mkdir(exist_ok=True)
    shutil.copy(ROOT / "content/photos/samples/sample-portrait-01.png", home / "content/photos/ren.png")
    text = record.read_text("utf-8").replace("scope: [name]", "scope: [name, portrait]")
    portrait = (
        "portrait:\n  file: photos/ren.png\n  alt: 任某某在雪地里扫出一条路\n  whose: 本人提供，同意公开\n"
    )
    record.write_text(text + portrait, "utf-8")
    status, shown = run(
        home, "make", "new", "KIND=activity", "TITLE=义诊进村", "ARGS=--set starts=2025-05-20 --id yi-zhen"
    )
    assert status == 0, shown
    assert_chinese(shown, ids)
    activity = home / shown.split(":", 1)[0]
    activity.write_text(activity.read_text("utf-8") + "teams: [zhiyuan-dvi]\n", "utf-8")

    status, shown = run(home, "make", "check")
    at = activity.read_text("utf-8").split("\n").index("teams: [zhiyuan-dvi]") + 1
    assert status == 2
    assert (
        f"{activity.relative_to(home)}:{at}:9: 错误 D204 没有标识为“zhiyuan-dvi”的队伍(是否要写 zhiyuan-dui？)"
        in shown
    )
    assert "下面一行是 make 自己的话,意思是上面还有错误" in shown
    assert_chinese(shown, ids)

    activity.write_text(activity.read_text("utf-8").replace("dvi", "dui"), "utf-8")
    status, shown = run(home, "make", "check")
    assert (status, " 错误 " in shown) == (0, False), shown
    assert_chinese(shown, ids)

    os.environ["PORTAL_NOW"] = "2025-06-01T08:00"
    preview = Preview(read_project(home))
    outcome = preview.update()
    assert not outcome.stopped
    page = (preview.settings.output / f"honors/{record.stem}/index.html").read_text("utf-8")
    assert "任某某在雪地里扫出一条路" in page
    assert "义诊进村" in (preview.settings.output / "activities/yi-zhen/index.html").read_text("utf-8")

    (home / ".gitignore").write_text(".cache\n.venv\nplugins\ntests\n", "utf-8")
    assert run(home, "git", "init", "-q")[0] == 0
    for words in (
        ("git", "add", "-A"),
        (
            "git",
            "-c",
            "user.name=编辑",
            "-c",
            "user.email=a@example.org",
            "commit",
            "-q",
            "-m",
            "添加一位好人",
        ),
    ):
        assert run(home, *words) == (0, "")
    assert path in run(home, "git", "-c", "core.quotepath=off", "ls-files")[1].split("\n")


def test_mistakes_at_the_command_are_told_in_chinese_too(home: Path) -> None:
    needs("make", "make")
    for words in (
        ("KIND=storey", "TITLE=甲"),
        ("KIND=story",),
        ("KIND=honoree", "TITLE=某", "ARGS=--set x"),
        ("KIND=team", "TITLE=某", "ARGS=--nothing"),
    ):
        status, shown = run(home, "make", "new", *words)
        assert status == 2
        assert re.search("[\u4e00-\u9fff]", shown)
        assert_chinese(shown, {"storey", *KINDS, "story", "nothing"})
