"""What an address on a page means in this output: a file of ours, another site, or nothing."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from .facts import Menu

Sort = Literal["ours", "missing", "other", "message", "data", "script", "malformed"]
_SCHEMES: tuple[tuple[tuple[str, ...], Sort], ...] = (
    (("mailto:", "tel:", "sms:", "webcal:"), "message"),
    (("data:",), "data"),
    (("javascript:", "vbscript:"), "script"),
)


# Addresses of the machine that built the site: no reader can follow them.
_AT_HOME: Final = re.compile(
    r"(?:localhost|.*\.(?:localhost|local|internal)|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|\[::1?\])(?::\d+)?"
)
_USUAL_PORT: Final = re.compile(r":(?:80|443)?$")
# What browsers take away at both ends.
_ENDS: Final = "".join(map(chr, range(33)))
# What these begin leads to the same from every page.
_ROOTED: Final = ("/", "http:", "https:")
_UNSEEN: Final = {ord(char): None for char in "\t\n\r"}


class Goal(NamedTuple):
    """Where an address leads. ``file`` is the output's file (for ``missing``: the one that would be needed); ``fragment``
    is decoded, without ``#``. ``other`` is another site, ``file`` its address then.
    """

    sort: Sort
    file: str
    fragment: str = ""


@dataclass(slots=True)
class Space:
    """The files of an output and the address it stands at. ``siteurl`` may be empty: then the site stands at the root of
    a host unknown.
    """

    files: frozenset[str]
    siteurl: str = ""
    root: str = "/"
    host: str = ""
    own: re.Pattern[str] | None = None
    _known: dict[str, Goal] = field(default_factory=dict)
    _menus: dict[Menu, frozenset[str] | None] = field(default_factory=dict)

    @classmethod
    def build(cls, files: frozenset[str], siteurl: str) -> Space:
        """From the option or environment: ``https://host/portal`` stands under ``/portal/``."""
        parts = urlsplit(siteurl)
        host = _USUAL_PORT.sub("", parts.netloc.lower())
        # An address of the site's own in running text ends where none can go on.
        own = (
            re.compile(
                rf"(?:https?:)?//{re.escape(host)}(?::\d+)?(?![\w.-])[^\s\"'<>\\^`{{|}}(),，。；、）」”]*"
            )
            if host
            else None
        )
        return cls(files, siteurl.rstrip("/"), f"{parts.path.rstrip('/')}/", host, own)

    def resolve(self, href: str, page: str) -> Goal:
        """What ``href`` on the file ``page`` leads to."""
        rooted = href.startswith(_ROOTED)
        if rooted and (known := self._known.get(href)):
            return known
        # Browsers take these out wherever they stand: a script hides behind them.
        goal = self._resolve(href.strip(_ENDS).translate(_UNSEEN), page)
        if rooted:
            self._known[href] = goal
        return goal

    def resolve_menu(self, menu: Menu) -> frozenset[str] | None:
        """The files that a menu's links lead to; None where one of them needs to be judged where it stands."""
        if menu not in self._menus:
            goals = [self.resolve(href, "") for href in menu.hrefs]
            plain = all(goal.sort == "ours" and not goal.fragment for goal in goals)
            self._menus[menu] = frozenset(goal.file for goal in goals) if plain else None
        return self._menus[menu]

    def _resolve(self, href: str, page: str) -> Goal:
        lower = href[:12].lower()
        for starts, sort in _SCHEMES:
            if lower.startswith(starts):
                return Goal(sort, href)
        try:
            parts = urlsplit(_turn_slashes(href) if "\\" in href else href)
        except ValueError:
            return Goal("malformed", href)
        if parts.scheme or parts.netloc:
            host = _USUAL_PORT.sub("", parts.netloc.lower())
            web = parts.scheme in ("", "http", "https")
            if (web and (not host or (_AT_HOME.fullmatch(host) and host != self.host))) or _is_of_a_disk(
                parts.scheme
            ):
                return Goal("malformed", href)
            if not web or host != self.host:
                return Goal("other", href, unquote(parts.fragment))
            path = parts.path or "/"
        elif parts.path:
            path = (
                parts.path
                if parts.path.startswith("/")
                else posixpath.join(self.root + page, "..", parts.path)
            )
        else:
            return Goal("ours", page, unquote(parts.fragment))
        return self._look_up(unquote(path), unquote(parts.fragment))

    def _look_up(self, path: str, fragment: str) -> Goal:
        folder = path.endswith(("/", "/.", "/.."))
        clean = posixpath.normpath(path)
        clean = f"/{clean.lstrip('/')}"
        if folder and clean != "/":
            clean += "/"
        if not clean.startswith(self.root):
            if f"{clean}/" == self.root:
                return self._look_up(self.root, fragment)
            # The host's own ground beside the site is not ours to promise.
            return Goal("missing", clean, fragment)
        name = clean[len(self.root) :]
        if name == "" or name.endswith("/"):
            name += "index.html"
        elif name not in self.files and f"{name}/index.html" in self.files:
            name += "/index.html"
        return Goal("ours" if name in self.files else "missing", name, fragment)

    def address_of(self, file: str) -> str:
        """The address that serves a file, from the site's root."""
        plain = (
            file.removesuffix("index.html") if file == "index.html" or file.endswith("/index.html") else file
        )
        return self.root + plain


def _turn_slashes(href: str) -> str:
    """Browsers read a backslash before the query as a slash."""
    end = next((at for at, char in enumerate(href) if char in "?#"), len(href))
    return href[:end].replace("\\", "/") + href[end:]


def _is_of_a_disk(scheme: str) -> bool:
    """``file:`` and ``C:`` lead to the editor's own machine."""
    return scheme == "file" or len(scheme) == 1
