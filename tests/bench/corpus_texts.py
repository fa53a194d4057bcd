"""Seeded Chinese texts for the bench: characters and words by Zipf's law, sentences, stories in Markdown.

Ten thousand stories hold about as many different pairs of neighbouring characters as as much news does, which a search
index feels. They name no real person.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

TOPICS = 8
TAGS = 60
LENGTH = 1900
FIRST_DAY = datetime(2019, 1, 1, 8, 0)
SUMMARY = 60


@dataclass(frozen=True, slots=True)
class Text:
    """One story as every generator gets it: the same title, date, topic, tags, summary and Markdown body."""

    number: int
    slug: str
    title: str
    date: datetime
    topic: str
    tags: tuple[str, ...]
    summary: str
    body: str


class Writer:
    """Writes sentences out of 12,000 words of two or three characters, frequent ones more often."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        letters = [
            bytes((0xB0 + row, 0xA1 + cell)).decode("gb2312") for row in range(39) for cell in range(94)
        ]
        self.chance.shuffle(letters)
        common = list(accumulate(1 / (rank + 40) for rank in range(len(letters))))
        words = [
            "".join(self.chance.choices(letters, cum_weights=common, k=self.chance.choice((2, 2, 2, 3))))
            for _ in range(12_000)
        ]
        weights = list(accumulate(1 / (rank + 12) for rank in range(len(words))))
        draw = self.chance.choices(words, cum_weights=weights, k=1_200_000)
        self.words = words
        self.sentences: list[str] = []
        at = 0
        while at + 14 < len(draw):
            size = self.chance.randrange(5, 14)
            cut = size // 2
            self.sentences.append(f"{''.join(draw[at : at + cut])},{''.join(draw[at + cut : at + size])}。")
            at += size

    def phrase(self, length: int) -> str:
        """About ``length`` characters without a mark."""
        return self.chance.choice(self.sentences).replace(",", "").rstrip("。")[:length]

    def sentence(self, count: int = 1) -> str:
        return "".join(self.chance.choices(self.sentences, k=count))

    def paragraph(self) -> str:
        text = self.sentence(self.chance.randint(4, 8))
        dice = self.chance.random()
        if dice < 0.25:
            return f"{text}**{self.phrase(8)}**{self.sentence()}"
        if dice < 0.35:
            return f"{text}[{self.phrase(6)}](https://www.example.org/{self.chance.randint(1, 999)}.html){self.sentence()}"
        if dice < 0.45:
            return f"2026年5月{self.chance.randint(1, 28)}日,{text}"
        return text

    def body(self, length: int) -> str:
        """Paragraphs, now and then a heading, a list or a quotation, until ``length`` characters are reached."""
        blocks: list[str] = []
        size = 0
        while size < length:
            dice = self.chance.random()
            if dice < 0.12:
                blocks.append(f"## {self.phrase(10)}")
            elif dice < 0.2:
                blocks.append("\n".join(f"- {self.phrase(14)}" for _ in range(self.chance.randint(2, 5))))
            elif dice < 0.23:
                blocks.append(f"> {self.sentence()}")
            size += len(blocks[-1]) if dice < 0.23 else 0
            blocks.append(self.paragraph())
            size += len(blocks[-1])
        return "\n\n".join(blocks)


def write_stories(count: int, writer: Writer) -> Iterator[Text]:
    """``count`` stories, evenly over seven years, the newest last."""
    chance = writer.chance
    step = timedelta(days=7 * 365) / max(count, 1)
    for number in range(count):
        yield Text(
            number=number,
            slug=f"wengao-{number:05}",
            title=f"{writer.phrase(14)}{number}",
            date=(FIRST_DAY + step * number).replace(second=0, microsecond=0),
            topic=f"topic-{chance.randrange(TOPICS) + 1}",
            tags=tuple(sorted(f"词{tag}" for tag in chance.sample(range(1, TAGS + 1), 3))),
            summary=writer.phrase(SUMMARY),
            body=writer.body(chance.randint(LENGTH - 500, LENGTH + 300)),
        )
