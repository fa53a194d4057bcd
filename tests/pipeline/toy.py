"""A toy domain for tests: notes in text files, pages that look at each other's titles, lists, and a bundle.

A note ``a.txt``: the first line is its title, a line ``see: b`` names another note, the rest is text.
Run as a program it builds once: ``toy.py <source> <output> <cache> <jobs>``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from plugins.pipeline.build import run_build
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_text, digest_value
from plugins.pipeline.looks import DictShelf, Look
from plugins.pipeline.outputs import Bundle, Output, Page
from plugins.pipeline.report import BuildReport
from plugins.pipeline.sources import read_sources, scan_files
from plugins.pipeline.state import State


def parse_note(path: str, data: bytes) -> tuple[str, tuple[str, ...], str]:
    lines = data.decode().split("\n")
    sees = tuple(line[5:] for line in lines if line.startswith("see: "))
    return lines[0], sees, "\n".join(lines[1:])


def build_shelf(notes: dict[str, Any]) -> DictShelf:
    values: dict[str, object] = {}
    for path, (title, sees, text) in notes.items():
        name = path.removesuffix(".txt")
        values[f"title/{name}"] = title
        values[f"note/{name}"] = (title, sees, text)
        letter = title[:1] or "-"
        values[f"list/{letter}"] = (*values.get(f"list/{letter}", ()), name)  # type: ignore[misc]
    values["list"] = tuple(path.removesuffix(".txt") for path in notes)
    return DictShelf(values, {name: digest_value(value) for name, value in values.items()})


def render_note(name: str) -> Any:
    def render(look: Look) -> str:
        title, sees, text = look(f"note/{name}")
        seen = [f"{other}: {look(f'title/{other}') or 'missing'}" for other in sees]
        same = ",".join(look(f"list/{title[:1] or '-'}"))
        return f"<h1>{title}</h1>\n{text}\n" + "\n".join(seen) + f"\n[{same}]\n"

    return render


def write_letters(look: Look, sink: Any) -> None:
    letters: dict[str, list[str]] = {}
    for name in look("list"):
        title = look(f"title/{name}")
        letters.setdefault(f"{ord(title[0]):x}" if title else "-", []).append(title)
    for letter, titles in letters.items():
        sink.put(f"letters/{letter}.txt", "\n".join(titles))
    with sink.open("all.bin") as stream:
        for name in look("list"):
            stream.write(f"{name}\n")


def build_outputs(notes: dict[str, Any]) -> list[Output]:
    pages: list[Output] = [
        Page(f"{path.removesuffix('.txt')}/index.html", "note", render_note(path.removesuffix(".txt")), path)
        for path in notes
    ]
    pages.append(Page("index.html", "list", lambda look: "\n".join(look(f"title/{n}") for n in look("list"))))
    pages.append(Bundle("letters", "list", write_letters))
    return pages


def build_toy(
    source: Path,
    output: Path,
    cache: Path,
    jobs: int = 1,
    *,
    recipe: str = "1",
    small: int = 0,
    **options: Any,
) -> BuildReport:
    """One build of the toy, all of it; ``recipe`` stands for the templates."""
    state = State(cache, output).load()
    with Crew(jobs) as crew:
        crew.small_work = small
        scan = scan_files(source, (".txt",))
        notes = read_sources(scan.files, parse_note, state, crew, scan.taken_ns)
        shelf = build_shelf(notes)
        return run_build(
            build_outputs(notes),
            make_look=lambda: Look(shelf),
            recipe_digests={"note": digest_text(recipe), "list": digest_text("list")},
            state=state,
            crew=crew,
            **options,
        )


def read_tree(root: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, every folder with None."""
    return {p.relative_to(root).as_posix(): p.read_bytes() if p.is_file() else None for p in root.rglob("*")}


if __name__ == "__main__":
    build_toy(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
