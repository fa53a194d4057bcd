"""What only the whole output can show: files that do not belong, dead fragments, orphans, redirects, tags given to some."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from plugins.registry.problems import Problem

from .numbers import find_numbers
from .rules import make_finding
from .space import Space
from .walk import EMBEDDED, OutputFile, PageRow, unpack

_SOURCES: Final = (
    *(
        ".py",
        ".pyc",
        ".md",
        ".markdown",
        ".rst",
        ".yml",
        ".yaml",
        ".toml",
        ".ini",
        ".cfg",
        ".lock",
        ".po",
        ".mo",
    ),
    *(
        ".sqlite",
        ".sqlite3",
        ".db",
        ".state",
        ".stamp",
        ".pickle",
        ".pkl",
        ".log",
        ".bak",
        ".orig",
        ".tmp",
        ".swp",
    ),
    *(
        ".rej",
        ".patch",
        ".diff",
        ".sh",
        ".env",
        ".pem",
        ".key",
        ".map",
        ".psd",
        ".ipynb",
        "~",
        "#",
        ".sql",
        ".j2",
        ".p12",
        ".pfx",
        ".php",
    ),
    *(".jsp", ".tar", ".tar.gz", ".tgz", ".exe", ".sqlite-wal", ".sqlite-shm"),
)
_USUAL: Final = (
    *(
        ".html",
        ".css",
        ".js",
        ".json",
        ".geojson",
        ".xml",
        ".xsl",
        ".atom",
        ".ics",
        ".csv",
        ".txt",
        ".svg",
        ".png",
    ),
    *(".jpg", ".jpeg", ".webp", ".avif", ".gif", ".ico", ".woff2", ".pdf", ".zip", ".bin", ".webmanifest"),
    *(".mp3", ".mp4", ".doc", ".docx", ".xls", ".xlsx", ".vcf"),
)
_FOLDERS: Final = frozenset({"drafts", "draft", "_drafts", "__pycache__", "node_modules", "__macosx"})
_CLUTTER: Final = frozenset(
    [
        *("thumbs.db", "desktop.ini", "makefile", "dockerfile", "package.json", "package-lock.json"),
        *("requirements.txt", "composer.json", "id_rsa", "id_ed25519"),
    ]
)
_SIBLINGS: Final = (".br", ".gz")
_CURE: Final = "删去输出目录后重新生成网站"


def check_files(files: list[OutputFile]) -> Iterator[Problem]:
    """Files that must not be public: hidden ones, sources, drafts, state, links; siblings without their file."""
    names = {file.name for file in files}
    for name, size, regular in files:
        folders = name.lower().split("/")
        leaf = folders.pop()
        plain = leaf
        for sibling in _SIBLINGS:
            plain = plain.removesuffix(sibling)
        place = (1, 1)
        if not regular:
            yield make_finding(name, place, "I307", "不是普通文件(可能是链接)", _CURE)
        elif _is_hidden(name):
            yield make_finding(name, place, "I307", "以点开头的文件", _CURE)
        elif _FOLDERS.intersection(folders):
            yield make_finding(name, place, "I308", "草稿或缓存文件夹里的文件", _CURE)
        elif holds_private(name):
            yield make_finding(
                name, place, "P306", "文件名里有身份证号码或手机号码", "换个文件名,重新生成网站"
            )
        elif plain in _CLUTTER or plain.endswith(_SOURCES):
            yield make_finding(name, place, "I307", "源文件、日志或编译中间文件", _CURE)
        elif leaf != plain and name.rsplit(".", 1)[0] not in names:
            yield make_finding(name, place, "I307", "压缩文件没有对应的原文件", _CURE)
        elif not plain.endswith(_USUAL):
            yield make_finding(name, place, "I309", "没见过的文件类型", "确认它应该公开")
        elif size == 0:
            yield make_finding(name, place, "I310", "文件是空的", "重新生成网站")


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$")) for part in name.removeprefix(".well-known/").split("/"))


def holds_private(name: str) -> bool:
    """Whether a file's name gives away somebody's number. A digest beside it would be part of a longer word."""
    return next(find_numbers(name.replace("-", "\n").replace(".", "\n").replace("/", "\n")), None) is not None


def check_titles(rows: list[PageRow]) -> Iterator[Problem]:
    """Two pages with one title: a reader of a list of results cannot tell them apart."""
    first: dict[str, str] = {}
    for row in rows:
        if row.kind == "redirect" or row.path.startswith(EMBEDDED) or not row.title:
            continue
        if row.title in first:
            message = f"与 {first[row.title]} 同一个标题“{row.title[:40]}”"
            yield make_finding(row.path, row.head, "I405", message, "写出各自的标题")
        first.setdefault(row.title, row.path)


def check_fragments(rows: list[PageRow]) -> Iterator[Problem]:
    """Links into other pages, to places that those pages do not have."""
    ids = {row.path: frozenset(row.ids) for row in rows}
    for row in rows:
        for file, fragment, line, column in row.fragments:
            if file in ids and fragment not in ids[file]:
                message = f"{file} 里没有 #{fragment} 这个位置"
                yield make_finding(row.path, (line, column), "I204", message, "改正或去掉 # 后面的部分")


def check_given_tags(rows: list[PageRow], siteurl: str) -> Iterator[Problem]:
    """SiteDomain and SiteIDCode: on all pages or, where nobody gave one, on none, with one advice."""
    asked = [row for row in rows if row.kind != "redirect" and not row.path.startswith(EMBEDDED)]
    for name, given, advice in (
        ("SiteDomain", bool(siteurl), "没有网址,SiteDomain 标签无从写起"),
        ("SiteIDCode", False, "没有网站标识码,SiteIDCode 标签无从写起"),
    ):
        lacking = [row for row in asked if name in row.lacking]
        if asked and len(lacking) == len(asked) and not given:
            yield make_finding(
                "index.html", (1, 1), "I501", advice, "由主办单位取得后写进 data/site.yml,不能编造"
            )
            continue
        for row in lacking:
            yield make_finding(row.path, row.head, "I207", f"缺少标签 {name}", "别的页面有;检查这一页的模板")


def check_filing(footer_text: str) -> Iterator[Problem]:
    """Filing numbers that the home page's footer does not show. They are the state's to give."""
    for word, name in (("ICP备", "ICP 备案号"), ("公网安备", "公安备案号")):
        if word not in footer_text.replace(" ", ""):
            yield make_finding(
                "index.html", (1, 1), "I501", f"页脚没有{name}", "取得后写进 data/site.yml 的 filing"
            )


def find_depths(rows: list[PageRow], numbers: dict[str, int]) -> dict[str, int]:
    """How many clicks from the home page each page is; pages that cannot be reached are absent."""
    links = {numbers[row.path]: row.links for row in rows}
    names = {numbers[row.path]: row.path for row in rows}
    home = numbers.get("index.html", -1)
    depths = {home: 0} if home in links else {}
    queue = deque(depths)
    while queue:
        here = queue.popleft()
        for goal in unpack(links[here]):
            if goal in links and goal not in depths:
                depths[goal] = depths[here] + 1
                queue.append(goal)
    return {names[number]: depth for number, depth in depths.items()}


def check_orphans(rows: list[PageRow], depths: dict[str, int]) -> Iterator[Problem]:
    """Pages that no way leads to. Redirects, the lost-address page and embedded pages are meant to stand apart."""
    apart = ("404.html", "styleguide/")
    for row in rows:
        if row.path not in depths and row.kind != "redirect" and not row.path.startswith((*apart, EMBEDDED)):
            yield make_finding(
                row.path, (1, 1), "I404", "从首页一路点不到这一页", "在所属栏目里加上链接,或不发布它"
            )


def check_redirects(output: Path, rows: list[PageRow], space: Space) -> Iterator[Problem]:
    """Redirect pages and ``redirects.json``: each goal exists and is itself no redirect."""
    goals: list[tuple[str, tuple[int, int], str]] = [
        (row.path, row.head, row.refresh) for row in rows if row.kind == "redirect"
    ]
    file = output / "redirects.json"
    if file.is_file():
        try:
            table = json.loads(file.read_text(encoding="utf-8"))
            goals += [("redirects.json", (1, 1), str(goal)) for goal in table.values()]
        except (OSError, ValueError, AttributeError):
            yield make_finding("redirects.json", (1, 1), "I401", "转址表读不懂", "重新生成网站")
    moved = {row.path for row in rows if row.kind == "redirect"}
    for name, place, address in goals:
        goal = space.resolve(address, name)
        if goal.sort not in ("ours", "other"):
            yield make_finding(name, place, "I401", f"跳转的目标 {address} 不存在", "改正旧编号,或删去跳转")
        elif goal.sort == "ours" and goal.file in moved:
            yield make_finding(name, place, "I402", f"跳到 {address} 之后还要再跳", "直接跳到最后的地址")
