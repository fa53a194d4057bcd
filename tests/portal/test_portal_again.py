"""early.py builds again without Pelican's start: the same bytes, the same words, and Pelican whenever there is doubt."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.oracle.county import ROOT, read_tree

PELICAN = [sys.executable, "-m", "pelican", "-s", "pelicanconf.py", "-o", "output", "--fatal=errors"]


class Project:
    """A county with settings of its own; ``marker`` is a command that shows that Pelican was wanted."""

    def __init__(self, home: Path) -> None:
        self.home = home
        for part in ("data", "content", "theme"):
            shutil.copytree(ROOT / ("theme" if part == "theme" else f"tests/site/{part}"), home / part)
        (home / "plugins").symlink_to(ROOT / "plugins")
        shutil.copy(ROOT / "pelicanconf.py", home / "pelicanconf.py")
        self.environ = {**os.environ, "PORTAL_NOW": "2025-06-01T08:00", "SITEURL": "", "OUTPUT": "output"}
        self.story = home / "content/stories/2025/kaimen.md"
        self.pelican()

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self.home, env=self.environ, capture_output=True, text=True, check=False
        )

    def pelican(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = self.run([*PELICAN, *words])
        assert (done.returncode, done.stderr) == (0, "")
        return done

    def early(self) -> subprocess.CompletedProcess[str]:
        early = [sys.executable, "-I", "-S", str(ROOT / "plugins/pipeline/early.py")]
        return self.run([*early, "pelicanconf.py", "output", "--", "/bin/sh", "-c", "echo PELICAN; exit 7"])

    def tree(self) -> dict[str, bytes]:
        return read_tree(self.home / "output")

    def clean_tree(self) -> dict[str, bytes]:
        """What a build from nothing makes of the same sources."""
        self.run(["rm", "-rf", "output", ".cache"])
        self.pelican()
        return self.tree()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def add_text(project: Project) -> None:
    project.story.write_text(f"{project.story.read_text('utf-8')}\n又添一段。\n", "utf-8")


def rename_a_story(project: Project) -> None:
    draft = project.story.with_name("caogao.md")
    draft.rename(draft.with_name("gaiming.md"))


def edit_a_record(project: Project) -> None:
    edit(project.home / "data/teams.yml", "name: ", "name: 新")


def edit_the_theme(project: Project) -> None:
    edit(project.home / "theme/templates/base.html", "<main", '<main data-new="1"')


def harm_the_output(project: Project) -> None:
    (project.home / "output/index.html").write_text("?")


def lose_the_state(project: Project) -> None:
    add_text(project)
    for path in (project.home / ".cache").glob("*.state"):
        path.unlink()


@pytest.mark.parametrize(
    "change",
    [add_text, rename_a_story, edit_a_record, edit_the_theme, harm_the_output],
)
def test_what_is_built_again_equals_a_clean_build(
    project: Project, change: Callable[[Project], None]
) -> None:
    assert project.early().stdout.startswith("没有改动")
    change(project)
    done = project.early()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Processed 2 articles, 1 draft" in done.stdout
    assert project.early().stdout.startswith("没有改动")
    assert project.tree() == project.clean_tree()


def ask_pelican(project: Project, *words: str) -> tuple[str, bool]:
    """What Pelican says, in one line, and whether it loaded what a whole build takes."""
    done = project.run([sys.executable, "-X", "importtime", *PELICAN[1:], *words])
    assert done.returncode == 0
    return " ".join(done.stdout.split()), "plugins.portal.build\n" in done.stderr


def test_pelican_itself_sees_that_nothing_changed(project: Project) -> None:
    before = project.tree()
    said, whole = ask_pelican(project)
    assert ("新做 0," in said, "Processed 2 articles, 1 draft" in said, whole) == (True, True, False)
    assert project.tree() == before


def test_pelican_itself_goes_the_short_way(project: Project) -> None:
    add_text(project)
    said, whole = ask_pelican(project)
    assert ("新做 6," in said, "Processed 2 articles, 1 draft" in said, whole) == (True, True, False)
    assert project.tree() == project.clean_tree()


@pytest.mark.parametrize("words", [(), ("-e", 'SITEURL="https://example.org/other"')])
def test_pelican_with_other_settings_goes_the_whole_way(project: Project, words: tuple[str, ...]) -> None:
    if not words:
        edit(project.home / "pelicanconf.py", 'os.environ.get("SITEURL", "")', '"https://example.org"')
    said, whole = ask_pelican(project, *words)
    assert ("新做 131," in said, "Processed 2 articles, 1 draft" in said, whole) == (True, True, True)
    assert b"https://example.org" in project.tree()["index.html"]


def test_pelican_itself_compares_with_the_index_before(project: Project) -> None:
    edit(
        project.home / "pelicanconf.py",
        "import os\n",
        "import os\n\nPORTAL_PREVIOUS = 'before.json' if os.path.exists('before.json') else None\n",
    )
    project.pelican()
    before = json.loads((project.home / "output/data/index.json").read_text("utf-8"))
    (project.home / "before.json").write_text(json.dumps({**before, "kinds": {}}), "utf-8")
    project.pelican()
    assert project.tree() == project.clean_tree()


@pytest.mark.parametrize(
    "spoil",
    ["mkfifo content/stories/f.md", "ln -s l.md content/stories/l.md", "mv data d && echo x > data"],
)
def test_what_is_no_file_of_the_site_is_told(project: Project, spoil: str) -> None:
    project.run(["sh", "-c", spoil])
    for words in (PELICAN, [sys.executable, "-I", "-S", str(ROOT / "plugins/pipeline/early.py"), "pelicanconf.py",
                            "output", "--", *PELICAN]):  # fmt: skip
        done = project.run(words)
        assert (done.returncode, "D001" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_what_settings_give_to_templates_counts(project: Project) -> None:
    edit(project.home / "theme/templates/base.html", "</title>", " {{ greeting }}</title>")
    edit(project.home / "pelicanconf.py", "import os\n", "import os\n\nJINJA_GLOBALS = {'greeting': '甲乙'}\n")
    project.pelican()
    assert "甲乙</title>" in project.tree()["index.html"].decode()
    edit(project.home / "pelicanconf.py", "甲乙", "丙丁")
    project.pelican()
    assert project.tree() == project.clean_tree()


def test_a_file_where_the_output_belongs_is_told(project: Project) -> None:
    (project.home / "there").write_text("?")
    done = project.run([*PELICAN[:-3], "-o", "there"])
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "设置有误,没有写出任何文件")
    assert f"错误:输出目录的位置上有一个文件:{project.home / 'there'}" in done.stderr.splitlines()
    (project.home / "output").rename(project.home / "away")
    (project.home / "there").rename(project.home / "output")
    assert (project.early().stdout, project.run(PELICAN).returncode) == ("PELICAN\n", 1)


def test_a_problem_is_told_once_and_nothing_is_touched(project: Project) -> None:
    before = project.tree()
    edit(project.home / "data/teams.yml", "home: liushu-zhan", "home: liushu-zhna")
    done = project.early()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "data/teams.yml:10:9: 错误 D204 没有标识为“liushu-zhna”的阵地(是否要写 liushu-zhan？)",
        "有 1 处错误,没有写出任何文件;原有网页未动",
    ]
    assert project.tree() == before


def edit_the_settings(project: Project) -> None:
    edit(project.home / "pelicanconf.py", 'DEFAULT_LANG = "zh-CN"', 'DEFAULT_LANG = "zh-CN"  # same')


def set_an_address(project: Project) -> None:
    project.environ["SITEURL"] = "https://example.org"


def build_with_other_words(project: Project) -> None:
    add_text(project)
    project.pelican("-e", 'SITENAME="别的"')
    add_text(project)


def add_a_plugin(project: Project) -> None:
    (project.home / "another.py").write_text("def register():\n    pass\n")
    edit(project.home / "pelicanconf.py", '["plugins.portal.plugin"]', '["plugins.portal.plugin", "another"]')
    project.pelican()
    add_text(project)


def give_pelican_pictures_to_copy(project: Project) -> None:
    edit(project.home / "pelicanconf.py", "STATIC_PATHS: list[str] = []", 'STATIC_PATHS = ["extra"]')
    (project.home / "content/extra").mkdir()
    project.pelican()
    add_text(project)


def be_cut_off(project: Project) -> None:
    (owned,) = (project.home / ".cache").glob("owned-*.list")
    owned.with_suffix(".journal").write_bytes(b"begun\n")


def build_for_another_address(project: Project) -> None:
    project.pelican("-e", 'SITEURL="https://example.org"')


def build_with_settings_that_take_in_these(project: Project) -> None:
    (project.home / "localconf.py").write_text("from pelicanconf import *\nSITEURL = 'https://example.org'\n")
    project.environ["PYTHONPATH"] = str(project.home)
    project.run([*PELICAN[:4], "localconf.py", *PELICAN[5:]])
    del project.environ["PYTHONPATH"]


def take_in_a_module(project: Project) -> None:
    project.environ["PYTHONPATH"] = str(project.home)
    (project.home / "local.py").write_text("SAMPLES = True\n")
    edit(project.home / "pelicanconf.py", "import os\n", "import os\n\nfrom local import SAMPLES as PORTAL_SAMPLES\n")
    project.pelican()
    assert project.early().stdout.startswith("没有改动")
    (project.home / "local.py").write_text("SAMPLES = False\n")


def lose_the_stamp(project: Project) -> None:
    for path in (project.home / ".cache").glob("*.stamp"):
        path.unlink()


@pytest.mark.parametrize(
    "change",
    [
        edit_the_settings,
        set_an_address,
        build_with_other_words,
        add_a_plugin,
        give_pelican_pictures_to_copy,
        lose_the_stamp,
        lose_the_state,
        be_cut_off,
        build_for_another_address,
        build_with_settings_that_take_in_these,
        take_in_a_module,
    ],
)
def test_whatever_pelican_may_see_otherwise_is_left_to_pelican(
    project: Project, change: Callable[[Project], None]
) -> None:
    change(project)
    done = project.early()
    assert (done.returncode, done.stdout, done.stderr) == (7, "PELICAN\n", "")
    project.pelican()
    assert project.tree() == project.clean_tree()


def test_a_build_that_holds_the_cache_is_left_to_pelican(project: Project) -> None:
    add_text(project)
    held = subprocess.Popen(
        ["flock", str(project.home / ".cache/lock"), "sh", "-c", "echo held; cat"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert held.stdin is not None
    assert held.stdout is not None
    assert held.stdout.readline() == b"held\n"
    done = project.early()
    held.stdin.close()
    held.wait()
    held.stdout.close()
    assert (done.returncode, done.stdout) == (7, "PELICAN\n")
