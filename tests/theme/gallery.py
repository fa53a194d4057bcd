"""The theme's examples, rendered: what the tests judge and what the style guide shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).resolve().parent.parent.parent
THEME = ROOT / "theme"
COMPONENTS = THEME / "templates" / "components"
SHEETS = ("tokens", "base", "layout", "components", "utilities", "print")
SCRIPTS = ("elder", "read-aloud", "copy", "later")


class Component(NamedTuple):
    name: str
    description: str
    examples: list[tuple[str, Markup]]


class ExampleLoader(yaml.SafeLoader):
    """Dates and times stay text, as page templates receive them; ``!html`` is Markup."""


ExampleLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(("timestamp", "float"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
ExampleLoader.add_constructor("!html", lambda loader, node: Markup(loader.construct_scalar(node)))


def make_environment(*more: Path) -> Environment:
    """A Jinja environment as strict as the site's: escaping on, an unknown name is an error."""
    environment = Environment(
        loader=FileSystemLoader([*more, THEME / "templates"]), autoescape=True, undefined=StrictUndefined
    )
    environment.globals.update(
        url=build_url, asset=lambda path: path, once=lambda macro, *args: macro(*args), show_card=show_card
    )
    return environment


def show_card(macro: Any, card: Mapping[str, Any], lead: bool = False) -> Markup:
    return Markup(macro(lead=True, **card) if lead else macro(**card))


def build_url(name: str) -> str:
    return "index.html" if name == "home" else f"/{name.removeprefix('index/')}/"


def load_examples(path: Path) -> Mapping[str, Any]:
    return yaml.load(path.read_text("utf-8"), ExampleLoader)


def render_component(environment: Environment, path: Path) -> Component:
    """Render every example of one ``components/<name>.examples.yml``."""
    name = path.name.removesuffix(".examples.yml")
    data = load_examples(path)
    macro = getattr(environment.get_template(f"components/{name}.html").module, name.replace("-", "_"))
    return Component(
        name,
        data["description"],
        [(example["name"], macro(**example["args"])) for example in data["examples"]],
    )


def render_gallery(environment: Environment) -> list[Component]:
    return [render_component(environment, path) for path in sorted(COMPONENTS.glob("*.examples.yml"))]


def read_stylesheet() -> str:
    return "".join((THEME / "static" / "css" / f"{name}.css").read_text("utf-8") for name in SHEETS)


def read_script() -> str:
    return "".join((THEME / "static" / "js" / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
