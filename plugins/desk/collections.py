"""The browser desk's forms, made from the models: one collection for each kind of record and one for stories."""

from __future__ import annotations

from typing import Any, Final

from plugins.registry import KIND_NAMES, KINDS, Registry, build_schema
from plugins.stories.fields import KEY_NAMES, ROLES
from plugins.stories.model import RECORD_FIELDS

# Kinds that clerks keep; the others are written once and belong to the text editor.
EDITED: Final = (
    "honoree",
    "activity",
    "place",
    "team",
    "theme",
    "batch",
    "regulation",
    "programme",
    "board",
    "source",
)
STORIES: Final = "stories"
LONG: Final = frozenset(
    {"deed", "citation", "summary", "report", "story", "text", "aims", "remark", "derived_from"}
)
_HIDDEN: Final = frozenset({"basis", "derived_from", "updated"})


def build_config(registry: Registry, origin: str) -> dict[str, Any]:
    """Decap's configuration. ``origin``: where the desk's own server listens."""
    return {
        "backend": {"name": "proxy", "proxy_url": f"{origin}/api/v1", "branch": "main"},
        "locale": "zh_Hans",
        "media_folder": "content/photos",
        "public_folder": "photos",
        "logo_url": "",
        "slug": {"encoding": "ascii", "clean_accents": True},
        "editor": {"preview": False},
        "collections": [_story_collection(registry), *(_collection(kind, registry) for kind in EDITED)],
    }


def _base(name: str, label: str, fields: list[dict[str, Any]], summary: str) -> dict[str, Any]:
    return {
        "name": name, "label": label, "label_singular": label, "folder": f"desk/{name}", "create": True, "delete": False,
        "extension": "json", "format": "json", "slug": "{{fields.id}}", "identifier_field": "id", "summary": summary,
        "fields": fields,
    }  # fmt: skip


def _collection(kind: str, registry: Registry) -> dict[str, Any]:
    schema = build_schema(kind, loose=False)
    model = schema["$defs"][KINDS[kind][0].__name__]
    definitions = schema["$defs"]
    required = set(model.get("required", ()))
    fields = [
        _field(name, part, definitions, registry, name in required)
        for name, part in model["properties"].items()
        if name not in _HIDDEN
    ]
    name_field = next(name for name in ("name", "title", "label") if name in model["properties"])
    return _base(KINDS[kind][1], KIND_NAMES[kind], fields, f"{{{{{name_field}}}}}({{{{id}}}})")


def _field(  # noqa: PLR0911 -- one return for each widget
    name: str, part: dict[str, Any], definitions: dict[str, Any], registry: Registry, required: bool
) -> dict[str, Any]:
    widget: dict[str, Any] = {"name": name, "label": part.get("title", name), "required": required}
    if part.get("description"):
        widget["hint"] = part["description"]
    options = [option for option in part.get("anyOf", [part]) if option.get("type") != "null"]
    shape = _resolve(options[0], definitions)
    if "x-ref" in part or "x-ref" in shape:
        return {**widget, **_reference(part.get("x-ref") or shape["x-ref"], registry)}
    if shape.get("type") == "array":
        return {**widget, **_list(shape, definitions, registry)}
    if "enum" in shape:
        return {**widget, "widget": "select", "options": shape["enum"]}
    if shape.get("type") == "boolean":
        return {**widget, "widget": "boolean", "required": False}
    plain = any(_resolve(option, definitions).get("type") == "string" for option in options)
    if shape.get("type") == "object" and not plain and "properties" in shape:
        return {
            **widget,
            "widget": "object",
            "collapsed": True,
            "fields": _fields(shape, definitions, registry, required),
        }
    if name == "file":
        return {
            **widget,
            "widget": "image",
            "choose_url": False,
            "media_library": {"config": {"max_file_size": 40_000_000}},
        }
    if name == "id":
        widget["pattern"] = ["^[a-z0-9]+(-[a-z0-9]+)*$", "只用小写字母、数字和连字符"]
    long = name in LONG or shape.get("format") == "markdown"
    return {**widget, "widget": "text" if long else "string"}


