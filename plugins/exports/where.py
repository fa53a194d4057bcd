"""Where the site stands, what it is called for ever, and what the exports need of the portal's page maker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from plugins.urls import quote_address, root_of

if TYPE_CHECKING:
    from plugins.catalog import PageHead
    from plugins.pipeline.outputs import Page

# A name of this project's own, under which the ids of all counties are made. Never change it: ids would change with it.
NAMESPACE = uuid5(NAMESPACE_URL, "urn:x-practice-portal:records")


class Make(Protocol):
    """The maker of HTML pages that the portal hands down."""

    def page(
        self,
        name: str,
        template: str,
        view: Callable[..., tuple[PageHead, Any]],
        *args: Any,
        page: int = 1,
        affinity: str = "",
    ) -> Page: ...

    def page_at(
        self,
        address: str,
        template: str,
        view: Callable[..., tuple[PageHead, Any]],
        *args: Any,
        affinity: str = "",
    ) -> Page: ...


@dataclass(frozen=True, slots=True)
class Where:
    """``siteurl`` is "" in development; then addresses start at the root."""

    siteurl: str

    @property
    def base(self) -> str:
        """What goes before every address, ending in a slash."""
        return f"{self.siteurl.rstrip('/')}/" if self.siteurl else root_of(self.siteurl)

    @property
    def root(self) -> str:
        """The path under which the site stands."""
        return root_of(self.siteurl)

    def at(self, address: str) -> str:
        """The full form of an address of this site."""
        return self.base + quote_address(address, "#?=&")


def stable_uuid(region: str, *parts: str) -> UUID:
    """An id that no change of address or domain touches: from the region's code, the kind and the first id."""
    return uuid5(NAMESPACE, "/".join((region, *parts)))


def first_id(record: Any) -> str:
    """The id a record was born with: its oldest alias (the first written), else its id."""
    return str(record.aliases[0]) if record.aliases else str(record.id)


def story_id(story: Any) -> str:
    """The address a story was born with."""
    aliases = story.alias_urls
    return str(aliases[0] if aliases else story.url)
