"""Small and large output trees for the publishing tests: every page carries its release, so a mixture would
show.
"""

from __future__ import annotations

import hashlib
import random
from pathlib import Path


def write_site(root: Path, version: int, pages: int = 12) -> Path:
    """A site of ``pages`` stories. A third of the pages and one asset change with each version; the rest
    stay equal.
    """
    style = f"/* {version} */\nbody {{ color: #{version % 4096:03x} }}\n" * 3
    sheet = f"theme/main.{hashlib.sha256(style.encode()).hexdigest()[:12]}.css"
    head = (
        f'<!doctype html><html lang="zh-CN"><link rel="stylesheet" href="/{sheet}"><p>release {version}</p>'
    )
    files: dict[str, str] = {
        "index.html": f"{head}<h1>示例首页</h1>" + "<p>文明实践</p>" * 40 + "</html>",
        "404.html": f"{head}<h1>没有这一页</h1></html>",
        sheet: style,
        "theme/fixed.0123456789ab.js": "document.title;\n" * 40,
        "feeds/all.xml": f"<feed><id>{version}</id></feed>\n",
        "data/places.json": f'{{"version": {version}}}\n',
        f"photos/{version % 3}.webp": f"picture {version % 3}" * 50,
        "embed/events/index.html": f"{head}<h1>嵌入</h1></html>",
    }
    for number in range(pages):
        stamp = version if number % 3 == 0 else 0
        body = "<p>" + "志愿服务示例文字。" * random.Random(number * 7919 + stamp).randint(20, 200) + "</p>"
        files[f"news/2019/story-{number}/index.html"] = f"<!doctype html><p>release {stamp}</p>{body}</html>"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def read_tree(root: Path) -> dict[str, bytes]:
    """Every file below ``root`` with its bytes."""
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}
