"""Which fields of which model are published: an allow-list. A field that a model gains is published when it is named here.

``tests/exports`` holds every field of every exported model to be here or among the withheld, with the reason.
"""

from __future__ import annotations

# What every record ends with.
COMMON = ("sources", "basis", "derived_from", "sample", "remark", "updated")
# Model -> its own published fields, in the order in which exports give them.
PUBLIC: dict[str, tuple[str, ...]] = {
    "Activity": (
        "id", "title", "status", "starts", "ends", "place", "division", "venue", "teams",
        "organiser", "platforms", "tasks", "theme", "programme", "summary", "report", "attendance",
        "served", "volunteers", "hours", "photos", "call", "cancelled_reason", "revision",
    ),
    "Award": (
        "title", "level", "date", "source",
    ),
    "Batch": (
        "id", "year", "sequence", "label", "programme", "admits", "stated_count", "ceremony",
    ),
    "Board": (
        "id", "name", "division", "place", "address", "geo", "built", "batches", "photos",
    ),
    "Call": (
        "content", "number", "conditions", "sign_up", "deadline", "risks", "guarantees", "contact",
        "telephone",
    ),
    "Ceremony": (
        "date", "venue", "place", "text", "photos",
    ),
    "Division": (
        "id", "name", "level", "sort", "parent",
    ),
    "Figure": (
        "id", "label", "group", "quantity", "explain",
    ),
    "Geo": (
        "source",
    ),
    "Holder": (
        "name", "source",
    ),
    "Honoree": (
        "id", "name", "sort", "batch", "category", "division", "place", "unit", "deed", "citation",
        "story", "portrait", "awards", "members",
    ),
    "Hours": (
        "days", "opens", "closes", "remark",
    ),
    "ModelPart": (
        "id", "numeral", "name", "text", "vocabulary", "posts",
    ),
    "OperatingModel": (
        "id", "name", "summary", "parts",
    ),
    "Photo": (
        "alt", "caption", "credit",
    ),
    "Place": (
        "id", "name", "short", "level", "parent", "division", "venue", "host", "summary", "address",
        "geo", "telephone", "hours", "hours_remark", "resources", "posts", "guiding_unit", "opened",
        "photos",
    ),
    "Post": (
        "role", "offices", "holder",
    ),
    "Programme": (
        "id", "name", "summary", "aims", "joined", "targets",
    ),
    "Progress": (
        "id", "programme", "village", "division", "provincial", "at", "quantity", "households",
    ),
    "Quantity": (
        "text", "value", "high", "qualifier", "unit", "as_of", "basis", "sources", "derived_from",
    ),
    "Regulation": (
        "id", "title", "sort", "issuer", "issued", "text", "superseded_by", "repealed",
    ),
    "Resource": (
        "term", "remark",
    ),
    "Service": (
        "name", "text", "audience",
    ),
    "Source": (
        "id", "title", "publisher", "authors", "date", "url",
    ),
    "Target": (
        "label", "scope", "quantity", "by",
    ),
    "Team": (
        "id", "name", "short", "level", "parent", "lead_unit", "posts", "field", "platforms",
        "members", "home", "brand", "summary", "telephone", "services", "photos",
    ),
    "Term": (
        "id", "vocabulary", "name", "short", "description",
    ),
    "Theme": (
        "id", "name", "month", "summary", "activities", "attendance",
    ),
}  # fmt: skip
# Field -> why it is not published, by model's name, or "*" for all.
WITHHELD: dict[str, dict[str, str]] = {
    "*": {
        "order": "排列用，不是事实",
        "pinyin": "检索用，页面不显示",
        "aliases": "旧地址另见转址表",
        "office_mobile": "隐私规则据以放行办公手机，号码本身已公开",
    },
    "Honoree": {"consent": "同意书的记载不公开", "minor": "不公开"},
    "Holder": {"consent": "同意的记载不公开"},
    "Photo": {"whose": "归属与同意的记载不公开", "focus": "裁剪用", "file": "改给成品地址 url"},
    "Figure": {"counts": "程序用", "highlight": "排版用"},
    "Division": {"code": "页面不显示", "scheme": "页面不显示"},
    "Geo": {"lat": "改给 WGS-84", "lng": "改给 WGS-84", "system": "一律 WGS-84"},
}
