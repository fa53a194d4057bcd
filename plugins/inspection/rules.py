"""Everything the inspection can find, in the order of the state's own indicators (国办秘函〔2019〕19号), and what stops a
publication unless ``data/inspection.yml`` says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from plugins.registry.problems import Problem, Rule

from .facts import PageFacts

PARTS: Final = (
    ("veto", "一、单项否决", "国办秘函〔2019〕19号:任一项不合格,全站判为不合格。"),
    ("scored", "二、评分项", "同一文件的扣分项,与《政府网站发展指引》(国办发〔2017〕47号)的页面规范。"),
    ("safety", "三、隐私与安全", "志愿服务条例、个人信息保护法,以及本项目对成品的要求。"),
    ("quality", "四、好用与轻便", "无障碍、页面重量、跳转和站内通达。"),
    ("advice", "五、待主办单位补的", "不影响发布;没有依据的一律留空,不能编造。"),
)


# What data/silence.yml lets stand: reported apart, counted under no item.
SILENCED: Final = "I218"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the report: the rules it gathers, and whether its errors stop a publication by default."""

    key: str
    part: str
    title: str
    rules: tuple[Rule, ...]
    stops: bool = False


def _item(key: str, part: str, title: str, stops: bool, *rules: tuple[str, str, bool]) -> Item:
    made = tuple(Rule(number, "error" if error else "warning", name) for number, name, error in rules)
    return Item(key, part, title, made, stops)


ITEMS: Final[tuple[Item, ...]] = (
    _item("grave_wording", "veto", "严重表述错误", True, ("I101", "用了错字库里的严重错误", True)),
    _item("future_dates", "veto", "发布时间在将来", True, ("I102", "发布时间在将来", True)),
    _item(
        "forged_dates", "veto", "发布时间前后不一(疑似伪造)", False, ("I103", "各处的发布时间对不上", True)
    ),
    _item("home_fresh", "veto", "首页更新", False, ("I104", "首页没有按时更新", True)),
    _item("news_fresh", "veto", "动态类栏目更新", False, ("I105", "太多动态类栏目没有按时更新", True)),
    _item("columns_fresh", "veto", "超期栏目总数", False, ("I106", "太多栏目没有按时更新", True)),
    _item("columns_filled", "veto", "空白栏目总数", False, ("I107", "太多空白栏目", True)),
    _item("stale_columns", "scored", "没有按时更新的栏目", False, ("I201", "栏目没有按时更新", False)),
    _item("blank_columns", "scored", "空白栏目", False, ("I202", "栏目里没有内容", False)),
    _item("dead_links", "scored", "站内死链接", True, ("I203", "链接的页面不存在", True)),
    _item("dead_fragments", "scored", "站内死锚点", True, ("I204", "链接的页内位置不存在", True)),
    _item("missing_pictures", "scored", "缺失的图片", True, ("I205", "图片不存在", True)),
    _item("missing_files", "scored", "缺失的附件、样式和脚本", True, ("I206", "文件不存在", True)),
    _item("missing_tags", "scored", "缺少必备标签", True, ("I207", "缺少必备标签", True)),
    _item(
        "bad_tags",
        "scored",
        "标签写法",
        False,
        ("I208", "标签名称不规范", True),
        ("I209", "标签内容不规范", True),
        ("I210", "标签重复", True),
        ("I211", "栏目类别不常见", False),
    ),
    _item("footer", "scored", "页脚身份", False, ("I212", "页脚缺失或没有主办单位", True)),
    _item(
        "search",
        "scored",
        "站内搜索",
        False,
        ("I213", "没有站内搜索", True),
        ("I214", "搜索索引损坏或不一致", True),
        ("I215", "页面搜不到", False),
    ),
    _item(
        "wording",
        "scored",
        "一般错别字和残损文字",
        False,
        ("I216", "用了错字库里的词", False),
        ("I217", "文字残损", False),
        (SILENCED, "错字库里的词或残损,已登记不再提示", False),
    ),
    _item(
        "privacy",
        "safety",
        "个人信息",
        True,
        ("P304", "写了手机号码", True),
        ("P306", "写了身份证号码", True),
        ("P307", "写了银行卡号", True),
        ("I311", "写了没有登记的电子邮箱", False),
    ),
    _item("samples", "safety", "示例内容", True, ("I301", "成品里有示例", True)),
    _item(
        "foreign", "safety", "外来的脚本、框架和样式", True, ("I302", "从别的网站取脚本、框架或样式", True)
    ),
    _item("inline_scripts", "safety", "写在页面里的脚本", True, ("I303", "页面里直接写了脚本", True)),
    _item("inline_styles", "safety", "写在页面里的样式", False, ("I304", "页面里直接写了样式", True)),
    _item("policy", "safety", "内容安全策略(CSP)", False, ("I305", "没有内容安全策略,或过宽", True)),
    _item(
        "foreign_media",
        "safety",
        "外来的图片和媒体",
        False,
        ("I306", "从别的网站取图片、媒体或发送表单", True),
    ),
    _item(
        "strays",
        "safety",
        "不该公开的文件",
        True,
        ("I307", "不该公开的文件", True),
        ("I308", "草稿", True),
        ("I309", "没见过的文件类型", False),
    ),
    _item(
        "damaged",
        "safety",
        "残缺的页面和文件",
        True,
        ("I310", "页面或文件残缺,或编码不对", True),
        ("I312", "内容和名字里的摘要对不上", True),
    ),
    _item(
        "redirects",
        "quality",
        "跳转",
        True,
        ("I401", "跳转的目标不存在", True),
        ("I402", "跳转接着跳转", False),
    ),
    _item("weight", "quality", "页面重量", False, ("I403", "超过重量上限", False)),
    _item("titles", "quality", "重复的标题", False, ("I405", "两页同一个标题", False)),
    _item("orphans", "quality", "孤页", False, ("I404", "从首页点不到的页面", False)),
    _item(
        "access",
        "quality",
        "无障碍(能静态判断的)",
        False,
        ("I411", "没有写明语言", True),
        ("I412", "没有标题", True),
        ("I413", "一级标题不是一个", True),
        ("I414", "标题跳级", False),
        ("I415", "图片没有替代文字", True),
        ("I416", "输入框没有标签", True),
        ("I417", "链接或按钮没有名称", True),
        ("I418", "页内标识重复", True),
        ("I419", "引用的页内标识不存在", False),
        ("I420", "禁止了缩放", True),
        ("I421", "打乱了键盘顺序", False),
    ),
    _item("external", "quality", "外部链接的标明", False, ("I422", "外部链接没有标明", False)),
    _item("identity", "advice", "备案与标识", False, ("I501", "没有国家给的编号或网址", False)),
    _item("inputs", "advice", "检验本身", False, ("I502", "检验缺少依据", False)),
)
RULES: Final[dict[str, Rule]] = {rule.id: rule for item in ITEMS for rule in item.rules}
ITEM_OF: Final[dict[str, str]] = {rule.id: item.key for item in ITEMS for rule in item.rules}

