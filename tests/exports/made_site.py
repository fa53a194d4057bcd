"""The fixture county with more said in it, built once as a preview and once as a publication."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from plugins.catalog import Catalog, CatalogLook
from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.crew import Crew
from plugins.portal.build import build_site, link_catalog
from plugins.portal.gather import gather_sources
from plugins.portal.settings import PortalSettings
from plugins.portal.stamping import open_state

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2025, 6, 1, 8, 0, tzinfo=SHANGHAI)
SITEURL = "https://example.org/hd"
MORE = {
    "activities.yml": """
- id: liangtian
  title: 两天的庙会
  status: held
  starts: 2025-05-24
  ends: 2025-05-25
  place: liushu-zhan
  teams: [yiliao]
  summary: "=1+1 不是算式；它有,逗号"
  updated: 2025-05-26
  aliases: [miaohui]
- {id: banyue, title: 只知道月份, status: held, starts: 2025-04, place: liushu-zhan}
- {id: weiding, title: 日期未定, status: planned, place: xizhen-zhan}
- id: gaiqi
  title: 改了期的讲座
  status: planned
  starts: 2025-07-01 09:00
  ends: 2025-07-01 10:30
  place: liushu-zhan
  revision: 2
  updated: 2025-05-30
- {id: shili-huodong, title: 示例活动, status: held, starts: 2025-05-02, sample: true, updated: 2025-05-03}
""",
    "honorees.yml": """
- id: shili-ren
  name: 示例人物
  batch: 2025-1
  category: help
  deed: 示例事迹。
  sample: true
- id: bing
  name: 人物丙
  batch: 2025-1
  category: help
  deed: 修桥补路。
  minor: true
  consent: {given: true, on: 2025-02, scope: [name], guardian: 其母书面同意}
""",
    "places.yml": """
- id: huoxing-zhan
  name: 火星坐标站
  level: station
  parent: center
  geo: {lat: 30.6, lng: 100.6, system: GCJ-02, source: paper}
""",
}


@dataclass(frozen=True)
class Made:
    """A built site and what it was built from."""

    output: Path
    catalog: Catalog
    settings: PortalSettings

    def text(self, name: str) -> str:
        return (self.output / name).read_text("utf-8")

    def look(self) -> CatalogLook:
        return CatalogLook(self.catalog)


def make_settings(home: Path, siteurl: str = "", publication: bool = False) -> PortalSettings:
    for part in ("data", "content"):
        shutil.copytree(ROOT / "tests" / "site" / part, home / part)
    for name, more in MORE.items():
        with (home / "data" / name).open("a", encoding="utf-8") as file:
            file.write(more)
    return PortalSettings(
        project=home,
        data=home / "data",
        content=home / "content",
        theme=ROOT / "theme",
        output=home / "output",
        cache=home / ".cache",
        siteurl=siteurl,
        publication=publication,
        now=NOW,
        jobs=1,
    )


def build(settings: PortalSettings) -> Made:
    with Crew(1) as crew:
        result = build_site(settings, crew)
        assert result.report is not None, [str(problem) for problem in result.problems]
        gathered, _ = gather_sources(settings, open_state(replace(settings, use_cache=False)), crew)
    return Made(settings.output, link_catalog(settings, gathered)[0], settings)


@cache
def preview() -> Made:
    """Samples and drafts shown, no site address."""
    return build(make_settings(Path(mkdtemp(prefix="exports-"))))


@cache
def publication() -> Made:
    """As it would be published at SITEURL."""
    return build(make_settings(Path(mkdtemp(prefix="exports-")), SITEURL, publication=True))
