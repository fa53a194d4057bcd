"""The pages of the open data for people: what there is, under which licence, how old, and what every field means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from plugins.catalog import PageHead
from plugins.pipeline.outputs import Output, Page
from plugins.registry import KIND_NAMES
from plugins.urls import address_of, href_of

from .changes import compare_all, previous_digest
from .geo import FILES as GEO_FILES
from .schemas import build_dictionary
from .shapes import EXPORTED
from .where import Make, Where

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook

DICTIONARY = "data/dictionary/"
# As many ids of a change as the page names; all stand in changes.json.
NAMED = 12


def build_outputs(make: Make, where: Where, previous: Mapping[str, Any] | None) -> Iterator[Output]:
    """``/data/`` and ``/data/dictionary/``."""
    page = make.page("index/data", "data.html", view_data, where, previous)
    # The portal digests a template by its name; the earlier index is bound in, so it must count as well.
    tag = previous_digest(previous)
    yield Page(page.name, f"{page.recipe}#{tag}", page.render) if tag else page
    yield make.page_at(DICTIONARY, "data-dictionary.html", view_dictionary)


def view_data(
    look: CatalogLook, root: str, where: Where, previous: Mapping[str, Any] | None
) -> tuple[PageHead, Any]:
    """Every file with its count and date, the licence, the changes since the last publication."""
    site = look.site
    column = next((column for column in site.columns if column.id == "data"), None)
    head = PageHead(
        kind="column",
        url=address_of("index/data"),
        title=column.name if column else "开放数据",
        description=column.description if column else "本站登记数据的下载文件与使用许可",
        section="data",
        crumbs=((column.name if column else "开放数据", address_of("index/data")),),
        samples=any(look.value("samples", f"all/{kind}") for kind in EXPORTED),
    )
    view = {
        "licence": site.licence,
        "licence_url": site.licence_url,
        "publisher": site.operator,
        "as_of": look.value("as-of"),
        "files": [_file_row(look, root, kind) for kind in EXPORTED],
        "news": _files(root, "news"),
        "hsds": [
            (name, href_of(f"data/hsds/{name}", root))
            for name in ("datapackage.json", "organizations.json", "services.json")
        ],
        "index": href_of("data/index.json", root),
        "dictionary": root + DICTIONARY,
        "feeds": href_of("index/feeds", root),
        "example": where.at(f"{address_of('place/ID')}index.json"),
        "compared": previous is not None,
        "since": previous["as_of"] if previous is not None else "",
        "changes": _change_rows(look, previous) if previous is not None else [],
        "changes_href": href_of("data/changes.json", root),
    }
    return head, view


def _files(root: str, folder: str) -> list[tuple[str, str]]:
    return [(suffix.upper(), href_of(f"data/{folder}.{suffix}", root)) for suffix in ("csv", "json")]


def _file_row(look: CatalogLook, root: str, kind: str) -> dict[str, Any]:
    folder = EXPORTED[kind]
    files = _files(root, folder)
    if kind in GEO_FILES:
        files.append(("GeoJSON", href_of(f"data/{folder}.geojson", root)))
    return {
        "name": KIND_NAMES[kind],
        "count": look.value("count", f"all/{kind}"),
        "as_of": look.value("as-of", kind),
        "files": files,
        "schema": href_of(f"data/schema/{folder}.json", root),
        "fields": f"{root}{DICTIONARY}#{kind}",
    }


def _change_rows(look: CatalogLook, previous: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (KIND_NAMES[kind], _ids(changes.added), _ids(changes.changed), _ids(changes.removed))
        for kind, changes in compare_all(look, previous).items()
    ]


def _ids(ids: list[str]) -> str:
    shown = "、".join(ids[:NAMED])
    return f"{shown}等{len(ids)}条" if len(ids) > NAMED else shown or "无"


def view_dictionary(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """Every published field of every kind, read off the models."""
    column = next((column for column in look.site.columns if column.id == "data"), None)
    head = PageHead(
        kind="page",
        url=DICTIONARY,
        title="数据字典",
        description="开放数据每一种记录的字段、含义和写法",
        section="data",
        crumbs=((column.name if column else "开放数据", address_of("index/data")), ("数据字典", DICTIONARY)),
    )
    kinds = [{"id": kind, "name": KIND_NAMES[kind], "rows": build_dictionary(kind)} for kind in EXPORTED]
    links = [(KIND_NAMES[kind], f"#{kind}") for kind in EXPORTED]
    return head, {"kinds": kinds, "links": links, "data": href_of("index/data", root)}
