"""A small finished output that is right in every respect, for tests to spoil in one place each."""

from __future__ import annotations

from pathlib import Path

from plugins.pipeline.digests import digest_bytes
from plugins.search import Document, write_index

SITEURL = "https://wenming.example.cn"
AS_OF = "2026-05-10"
CSP = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'"
)
COLUMNS = (
    ("news", "动态", "工作动态"),
    ("places", "找阵地", "办事服务"),
    ("regulations", "制度", "政策文件"),
)
SHEET, CODE = "body{color:#111}\n", "document.title;\n"
STYLE = f"theme/css/site.{digest_bytes(SHEET.encode()).hex()[:10]}.css"
SCRIPT = f"theme/js/site.{digest_bytes(CODE.encode()).hex()[:10]}.js"
PNG = bytes.fromhex("89504e470d0a1a0a") + b"\0" * 60


def tag(name: str, content: str) -> str:
    """One meta tag on a line of its own."""
    return f'<meta name="{name}" content="{content}">\n'


def column_tags(name: str, sort: str) -> str:
    """The four tags of a column."""
    return (
        tag("ColumnName", name)
        + tag("ColumnDescription", f"{name}栏目")
        + tag("ColumnKeywords", name)
        + tag("ColumnType", sort)
    )


def article_tags(title: str, moment: str) -> str:
    """The three tags of an article."""
    return tag("ArticleTitle", title) + tag("PubDate", moment) + tag("ContentSource", "示意县融媒体中心")


def page(kind: str, title: str, main: str, tags: str = "") -> str:
    """A whole page in the frame that every page has."""
    nav = "".join(f'<li><a href="/{name}/">{label}</a></li>\n' for name, label, _ in COLUMNS)
    return f"""<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{CSP}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title} - 示意县新时代文明实践中心</title>
<link rel="stylesheet" href="/{STYLE}">
<script src="/{SCRIPT}" defer></script>
{tag("SiteName", "示意县新时代文明实践中心")}{tag("SiteDomain", "wenming.example.cn")}{tags}</head>
<body class="kind-{kind}">
<header><a class="skip" href="#main">跳到正文</a><a href="/">首页</a><a href="/search/">搜索</a>
<nav aria-label="主导航"><ul>
{nav}</ul></nav></header>
<main id="main">
<h1>{title}</h1>
{main}
</main>
<footer><p>示意县新时代文明实践中心</p><p>主办:示意县委宣传部</p>
<p>电话:<a href="tel:0432-00000000">0432-00000000</a></p></footer>
</body>
</html>
"""


def article(
    title: str, moment: str, body: str = "<p>义诊队到村里为乡亲量血压、测血糖,讲用药常识。</p>"
) -> str:
    """A story's page."""
    stamp = f'<p>发布时间:<time datetime="{moment.replace(" ", "T")}:00+08:00">{moment}</time></p>'
    return page("article", title, f"<article>{stamp}\n{body}</article>", article_tags(title, moment))


def item(address: str, title: str, date: str) -> str:
    """A story in a list."""
    return f'<li><a href="{address}">{title}</a><time datetime="{date}">{date}</time></li>\n'


def make_files() -> dict[str, str | bytes]:
    """Every file but the search index, by name."""
    first, second = "news/2026/yizhen/", "news/2026/fuwuri/"
    listed = item(f"/{first}", "义诊进村", "2026-05-08") + item(f"/{second}", "服务日预告", "2026-05-02")
    picture = (
        '<figure><picture><source type="image/webp" srcset="/photos/a-360.webp 360w, /photos/a-720.webp 720w">'
        '<img src="/photos/a-360.jpg" alt="义诊现场" width="360" height="240"></picture></figure>'
    )
    return {
        "index.html": page("home", "首页", f"<ul>{listed}</ul>{picture}", column_tags("首页", "首页")),
        "404.html": page("error", "没有这一页", '<p>请看<a href="/">首页</a>。</p>'),
        "news/index.html": page("column", "动态", f"<ul>{listed}</ul>", column_tags("动态", "工作动态")),
        f"{first}index.html": article("义诊进村", "2026-05-08 09:30"),
        f"{second}index.html": article(
            "服务日预告", "2026-05-02 08:00", '<p>地点见<a href="/places/jiacun/#kaifang">甲村站</a>。</p>'
        ),
        "places/index.html": page(
            "column",
            "找阵地",
            '<ul><li><a href="/places/jiacun/">甲村站</a></li></ul>',
            column_tags("找阵地", "办事服务"),
        ),
        "places/jiacun/index.html": page(
            "record",
            "甲村站",
            '<h2 id="kaifang">开放时间</h2><p>每天八点到十七点,图书室、活动室都可以用。</p>',
        ),
        "regulations/index.html": page(
            "column",
            "制度",
            f"<ul>{item(f'/{second}', '管理办法', '2026-03-01')}</ul>",
            column_tags("制度", "政策文件"),
        ),
        "search/index.html": page(
            "column",
            "搜索",
            '<form action="/search/" role="search"><label for="q">搜什么</label><input id="q" name="q"></form>'
            "<ul><li>输入村名、站名、人名或文中的字句,几个词之间空一格。</li></ul>",
            column_tags("搜索", "办事服务"),
        ),
        STYLE: SHEET,
        SCRIPT: CODE,
        "photos/a-360.webp": PNG,
        "photos/a-720.webp": PNG,
        "photos/a-360.jpg": PNG,
        "robots.txt": "User-agent: *\n",
    }


def make_documents() -> list[Document]:
    """What the search of the small output finds."""
    rows = [
        ("story/yizhen", "news/2026/yizhen/", "义诊进村", "news", "2026-05-08"),
        ("story/fuwuri", "news/2026/fuwuri/", "服务日预告", "news", "2026-05-02"),
        ("place/jiacun", "places/jiacun/", "甲村站", "places", ""),
    ]
    return [
        Document(key, url, title, f"{title}。", section, section, date=date)
        for key, url, title, section, date in rows
    ]


class FolderSink:
    """Writes what the search room puts."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, data: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_output(root: Path) -> Path:
    """The whole small output below ``root``."""
    sink = FolderSink(root)
    for name, data in make_files().items():
        sink.put(name, data if isinstance(data, bytes) else data.encode())
    write_index(make_documents(), sink)
    return root


def line_of(root: Path, name: str, text: str) -> int:
    """The line of a file on which ``text`` first stands."""
    whole = (root / name).read_text(encoding="utf-8")
    return whole.count("\n", 0, whole.index(text)) + 1
