"""The order of releases on a host: pure, the same for every target."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import is_release


@dataclass(frozen=True, slots=True)
class History:
    """Release ids, oldest first, and the one that is live (empty when none is)."""

    ids: tuple[str, ...] = ()
    current: str = ""

    def to_json(self) -> str:
        return json.dumps({"ids": list(self.ids), "current": self.current}, indent=1) + "\n"


def parse_history(text: str) -> History:
    """A history from its JSON; an empty one when the text is damaged, because a history only decides what to
    keep.
    """
    try:
        raw = json.loads(text)
        ids = tuple(i for i in raw["ids"] if is_release(i))
        current = str(raw["current"])
    except (ValueError, KeyError, TypeError):
        return History()
    return History(ids, current if current in ids else "")


def advance(history: History, release: str) -> History:
    """``release`` becomes live. Releases that had been taken back move to the oldest end, so that they are
    never gone back to.
    """
    if release == history.current:
        return history
    place = history.ids.index(history.current) + 1 if history.current else len(history.ids)
    before, abandoned = history.ids[:place], history.ids[place:]
    ids = [i for i in (*abandoned, *before) if i != release]
    return History((*ids, release), release)


def find_way_back(history: History, wanted: str = "") -> str:
    """The release to go back to: ``wanted`` (a unique beginning of an id is enough), else the one before the
    live one.
    """
    if wanted:
        found = [i for i in history.ids if i.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        state = "没有" if not found else "不止一个"
        raise PublishError(f"主机上{state}以 {wanted} 开头的版本", "先用 releases 命令看有哪些版本")
    place = history.ids.index(history.current) if history.current else 0
    if place == 0:
        raise PublishError("没有更早的版本可以退回", "修好内容后重新发布;平时用 --keep 多留几个版本")
    return history.ids[place - 1]


def go_back(history: History, release: str) -> History:
    """``release`` becomes live again; the order stays, so that a further step goes further back."""
    return replace(history, current=release)


def split_kept(history: History, keep: int) -> tuple[History, tuple[str, ...]]:
    """The history with ``keep`` releases at most, and those that fall out, oldest first. The live one always
    stays.
    """
    surplus = max(0, len(history.ids) - max(1, keep))
    dropped = tuple([i for i in history.ids if i != history.current][:surplus])
    return replace(history, ids=tuple(i for i in history.ids if i not in dropped)), dropped
