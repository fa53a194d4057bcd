"""Search: a full-text index in small static files, a name index by pinyin, and the Python twin of the browser's reader."""

from .documents import Document, build_layout
from .reader import Reader
from .site import SiteIndex, build_outputs
from .write import FORMAT, SEARCH_ROOT, write_index

__all__ = [
    "FORMAT",
    "SEARCH_ROOT",
    "Document",
    "Reader",
    "SiteIndex",
    "build_layout",
    "build_outputs",
    "write_index",
]
