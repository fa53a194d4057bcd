"""Seeded Chinese texts, large or small, that name no real person; and what a plain search of them finds."""

from __future__ import annotations

import random
from itertools import accumulate

from plugins.search import Document
from plugins.search.fold import fold_query, fold_text

WORDS = [
    *"志愿服务 文明实践 新时代文明实践中心 活动 中心 文明实践站 文明实践所 乡村振兴 群众 村民 社区 老人 儿童 医疗".split(),  # noqa: SIM905
    *"义诊 文化 演出 宣讲 理论 政策 环境 整治 道德模范 好人 助人为乐 敬业奉献 科技 农业".split(),  # noqa: SIM905
    *"技术 培训 卫生 健康 教育 体育 法律 援助 队伍 党员 干部 开展 组织 举办".split(),  # noqa: SIM905
    *"参加 参与 提供 走进 慰问 帮助 宣传 普及 推动 提升 建设 服务 管理 工作".split(),  # noqa: SIM905
    *"生活 家庭 家风 移风易俗 垃圾分类 春节 端午 中秋 重阳 图书 阅读 电影 广场舞 秧歌".split(),  # noqa: SIM905
    *"剪纸 书法 消防 安全 交通 防疫 就业 创业 木耳 玉米 水稻 林业 养殖 合作社".split(),  # noqa: SIM905
    *"大棚 冬季 春耕 秋收 雪 江 山 水 桥 路 学校 医院 图书馆 广场".split(),  # noqa: SIM905
    *"礼堂 大院 一名 多次 共同 积极 认真 深入 持续 全面 不断 进一步 的 了".split(),  # noqa: SIM905
    *"在 和 与 对 为 把 向 从 将 让 也 都 就 更".split(),  # noqa: SIM905
    *"最 已 还 老年大学 健康讲座 示例人物一 平安 普法 关爱 留守 结对 清扫 助学 书屋".split(),  # noqa: SIM905
    *"讲习 评议 红白理事会 积分 超市 点单 派单 接单 评单".split(),  # noqa: SIM905
]
TOWNS = ("甲镇", "乙镇", "丙乡", "丁街道")
SECTIONS = (("news", "新闻动态"), ("activities", "活动"), ("places", "阵地"))
HOSTILE = """<script>alert(1)</script>&amp;"' ＡＢＣ１２３ ﷽ \
\u202eRTL\u202c 𬭎䶮㛃 a\u200bb İstanbul ΟΔΟΣ Σ ﬁ ① \ufeff\x00 双\n\n\n段 空　格\t符 ab"""


def make_documents(count: int, length: int = 900, seed: int = 1) -> list[Document]:
    """``count`` documents of about ``length`` characters: frequent words, and many rare ones."""
    chance = random.Random(seed)
    common = [bytes((0xB0 + row, 0xA1 + cell)).decode("gb2312") for row in range(39) for cell in range(94)]
    tail = ["".join(chance.choices(common, k=chance.choice((2, 2, 2, 3)))) for _ in range(20_000)]
    words = WORDS + tail
    weights = list(accumulate(1 / (rank + 12) for rank in range(len(words))))
    documents = []
    for number in range(count):
        parts: list[str] = []
        size, target = 0, max(60, int(chance.gauss(length, length / 5)))
        while size < target:
            sentence = "".join(chance.choices(words, cum_weights=weights, k=chance.randrange(5, 14)))
            if chance.random() < 0.2:
                sentence += f"{chance.randrange(1, 3000)}人次"
            sentence += chance.choice("。。。!\n")
            parts.append(sentence)
            size += len(sentence)
        section, name = chance.choice(SECTIONS)
        year = chance.randrange(2019, 2027)
        documents.append(
            Document(
                key=f"story/{number}",
                url=f"news/{year}/{number}/",
                title="".join(chance.choices(words, cum_weights=weights, k=5)),
                text="".join(parts),
                section=section,
                section_name=name,
                town=chance.choice(TOWNS),
                year=str(year),
                date=f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
            )
        )
    return documents


def make_records() -> list[Document]:
    """A few records with names, and one document of everything that could do harm."""
    return [
        Document("place/jinsha", "places/jinsha/", "金沙镇实践所", "金沙镇实践所 电话 地址", "places", "阵地", "甲镇",
                 names=(("金沙镇", ""),)),
        Document("honoree/one", "honors/one/", "单示例", "单示例 敬业奉献", "honors", "好人", names=(("单示例", ""),)),
        Document("team/lv", "teams/lv/", "绿水队", "绿水队", "teams", "队伍", names=(("绿水队", "lǜ shuǐ duì"),)),
        Document("page/hostile", "hostile/", HOSTILE, HOSTILE * 2),
    ]  # fmt: skip


def sample_phrases(count: int, seed: int = 5) -> list[str]:
    """Words and phrases of two words, the frequent ones of this field: what is typed most. Some stand nowhere."""
    chance = random.Random(seed)
    return ["".join(chance.sample(WORDS, chance.choice((1, 2)))) for _ in range(count)]


def sample_queries(documents: list[Document], count: int, seed: int = 2) -> list[str]:
    """Any stretch of any text, which is harder than what people type: most begin or end within a word."""
    chance = random.Random(seed)
    queries = [
        "实践",
        "志愿服务",
        "文明实践站",
        "助人为乐",
        "ＡＢＣ",
        "𬭎",
        "㛃",
        "龘",
        "ab",
        "12",
        "老人 医疗",
        "查无此事",
    ]
    while len(queries) < count:
        text = fold_text(chance.choice(documents).text)
        size = chance.choice((1, 2, 2, 3, 4, 4, 5, 6, 8, 12))
        start = chance.randrange(max(1, len(text) - size))
        query = text[start : start + size].strip()
        if fold_query(query) == [query] and query.isalnum():
            queries.append(query)
    return queries


def find_plainly(folded: dict[str, str], query: str) -> set[str]:
    """The truth: keys of the documents in which every word of the query stands as a substring."""
    words = fold_query(query)
    return {key for key, text in folded.items() if words and all(word in text for word in words)}


def fold_all(documents: list[Document]) -> dict[str, str]:
    return {d.key: f"{fold_text(d.title)}\n{fold_text(d.text)}" for d in documents}
