"""The walls of the house: imports run downward only, none sideways, and one file alone knows Pelican."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PLUGINS = Path(__file__).resolve().parent.parent / "plugins"

# Room -> floor. Rooms of one floor do not import each other (docs/architecture.md).
FLOORS: dict[str, float] = {
    "lending": 0,
    "registry": 1,
    "pipeline": 1,
    "urls": 2,
    "escaping": 2,
    "stories": 2,
    "photos": 2,
    "fonts": 2,
    "catalog": 2.5,
    "pages": 3,
    "metadata": 3,
    "search": 3,
    "exports": 3,
    "posters": 3,
    "portal": 4,
    "desk": 5,
    "inspection": 5,
    "publishing": 5,
}
KNOWS_PELICAN = {"portal/plugin.py"}


def room_of(path: Path) -> str:
    return path.relative_to(PLUGINS).parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, in full, relative ones resolved."""
    package = ("plugins", *path.relative_to(PLUGINS).parent.parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield module
            if module == "plugins":
                yield from (f"plugins.{alias.name}" for alias in node.names)


def sources() -> list[Path]:
    return sorted(path for path in PLUGINS.rglob("*.py") if path != PLUGINS / "__init__.py")


def test_every_room_has_a_floor() -> None:
    assert sorted({room_of(path) for path in sources()} - FLOORS.keys()) == []


def test_imports_run_downward() -> None:
    wrong = []
    for path in sources():
        room = room_of(path)
        for module in imports_of(path):
            parts = module.split(".")
            if parts[0] == "plugins" and len(parts) > 1 and parts[1] != room and FLOORS[parts[1]] >= FLOORS[room]:
                wrong.append(f"{path.relative_to(PLUGINS)} imports {module}")
    assert wrong == []


def test_one_file_knows_pelican() -> None:
    knowing = {
        path.relative_to(PLUGINS).as_posix()
        for path in sources()
        for module in imports_of(path)
        if module.split(".")[0] == "pelican"
    }
    assert knowing == KNOWS_PELICAN


def test_no_code_knows_the_county() -> None:
    root = PLUGINS.parent
    files = [path for folder in ("plugins", "theme") for path in sorted((root / folder).rglob("*")) if path.is_file()]
    naming = [
        path.relative_to(root).as_posix()
        for path in files
        if "__pycache__" not in path.parts
        and any(word in path.read_bytes() for word in ("桦甸".encode(), b"huadian", b"Huadian", b"220282"))
    ]
    assert naming == []
