"""The Markdown side of the portal: front matter checked like data, bodies made safe, stories linked to
records.

A story is one file, ``content/stories/<year>/<slug>.md``; a fixed page is ``content/pages/<slug>.md``. The
complete front matter, every key that exists:

```
---
title: 示例:文明实践服务日走进示例村
date: 2026-05-01 09:30
modified: 2026-05-02 08:00
topic: huodong
summary: 示例志愿服务队在示例村开展义诊、理发和普法宣传,现场为村民答疑,受到欢迎。
status: published
bylines:
  记者: 示例人物一
  通讯员: [示例人物二, 示例人物三]
  编辑: 示例人物四
  责编: 示例人物五
  摄影: 示例人物六
source: 示例报
source_url: https://www.example.org/a/1.html
sources: [shili-laiyuan]
keywords: [志愿服务, 义诊]
places: [shili-cun]
teams: [shili-dui]
honorees: [shili-renwu-yi]
batches: [2026-1]
activities: [2026-05-fuwuri]
themes: [2026-05]
programs: [shili-xiangmu]
regulations: [shili-zhidu]
lead_photo:
  file: fuwuri.jpg
  alt: 志愿者在示例村广场为村民量血压
  credit: 示例人物六 摄
  focus: 50% 40%
aliases: [jiu-dizhi]
sample: true
---
正文从这里开始。链接到记录用短写:[示例村实践站](place:shili-cun)、[上次报道](story:shangci-baodao)。

![志愿者在示例村广场为村民量血压](fuwuri.jpg)
```

``title``, ``date``, ``topic`` and ``summary`` are required of a story; ``title`` and ``summary`` of a page,
which knows no ``topic``. The slug is the file's name (``2026-05-01-fuwuri.md`` and ``fuwuri.md`` both give
``fuwuri``).
"""

from __future__ import annotations

from .convert import convert_markdown, finish_body
from .model import KEPT_BODIES, SHANGHAI, Story, is_public, story_standing
from .parse import parse_story_file
from .text import plain_text, reading_minutes

__all__ = [
    "KEPT_BODIES",
    "SHANGHAI",
    "Story",
    "convert_markdown",
    "finish_body",
    "is_public",
    "parse_story_file",
    "plain_text",
    "reading_minutes",
    "story_standing",
]
