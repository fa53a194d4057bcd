"""What an object store must be told, worked out before anything is sent. Pure.

A store has no switch. What stands in for it: immutable files first, then single pages, then lists and feeds,
then the stamp; before a page is overwritten its old object is copied aside under a private name, so that the
way back needs nothing but the store itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.publishing.manifest import FileEntry, Manifest
from plugins.publishing.names import (
    cache_control,
    content_type,
    is_immutable,
    is_sibling,
    stored_encoding,
    upload_rank,
)

_TOKEN_DIGITS = 40

#: file name -> token of the object: its bytes and its headers together
Tokens = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """``preserve`` is copied aside first. ``send`` goes up in this order, in groups of one rank. ``touched``
    may be old or new.
    """

    preserve: tuple[str, ...]
    send: tuple[tuple[str, ...], ...]
    touched: frozenset[str]


def build_token(name: str, entry: FileEntry) -> str:
    """What an object is, headers included: when only a cache rule changes the object is sent again."""
    headers = (entry.digest, stored_encoding(name), content_type(name), cache_control(name))
    return hashlib.sha256("\n".join(headers).encode()).hexdigest()[:_TOKEN_DIGITS]


def build_tokens(manifest: Manifest) -> dict[str, str]:
    """The objects of a release. Compressed siblings are none: a store cannot choose between them."""
    return {n: build_token(n, e) for n, e in manifest.files.items() if not is_sibling(n)}


def plan_put(wanted: Tokens, live: Tokens, touched: Iterable[str]) -> Plan:
    """How to come from ``live`` to ``wanted``. ``touched`` are names that killed runs may have overwritten.

    A touched name's old object was preserved before it was touched, so it is not preserved again: it may be
    the new one by now.
    """
    before = frozenset(touched)
    differing = {n for n in {*wanted, *live} if wanted.get(n) != live.get(n)}
    send = sorted((n for n in wanted if n in differing or n in before), key=lambda n: (upload_rank(n), n))
    groups = tuple(tuple(n for n in send if upload_rank(n) == rank) for rank in range(4))
    preserve = tuple(
        sorted(n for n in differing - before if n in live and (n in wanted or not is_immutable(n)))
    )
    return Plan(preserve, tuple(group for group in groups if group), before | differing)


def plan_deletes(
    wanted: Tokens, known: Iterable[Tokens], touched: Iterable[str], kept: Iterable[Tokens]
) -> list[str]:
    """Names that may go once ``wanted`` is live: known ones that it lacks, but not immutable ones of a kept
    release.
    """
    names = {*touched, *(n for tokens in known for n in tokens)}
    held = {n for tokens in kept for n in tokens if is_immutable(n)}
    return sorted(names.difference(wanted, held))
