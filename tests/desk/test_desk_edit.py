"""edit: one-line differences, the protocol's refusals, and the real desk in a real browser."""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import subprocess
import sys
import threading
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.desk.edit import Backend, EditServer, fetch_decap
from plugins.desk.project import read_project
from plugins.desk.records_desk import RecordsDesk, merge, simplify
from plugins.desk.yaml_edit import edit_yaml
from plugins.registry.reading import read_yaml
from tests.tools import needs

ROOT = Path(__file__).resolve().parents[2]
PNG = base64.b64encode((ROOT / "content/photos/samples/sample-portrait-01.png").read_bytes()).decode()


def changes(before: str, after: str) -> list[str]:
    lines = unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


TEXT = """# 头
- id: jia  # 尾
  name: 甲
  tags: [一, 二]
  hours: {days: 周一, opens: 08:30}
  posts:
    - role: 主任
      offices: [书记]
  story: |
    一段。

    二段。

# 中
- id: yi
  name: "乙"
"""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "甲新"}, ["-  name: 甲", "+  name: 甲新"]),
        ({"name": "甲: 新"}, ["-  name: 甲", '+  name: "甲: 新"']),
        ({"tags": ["一", "二", "三"]}, ["-  tags: [一, 二]", "+  tags: [一, 二, 三]"]),
        ({"tags": ["一", "乙, 丙"]}, ["-  tags: [一, 二]", '+  tags: [一, "乙, 丙"]']),
        (
            {"hours": {"days": "周一", "opens": "09:00"}},
            ["-  hours: {days: 周一, opens: 08:30}", "+  hours: {days: 周一, opens: 09:00}"],
        ),
        ({"posts": [{"role": "副主任", "offices": ["书记"]}]}, ["-    - role: 主任", "+    - role: 副主任"]),
        ({"story": "一段。\n\n三段。\n"}, ["-    二段。", "+    三段。"]),
        ({"remark": "添"}, ["+  remark: 添"]),
        ({"tags": None}, ["-  tags: [一, 二]"]),
        ({}, []),
    ],
)
def test_only_what_changed_is_written(change, expected):
    value = {**read_yaml("", TEXT).value[0], **change}
    value = {key: item for key, item in value.items() if item is not None}
    assert changes(TEXT, edit_yaml(TEXT, (0,), value)) == expected


VALUES = st.recursive(
    st.text(alphabet="甲乙a1: #'\"-[]{},\n", min_size=1, max_size=8).map(str.strip).filter(bool),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from("pqr"), inner, min_size=1, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["id", "name", "tags", "hours", "posts", "story", "new"]), VALUES, min_size=1
    )
)
def test_an_edit_reads_back_or_is_refused(new):
    """Whatever is written reads back as it was meant, and the other record stands untouched."""
    try:
        text = edit_yaml(TEXT, (0,), new)
    except ValueError:
        return
    value = read_yaml("", text).value
    assert value[1] == {"id": "yi", "name": "乙"}
    assert text.endswith('# 中\n- id: yi\n  name: "乙"\n')


def test_forms_and_files():
    old = {
        "id": "a",
        "members": {"text": "1万余人", "basis": "stated"},
        "sources": ["b", {"source": "c", "remark": "注"}],
        "sample": "true",
    }
    shown = simplify(old)
    assert shown == {"id": "a", "members": "1万余人", "sources": ["b", "c"], "sample": True}
    assert merge(old, shown) == old
    assert merge(old, {**shown, "members": "2万余人", "sources": ["c"], "brand": "", "posts": [], "minor": False}) == {
        "id": "a", "members": {"text": "2万余人", "basis": "stated"}, "sources": [{"source": "c", "remark": "注"}],
        "sample": "true",
    }  # fmt: skip


@pytest.fixture
def home(tmp_path):
    for part in ("data", "content"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    (tmp_path / "theme").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    "collection",
    [
        "honorees",
        "activities",
        "places",
        "teams",
        "themes",
        "batches",
        "regulations",
        "programs",
        "boards",
        "sources",
        "stories",
    ],
)
def test_saving_what_is_shown_changes_nothing(home, collection):
    desk = RecordsDesk(home)
    entries = desk.entries(collection)
    before = {
        file: file.read_bytes()
        for folder in ("data", "content/stories")
        for file in (home / folder).rglob("*.*")
    }
    assert len(entries) > 1
    for name, entry in list(entries.items())[:8]:
        desk.save(collection, name, desk.show(entry))
    assert {file: file.read_bytes() for file in before} == before


