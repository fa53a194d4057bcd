"""The style guide: every component, every page kind empty, small and full, and five mock pages for the scripts' tests.

``python -m tests.theme.build_styleguide DIR`` writes it; ``python -m http.server -d DIR`` shows it, beginning at
``/pages.html`` and ``/styleguide.html``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment
from markupsafe import Markup

from .gallery import THEME, load_examples, make_environment, read_script, read_stylesheet, render_gallery
from .page_cases import CASES, Case, build_cases, list_kinds

MOCKS = Path(__file__).resolve().parent / "mocks"
COLUMNS = (
    ("news", "新闻动态"),
    ("places", "阵地"),
    ("teams", "队伍"),
    ("honors", "身边好人"),
    ("activities", "活动"),
    ("programs", "项目"),
    ("regulations", "制度"),
    ("figures", "数字"),
    ("about", "关于"),
)
PAGES = (
    ("home", "home", "", "首页"),
    ("story", "article", "news", "村里的讲堂开到了打谷场上，来的人比板凳多"),
    ("honors", "column", "honors", "身边好人榜"),
    ("honoree", "record", "honors", "示例人物二"),
    ("place", "record", "places", "示例镇新时代文明实践所"),
)


def build_site() -> SimpleNamespace:
    return SimpleNamespace(
        name="示例县新时代文明实践中心",
        slogan="传播新思想　引领新风尚",
        operator="中共示例县委宣传部",
        maintainer="示例县新时代文明实践中心办公室",
        contact=SimpleNamespace(
            telephone="0000-0000000",
            email="",
            contribute="news@example.org",
            address="示例县示例路 1 号",
            hours="",
        ),
        filing=SimpleNamespace(icp="", police="", site_code=""),
        columns=tuple(SimpleNamespace(id=id_, name=name, in_menu=True) for id_, name in COLUMNS),
    )


def build_head(kind: str, section: str, title: str) -> SimpleNamespace:
    crumbs = (
        []
        if kind == "home"
        else [("首页", "home.html"), (dict(COLUMNS).get(section, "开发"), "#"), (title, "")]
    )
    return SimpleNamespace(
        kind=kind, section=section, title=title, crumbs=crumbs, samples=kind != "home", part=1, column=""
    )


def render_pages() -> dict[str, str]:
    """Return file name -> HTML for the guide and the mocks."""
    environment = make_environment(MOCKS)
    site = build_site()
    examples = {
        name: load_examples(THEME / "templates" / "components" / f"{name}.examples.yml")["examples"]
        for name in ("card-story", "honor-frame", "calendar-month")
    }
    view = {
        "photo": examples["card-story"][1]["args"]["picture"],
        "portrait": examples["honor-frame"][1]["args"]["portrait"],
        "weeks": examples["calendar-month"][1]["args"]["weeks"],
        "components": render_gallery(environment),
    }
    pages = {
        f"{name}.html": render_page(environment, f"{name}.html", site, view, build_head(kind, section, title))
        for name, kind, section, title in PAGES
    }
    head = build_head("page", "", "样式指南")
    pages["styleguide.html"] = render_page(environment, "styleguide.html", site, view, head)
    return pages


def render_page(
    environment: Environment, name: str, site: object, view: object, head: SimpleNamespace
) -> str:
    template = environment.get_template(name)
    return template.render(site=site, view=view, head=head, crumbs=head.crumbs, head_extra=Markup(""))


def write_styleguide(folder: Path) -> None:
    for name in ("css", "js", "icons"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "css" / "site.css").write_text(read_stylesheet(), "utf-8")
    (folder / "js" / "site.js").write_text(read_script(), "utf-8")
    shutil.copy(THEME / "static" / "js" / "early.js", folder / "js")
    shutil.copytree(THEME / "static" / "icons", folder / "icons", dirs_exist_ok=True)
    for name, html in render_pages().items():
        (folder / name).write_text(html, "utf-8")


def render_case_index(cases: Sequence[Case]) -> str:
    """The page that leads to every case: kind, case, address, weight."""
    found = {(case.kind, case.case): case for case in cases}
    view = {"kinds": [(kind, [found.get((kind, name)) for name in CASES]) for kind in list_kinds()]}
    head = build_head("page", "", "各类页面")
    return render_page(make_environment(MOCKS), "pages.html", build_site(), view, head)


def write_page_cases(folder: Path) -> list[Case]:
    """The four counties and the index of their pages, beside the rest of the guide."""
    with tempfile.TemporaryDirectory() as work:
        cases = build_cases(folder, Path(work))
    (folder / "pages.html").write_text(render_case_index(cases), "utf-8")
    return cases


if __name__ == "__main__":
    write_styleguide(Path(sys.argv[1]))
    write_page_cases(Path(sys.argv[1]))