UNJUDGED: Final = (
    ("网站能不能打开、打开要几秒", "要从外面访问真实地址;发布之后的自检看一次,长期要靠监测。"),
    ("IPv6、HTTPS 证书、响应头", "由主机决定,不在成品里。"),
    ("外部链接还通不通", "检验不上网;下面列出全部外部链接,请人工抽查。"),
    ("留言、投稿、来电的答复", "本站不收留言;答复在别处进行。"),
    ("事实对不对、照片合不合意、是否征得同意", "同意记在数据里,由发稿前的检查核对;事实要人审。"),
    ("没有收进错字库的错别字和表述", "程序只认得错字库里的词,不能代替三审三校。"),
    ("图片和 PDF 里面的文字", "只看它们在不在、有多大,不认里面的字。"),
    ("颜色对比、键盘操作、读屏效果", "要在浏览器里测;开发时由浏览器测试负责。"),
    ("发布时间是不是真的", "只能查出自相矛盾和在将来的时间。"),
)


def make_finding(path: str, place: tuple[int, int], rule: str, message: str, hint: str = "") -> Problem:
    """A finding at a place of the output. The rule gives the severity."""
    return Problem(path, *place, rule, message, hint, RULES[rule].severity)


def note(page: PageFacts, offset: int, rule: str, message: str, hint: str = "") -> Problem:
    """A finding at an offset of a page."""
    return make_finding(page.path, page.place(offset), rule, message, hint)
