"""A hundred damaged snippets of all kinds: each is found under its rule, with a message and a cure in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plugins.desk.checking import check_words
from plugins.desk.proofreading import check_text
from plugins.desk.proofreading.lexicon import parse_lexicon

ROOT = Path(__file__).resolve().parents[2]
ENTRIES, _ = parse_lexicon("data/lexicon.yml", (ROOT / "data/lexicon.yml").read_text("utf-8"))
CLEAN = sorted(Path(__file__).with_name("clean").glob("*.md"))

SNIPPETS = [
    # punctuation (GB/T 15834-2011)
    ("志愿者们扫雪,铲冰。", "W401"),
    ("活动结束了.", "W401"),
    ("大家都说好!", "W401"),
    ("谁来报名?", "W401"),
    ("时间:上午", "W401"),
    ("一是学;二是做。", "W401"),
    ("示例镇(原示例乡)来了人。", "W401"),
    ("新建PM2.5监测站(微站)。", "W401"),
    ("他说“好,我来”。", "W401"),
    ('开展"清洁家园"活动。', "W402"),
    ('他说:"来了。"', "W402"),
    ("开展“清洁家园活动，大家都来。", "W403"),
    ("学习《志愿服务条例，提高认识。", "W403"),
    ("示例村（共三个组来了。", "W403"),
    ("开展清洁家园”活动。", "W403"),
    ("学习《条例》、《办法》、《细则》。", "W404"),
    ("评出“好婆婆”、“好媳妇”。", "W404"),
    ("写对联、剪窗花...", "W405"),
    ("写对联、剪窗花。。。", "W405"),
    ("写对联、剪窗花…", "W405"),
    ("他只有一个心愿--上学。", "W406"),
    ("他只有一个心愿———上学。", "W406"),
    ("开展“”活动。", "W407"),
    ("学习《》精神。", "W407"),
    ("示例村（）来了。", "W407"),
    ("开展“ ”活动。", "W407"),
    ("村民来了，，坐满一屋。", "W419"),
    ("村民来了。。坐满一屋。", "W419"),
    ("村民来了，。", "W419"),
    ("太好了！。", "W419"),
    ("，队员们出发了。", "W420"),
    ("、义诊、理发。", "W420"),
    # spaces and full-width forms
    ("共有 36 名志愿者参加。", "W408"),
    ("使用 App 报名。", "W408"),
    ("2026 年的计划。", "W408"),
    ("新 时 代 文 明 实 践。", "W421"),
    ("村民来了， 坐满一屋。", "W422"),
    ("村民来了 ，坐满一屋。", "W422"),
    ("　　队员们出发了。", "W423"),
    ("现有２８支队伍。", "W409"),
    ("使用ＡＰＰ报名。", "W409"),
    # digits, dates, percentages (GB/T 15835-2011)
    ("增长10～20%。", "W410"),
    ("占比为5-8%左右。", "W410"),
    ("2026年13月1日举行。", "W411"),
    ("2026年2月30日举行。", "W411"),
    ("4月31日举行。", "W411"),
    ("2025年2月29日举行。", "W411"),
    ("6月0日举行。", "W411"),
    ("上午8:75开始。", "W411"),
    ("下午26时开始。", "W411"),
    ("9时72分开始。", "W411"),
    ("约200余人参加。", "W412"),
    ("大约50户左右。", "W412"),
    ("近30多名队员。", "W412"),
    ("超过100人以上。", "W412"),
    ("23年5月开始。", "W413"),
    ("从’19年起。", "W413"),
    # damage from copying
    ("由邮*局承办。", "W414"),
    ("示例**村的人来了。", "W414"),
    ("共有余人参加。", "W415"),
    ("服务余人次。", "W415"),
    ("建成实践站个、实践所个。", "W415"),
    ("组建了支志愿服务队。", "W415"),
    ("培训了名骨干。", "W415"),
    ("走访了户困难家庭。", "W415"),
    ("发放了份宣传单。", "W415"),
    ("开展了场次活动。", "W415"),
    ("建立了处宣传点。", "W415"),
    ("参与率达到%。", "W415"),
    ("同比增长%，进步很大。", "W415"),
    ("第届运动会开幕。", "W415"),
    ("第批名单公布。", "W415"),
    ("捐款共计万元。", "W415"),
    ("预计年年底完成。", "W416"),
    ("从年6月开始登记。", "W416"),
    ("于月5日开幕。", "W416"),
    ("村民\ufffd来了。", "W424"),
    ("锟斤拷锟斤拷", "W424"),
    ("村民&nbsp;来了。", "W424"),
    ("村民来了&ldquo;好&rdquo;。", "W424"),
    ("村民\u200b来了。", "W425"),
    ("村民\ufeff来了。", "W425"),
    # language
    ("村民的的菜园。", "W418"),
    ("我们我们来了。", "W418"),
    ("他们在在村口。", "W418"),
    ("去年，全市建起一批站点。", "W417"),
    ("截至目前，已全部建成。", "W417"),
    ("今年，又添了两处。", "W417"),
    # lexicon
    ("学雷峰活动开始了。", "W431"),
    ("截止目前已建成。", "W431"),
    ("开展义珍活动。", "W431"),
    ("全面布署工作。", "W431"),
    ("志愿服物队来了。", "W431"),
    ("再接再励。", "W431"),
    ("村口座落着书屋。", "W432"),
    ("报导了此事。", "W432"),
    # private numbers, however they are written
    ("电话13800000000。", "P304"),
    ("电话138 0000 0000。", "P304"),
    ("电话138-0000-0000。", "P304"),
    ("电话138—0000—0000。", "P304"),
    ("电话+86 138 0000 0000。", "P304"),
    ("电话0086-13800000000。", "P304"),
    ("电话（86）13800000000。", "P304"),
    ("Tel:13800000000", "P304"),
    ("电话1 3 8 0 0 0 0 0 0 0 0。", "P304"),
    ("电话一三八零零零零零零零零。", "P304"),
    ("电话１３８００００００００。", "P311"),
    ("电话１３８－００００－００００。", "P311"),
    ("13800000000-13900000000，打哪个都行。", "P304"),
    ("身份证11010519491231002X。", "P306"),
    ("身份证110105 19491231 002X。", "P306"),
    ("身份证110105-19491231-002X。", "P306"),
    ("身份证号：110105194912310029。", "P306"),
    ("身份证１１０１０５１９４９１２３１００２Ｘ。", "P311"),
    ("身份证号110105491231002。", "P310"),
    ("卡号6222 0200 0000 0000 000。", "P307"),
    ("卡号6222-0200-0000-0000-000。", "P307"),
    ("银行卡号：6217001234567890123。", "P307"),
    ("卡号4000000000000002。", "P308"),
    ("学生张三（9岁）得了奖。", "P309"),
    ("李小四，女，8岁，得了奖。", "P309"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule"), SNIPPETS, ids=[text[:12] for text, _ in SNIPPETS])
def test_found(text: str, rule: str) -> None:
    found = [item for _, _, item in check_text(f"前一段。\n\n{text}", entries=ENTRIES)]
    assert rule in {item.rule for item in found}
    for item in found:
        assert re.search("[\u4e00-\u9fff]", item.message)
        assert re.search("[\u4e00-\u9fff]", item.hint)


@pytest.mark.parametrize("path", CLEAN, ids=lambda path: path.name)
def test_damage_is_found_inside_clean_text_and_nothing_else_is(path: Path) -> None:
    """One snippet after another put into a long clean text: the clean text around stays without findings."""
    text = path.read_text("utf-8")
    for snippet, rule in SNIPPETS[:: len(SNIPPETS) // 12]:
        if rule == "W417":
            continue  # the clean text has dates, to which a relative one holds
        damaged = f"{text}\n\n{snippet}\n"
        found = check_words("content/stories/a.md", damaged.encode(), ENTRIES)
        first = damaged[: len(text) + 2].count("\n") + 1
        assert rule in {item.rule for item in found}, snippet
        assert {item.line for item in found} == {first}, snippet
