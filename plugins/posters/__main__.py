"""``python -m plugins.posters [--output posters]``: every poster as a PDF, straight from data and photographs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from plugins.catalog import Catalog, CatalogLook, build_catalog
from plugins.catalog.pictures import list_photo_uses, photo_path
from plugins.photos import DerivativeCache, PhotoError, load_derivative, load_photos, verify_photo
from plugins.pipeline.build import BuildError, run_build
from plugins.pipeline.clock import read_now
from plugins.pipeline.crew import Crew
from plugins.pipeline.digests import digest_files, digest_parts
from plugins.pipeline.outputs import Page
from plugins.pipeline.progress import TextProgress
from plugins.pipeline.report import BuildReport
from plugins.pipeline.state import State
from plugins.registry import load_registry
from plugins.registry.problems import Problem, has_errors

from .outputs import FOLDER, KINDS, Studio, build_outputs, digest_materials
from .press import check_press

NO_ADDRESS = "没有给出网站地址,海报上不印二维码;要印请加 SITEURL=https://…,或在 data/site.yml 写 domain"


@dataclass(frozen=True, slots=True)
class Order:
    """What to print and where. Paths are absolute; ``kinds`` empty means all."""

    project: Path
    output: Path
    siteurl: str
    kinds: tuple[str, ...] = ()
    samples: bool = True
    jobs: int = 1


def load_catalog(
    order: Order, environ: Mapping[str, str] = os.environ
) -> tuple[Catalog | None, list[Problem]]:
    """The catalog of records and photographs (posters show no stories); None when the data has errors."""
    registry, problems = load_registry(order.project)
    if registry is None or has_errors(problems):
        return None, problems
    if not order.samples:
        registry = registry.without_samples()
    content = order.project / "content"
    wanted = {
        photo_path(photo.file) for _, photo, standing in list_photo_uses(registry) if standing == "honoree"
    }
    photos, found = load_photos(content, wanted)
    for info in photos.values():
        try:
            verify_photo(content, info)
        except PhotoError as error:
            found.append(error.problem)
    problems = sorted([*problems, *(replace(problem, path=f"content/{problem.path}") for problem in found)])
    if has_errors(problems):
        return None, problems
    return build_catalog(registry, [], photos, read_now(environ).date()), problems


def list_sheets(catalog: Catalog, studio: Studio, kinds: tuple[str, ...]) -> list[Page]:
    """The wanted posters, named from inside the folder they go to."""
    pages = build_outputs(catalog, studio)
    return [
        replace(page, name=page.name.removeprefix(f"{FOLDER}/"))
        for page in pages
        if not kinds or page.recipe.removeprefix("poster:") in kinds
    ]


def print_posters(order: Order) -> tuple[BuildReport | None, list[Problem]]:
    """Print what changed since the last time, in ``order.jobs`` processes. None when the data has errors."""
    catalog, problems = load_catalog(order)
    if catalog is None:
        return None, problems
    cache = order.project / ".cache"
    derivatives = DerivativeCache(cache / "photos")
    styles = order.project / "theme" / FOLDER
    studio = Studio.open(
        styles,
        cache / "fonts",
        order.siteurl,
        lambda info, step: load_derivative(order.project / "content", info, step, derivatives),
    )
    code = digest_files(Path(__file__).resolve().parent.parent, (".py",))
    ground = digest_parts(code, digest_materials(styles), order.siteurl)
    with Crew(order.jobs) as crew:
        report = run_build(
            list_sheets(catalog, studio, order.kinds),
            make_look=partial(CatalogLook, catalog),
            recipe_digests={f"poster:{kind}": ground for kind in KINDS},
            state=State(cache, order.output, code).load(),
            crew=crew,
            progress=TextProgress(),
        )
    return report, problems


def read_order(arguments: list[str], environ: Mapping[str, str]) -> Order:
    """The command line as an order."""
    parser = argparse.ArgumentParser(prog="make posters", description="由数据做海报和告示(PDF)")
    parser.add_argument("--output", default="posters", help="放到哪个文件夹")
    parser.add_argument(
        "--kind", action="append", choices=sorted(KINDS), default=[], help="只做某一类,可写多次"
    )
    parser.add_argument("--no-samples", action="store_true", help="不做示例的海报")
    parser.add_argument("--project", default=".", help="门户所在的文件夹")
    parser.add_argument("--jobs", type=int, default=0, help="同时用几个进程")
    chosen = parser.parse_args(arguments)
    project = Path(chosen.project).resolve()
    return Order(
        project=project,
        output=(project / chosen.output).resolve(),
        siteurl=environ.get("SITEURL", "").rstrip("/"),
        kinds=tuple(chosen.kind),
        samples=not chosen.no_samples,
        jobs=chosen.jobs or os.cpu_count() or 1,
    )


def main(arguments: list[str]) -> int:
    """The exit status: 0 only when every poster is there."""
    order = read_order(arguments, os.environ)
    missing = check_press()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    try:
        report, problems = print_posters(order)
    except (BuildError, ValueError) as failure:
        print(failure, file=sys.stderr)
        return 1
    for problem in problems:
        print(problem, file=sys.stderr)
    if report is None:
        print("数据有错误,没有做海报", file=sys.stderr)
        return 1
    if not order.siteurl:
        print(NO_ADDRESS, file=sys.stderr)
    print(f"海报共 {report.outputs} 份,在 {order.output.name}/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
