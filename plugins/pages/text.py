"""Markdown and bodies as the catalog finishes them, under the name by which the sections know them."""

from plugins.catalog.text import resolve_link, show_body, show_markdown

__all__ = ["resolve_link", "show_body", "show_markdown"]
