"""``fmt``: mends what a program may safely mend, and shows the difference. Nothing but the words is touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Final

from plugins.portal.reader import DATA_SUFFIXES, STORY_SUFFIXES
from plugins.portal.settings import PortalSettings
from plugins.registry import OTHER_FILES
from plugins.registry.reading import read_yaml

from .checking import read_words
from .proofreading import check_prose
from .proofreading.punctuation import DOUBLED, ELLIPSIS, FULL_WIDTH, HALF_WIDTH, IDLE_COMMA
from .proofreading.spacing import INDENT, SPACE, SPACE_AFTER

# Rules whose cure never changes what is said.
SAFE: Final = frozenset(
    rule.id for rule in (HALF_WIDTH, IDLE_COMMA, ELLIPSIS, SPACE, FULL_WIDTH, DOUBLED, SPACE_AFTER, INDENT)
)
# One cure may make room for another: a comma made wide leaves a space beside it.
_ROUNDS: Final = 6


def mend_text(path: str, text: str) -> str:
    """The text with everything mended that is safe. Pure, and a second time changes nothing.

    ``text`` has ``\\n`` as line end. What is not words stays byte for byte, but for blanks at the ends of data lines.
    """
    mended = text
    for _ in range(_ROUNDS):
        step = _mend_once(path, mended)
        if step == mended or not _keeps_shape(path, mended, step):
            break
        mended = step
    return mended


def _mend_once(path: str, text: str) -> str:
    read = read_words(path, text.encode("utf-8", "surrogatepass"))
    if read is None:
        return text
    _, prose = read
    pieces: list[str] = []
    at = 0
    for finding in check_prose(prose, numbers_too=False):
        if finding.fix is None or finding.rule not in SAFE or not prose.is_exact(finding.start, finding.end):
            continue
        start = prose.place(finding.start)
        if start < at:
            continue
        pieces += [text[at:start], finding.fix]
        at = start + finding.end - finding.start
    pieces.append(text[at:])
    return _strip_ends("".join(pieces)) if path.endswith(DATA_SUFFIXES) else "".join(pieces)


def _strip_ends(text: str) -> str:
    """Blanks at the ends of lines mean nothing in YAML. In Markdown two of them break the line, so there they stay."""
    return "\n".join(line.rstrip(" \t") for line in text.split("\n"))


def _keeps_shape(path: str, before: str, after: str) -> bool:
    """Whether the mended text still holds the same keys and items in the same order."""
    return _shape(path, before) == _shape(path, after)


def _shape(path: str, text: str) -> object:
    if path.endswith(DATA_SUFFIXES):
        reading = read_yaml(path, text, deep=True)
        return list(reading.starts), [problem.rule for problem in reading.problems]
    head = text.split("\n---", 1)[0] if text.startswith("---") else ""
    reading = read_yaml(path, head.removeprefix("---\n"), deep=True)
    return list(reading.starts), [problem.rule for problem in reading.problems], text.count("\n---")


def format_project(
    settings: PortalSettings, paths: Iterable[Path], *, write: bool, say: Callable[[str], None]
) -> int:
    """Show what would be mended as a difference, or mend it with ``write``. 0, also when there is something to mend."""
    count = changed = 0
    for file in _list_files(settings, list(paths)):
        path = settings.relative(file)
        count += 1
        try:
            raw = file.read_bytes()
            text = raw.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # check says so
        ending = "\r\n" if "\r\n" in text else "\n"
        plain = text.replace("\r\n", "\n")
        mended = mend_text(path, plain)
        if mended == plain:
            continue
        changed += 1
        for line in unified_diff(
            plain.split("\n"), mended.split("\n"), f"{path}(原来)", f"{path}(改后)", n=1, lineterm=""
        ):
            say(line)
        if write:
            write_whole(file, mended.replace("\n", ending).encode())
    done = "已改好" if write else "可以改好"
    more = "" if write or not changed else ";写回请用 make fmt ARGS=--write"
    say(f"共看 {count} 个文件,{done} {changed} 个{more}")
    return 0


def _list_files(settings: PortalSettings, paths: list[Path]) -> Iterator[Path]:
    roots = [path.resolve() for path in paths] or [settings.content, settings.data]
    seen: set[Path] = set()
    for root in roots:
        if not root.exists():
            raise ValueError(f"没有 {root.name} 这个文件或文件夹")
        for file in sorted(root.rglob("*")) if root.is_dir() else [root]:
            known = file.suffix in (*DATA_SUFFIXES, *STORY_SUFFIXES) and not file.name.startswith(".")
            other = file.parent == settings.data and file.name in OTHER_FILES
            if known and not other and file not in seen and file.is_file() and not file.is_symlink():
                seen.add(file)
                yield file


def write_whole(file: Path, data: bytes) -> None:
    """Replace a file at once: whoever reads it, or whatever kills us, sees the old text or the new one, never a part."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary = Path(name)
        temporary.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        temporary.replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
