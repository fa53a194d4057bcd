"""Names on file, a line each with its checksum: what a kill cut off in the middle is passed over."""

# ruff: noqa: PTH123
# the hot path of every build; pathlib costs several times what the calls themselves do
from __future__ import annotations

from zlib import crc32


def journal_line(name: str) -> bytes:
    """A line for one name."""
    text = name.encode()
    return b"%08x %s\n" % (crc32(text), text)


def read_journal(path: str) -> set[str] | None:
    """The names in the journal, or None when there is none; damaged lines are passed over."""
    names = set()
    try:
        with open(path, "rb") as file:
            for line in file:
                text = line[9:-1]
                if line == b"%08x %s\n" % (crc32(text), text):
                    names.add(text.decode())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        pass
    return names
