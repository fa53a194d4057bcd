"""serve: edits reach the page, problems lie over it and go again, and nothing outside the output is served."""

from __future__ import annotations

import http.client
import shutil
import threading
import time

import pytest

from plugins.desk.board import Board
from plugins.desk.following import Mailbox, run_preview
from plugins.desk.preview import Preview
from plugins.desk.project import read_project
from plugins.desk.serve import find_file, open_server
from tests.desk.desk_project import make_project

SUMMARY = "县医院的义诊队来到甲村，给老人量血压。"
NAME = "content/stories/2025/jia.md"


def story_text(topic, title="甲村来了义诊队", body="正文甲。", extra=""):
    return f"---\ntitle: {title}\ndate: 2025-05-01 09:30\ntopic: {topic}\nsummary: {SUMMARY}\n{extra}---\n{body}\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_NOW", "2025-06-01T08:00")
    home = make_project(tmp_path / "home")
    (home / "content/stories/2025").mkdir(exist_ok=True)
    (home / NAME).write_text(story_text(topic_of(home)), "utf-8")
    return home


def topic_of(home):
    texts = [
        file.read_text("utf-8") for file in (home / "content/stories").rglob("*.md") if file.name != "jia.md"
    ]
    return next(line[7:] for text in texts for line in text.split("\n") if line.startswith("topic: "))


def page(preview):
    return (preview.settings.output / "news/2025/jia/index.html").read_text("utf-8")


