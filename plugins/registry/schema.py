"""The models as JSON Schema (draft 2020-12), for editors' completion, the browser desk and the data dictionary."""

from __future__ import annotations

from typing import Any

from .checking import KIND_NAMES
from .models import KINDS

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def build_schema(kind: str, *, loose: bool = True) -> dict[str, Any]:
    """The schema of a data file of ``kind``: one record or a list; for terms, lists under vocabularies' names.

    Every scalar is text to the registry, but editors' tools read YAML's own types: a ``loose`` schema also accepts for
    text the number or boolean that YAML makes of ``2019`` or ``no``. Forms want it strict. KeyError for an unknown kind.
    """
    model, folder = KINDS[kind]
    record = model.model_json_schema(ref_template="#/$defs/{model}")
    definitions = record.pop("$defs", {})
    if loose:
        definitions, record = _loosen(definitions), _loosen(record)
    record.pop("description", None)
    if kind == "term":
        for name in ("vocabulary", "order"):
            record["properties"].pop(name, None)
    record["title"] = KIND_NAMES[kind]
    definitions[model.__name__] = record
    one = {"$ref": f"#/$defs/{model.__name__}"}
    many = {"type": "array", "items": one}
    head = {"$schema": DRAFT, "title": f"{KIND_NAMES[kind]}(data/{folder})"}
    if kind == "term":
        return {**head, "type": "object", "additionalProperties": many, "$defs": definitions}
    return {**head, "anyOf": [one, many], "$defs": definitions}


def _loosen(schema: Any) -> Any:
    """The schema with text also accepted as the number, date or boolean that YAML's own typing makes of it."""
    if isinstance(schema, list):
        return [_loosen(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    loose = {
        key: value if key in {"enum", "const", "default"} else _loosen(value) for key, value in schema.items()
    }
    if loose.get("type") == "string" and "enum" not in loose and "const" not in loose:
        loose["type"] = ["string", "number", "boolean"]
    return loose
