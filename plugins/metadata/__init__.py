"""What a page tells machines about itself: the state's page tags, Open Graph, JSON-LD; the sitemap and robots.txt."""

from .head import HeadBuilder, build_head
from .sitemap import build_outputs

__all__ = ["HeadBuilder", "build_head", "build_outputs"]
