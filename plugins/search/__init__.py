"""Search: a full-text index in small static files, a name index by pinyin, and the Python twin of the browser's reader."""

from .build import PartialIndex, build_shards, index_documents, merge_partials
from .documents import Document, build_layout
from .reader import Reader
from .site import SiteIndex, build_outputs
from .write import SEARCH_ROOT, write_index

__all__ = [
    "SEARCH_ROOT",
    "Document",
    "PartialIndex",
    "Reader",
    "SiteIndex",
    "build_layout",
    "build_outputs",
    "build_shards",
    "index_documents",
    "merge_partials",
    "write_index",
]
