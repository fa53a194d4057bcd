"""A copy of the fixture county that can be edited at random, built incrementally and built clean."""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from PIL import Image

from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.crew import Crew
from plugins.pipeline.early import look_around, read_stamp, stamp_path
from plugins.pipeline.stamp import take_glance
from plugins.portal.again import build_seen
from plugins.portal.build import Result, build_site
from plugins.portal.settings import PortalSettings

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2025, 6, 1, 8, 0, tzinfo=SHANGHAI)
TEMPLATES = "templates.bin"
WORDS = ["春耕", "义诊", "读书", "清雪", "宣讲", "帮扶", "演出", "普法"]


class County:
    """``build()`` is incremental, with a cache that lives on; ``build_clean()`` knows nothing of earlier builds."""

    def __init__(self, home: Path, jobs: int = 1) -> None:
        self.home = home
        for part in ("data", "content"):
            shutil.copytree(ROOT / "tests" / "site" / part, home / part)
        shutil.copytree(ROOT / "theme", home / "theme")
        self.jobs = jobs
        self.settings = PortalSettings(
            project=home,
            data=home / "data",
            content=home / "content",
            theme=home / "theme",
            output=home / "output",
            cache=home / ".cache",
            siteurl="",
            publication=False,
            now=NOW,
            jobs=jobs,
        )

    def build(self) -> Result:
        """As early.py and Pelican do it between them: by what the stamp shows, or else all from the state."""
        file = self.home / "settings.txt"
        told = f"{self.settings.siteurl} {self.settings.publication}"
        if not file.exists() or file.read_text("utf-8") != told:
            file.write_text(told, "utf-8")
        with patch.dict(os.environ, PORTAL_NOW=self.settings.now.isoformat()):
            result = self._build(replace(self.settings, settings_file=file))
        # What the untouched theme compiles to; a clean build compiles every edited template itself.
        compiled, pristine = self.home / ".cache" / TEMPLATES, self.home / ".pristine"
        if compiled.exists() and not pristine.exists():
            shutil.copyfile(compiled, pristine)
        return result

    def _build(self, settings: PortalSettings) -> Result:
        path = stamp_path(str(settings.cache), str(settings.settings_file), str(settings.output))
        stamp = read_stamp(path)
        seen = None if stamp is None else look_around(stamp, os.environ, time.time_ns())
        if stamp is not None and seen is not None and seen.settled:
            return build_seen(settings, take_glance(stamp, seen))
        with Crew(self.jobs) as crew:
            return build_site(settings, crew, again=True)

    def build_clean(self) -> tuple[Result, Path]:
        """A build with an empty state. Derivatives and compiled templates are kept, the digests of all that they are made
        of beside them; test_nothing_kept_changes_nothing does without either.
        """
        target, cache = self.home / "clean", self.home / ".clean"
        shutil.rmtree(target, ignore_errors=True)
        shutil.rmtree(cache, ignore_errors=True)
        if (self.home / ".cache" / "photos").exists():
            shutil.copytree(self.home / ".cache" / "photos", cache / "photos")
        cache.mkdir(exist_ok=True)
        if (self.home / ".cache" / "templates.bin").exists():
            shutil.copy(self.home / ".cache" / "templates.bin", cache)
        cache.mkdir(exist_ok=True)
        if (self.home / ".pristine").exists():
            shutil.copyfile(self.home / ".pristine", cache / TEMPLATES)
        with Crew(1) as crew:
            return build_site(replace(self.settings, output=target, cache=cache, jobs=1), crew), target


def read_tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its relative name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _some_file(county: County, rng: random.Random, pattern: str) -> Path | None:
    files = sorted(county.home.glob(pattern))
    return rng.choice(files) if files else None


def _replace_line(path: Path, rng: random.Random, start: str, make: Callable[[], str]) -> None:
    lines = path.read_text("utf-8").split("\n")
    spots = [number for number, line in enumerate(lines) if line.lstrip(" -").startswith(start)]
    if spots:
        spot = rng.choice(spots)
        lead = re.match(r"[ -]*", lines[spot])
        lines[spot] = f"{lead[0] if lead else ''}{start} {make()}"
        path.write_text("\n".join(lines), "utf-8")


def edit_story(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, "content/stories/**/*.md")
    if path is None:
        return "no story"
    key = rng.choice(["title:", "summary:", "topic:", "date:", "status:", "keywords:", "modified:", "body", "body"])
    if key == "body":
        path.write_text(
            path.read_text("utf-8") + f"\n又一段{rng.choice(WORDS)}{rng.randrange(99)}。\n", "utf-8"
        )
    else:
        values = {
            "title:": f"{rng.choice(WORDS)}第{rng.randrange(99)}回",
            "summary:": f"这是关于{rng.choice(WORDS)}的一段摘要,编号{rng.randrange(99)}。",
            "topic:": rng.choice(["headlines", "people"]),
            "date:": f"2025-0{rng.randrange(4, 8)}-{rng.randrange(10, 28)} 10:{rng.randrange(10, 59)}",
            "status:": rng.choice(["draft", "published"]),
            "keywords:": f"[{rng.choice(WORDS)}, 词{rng.randrange(9)}]",
            "modified:": f"2025-0{rng.randrange(8, 10)}-{rng.randrange(10, 28)} 10:{rng.randrange(10, 59)}",
        }
        if f"\n{key}" not in path.read_text("utf-8"):
            path.write_text(path.read_text("utf-8").replace("\ntopic:", f"\n{key}\ntopic:", 1), "utf-8")
        _replace_line(path, rng, key, lambda: values[key])
    return f"{key} of {path.name}"


