"""The HTML of a picture."""

from __future__ import annotations

from markupsafe import Markup, escape

from plugins.photos.model import MIME_TYPES, Plan, Step, TargetFormat


def build_picture(
    plan: Plan,
    alt: str,
    *,
    sizes: str | None = None,
    lazy: bool = True,
    class_name: str = "",
    prefix: str = "/",
) -> Markup:
    """A ``<picture>`` with AVIF and WebP sources and a JPEG ``<img>`` that carries its size, so that nothing
    shifts.

    ``alt`` must say something: a blank one is a ValueError, because editors' blanks are caught where they
    write. ``sizes`` overrides the role's. ``prefix`` goes before every name ("/", "../../", "https://…/"). A
    lead picture is fetched at once and first, whatever ``lazy`` says.
    """
    if not alt.strip():
        raise ValueError(f"picture without alternative text: {plan.info.path}")
    size_list = escape(sizes or plan.sizes)
    parts = [
        Markup('<source type="{}" srcset="{}" sizes="{}">').format(
            MIME_TYPES[fmt], _srcset(plan.steps_in(fmt), prefix), size_list
        )
        for fmt in _source_formats(plan)
    ]
    jpegs, image = plan.steps_in("jpeg"), plan.image
    attributes = [("src", prefix + image.name)]
    if len(jpegs) > 1:
        attributes += [("srcset", _srcset(jpegs, prefix)), ("sizes", sizes or plan.sizes)]
    attributes += [("width", str(image.width)), ("height", str(image.height)), ("alt", alt.strip())]
    if class_name:
        attributes.append(("class", class_name))
    if plan.role == "lead":
        attributes += [("loading", "eager"), ("fetchpriority", "high")]
    else:
        attributes.append(("loading", "lazy" if lazy else "eager"))
    attributes.append(("decoding", "async"))
    img = Markup(" ").join(Markup('{}="{}"').format(name, value) for name, value in attributes)
    return Markup("<picture>{}<img {}></picture>").format(Markup("").join(parts), img)


def _source_formats(plan: Plan) -> list[TargetFormat]:
    wanted: tuple[TargetFormat, ...] = ("avif", "webp")
    return [fmt for fmt in wanted if plan.steps_in(fmt)]


def _srcset(steps: tuple[Step, ...], prefix: str) -> str:
    return ", ".join(f"{prefix}{step.name} {step.width}w" for step in steps)
