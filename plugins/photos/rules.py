"""Everything that can be wrong with a picture: rules F101 to F119."""

from __future__ import annotations

from plugins.registry.problems import Problem, Rule

MAX_PIXELS = 100_000_000
MAX_BYTES = 40_000_000

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "F101",
            "error",
            "找不到图片",
            "photos/ceremony.jpg,实际文件是 photos/Ceremony.JPG",
            "照文件的实际名字写,大小写一致",
        ),
        Rule("F102", "error", "图片是空文件", "0 字节的 a.jpg(多为没有传完)", "重新复制后大小正常的 a.jpg"),
        Rule(
            "F103",
            "error",
            "不是能用的图片格式",
            "改名成 a.jpg 的 Word 文件,或 BMP、TIFF、AVIF",
            "JPEG、PNG、WebP、静止的 GIF",
        ),
        Rule("F104", "warning", "扩展名与内容不符", "内容是 PNG 的 a.jpg", "内容是 PNG 的 a.png"),
        Rule("F105", "error", "图片不完整", "只传了一半的 a.jpg", "完整的 a.jpg"),
        Rule("F106", "error", "图片已损坏", "文件头被改坏的 a.png", "能在看图软件里打开的 a.png"),
        Rule("F107", "error", "是动图", "多帧的 a.gif、动态 WebP、APNG", "选定的一帧另存为 a.jpg"),
        Rule("F108", "error", "像素太多", "30000×30000 的 a.png", "1 亿像素以内,最好长边 4000 像素"),
        Rule("F109", "error", "文件太大", "60 MB 的 a.jpg", "40 MB 以内的 a.jpg"),
        Rule("F110", "error", "SVG 不能当照片", "logo.svg(可能带脚本)", "导出成 logo.png"),
        Rule("F111", "error", "HEIC 不能在网页上显示", "手机直接导出的 a.heic", "转成 JPEG 的 a.jpg"),
        Rule(
            "F112",
            "error",
            "图片路径出了目录",
            "../a.jpg、/home/a.jpg、https://…/a.jpg",
            "content/photos/a.jpg",
        ),
        Rule("F113", "error", "图片是链接", "指向别处的符号链接 a.jpg", "把图片本身放进来"),
        Rule("F114", "error", "不是普通文件", "名叫 a.jpg 的文件夹或设备", "普通图片文件 a.jpg"),
        Rule("F115", "error", "文件名有不能用的字符", "a?.jpg、带换行的名字", "a.jpg、颁奖现场.jpg"),
        Rule("F116", "warning", "图片太小", "200 像素宽的图片作头图", "宽 720 像素以上"),
        Rule("F117", "error", "读不了图片", "没有读取权限的 a.jpg", "有读取权限的 a.jpg"),
        Rule("F118", "error", "图片在构建途中变了", "构建时正在被覆盖的 a.jpg", "等文件传完再构建"),
        Rule("F119", "error", "图片中间有损坏", "传坏了一段、下半截错位的 a.jpg", "完好的 a.jpg"),
    )
}


def make_problem(path: str, rule: str, message: str, hint: str) -> Problem:
    """A problem with a whole picture: pictures have no lines, so it stands at 1:1. Control characters never
    reach a terminal."""
    shown = "".join(char if char.isprintable() else "?" for char in path)
    return Problem(shown, 1, 1, rule, message, hint, RULES[rule].severity)
