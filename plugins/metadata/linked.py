"""JSON-LD (schema.org) of one page: one graph in one data block. Pure; sees the world through the page's Look only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

from plugins.catalog.pictures import photo_of
from plugins.registry.coordinates import to_wgs84
from plugins.urls import address_of, quote_address

if TYPE_CHECKING:
    from plugins.catalog import CatalogLook, PageHead
    from plugins.registry.models import Site

Node = dict[str, Any]
AUTHOR_ROLES = ("记者", "通讯员")
# As many as the page itself lists; a tree of a thousand stations belongs in the open data.
CHILDREN = 60
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DATA_KINDS = (
    "places",
    "teams",
    "honorees",
    "batches",
    "activities",
    "themes",
    "programs",
    "regulations",
    "figures",
    "news",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page stands: ``base`` before every address, its own canonical ``url`` ("" in development), its ``image``."""

    base: str
    url: str
    image: str

    def at(self, address: str) -> str:
        """The full form of an address of this site."""
        return self.base + quote_address(address, "#")


def dump_graph(nodes: list[Node]) -> str:
    """The data block; "" for no nodes. No ``<`` can end it early."""
    if not nodes:
        return ""
    text = to_json({"@context": "https://schema.org", "@graph": nodes}).decode().replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'


def build_graph(look: CatalogLook, head: PageHead, site: Site, place: Place) -> list[Node]:
    """The nodes of a page: what it is about, and the way to it."""
    nodes: list[Node] = []
    if head.kind == "home":
        nodes = [_web_site(site, place), _operator(site, place)]
    elif head.section in ("data", "figures") and head.kind == "column":
        nodes = [_dataset(look, head, site, place)]
    else:
        describe = _SUBJECTS.get(head.subject.partition("/")[0])
        if describe is not None:
            node = describe(look, head, site, place)
            if node is not None:
                nodes.append(_trim(node))
    if head.crumbs:
        nodes.append(_crumbs(head, place))
    return nodes


def _trim(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def _crumbs(head: PageHead, place: Place) -> Node:
    items: list[Node] = [{"@type": "ListItem", "position": 1, "name": "首页", "item": place.base}]
    for position, (label, address) in enumerate(head.crumbs, 2):
        items.append({"@type": "ListItem", "position": position, "name": label, "item": place.at(address)})
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _web_site(site: Site, place: Place) -> Node:
    target = f"{place.at(address_of('search'))}?q={{search_term_string}}"
    return _trim(
        {
            "@type": "WebSite",
            "@id": f"{place.base}#site",
            "url": place.base,
            "name": site.name,
            "alternateName": site.short_name,
            "description": site.summary,
            "inLanguage": "zh-CN",
            "publisher": {"@id": f"{place.base}#operator"},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": target},
                "query-input": "required name=search_term_string",
            },
        }
    )


def _operator(site: Site, place: Place) -> Node:
    return _trim(
        {
            "@type": "GovernmentOrganization",
            "@id": f"{place.base}#operator",
            "name": site.operator,
            "url": place.base,
            "telephone": site.contact.telephone,
            "email": site.contact.email,
            "address": site.contact.address,
            "areaServed": {"@type": "AdministrativeArea", "name": site.region.name},
        }
    )


def _publisher(site: Site, place: Place) -> Node:
    return {"@type": "GovernmentOrganization", "@id": f"{place.base}#operator", "name": site.operator}


def _dataset(look: CatalogLook, head: PageHead, site: Site, place: Place) -> Node:
    names = ("figures",) if head.section == "figures" else DATA_KINDS
    files = [
        {
            "@type": "DataDownload",
            "name": f"{name}.{suffix}",
            "encodingFormat": media,
            "contentUrl": place.at(address_of(f"data/{name}.{suffix}")),
        }
        for name in names
        for suffix, media in (("json", "application/json"), ("csv", "text/csv"))
    ]
    updated = look.value("as-of", "figure" if head.section == "figures" else "")
    return _trim(
        {
            "@type": "Dataset",
            "@id": f"{place.at(head.url)}#dataset",
            "name": f"{site.name}:{head.title}",
            "description": head.description,
            "url": place.at(head.url),
            "license": site.licence_url or site.licence,
            "creator": _publisher(site, place),
            "dateModified": updated,
            "spatialCoverage": {"@type": "AdministrativeArea", "name": site.region.name},
            "inLanguage": "zh-CN",
            "isAccessibleForFree": True,
            "distribution": files,
        }
    )


def _article(look: CatalogLook, head: PageHead, site: Site, place: Place) -> Node | None:
    if head.published is None:
        return None
    story = look(head.subject)
    topic = look.term("topics", story.topic)
    source = site.operator if head.source_name == site.name else head.source_name
    return {
        "@type": "NewsArticle",
        "@id": f"{place.at(head.url)}#article",
        "headline": head.title,
        "description": head.description,
        "url": place.at(head.url),
        "mainEntityOfPage": place.at(head.url),
        "datePublished": head.published.isoformat(),
        "dateModified": (head.modified or head.published).isoformat(),
        "author": [{"@type": "Person", "name": name} for role, name in story.bylines if role in AUTHOR_ROLES]
        or {"@type": "Organization", "name": source},
        "publisher": _publisher(site, place),
        "articleSection": topic.name if topic else "",
        "keywords": ",".join(head.keywords),
        "image": place.image if story.lead_photo else "",
        "isBasedOn": story.source_url,
        "inLanguage": "zh-CN",
    }


