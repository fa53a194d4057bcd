"""What an address on a page means in this output: a file of ours, another site, or nothing."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

Sort = Literal["ours", "missing", "other", "message", "data", "script", "malformed"]
_SCHEMES: tuple[tuple[tuple[str, ...], Sort], ...] = (
    (("mailto:", "tel:", "sms:", "webcal:"), "message"),
    (("data:",), "data"),
    (("javascript:", "vbscript:"), "script"),
)


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
    _known: dict[str, Goal] = field(default_factory=dict)

    @classmethod
    def build(cls, files: frozenset[str], siteurl: str) -> Space:
        """From the option or environment: ``https://host/portal`` stands under ``/portal/``."""
        parts = urlsplit(siteurl)
        return cls(files, siteurl.rstrip("/"), f"{parts.path.rstrip('/')}/", parts.netloc.lower())

    def resolve(self, href: str, page: str) -> Goal:
        """What ``href`` on the file ``page`` leads to."""
        rooted = href.startswith("/")
        if rooted and (known := self._known.get(href)):
            return known
        # Browsers take these out wherever they stand: a script hides behind them.
        goal = self._resolve(href.strip("\t\n\f\r ").translate(_UNSEEN), page)
        if rooted:
            self._known[href] = goal
        return goal

    def _resolve(self, href: str, page: str) -> Goal:
        lower = href[:12].lower()
        for starts, sort in _SCHEMES:
            if lower.startswith(starts):
                return Goal(sort, href)
        try:
            parts = urlsplit(href)
        except ValueError:
            return Goal("malformed", href)
        if parts.scheme or parts.netloc:
            if (
                parts.scheme not in ("", "http", "https")
                or parts.netloc.lower() != self.host
                or not self.host
            ):
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
