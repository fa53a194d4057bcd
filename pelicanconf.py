"""Pelican's settings for development: samples and drafts shown, addresses from the root."""

from __future__ import annotations

import os

SITENAME = "新时代文明实践中心"
SITEURL = os.environ.get("SITEURL", "")
PATH = "content"
OUTPUT_PATH = os.environ.get("OUTPUT", "output")
THEME = "theme"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh-CN"
PLUGINS = ["plugins.portal.plugin"]

# Stories, pages and pictures come from the portal's own generator (docs/architecture.md says why); Pelican's stay idle.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
THEME_STATIC_PATHS: list[str] = []
READERS = {"rst": None, "html": None, "htm": None}
CACHE_CONTENT = False
LOAD_CONTENT_CACHE = False
DELETE_OUTPUT_DIRECTORY = False
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}

# Which file these settings come from: the early exit compares it.
PORTAL_SETTINGS = __file__
PORTAL_DATA = "data"
PORTAL_CACHE = ".cache"