def edit_words(county: County, rng: random.Random) -> str:
    """Text below the head of stories and fixed pages: a word, a link to a record, a picture, or only the time."""
    said = []
    for _ in range(rng.randrange(1, 3)):
        path = _some_file(county, rng, rng.choice(["content/stories/**/*.md", "content/pages/*.md"]))
        if path is None:
            continue
        text = path.read_text("utf-8")
        more = rng.choice(
            [
                f"\n{rng.choice(WORDS)}之后{rng.randrange(99)}。\n", f"{rng.choice(WORDS)}。\n",
                "\n见[站里](place:liushu-zhan)。\n", "\n见[站里](place:liushu-zhan)。\n", "",
                "\n![两个示例画面](photos/zhan.png)\n",
            ]
        )  # fmt: skip
        path.write_text(text[: -rng.randrange(2, 9)] + "\n" if rng.random() < 0.2 else text + more, "utf-8")
        said.append(f"{more!r} to {path.name}")
    return "; ".join(said)


def add_story(county: County, rng: random.Random) -> str:
    slug = f"xin-{rng.randrange(10_000)}"
    place, word = rng.choice(["liushu-zhan", "xizhen-zhan"]), rng.choice(WORDS)
    (county.home / f"content/stories/2025/{slug}.md").write_text(
        f"---\ntitle: {word}消息\ndate: 2025-05-{rng.randrange(10, 28)} 08:00\ntopic: people\n"
        f"summary: 一条关于{word}的新消息,写给大家看。\nplaces: [{place}]\n---\n{word}的正文。\n",
        "utf-8",
    )
    return f"add {slug}"


def remove_story(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, "content/stories/**/*.md")
    if path is not None:
        path.unlink()
    return f"remove {path.name if path else 'nothing'}"


def rename_story(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, "content/stories/**/*.md")
    if path is not None:
        path.rename(path.with_name(f"gai-{rng.randrange(10_000)}.md"))
    return f"rename {path.name if path else 'nothing'}"


def edit_record(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, "data/*.yml")
    assert path is not None
    key = rng.choice(
        ["name:", "summary:", "title:", "deed:", "address:", "attendance:", "starts:", "status:"]
    )
    values = {
        "attendance:": f"{rng.randrange(20, 90)}余人次",
        "starts:": f"2025-0{rng.randrange(5, 8)}-{rng.randrange(10, 28)}",
        "status:": rng.choice(["held", "planned"]),
    }
    _replace_line(path, rng, key, lambda: values.get(key, f"{rng.choice(WORDS)}{rng.randrange(99)}"))
    return f"{key} in {path.name}"


def reorder_records(county: County, rng: random.Random) -> str:
    path = county.home / "data" / "sources.yml"
    path.write_text(
        path.read_text("utf-8") + f"- {{id: s{rng.randrange(10_000)}, title: 试刊, publisher: 青禾县}}\n",
        "utf-8",
    )
    return "add a source"


def break_record(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, "data/*.yml")
    assert path is not None
    path.write_text(path.read_text("utf-8") + "\n\t坏:\n", "utf-8")
    return f"break {path.name}"


def mend_records(county: County, rng: random.Random) -> str:
    for path in sorted(county.home.glob("data/*.yml")):
        path.write_text(path.read_text("utf-8").replace("\n\t坏:\n", ""), "utf-8")
    return "mend"


def edit_template(county: County, rng: random.Random) -> str:
    path = _some_file(
        county, rng, "theme/templates/*.html" if rng.random() < 0.5 else "theme/templates/components/*.html"
    )
    assert path is not None
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("{% block content %}", "{% block content %}<!-- " + str(rng.randrange(99)) + " -->", 1),
        "utf-8",
    )
    return f"template {path.name}"


def edit_sheet(county: County, rng: random.Random) -> str:
    path = county.home / "theme/static/css/utilities.css"
    path.write_text(path.read_text("utf-8") + f"\n.t{rng.randrange(999)}{{color:inherit}}\n", "utf-8")
    return "sheet"


def edit_photo(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, "content/photos/*.png")
    assert path is not None
    with Image.open(path) as image:
        size = image.size
    Image.new("RGB", size, (rng.randrange(256), 120, 90)).save(path)
    return f"photo {path.name}"


def change_clock(county: County, rng: random.Random) -> str:
    county.settings = replace(county.settings, now=NOW + timedelta(days=rng.randrange(-40, 60)))
    return f"now {county.settings.now:%Y-%m-%d}"


def change_settings(county: County, rng: random.Random) -> str:
    siteurl = rng.choice(["", "https://example.org", "https://example.org/portal"])
    county.settings = replace(
        county.settings, siteurl=siteurl, publication=bool(siteurl) and rng.random() < 0.5
    )
    return f"siteurl {siteurl!r} publication {county.settings.publication}"


def harm_state(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, ".cache/*.state")
    if path is not None:
        data = path.read_bytes()
        path.write_bytes(data[: rng.randrange(len(data) or 1)])
    return f"truncate {path.name if path else 'nothing'}"


def harm_output(county: County, rng: random.Random) -> str:
    path = _some_file(county, rng, "output/**/index.html")
    if path is not None:
        path.unlink() if rng.random() < 0.5 else path.write_text("别人改过", "utf-8")
    return f"harm {path.name if path else 'nothing'}"


EDITS = (
    *[edit_words] * 4, *[edit_story] * 3, add_story, remove_story, rename_story, *[edit_record] * 3, reorder_records,
    break_record, mend_records, mend_records, edit_template, edit_sheet, edit_photo, change_clock, change_settings,
    harm_state, harm_output,
)  # fmt: skip
