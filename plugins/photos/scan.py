"""Damage in the middle of a JPEG, which no decoder at hand speaks of: libjpeg warns, Pillow does not pass it on.

A damaged place nearly always makes the decoder lose or gain blocks, for Huffman codes fall into step again soon but with
another count. So a good picture of one scan, and only a good one, is ready neither before its last bytes nor after them:
``ScanFile`` holds the last bytes back until they are asked for, and puts a few bytes where the closing mark was, which are
not enough for even one lost block row. This costs nothing: the picture is decoded once, as it is anyway.

What this cannot see: damage that leaves the number of blocks as it was (a speck, a shift of colour), and damage inside a
progressive picture other than missing or impossible marks.

Layouts: ITU-T T.81 B.1.1 (marks), E.1 (the marks of restart count from 0 to 7).
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass

# A mark inside coded data: FF that is neither stuffed (00) nor fill (FF).
_MARK = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_RESTARTS = range(0xD0, 0xD8)
_START_OF_SCAN, _END, _RESTART_INTERVAL, _ALONE = 0xDA, 0xD9, 0xDD, 0x01
_PLAIN_FRAMES = (0xC0, 0xC1)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Tables, number of lines, restart interval, remarks: what may stand between two scans.
_BETWEEN = frozenset((0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xFE, _START_OF_SCAN, _END, *range(0xE0, 0xF0)))
# What is held back. A decoder reads ahead by at most eight bytes; encoders pad by less than one.
HELD_BACK = 16
FILLER = b"\0" * 12


class DamageError(OSError):
    """The picture's coded data contradicts itself; says how in Chinese."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: ``start`` and ``end`` of its coded data in the file, the mark that ends it, its restart marks in order."""

    start: int
    end: int
    mark: int
    restarts: bytes


@dataclass(frozen=True, slots=True)
class Frame:
    """What the header says: the kind of frame by its mark, and how many units are coded in all."""

    mark: int
    units: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture's frame (None when there is none), units between two marks of restart (0: no such marks), its scans, and
    whether its own end was reached."""

    frame: Frame | None
    interval: int
    scans: tuple[Scan, ...]
    closed: bool

    @property
    def plain(self) -> bool:
        """Whether this is one Huffman-coded sequential scan, as cameras and telephones write them."""
        scans, frame = self.scans, self.frame
        return frame is not None and frame.mark in _PLAIN_FRAMES and len(scans) == 1 and scans[0].mark == _END


def read_scans(data: bytes) -> Layout:
    """The frame and all scans of a JPEG, up to where its marks make no sense. Never raises."""
    frame, interval, scans, at, mark = None, 0, list[Scan](), 2, 0
    while found := _MARK.match(data, at):
        mark, at = found[1][0], found.end()
        if mark == _END or at + 2 > len(data):
            break
        if mark in _RESTARTS or mark == _ALONE:
            continue
        length = struct.unpack_from(">H", data, at)[0]
        if mark == _RESTART_INTERVAL and length >= 4:
            interval = int.from_bytes(data[at + 2 : at + 4], "big")
        elif mark in _FRAMES and length >= 11 and frame is None:
            frame = _read_frame(mark, data[at + 2 : at + length])
        at += length
        if mark == _START_OF_SCAN:
            scans.append(_read_scan(data, at))
            at = scans[-1].end
    return Layout(frame, interval, tuple(scans), mark == _END)


def _read_scan(data: bytes, start: int) -> Scan:
    end = data.find(b"\xff\xd9", start)
    # Counting is ten times as fast as looking at every FF; in most pictures each is a stuffed one.
    if end >= 0 and data.count(b"\xff", start, end) == data.count(b"\xff\x00", start, end):
        return Scan(start, end, _END, b"")
    restarts = bytearray()
    for found in _MARK.finditer(data, start):
        mark = found[1][0]
        if mark not in _RESTARTS:
            return Scan(start, found.start(), mark, bytes(restarts))
        restarts.append(mark)
    return Scan(start, len(data), 0, bytes(restarts))


def _read_frame(mark: int, body: bytes) -> Frame:
    height, width, count = struct.unpack_from(">HHB", body, 1)
    factors = [body[at] for at in range(7, min(len(body), 6 + 3 * count), 3)]
    across = max((factor >> 4 for factor in factors), default=1) or 1
    down = max((factor & 15 for factor in factors), default=1) or 1
    if count == 1:
        across = down = 1  # A.2.2: a scan of one component is not interleaved
    return Frame(mark, -(-width // (8 * across)) * -(-height // (8 * down)))


def check_marks(layout: Layout) -> None:
    """Raise DamageError when a mark stands where none may, or the marks of restart do not count up."""
    if not layout.closed:
        raise DamageError("标记不对")
    for scan in layout.scans:
        if scan.mark not in _BETWEEN:
            raise DamageError("标记不对")
        if any(mark != _RESTARTS[number % 8] for number, mark in enumerate(scan.restarts)):
            raise DamageError("分段次序不对")
    if layout.plain and layout.frame and layout.interval:
        wanted = -(-layout.frame.units // layout.interval) - 1
        # Some encoders write one more at the end.
        if len(layout.scans[0].restarts) not in (wanted, wanted + 1):
            raise DamageError("缺了分段")


class ScanFile(io.BytesIO):
    """A JPEG to decode from. Afterwards ``check_read`` says whether its last bytes were asked for.

    A picture that wants more data than it has ends the decoder's reading: Pillow says "truncated" then.
    """

    def __init__(self, data: bytes, layout: Layout) -> None:
        self._brink = 0
        if layout.plain:
            scan = layout.scans[0]
            self._brink = max(scan.start, scan.end - HELD_BACK)
            data = data[: scan.end] + FILLER
        self._asked = False
        super().__init__(data)

    def read(self, size: int | None = -1, /) -> bytes:
        at = self.tell()
        if self._brink and at < self._brink:
            rest = self._brink - at
            size = rest if size is None or size < 0 else min(size, rest)
        else:
            self._asked = True
        return super().read(size)

    def begin(self) -> None:
        """Forget what was read so far: what comes now is the decoding."""
        self._asked = False

    def check_read(self) -> None:
        """Raise DamageError when the decoder was ready before the last bytes."""
        if self._brink and not self._asked:
            raise DamageError("数据有多余")