def tree(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_edits_problems_and_the_truth(home):
    """Every edit: the text alone, the title, a bad one, its cure, a template, a record, a deletion. At the end a fresh
    preview of the same sources gives the same files."""
    topic = topic_of(home)
    preview = Preview(read_project(home))
    assert preview.update().stopped is False
    file = home / NAME
    file.write_text(story_text(topic, body="正文乙。"), "utf-8")
    outcome = preview.update([file], ["news/2025/jia/index.html"])
    assert (outcome.written, "正文乙" in page(preview)) == (("news/2025/jia/index.html",), True)
    file.write_text(story_text(topic, title="乙村来了"), "utf-8")
    assert "news/index.html" in preview.update([file]).written
    assert "乙村来了" in (preview.settings.output / "news/index.html").read_text("utf-8")
    file.write_text(story_text(topic, extra="places: [meiyou]\n"), "utf-8")
    outcome = preview.update([file])
    assert outcome.stopped
    assert [line[:40] for line in outcome.problems] == ["content/stories/2025/jia.md:6:10: 错误 S140"[:40]]
    assert "乙村来了" in page(preview)
    file.write_text(story_text(topic, title="丙村来了"), "utf-8")
    assert (preview.update([file]).stopped, "丙村来了" in page(preview)) == (False, True)
    template = home / "theme/templates/story.html"
    good = template.read_text("utf-8")
    template.write_text(good + "{% if %}", "utf-8")
    outcome = preview.update([template])
    assert (outcome.stopped, outcome.problems[0].startswith("theme/templates/story.html:")) == (True, True)
    template.write_text(good, "utf-8")
    assert preview.update([template]).stopped is False
    site = home / "data/site.yml"
    site.write_text(site.read_text("utf-8").replace("name: ", "name: 新", 1), "utf-8")
    assert len(preview.update([site]).written) > 3
    (home / "content/stories/2025/yi.md").write_text(story_text(topic, title="丁村来了"), "utf-8")
    assert "news/2025/yi/index.html" in preview.update([home / "content/stories/2025/yi.md"]).written
    file.unlink()
    preview.update([file])
    assert not (preview.settings.output / "news/2025/jia/index.html").exists()
    preview.idle()
    kept = tree(preview.settings.output)
    shutil.rmtree(home / ".cache/preview")
    fresh = Preview(read_project(home))
    fresh.update()
    fresh.idle()
    assert tree(fresh.settings.output) == kept


def test_a_page_looked_at_comes_first_and_the_rest_can_wait(home):
    """An edit of the site block, of the base template, of the style: the open page at once, the others when asked or
    later; in the end the same files as of a fresh preview.
    """
    preview = Preview(read_project(home))
    preview.update()
    told = []
    preview._on_written = lambda names: told.append(list(names))
    open_page, other = "news/2025/jia/index.html", "honors/index.html"
    site, base = home / "data/site.yml", home / "theme/templates/base.html"
    style = home / "theme/static/css/base.css"
    edits = [
        (site, site.read_text("utf-8").replace("name: ", "name: 新", 1), "新"),
        (base, base.read_text("utf-8").replace("<body", '<body data-turn="1"', 1), 'data-turn="1"'),
        (style, style.read_text("utf-8") + "\n:root { --turn: 1; }\n", ""),
    ]
    for file, text, sign in edits:
        told.clear()
        before = (preview.settings.output / other).read_bytes()
        file.write_text(text, "utf-8")
        outcome = preview.update([file], [open_page], lambda: True)
        assert (outcome.stopped, preview.left, open_page in told[0]) == (False, True, True)
        assert sign in page(preview)
        assert (preview.settings.output / other).read_bytes() == before
        preview.proceed([open_page], lambda: True)
        assert other in preview.waiting
        preview.show([other])
        assert sign in (preview.settings.output / other).read_text("utf-8")
        assert other not in preview.waiting
        assert (preview.proceed().left, preview.left) == (0, False)
    preview.idle()
    kept = tree(preview.settings.output)
    shutil.rmtree(home / ".cache/preview")
    fresh = Preview(read_project(home))
    fresh.update()
    fresh.idle()
    assert tree(fresh.settings.output) == kept


def test_an_edit_that_comes_before_the_rest_is_shown_with_the_first(home):
    """A text edited while the rest still waits: the page has the new text and the new site's name, and an error stops."""
    preview = Preview(read_project(home))
    preview.update()
    site, file = home / "data/site.yml", home / NAME
    open_page = "news/2025/jia/index.html"
    site.write_text(site.read_text("utf-8").replace("name: ", "name: 崭新", 1), "utf-8")
    preview.update([site], [open_page], lambda: True)
    file.write_text(story_text(topic_of(home), body="正文丁。"), "utf-8")
    preview.update([file], [open_page], lambda: True)
    assert "正文丁" in page(preview)
    assert "崭新" in page(preview)
    file.write_text(story_text(topic_of(home), extra="places: [meiyou]\n"), "utf-8")
    assert preview.update([file], [open_page], lambda: True).stopped
    file.write_text(story_text(topic_of(home), body="正文戊。"), "utf-8")
    assert preview.update([file], [open_page]).stopped is False
    assert "正文戊" in page(preview)
    assert "崭新" in (preview.settings.output / "honors/index.html").read_text("utf-8")


def test_nothing_ends_it(home):
    preview = Preview(read_project(home))
    preview.update()
    before = tree(preview.settings.output)
    file = home / NAME
    for damage in (b"\xff\xfe", b"", b"---\n", b"---\ntitle: [\n---\n", b"\x00" * 9):
        file.write_bytes(damage)
        assert preview.update([file]).stopped
    moved = home / "away"
    (home / "data").rename(moved)
    assert preview.update(None).stopped
    moved.rename(home / "data")
    file.write_text(story_text(topic_of(home)), "utf-8")
    assert preview.update(None).stopped is False
    assert tree(preview.settings.output) == before


@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/%2e%2e/secret",
        "/a/../../secret",
        "/.hidden",
        "/link",
        "/folder/inside",
        "/a%00",
        "/a%5c..%5csecret",
        "//etc/passwd",
        "/a//b",
        "/none",
    ],
)
def test_only_the_output_is_served(tmp_path, path):
    (tmp_path / "secret").write_text("x")
    root = tmp_path / "root"
    root.mkdir()
    (root / ".hidden").write_text("x")
    (root / "link").symlink_to(tmp_path / "secret")
    (root / "folder").symlink_to(tmp_path)
    (tmp_path / "inside").write_text("x")
    (root / "index.html").write_text("<body></body>")
    assert find_file(root, path) is None
    assert find_file(root, "/") == root / "index.html"
    server = open_server(root, Board(), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        assert get(server, path)[0] in (301, 404)
        assert get(server, "/", host="evil.example")[0] == 403
        status, body = get(server, "/")
        assert (status, b"/__preview/client.js" in body) == (200, True)
        assert (root / "index.html").read_text() == "<body></body>"
    finally:
        server.shutdown()
        server.server_close()


def get(server, path, host=None):
    link = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    link.request("GET", path, headers={"Host": host or f"127.0.0.1:{server.server_port}"})
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, body


def test_a_save_reaches_an_open_page(home):
    """From the file's save to the message that reloads the page, through the real watcher."""
    settings = read_project(home)
    board, stop = Board(), threading.Event()
    preview = Preview(settings, board.tell_written)
    worker = threading.Thread(target=run_preview, args=(settings, preview, board, stop, lambda _text: None))
    worker.start()
    try:
        wait_for((preview.settings.output / "news/2025/jia/index.html").exists)
        mail = board.join("/news/2025/jia/")
        (home / NAME).write_text(story_text(topic_of(home), body="看到了。"), "utf-8")
        wait_for(lambda: told(mail, "event: reload") and "看到了" in page(preview))
        (home / NAME).write_text("---\ntitle: [\n---\n", "utf-8")
        wait_for(lambda: told(mail, "S1"))
        assert "看到了" in page(preview)
        (home / NAME).write_text(story_text(topic_of(home), body="又好了。"), "utf-8")
        wait_for(lambda: told(mail, "event: reload") and "又好了" in page(preview))
        wait_for(lambda: not board.outcome.stopped)
    finally:
        stop.set()
        worker.join(20)
    assert not worker.is_alive()


def told(mail, words):
    """Whether the next message holds ``words``."""
    return words in mail.get(timeout=20)


def wait_for(ready, seconds=60.0):
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_who_waits_is_not_woken_by_what_was_taken():
    mail, began = Mailbox(), time.monotonic()
    mail.put(None)
    assert mail.take_changes() == (True, None)
    mail.wait(0.1)
    assert time.monotonic() - began >= 0.1
    threading.Timer(0.05, mail.put, [[]]).start()
    mail.wait(60)
    assert mail.busy()
