"""The volunteer corps: the tree, levels, fields, and a page for every team. Totals, never rosters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.catalog import Catalog, CatalogLook, PageHead
from plugins.pipeline.outputs import Page
from plugins.urls import address_of, href_of

from . import record_activities
from .cards import team_row
from .pictures import photo_path
from .place import child_groups
from .place import contact_of as place_contact
from .places import TREE_LIMIT, tree_nodes
from .render import Maker
from .shared import (
    Row,
    any_sample,
    column_head,
    crumbs_for,
    link_to,
    page_links,
    page_slice,
    paginate,
    quantity_row,
    sources_of,
    totals_text,
)
from .work import build_work, group_stats, level_rows, level_stats, photo_rows, post_table, story_rows

LIST_PAGE = 60
CHILDREN = 60
# Page of a term -> (vocabulary, list of its teams, what stands where there is none)
TERM_LISTS = {
    "team-level": ("team_levels", "teams-of-level"),
    "team-field": ("fields", "teams-of-field"),
}


def build_outputs(catalog: Catalog, make: Maker) -> Iterator[Page]:
    """The corps, its levels and fields, and a page for every team."""
    yield make.page("index/teams", "teams.html", view_index)
    for page, (vocabulary, index) in TERM_LISTS.items():
        for term in catalog.registry.terms(vocabulary):
            for part in paginate(catalog.listed(index, term.id), LIST_PAGE):
                yield make.page(
                    f"{page}/{term.id}", "level.html", view_term, page, term.id, part.number, page=part.number
                )
    for name in catalog.listed("all", "team"):
        yield make.page(name, "team.html", view_team, name)
        yield from record_activities.build_outputs(catalog, make, "team", name.partition("/")[2])


def view_index(look: CatalogLook, root: str) -> tuple[PageHead, Any]:
    """The tree from the corps down, members by level as honest sums, teams by field, the brand."""
    size = look.value("count", "all/team")
    roots = look.all("roots-of-team")
    whole = size <= TREE_LIMIT
    head = column_head(look, "teams", "队伍", samples=bool(look.value("samples", "all/team")))
    levels = level_rows(look, root, "team", "支")
    view = {
        "brands": [(team.brand, team.name, href_of(f"team/{team.id}", root)) for team in roots if team.brand],
        "tree": tree_nodes(look, root, "team", roots, whole=whole, unit="支"),
        "whole": whole,
        "count": size,
        "levels": [{**row, "members": _members_text(look, row["id"])} for row in levels],
        "stats": group_stats(look, root, "team"),
        "fields": [
            (
                term.short or term.name,
                href_of(f"team-field/{term.id}", root),
                False,
                look.value("count", f"teams-of-field/{term.id}"),
            )
            for term in look.terms("fields")
        ],
    }
    return head, view


def _members_text(look: CatalogLook, level: str) -> str:
    """The sum of what the teams of a level state; "" when there is no team."""
    if not look.value("count", f"teams-of-level/{level}"):
        return ""
    return totals_text(look.value("members", f"teams-of-level/{level}"), "各队人数待补")


def view_term(look: CatalogLook, root: str, page: str, term_id: str, number: int) -> tuple[PageHead, Any]:
    """The teams of one level or one field."""
    vocabulary, index = TERM_LISTS[page]
    term = look.term(vocabulary, term_id)
    name = f"{page}/{term_id}"
    title = term.name if term else term_id
    part = page_slice(look.listed(index, term_id), LIST_PAGE, number)
    teams = [team for team in (look(item) for item in part.names) if team is not None]
    members = totals_text(look.value("members", f"{index}/{term_id}"), "人数待补") if teams else ""
    head = PageHead(
        kind="list",
        url=address_of(name, number),
        title=title,
        description=term.description if term else "",
        section="teams",
        crumbs=crumbs_for(look, "teams", (title, name)),
        subject=f"term/{vocabulary}/{term_id}",
        samples=any_sample(teams),
    )
    view = {
        "rows": [team_row(root, team) for team in teams],
        "total": f"{part.total}支" + (f"，各队所报人数合计：{members}" if members else ""),
        "stats": level_stats(look, root, "team", term_id) if page == "team-level" else [],
        "others": _others(look, root, page, term_id),
        "towns": [],
        "pages": page_links(root, name, part),
        "empty": (
            f"尚未登记{title}的队伍" if page == "team-field" else f"尚未登记{title}",
            "登记后在此逐支列出。",
        ),
        "index": ("全部队伍", href_of("index/teams", root)),
    }
    return head, view


def _others(look: CatalogLook, root: str, page: str, current: str) -> list[tuple[str, str, bool, int]]:
    """All terms of a level's or field's vocabulary with their counts, for the filter macro."""
    vocabulary, index = TERM_LISTS[page]
    return [
        (
            term.short or term.name,
            href_of(f"{page}/{term.id}", root),
            term.id == current,
            look.value("count", f"{index}/{term.id}"),
        )
        for term in look.terms(vocabulary)
    ]


def view_team(look: CatalogLook, root: str, name: str) -> tuple[PageHead, Any]:
    """One team with both sides of every link."""
    team = look(name)
    level = look.term("team_levels", team.level)
    children = look.all("children-of-team", team.id, limit=CHILDREN)
    work = build_work(look, root, "of-team", team.id, f"team-activities/{team.id}")
    head = _team_head(look, team, level, samples=any_sample(team, children) or work["samples"])
    below = look.value("members", f"children-of-team/{team.id}") if children else ()
    view = {
        "team": team,
        "level": (level.name, href_of(f"team-level/{level.id}", root)) if level else None,
        "members": quantity_row(look, team.members, team),
        "members_below": totals_text(below, "人数待补") if children else "",
        "field": _term_link(look, root, "fields", "team-field", team.field),
        "platforms": [
            link
            for link in (_term_link(look, root, "platforms", "platform", item) for item in team.platforms)
            if link
        ],
        "parent": link_to(look, root, "team", team.parent),
        "home": link_to(look, root, "place", team.home),
        "contact": contact_of(look, team),
        "posts": post_table(team.posts),
        "children": child_groups(look, root, "team", children),
        "children_more": look.value("count", f"children-of-team/{team.id}") - len(children),
        "order_platform": look.site.order_platform,
        "work": work,
        "stories": story_rows(look, root, "team", team.id),
        "photos": photo_rows(look, root, team.photos),
        "sources": sources_of(look, team),
    }
    return head, view


def _team_head(look: CatalogLook, team: Any, level: Any, *, samples: bool) -> PageHead:
    name = f"team/{team.id}"
    return PageHead(
        kind="record",
        url=address_of(name),
        title=team.name,
        description=team.summary or f"{team.name}的牵头单位、服务内容和活动",
        section="teams",
        crumbs=crumbs_for(look, "teams", *_level_crumb(level), (team.short or team.name, name)),
        subject=name,
        image=photo_path(team.photos[0].file) if team.photos else "",
        samples=samples,
    )


def _level_crumb(level: Any) -> tuple[tuple[str, str], ...]:
    return () if level is None else ((level.short or level.name, f"team-level/{level.id}"),)


def _term_link(
    look: CatalogLook, root: str, vocabulary: str, page: str, term_id: str | None
) -> tuple[str, str] | None:
    term = look.term(vocabulary, term_id)
    return None if term is None else (term.name, href_of(f"{page}/{term.id}", root))


def contact_of(look: CatalogLook, team: Any) -> Row:
    """The team's own telephone, else that of the place it is at home in, and it says so."""
    home = look.get("place", team.home)
    if home is None:
        row = {"telephone": "", "address": "", "note": "电话待补。"}
    else:
        row = place_contact(look, home)
        row["note"] = row["note"] or f"这是所在阵地（{home.short or home.name}）的电话。"
    if team.telephone:
        row |= {"telephone": team.telephone, "note": ""}
    return {**row, "office": team.lead_unit}