def _activity(look: CatalogLook, head: PageHead, _site: Site, place: Place) -> Node | None:
    activity = look(head.subject)
    if activity.starts is None:
        return None
    teams = [team for team in (look.get("team", team_id) for team_id in activity.teams) if team is not None]
    organizers: list[Node] = [
        {"@type": "Organization", "name": team.name, "url": place.at(address_of(f"team/{team.id}"))}
        for team in teams
    ]
    if activity.organiser:
        organizers.insert(0, {"@type": "Organization", "name": activity.organiser})
    status = "EventCancelled" if activity.status == "cancelled" else "EventScheduled"
    return {
        "@type": "Event",
        "@id": f"{place.at(head.url)}#event",
        "name": activity.title,
        "description": activity.summary,
        "url": place.at(head.url),
        "startDate": activity.starts.iso,
        "endDate": activity.ends.iso if activity.ends else "",
        "eventStatus": f"https://schema.org/{status}",
        "location": event_location(look, activity, place),
        "organizer": organizers,
        "image": place.image if activity.photos else "",
        "inLanguage": "zh-CN",
    }


def event_location(look: CatalogLook, activity: Any, place: Place) -> Node | None:
    """Where an activity is: its venue at its place; None when neither is known."""
    at = look.get("place", activity.place)
    name = "，".join(text for text in (activity.venue, at.name if at else "") if text)
    if not name:
        return None
    node = {
        "@type": "Place",
        "name": name,
        "address": at.address if at else "",
        "geo": _geo(at.geo if at else None),
    }
    return _trim(node)


def _geo(geo: Any) -> Node | None:
    if geo is None:
        return None
    lng, lat = to_wgs84(geo.lng, geo.lat, geo.system)
    return {"@type": "GeoCoordinates", "latitude": round(lat, 6), "longitude": round(lng, 6)}


def _place(look: CatalogLook, head: PageHead, _site: Site, place: Place) -> Node:
    record = look(head.subject)
    parent = look.get("place", record.parent)
    children = look.all("children-of-place", record.id, limit=CHILDREN)
    return {
        **_named(head, place, "GovernmentOrganization", record),
        "address": record.address,
        "telephone": record.telephone,
        "location": _trim({"@type": "Place", "name": record.venue or record.name, "geo": _geo(record.geo)})
        if record.geo or record.venue
        else None,
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"https://schema.org/{DAYS[day - 1]}" for day in hours.weekdays],
                "opens": hours.opens,
                "closes": hours.closes,
            }
            for hours in record.hours
        ],
        "foundingDate": record.opened.iso if record.opened else "",
        "parentOrganization": _reference(place, "GovernmentOrganization", "place", parent),
        "subOrganization": [
            _reference(place, "GovernmentOrganization", "place", child) for child in children
        ],
    }


def _team(look: CatalogLook, head: PageHead, _site: Site, place: Place) -> Node:
    record = look(head.subject)
    return {
        **_named(head, place, "Organization", record),
        "telephone": record.telephone,
        "parentOrganization": _reference(place, "Organization", "team", look.get("team", record.parent)),
        "subOrganization": [
            _reference(place, "Organization", "team", child)
            for child in look.all("children-of-team", record.id, limit=CHILDREN)
        ],
    }


def _named(head: PageHead, place: Place, sort: str, record: Any) -> Node:
    return {
        "@type": sort,
        "@id": f"{place.at(head.url)}#it",
        "name": record.name,
        "alternateName": record.short,
        "description": record.summary,
        "url": place.at(head.url),
        "image": place.image if photo_of(record) else "",
    }


def _reference(place: Place, sort: str, kind: str, record: Any) -> Node | None:
    if record is None:
        return None
    url = place.at(address_of(f"{kind}/{record.id}"))
    return {"@type": sort, "@id": f"{url}#it", "name": record.name, "url": url}


def _honoree(look: CatalogLook, head: PageHead, _site: Site, place: Place) -> Node:
    record = look(head.subject)
    batch = look.get("batch", record.batch)
    awards = ([batch.label] if batch else []) + [award.title for award in record.awards]
    return {
        "@type": "Organization" if record.sort == "group" else "Person",
        "@id": f"{place.at(head.url)}#it",
        "name": record.name,
        "description": record.deed,
        "url": place.at(head.url),
        "award": awards,
        "image": place.image if record.portrait else "",
    }


_SUBJECTS: dict[str, Callable[[Any, Any, Any, Place], Node | None]] = {
    "story": _article,
    "activity": _activity,
    "place": _place,
    "team": _team,
    "honoree": _honoree,
}
