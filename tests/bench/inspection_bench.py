"""What an inspection costs: ``python -m tests.bench.inspection_bench [pages] [jobs]``. Prints seconds on the wall."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from plugins.inspection import Options, inspect_output
from plugins.inspection.lexicon import Lexicon, Word
from plugins.pipeline.clock import SHANGHAI
from plugins.pipeline.crew import Crew
from plugins.search import Document, write_index
from tests.inspection.small_output import SITEURL, FolderSink, article, item, make_documents, write_output

PARAGRAPH = "志愿队到第{}村开展义诊、理发、磨刀和政策宣讲,为乡亲量血压、测血糖,讲用药常识,收集意见{}条。"
FRAME = "".join(f'<li><a href="/places/jiacun/">第{n}镇 <small>{n}</small></a></li>\n' for n in range(40))


def write_large(root: Path, pages: int) -> None:
    """The small output with ``pages`` stories more: about 8 KB and 260 tags each, linked in a chain of lists."""
    write_output(root)
    sink = FolderSink(root)
    documents = make_documents()
    listed = []
    for number in range(pages):
        address = f"news/2025/g{number}/"
        date = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
        body = "".join(f"<p>{PARAGRAPH.format(number, part)}</p>\n" for part in range(12))
        after = f'<nav class="tags" aria-label="按乡镇"><ul>{FRAME}</ul></nav>'
        text = article(f"第{number}次服务", f"{date} 09:30", body + after)
        sink.put(f"{address}index.html", text.encode())
        listed.append(item(f"/{address}", f"第{number}次服务", date))
        documents.append(
            Document(address, address, f"第{number}次服务", PARAGRAPH.format(number, 1), date=date)
        )
    home = (root / "index.html").read_text(encoding="utf-8")
    sink.put("news/index.html", home.replace("</main>", f"<ul>{''.join(listed)}</ul></main>").encode())
    write_index(documents, sink)


def main() -> None:
    """Build, inspect three times, print."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else len(os.sched_getaffinity(0))
    words = tuple(Word(f"错{n}词", "对", False, "") for n in range(200))
    options = Options(datetime(2026, 5, 10, tzinfo=SHANGHAI), SITEURL, lexicon=Lexicon(words))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_large(root, pages)
        size = (root / "news/2025/g0/index.html").stat().st_size
        for _ in range(3):
            started, worked = time.perf_counter(), sum(os.times()[:4])
            with Crew(jobs) as crew:
                report = inspect_output(root, options, crew)
            print(
                f"{report.pages} 页(每页 {size} 字节),{jobs} 个进程:{time.perf_counter() - started:.2f} 秒,"
                f"处理器合计 {sum(os.times()[:4]) - worked:.2f} 秒,{len(report.stopped)} 项拦截"
            )
    print(f"最多用内存 {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
