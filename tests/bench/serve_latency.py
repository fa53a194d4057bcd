"""From an edit to the finished page, in the preview, at many stories: ``python tests/bench/serve_latency.py [stories]``."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from plugins.desk.preview import Preview  # noqa: E402
from plugins.desk.project import read_project  # noqa: E402
from tests.desk.desk_project import make_project  # noqa: E402

PARAGRAPH = "志愿者来到村里，为老人理发、量血压，又把读书会办到了院子里，孩子们围坐一圈，听得入神。"


def write_story(home: Path, number: int, topic: str, words: str = "", title: str = "") -> Path:
    """One story of about 500 characters."""
    file = home / f"content/stories/{2015 + number % 10}/s-{number}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    body = "\n\n".join([f"第{number}篇。{words}", *[PARAGRAPH] * 10])
    date = f"{2015 + number % 10}-{number % 12 + 1:02}-{number % 28 + 1:02} 09:30"
    head = f"title: {title or f'第{number}次义诊进村'}\ndate: {date}\ntopic: {topic}\nsummary: 志愿者来到村里理发。\n"
    file.write_text(f"---\n{head}---\n{body}\n", "utf-8")
    return file


def measure(preview: Preview, file: Path, edit: object, page: str, times: int) -> list[float]:
    """Milliseconds of several edits, each until the page looked at is on disk."""
    seen = []
    for turn in range(times):
        assert callable(edit)
        edit(turn)
        done: list[float] = []
        began = time.perf_counter()
        preview._on_written = lambda names, done=done: (
            done.append(time.perf_counter()) if page in names and not done else None
        )
        outcome = preview.update([file], [page])
        assert done and not outcome.stopped, outcome
        seen.append((done[0] - began) * 1000)
    return seen


def main(count: int) -> None:
    """Print medians and worst cases."""
    os.environ["PORTAL_NOW"] = "2026-06-01T08:00"
    with tempfile.TemporaryDirectory() as folder:
        home = make_project(Path(folder) / "home")
        texts = [file.read_text("utf-8") for file in (home / "content/stories").rglob("*.md")]
        topic = next(line[7:] for text in texts for line in text.split("\n") if line.startswith("topic: "))
        for number in range(count):
            write_story(home, number, topic)
        preview = Preview(read_project(home))
        began = time.perf_counter()
        outcome = preview.update()
        print(
            f"{count} stories: first build {time.perf_counter() - began:.1f} s, {len(outcome.written)} files"
        )
        number = count // 2
        file = write_story(home, number, topic)
        page = f"news/{2015 + number % 10}/s-{number}/index.html"
        site = home / "data/site.yml"
        original = site.read_text("utf-8")
        cases = {
            "text": (file, lambda turn: write_story(home, number, topic, f"改{turn}。"), page, 9),
            "title": (file, lambda turn: write_story(home, number, topic, title=f"改题{turn}"), page, 5),
            "record": (
                site,
                lambda turn: site.write_text(original.replace("name: ", f"name: 改{turn}", 1), "utf-8"),
                "index.html",
                3,
            ),
        }
        for name, (changed, edit, looked_at, times) in cases.items():
            seen = measure(preview, changed, edit, looked_at, times)
            print(f"{name:7} median {statistics.median(seen):7.1f} ms, worst {max(seen):7.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
