"""The theme's templates, compiled once: code by the digest of its source in a file of the cache.

The environment is Jinja's with ways cut short that it walks at every render of every page: finding a template by name,
making a component's module anew because the page that imports it has variables of its own, and what ``shortcuts`` holds.
"""

from __future__ import annotations

import marshal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2.meta
from jinja2 import BaseLoader, Environment, StrictUndefined, Template, TemplateNotFound
from jinja2.environment import TemplateModule

from plugins.escaping import show_value
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_parts, digest_text

from .shortcuts import PageContext

# name -> (digest of the source, marshalled code, names of the templates it extends, includes or imports)
Compiled = dict[str, tuple[bytes, bytes, tuple[str, ...]]]


class _Template(Template):
    """A template whose module is made once. Nothing here imports ``with context``."""

    _module: TemplateModule | None

    def _get_default_module(self, ctx: Any = None) -> TemplateModule:
        module = self._module
        if module is None:
            module = self._module = self.make_module()
        return module


class ThemeEnvironment(Environment):
    """Autoescape on, undefined names are errors, templates found by one dict look-up."""

    template_class = _Template
    context_class = PageContext

    def __init__(self, theme: Theme) -> None:
        super().__init__(loader=_ThemeLoader(theme), cache_size=-1, **_OPTIONS)
        self._found: dict[str, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent, globals)
        return found


    def getattr(self, obj: Any, attribute: str) -> Any:
        """A view is a dict, which has no such attribute nearly every time: finding that out first is slow."""
        if type(obj) is dict and attribute in obj and attribute not in _DICT_NAMES:
            return obj[attribute]
        return super().getattr(obj, attribute)


_DICT_NAMES = frozenset(dir(dict))
_OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": False,
    "auto_reload": False,
}


class Theme:
    """The sources of a folder of templates, and what they compile to.

    ``cache`` is the file that keeps the compiled ones; None keeps nothing. A damaged file counts as absent.
    """

    def __init__(self, templates: Path, cache: Path | None = None) -> None:
        self._cache = cache
        self._version = digest_parts(str(templates), jinja2.__version__, sys.version, repr(_OPTIONS))
        self.sources: dict[str, str] = {
            path.relative_to(templates).as_posix(): path.read_text("utf-8")
            for path in sorted(templates.rglob("*"))
            if path.is_file() and path.suffix in {".html", ".xml", ".xsl"}
        }
        self._digests = {name: digest_text(source) for name, source in self.sources.items()}
        self._folder = templates
        self._compiled = self._load()
        self._fresh = False

    def code(self, environment: Environment, name: str) -> CodeType:
        """The code of one template. Raises TemplateNotFound."""
        code: CodeType = marshal.loads(self._compile(environment, name)[1])
        return code

    def references(self, environment: Environment, name: str) -> tuple[str, ...]:
        """The templates that one template extends, includes or imports by a fixed name."""
        return self._compile(environment, name)[2]

    def digest(self, environment: Environment, name: str) -> bytes:
        """16 bytes for a template with everything that it reaches; of nothing for a name that is no template."""
        reached: set[str] = set()
        todo = [name]
        while todo:
            current = todo.pop()
            if current not in reached and current in self.sources:
                reached.add(current)
                todo += self.references(environment, current)
        return digest_parts(*(part for found in sorted(reached) for part in (found, self._digests[found])))

    def prepare(self, crew: Crew) -> None:
        """Compile what is not compiled yet, each process of a crew its share. Every process must call it; then ``save``."""
        environment = ThemeEnvironment(self)
        missing = [
            name for name, digest in self._digests.items() if self._compiled.get(name, (b"",))[0] != digest
        ]
        for name in missing[crew.rank :: crew.size]:
            self._compile(environment, name)
        for rows in crew.share({name: self._compiled[name] for name in missing[crew.rank :: crew.size]}):
            self._compiled.update(rows)
        self._fresh = self._fresh or bool(missing)

    def save(self) -> None:
        """Leave the compiled templates for the next build, if there are new ones."""
        if self._fresh and self._cache is not None:
            kept = {name: row for name, row in self._compiled.items() if name in self.sources}
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            new = self._cache.with_suffix(".new")
            body = marshal.dumps(kept)
            new.write_bytes(self._version + digest_parts(body) + body)
            new.replace(self._cache)
            self._fresh = False

    def _compile(self, environment: Environment, name: str) -> tuple[bytes, bytes, tuple[str, ...]]:
        row = self._compiled.get(name)
        if name not in self.sources:
            raise TemplateNotFound(name)
        if row is None or row[0] != self._digests[name]:
            source = self.sources[name]
            tree = environment.parse(source, name, str(self._folder / name))
            # Generating code changes the tree, so the references are read first.
            found = tuple(dict.fromkeys(ref for ref in jinja2.meta.find_referenced_templates(tree) if ref))
            code = environment.compile(tree, name, str(self._folder / name))
            row = self._compiled[name] = (self._digests[name], marshal.dumps(code), found)
            self._fresh = True
        return row

    def _load(self) -> Compiled:
        if self._cache is not None:
            with suppress(OSError, ValueError, EOFError, TypeError):
                data = self._cache.read_bytes()
                if data[:16] == self._version and data[16:32] == digest_parts(data[32:]):
                    compiled: Compiled = marshal.loads(data[32:])
                    return compiled
        return {}


class _ThemeLoader(BaseLoader):
    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool]]:
        source = self._theme.sources.get(template)
        if source is None:
            raise TemplateNotFound(template)
        return source, None, lambda: True

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002
        code = self._theme.code(environment, name)
        # Jinja's chain of maps would be walked, name by name, for every page.
        names = dict(globals or {})
        template = environment.template_class.from_code(environment, code, names, lambda: True)
        # Code that Jinja made calls this name on every value that it shows, and for nothing else.
        template.root_render_func.__globals__["escape"] = show_value
        return template
