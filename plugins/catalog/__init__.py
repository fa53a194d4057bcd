"""The linked whole: records, stories and photographs under names, lists between them, and a Look that notes what is seen."""

from .catalog import Catalog, build_catalog
from .head import PageHead
from .look import CatalogLook

__all__ = ["Catalog", "CatalogLook", "PageHead", "build_catalog"]