def _fields(
    shape: dict[str, Any], definitions: dict[str, Any], registry: Registry, required: bool
) -> list[dict[str, Any]]:
    """Fields of a part. Inside a part that may be absent nothing is forced: the check will say what is lacking."""
    names = set(shape.get("required", ())) if required else set()
    return [
        _field(name, part, definitions, registry, name in names) for name, part in shape["properties"].items()
    ]


def _list(shape: dict[str, Any], definitions: dict[str, Any], registry: Registry) -> dict[str, Any]:
    options = [_resolve(option, definitions) for option in shape["items"].get("anyOf", [shape["items"]])]
    item = next(
        (option for option in options if option.get("type") == "string" or "enum" in option), options[0]
    )
    reference = shape["items"].get("x-ref") or item.get("x-ref")
    if len(options) > 1 and not reference:
        reference = next(
            (
                part.get("x-ref")
                for option in options
                for part in option.get("properties", {}).values()
                if part.get("x-ref")
            ),
            "",
        )
    if reference:
        return {**_reference(reference, registry), "multiple": True}
    if "enum" in item:
        return {"widget": "select", "multiple": True, "options": item["enum"]}
    if item.get("type") == "object":
        return {"widget": "list", "collapsed": True, "fields": _fields(item, definitions, registry, True)}
    return {"widget": "list", "field": {"name": "item", "label": "一项", "widget": "string"}}


def _resolve(part: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in part:
        return {
            **definitions[part["$ref"].rpartition("/")[2]],
            **{key: value for key, value in part.items() if key != "$ref"},
        }
    return part


def _reference(target: str, registry: Registry) -> dict[str, Any]:
    kind, _, vocabulary = target.partition("/")
    if kind == "term":
        options = [{"label": term.name, "value": term.id} for term in registry.terms(vocabulary)]
        return {"widget": "select", "options": options}
    if kind not in EDITED:
        return {"widget": "string", "hint": "填标识"}
    name = (
        "title"
        if "title" in KINDS[kind][0].model_fields
        else "label"
        if "label" in KINDS[kind][0].model_fields
        else "name"
    )
    return {
        "widget": "relation", "collection": KINDS[kind][1], "value_field": "id", "search_fields": ["id", name],
        "display_fields": [name], "options_length": 50,
    }  # fmt: skip


def _story_collection(registry: Registry) -> dict[str, Any]:
    def text(name: str, widget: str = "string", **more: Any) -> dict[str, Any]:
        return {"name": name, "label": KEY_NAMES.get(name, name), "widget": widget, "required": False, **more}

    fields = [
        {
            "name": "id", "label": "网址里的名字", "widget": "string", "hint": "小写拼音,如 jin-cun-yi-zhen",
            "pattern": ["^[a-z0-9]+(-[a-z0-9]+)*$", "只用小写字母、数字和连字符"],
        },
        text("title", required=True),
        text("date", required=True, hint="如 2026-05-01 09:30"),
        text("topic", required=True, **_reference("term/topics", registry)),
        text("summary", "text", required=True),
        text("status", "select", options=[{"label": "发布", "value": "published"}, {"label": "草稿", "value": "draft"}]),
        text("bylines", "object", collapsed=True, fields=[
            {**text(role, "list", field={"name": "item", "label": "名", "widget": "string"}), "label": role}
            for role in ROLES
        ]),
        text("source"),
        text("source_url"),
        text("keywords", "list", field={"name": "item", "label": "一个词", "widget": "string"}),
        text("lead_photo", "object", collapsed=True, fields=[
            {"name": "file", "label": "文件", "widget": "image", "required": False, "choose_url": False},
            {"name": "alt", "label": "图里是什么", "widget": "string", "required": False},
            {"name": "credit", "label": "摄影", "widget": "string", "required": False},
        ]),
        *(
            text(key, **{**_reference(kind, registry), "multiple": True} if kind in EDITED else {"widget": "list"})
            for key, kind in RECORD_FIELDS.items()
        ),
        {"name": "body", "label": "正文", "widget": "text"},
    ]  # fmt: skip
    return _base(STORIES, "稿件", fields, "{{title}}")