def test_a_story_is_edited_in_one_line_and_a_new_one_written(home):
    desk = RecordsDesk(home)
    entry = desk.entries("stories")["haoren-ershisi"]
    before = (home / entry.path).read_text("utf-8")
    form = json.loads(desk.show(entry))
    desk.save("stories", entry.name, json.dumps({**form, "title": "桦甸好人：新题"}))
    assert changes(before, (home / entry.path).read_text("utf-8"))[1] == "+title: 桦甸好人：新题"
    new = {**form, "id": "xin-gao", "title": "新稿", "body": "正文。", "date": "2026-11-01 08:00"}
    assert desk.save("stories", "xin-gao", json.dumps(new)) == "content/stories/2026/xin-gao.md"
    with pytest.raises(ValueError, match="没有保存"):
        desk.save("stories", "xin-gao", json.dumps({**new, "summary": "短"}))


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("persistEntry", {"dataFiles": [{"path": "../../a.json", "raw": "{}"}]}),
        ("persistEntry", {"dataFiles": [{"path": "desk/teams/../x.json", "raw": "{}"}]}),
        (
            "persistEntry",
            {"dataFiles": [{"path": "desk/teams/A b.json", "raw": '{"id": "../x", "name": "甲"}'}]},
        ),
        ("persistMedia", {"asset": {"path": "content/photos/../../a.png", "content": PNG}}),
        ("persistMedia", {"asset": {"path": "content/photos/a.html", "content": PNG}}),
        ("persistMedia", {"asset": {"path": "content/photos/a.png", "content": "不是"}}),
        ("getMediaFile", {"path": "data/site.yml"}),
        ("deleteFiles", {"paths": ["data/site.yml"]}),
        ("whatever", {}),
    ],
)
def test_refused(home, action, params):
    before = sorted(file for file in home.rglob("*"))
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        Backend(home).answer(action, params)
    assert sorted(file for file in home.rglob("*")) == before


def test_only_this_machine_and_only_the_own_page(home):
    server = EditServer(read_project(home), home, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        told = json.dumps({"action": "info", "params": {}})
        own = f"127.0.0.1:{server.server_port}"
        answers = []
        for host, origin in (
            (own, f"http://{own}"),
            ("evil.example", f"http://{own}"),
            (own, "http://evil.example"),
            (own, ""),
        ):
            link = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
            link.request("POST", "/api/v1", told, {"Host": host, "Origin": origin})
            answers.append(link.getresponse().status)
            link.close()
        assert answers == [200, 403, 403, 403]
        assert server.server_address[0] == "127.0.0.1"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.browser
def test_the_desk_in_a_browser(home):
    """Open, edit, save: one line differs, the check passes, and nothing was asked of any other machine."""
    needs("chromium", "chromium")
    needs("npm", "npm")
    from playwright.sync_api import sync_playwright

    server = EditServer(read_project(home), fetch_decap(ROOT / ".cache"), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = (home / "data/teams/named.yml").read_text("utf-8")
    foreign: list[str] = []
    try:
        with sync_playwright() as engine:
            browser = engine.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.on(
                "request",
                lambda request: (
                    foreign.append(request.url)
                    if not request.url.startswith((server.origin, "data:", "blob:"))
                    else None
                ),
            )
            page.goto(f"{server.origin}/")
            page.get_by_role("button", name="登录").click(timeout=60_000)
            page.get_by_text("稿件").first.wait_for(timeout=60_000)
            page.goto(f"{server.origin}/#/collections/teams/entries/youzheng-dui")
            summary = page.get_by_label("简介").first
            summary.wait_for(timeout=60_000)
            summary.fill("为居民讲解金融常识，提醒防范电信诈骗。")
            page.get_by_role("button", name="发布").first.click()
            page.get_by_text("立即发布").first.click()
            page.get_by_text("已发布").first.wait_for(timeout=30_000)
            browser.close()
    finally:
        server.shutdown()
        server.server_close()
    assert changes(before, (home / "data/teams/named.yml").read_text("utf-8")) == [
        "-  summary: 为居民讲解金融常识，提醒防范诈骗。",
        "+  summary: 为居民讲解金融常识，提醒防范电信诈骗。",
    ]
    assert foreign == []
    done = subprocess.run(
        [sys.executable, "-m", "plugins.desk", "check"],
        cwd=home,
        env={"PYTHONPATH": str(ROOT), "PORTAL_JOBS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "named.yml" not in done.stdout
