"""How long a story takes, by the short cut and by the full way. Prints; asserts nothing.

Run: ``python -m tests.bench.markdown_speed [stories]``
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from plugins.stories.convert import convert_block, convert_full
from plugins.stories.head import read_simple, read_yaml, split_source
from plugins.stories.lean import convert_lean
from plugins.stories.parse import parse_story_file

LETTERS = "志愿服务文明实践中心村民广场活动义诊理发宣传政策学习邻里互助关爱老人儿童环境整治垃圾分类文化讲堂"


def build_corpus(count: int, seed: int = 1) -> list[tuple[str, bytes]]:
    """Stories of about 1,900 characters with headings, lists, bold, links, quotes and pictures."""
    rng = random.Random(seed)

    def words(low: int, high: int) -> str:
        return "".join(rng.choices(LETTERS, k=rng.randint(low, high)))

    def sentence() -> str:
        return f"{words(8, 16)}，{words(10, 20)}。"

    def paragraph() -> str:
        text = "".join(sentence() for _ in range(rng.randint(4, 8)))
        dice = rng.random()
        if dice < 0.25:
            return f"{text}**{words(4, 8)}**{sentence()}"
        if dice < 0.35:
            return f"{text}[{words(4, 8)}](https://www.example.org/{rng.randint(1, 999)}.html){sentence()}"
        if dice < 0.45:
            return f"2026年5月{rng.randint(1, 28)}日，{text}[{words(3, 6)}](place:shili-cun)。"
        return text

    def story(number: int) -> tuple[str, bytes]:
        blocks: list[str] = []
        while sum(map(len, blocks)) < 1850:
            dice = rng.random()
            if dice < 0.12:
                blocks.append(f"## {words(5, 12)}")
            elif dice < 0.2:
                blocks.append("\n".join(f"- {words(6, 20)}" for _ in range(rng.randint(2, 5))))
                blocks.append(paragraph())
            elif dice < 0.23:
                blocks.append(f"> {sentence()}")
                blocks.append(paragraph())
            elif dice < 0.26:
                blocks.append(f"![{words(6, 12)}](tu_{number}.jpg)")
            else:
                blocks.append(paragraph())
        head = (
            f"title: 示例:{words(10, 20)}\n"
            f"date: 2026-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d} 09:30\n"
            f"topic: topic-{rng.randint(1, 8)}\n"
            f"summary: {words(30, 90)}\n"
            f"keywords: [{words(2, 4)}, {words(2, 4)}]\n"
            f"bylines:\n  记者: 示例人物一\n  编辑: 示例人物二\nplaces: [shili-cun]\nsample: true\n"
        )
        body = "\n\n".join(blocks)
        return f"content/stories/2026/story-{number}.md", f"---\n{head}---\n{body}\n".encode()

    return [story(number) for number in range(count)]


def measure(name: str, work: Callable[[], object], count: int) -> None:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    print(f"{name:34} {best / count * 1e6:9.1f} µs a story {count / best:10.0f} stories a second")


def main(count: int) -> None:
    corpus = build_corpus(count)
    sources = [split_source(data.decode()) for _, data in corpus]
    bodies = [source.body for source in sources]
    heads = [source.head for source in sources]
    taken = sum(convert_lean(body, lambda text: "") is not None for body in bodies)
    print(
        f"{count} stories, {sum(map(len, bodies)) // count} characters on average, {taken} by the short cut"
    )
    few = max(1, count // 20)
    measure("body, full way", lambda: [convert_full(body) for body in bodies[:few]], few)
    measure("body, short cut", lambda: [convert_lean(body, convert_block) for body in bodies], count)
    measure("head, libyaml", lambda: [read_yaml(head) for head in heads[:few]], few)
    measure("head, own reader", lambda: [read_simple(head) for head in heads], count)
    measure("file to Story", lambda: [parse_story_file(path, data, "story") for path, data in corpus], count)

    def whole() -> None:
        for path, data in corpus:
            story, _ = parse_story_file(path, data, "story")
            assert story is not None
            _ = story.content

    measure("file to Story to HTML", whole, count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
