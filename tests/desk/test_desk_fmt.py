"""fmt mends what is safe, once and for all, and leaves everything that is not words as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.desk.formatting import mend_text, write_whole

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("村民们来了,坐满 3 屋.", "村民们来了，坐满3屋。"),
        ("学习《甲》、《乙》", "学习《甲》《乙》"),
        ("共１４支(含新建)", "共14支（含新建）"),
        ("来了, 坐下", "来了，坐下"),
        ("忙了一天...", "忙了一天……"),
        ("　　一段", "一段"),
        ("`甲,乙` [甲](https://a.cn/甲,乙) 8:30", "`甲,乙` [甲](https://a.cn/甲,乙) 8:30"),
        ("**要点,一**,二", "**要点，一**，二"),
        (
            "---\ntitle: 甲,乙\nkeywords: [甲, 乙]\n---\n丙,丁  \n戊",
            "---\ntitle: 甲，乙\nkeywords: [甲, 乙]\n---\n丙，丁  \n戊",
        ),
        ("约300余人参加“学习", "约300余人参加“学习"),
    ],
)
def test_mended(before, after):
    assert mend_text("content/stories/a.md", before) == after


def test_mended_data():
    before = '# 注,释\n- id: a-b\n  name: "甲,乙" \n  hours: {days: 周一、周三, opens: 08:30}\n  story: |\n    甲,乙\n'
    after = '# 注,释\n- id: a-b\n  name: "甲，乙"\n  hours: {days: 周一、周三, opens: 08:30}\n  story: |\n    甲，乙\n'
    assert mend_text("data/places/a.yml", before) == after


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="中文年 \n,.;:!?()*`[]-#|>《》、“”0１a:/…　", max_size=60))
def test_a_second_time_changes_nothing(text):
    once = mend_text("content/stories/a.md", text)
    assert mend_text("content/stories/a.md", once) == once


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="中文 \n,.;:!?()-#'\"{}[]|、0１a", max_size=50))
def test_yaml_keeps_its_shape(text):
    from plugins.registry.reading import read_yaml

    before = f"- id: a\n  name: {text}\n"
    after = mend_text("data/places/a.yml", before)
    assert list(read_yaml("a", after, deep=True).starts) == list(read_yaml("a", before, deep=True).starts)
    assert mend_text("data/places/a.yml", after) == after


def test_a_kill_loses_nothing(tmp_path):
    """Killed in the middle of many writes, the file holds one whole text or the other."""
    file = tmp_path / "a.md"
    file.write_bytes(b"a" * 200_000)
    code = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from pathlib import Path\nfrom plugins.desk.formatting import write_whole\n"
        "print(1, flush=True)\nwhile True:\n for letter in (b'a', b'b'): write_whole(Path(sys.argv[1]), letter * 200_000)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(file), str(ROOT)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    for _ in range(50):
        data = file.read_bytes()
        assert len(data) == 200_000
        assert len(set(data)) == 1
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    data = file.read_bytes()
    assert (len(data), len(set(data))) == (200_000, 1)


def test_a_failed_write_leaves_the_old_text(tmp_path, monkeypatch):
    file = tmp_path / "a.md"
    file.write_text("旧")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        write_whole(file, "新".encode())
    assert [(item.name, item.read_text()) for item in tmp_path.iterdir()] == [("a.md", "旧")]
