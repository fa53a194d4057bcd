"""What a build makes: pages of one file, and bundles of many. Values only; nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

# Temporary files of the writer begin so; no output may.
TEMPORARY_PREFIX = ".~"


class OutputError(ValueError):
    """The list of outputs cannot be built: a bad name, or two outputs that want one file. A programming
    error.
    """


class ByteSink(Protocol):
    """What ``sink.open`` gives: something to write bytes or text (UTF-8) to, in pieces."""

    def write(self, data: bytes | str) -> int: ...


class Sink(Protocol):
    """Where a bundle puts its files. Names are POSIX paths under the output, as for a Page.

    Of what the last build made of this bundle it also tells which files lie there untouched, so that a bundle of
    thousands need not make again what stands. ``last`` ties these files to what the bundle itself remembers: a
    bundle that stores ``seal()`` beside its own notes and finds it as ``last`` knows that the files are those
    that it wrote when it left the notes. A build that failed, or whose cache was lost, has another ``last``.
    """

    @property
    def last(self) -> bytes:
        """16 bytes for the names and contents that the last build left of this bundle; b"" when nothing is known."""

    def put(self, name: str, data: bytes | str) -> None:
        """Write one whole file."""

    def open(self, name: str) -> AbstractContextManager[ByteSink]:
        """Write one file in pieces, in bounded memory. It counts only when the context ends without an
        exception.
        """

    def keep(self, name: str, digest: bytes = b"") -> bool:
        """Let a file stand as the last build wrote it, instead of ``put``; whether it stands.

        False when it is not known, or no longer lies there as recorded (size and times), or ``digest`` is given and
        its content has another one: then the bundle must put it. What is neither kept nor put is removed.
        """

    def kept_names(self) -> Mapping[str, bytes]:
        """Every file that the last build left of this bundle, with the digest of its content, in the order it was
        written. Whether it still lies there is for ``keep`` to say.
        """

    def read(self, name: str) -> bytes | None:
        """The bytes of a file as the last build wrote it; None when they are not there any more. Digested."""

    def seal(self) -> bytes:
        """What ``last`` will be at the next build if nothing more is written now and this build succeeds."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One file. ``name`` is its POSIX path under the output: ``places/jinsha/index.html``.

    ``recipe`` names the static ingredients; its digest is given to the build. ``render(look)`` returns text
    (written as UTF-8) or bytes and is a pure function of what it saw through its look. ``affinity`` is the
    path of the source whose reader should also render it. ``weight`` is the expected work in ordinary
    pages; it only balances processes.
    """

    name: str
    recipe: str
    render: Callable[[Any], str | bytes]
    affinity: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    """Several files from one pass. ``name`` is a label, unique among outputs; it is no file.

    ``write(look, sink)`` puts files into the sink; which ones may depend on what it saw. Files of an
    earlier build that it no longer puts are removed. The other fields are those of a Page.
    """

    name: str
    recipe: str
    write: Callable[[Any, Sink], None]
    affinity: str = ""
    weight: int = 16


Output = Page | Bundle


def check_name(name: str) -> str:
    """``name`` itself when it is a sound POSIX path under the output; else OutputError that says what is
    wrong.

    Refused: empty, absolute, a backslash, NUL or other control character, an empty part or ``.`` or
    ``..`` between slashes, a part over 255 bytes of UTF-8, a lone surrogate, a part that begins like the
    writer's temporary files.
    """
    reason = ""
    if not name:
        reason = "it is empty"
    elif name[0] == "/":
        reason = "it is absolute"
    elif "\\" in name or not name.isprintable():
        reason = "it holds a backslash or an unprintable character"
    else:
        for part in name.split("/"):
            if part in {"", ".", ".."}:
                reason = f"it has the part {part!r}"
            elif part.startswith(TEMPORARY_PREFIX):
                reason = f"the part {part!r} is kept for temporary files"
            elif len(part) > 63 and len(part.encode()) > 255:
                reason = "a part is longer than 255 bytes"
    if reason:
        raise OutputError(f"output name {name!r} is not usable: {reason}")
    return name


def index_outputs(outputs: Iterable[Output], known: Iterable[str] = ()) -> dict[str, Output]:
    """Outputs by name, in the order given. ``known`` names passed an earlier check and are not checked again.

    Raises OutputError for a bad name of a page, for two outputs of one name (saying which two), and for a
    page whose path is a folder of another page's path.
    """
    found: dict[str, Output] = {}
    fresh: list[Page] = []
    known = known if isinstance(known, (dict, set, frozenset)) else set(known)
    for output in outputs:
        name = output.name
        if name in found:
            raise OutputError(
                f"two outputs are named {name!r}: {describe(found[name])} and {describe(output)}"
            )
        found[name] = output
        if name not in known and isinstance(output, Page):
            check_name(name)
            fresh.append(output)
    if fresh:
        _check_folders(found)
    return found


def _check_folders(outputs: dict[str, Output]) -> None:
    folders: dict[str, str] = {}
    for name, output in outputs.items():
        if isinstance(output, Page):
            folder = name.rpartition("/")[0]
            while folder and folder not in folders:
                folders[folder] = name
                folder = folder.rpartition("/")[0]
    for folder, name in folders.items():
        output = outputs.get(folder)  # type: ignore[assignment]
        if isinstance(output, Page):
            raise OutputError(f"{describe(output)} is a file where {describe(outputs[name])} needs a folder")


def describe(output: Output) -> str:
    """One output in words, for messages: its kind, name, recipe and, where it has one, its source."""
    source = f", from {output.affinity}" if output.affinity else ""
    return f"{type(output).__name__} {output.name!r} (recipe {output.recipe!r}{source})"
