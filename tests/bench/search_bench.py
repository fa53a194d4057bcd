"""What search costs: ``python -m tests.bench.search_bench [pages] [characters]``.

Bytes are those of a first search on a host that serves brotli: script, manifest, shards, and the blocks of ten results.
"""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median

import brotli

from plugins.portal.assets import load_assets
from plugins.search import Document, Reader, build_layout
from plugins.search.documents import Layout
from plugins.search.fold import fold_query
from plugins.search.shards import PARTS, choose_bits
from plugins.search.texts import Texts, fold_documents
from plugins.search.write import SEARCH_ROOT, build_side_files, load_builder, name_shards
from tests.search.corpus import find_plainly, fold_all, make_documents, sample_phrases, sample_queries

THEME = Path(__file__).parents[2] / "theme"


def measure(pages: int, characters: int, queries: int) -> dict[str, float]:
    """Build an index of ``pages`` and ask it; seconds, MB, bytes, recall, precision."""
    documents = make_documents(pages, characters)
    started = time.perf_counter()
    layout, texts = build_layout(documents), fold_documents(documents)
    folded_at = time.perf_counter()
    with ProcessPoolExecutor(PARTS, get_context("fork")) as pool:
        halves = list(pool.map(build_half, [texts] * PARTS, [layout] * PARTS, range(PARTS)))
    files: dict[str, bytes] = {}
    for half in halves:
        files.update(half[0])
    bits = choose_bits(texts.units)
    files.update(build_side_files(sorted(documents, key=lambda d: d.key), bits, layout))
    files = {name[len(SEARCH_ROOT) :]: data for name, data in files.items()}
    figures = {
        "fold_seconds": folded_at - started,
        "index_seconds (halves side by side)": max(half[1] for half in halves),
        "index_cpu_seconds (both halves)": sum(half[2] for half in halves),
        "extra_megabytes (a half)": max(half[3] for half in halves),
        "files": len(files),
        "index_megabytes": sum(map(len, files.values())) / 1e6,
    }
    figures |= ask(documents, files, sample_queries(documents, queries))
    phrases = ask(documents, files, sample_phrases(queries))
    return figures | {f"phrases_{name}": value for name, value in phrases.items()}


def build_half(texts: Texts, layout: Layout, part: int) -> tuple[dict[str, bytes], float, float, float]:
    """One half's files, seconds, processor seconds, and MB beyond what the texts and the files themselves take."""
    builder = load_builder()
    at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, worked = time.perf_counter(), time.process_time()
    made = name_shards(part, choose_bits(texts.units), layout, builder.build_shards([texts], layout, [part]))
    files = dict(made)
    seconds, cpu = time.perf_counter() - started, time.process_time() - worked
    extra = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - at_rest) / 1024
    return files, seconds, cpu, extra - sum(map(len, files.values())) / (1 << 20)


def ask(documents: list[Document], files: dict[str, bytes], queries: list[str]) -> dict[str, float]:
    """Recall and precision over all hits, and what each first search fetches."""
    slots = {slot: key for key, slot in build_layout(documents).slots.items()}
    folded = fold_all(documents)
    script = next(len(brotli.compress(each.data)) for each in load_assets(THEME) if each.name == "js/search.js")
    wire: dict[str, int] = {}
    sizes, right, found_all, true_all = [], 0, 0, 0
    each = []
    for query in queries:
        reader = Reader(files.__getitem__)
        reader.describe(reader.find(query)[:10])
        for name in reader.fetched:
            wire.setdefault(name, len(brotli.compress(files[name])))
        sizes.append(script + sum(wire[name] for name in reader.fetched))
        found = {slots[s] for s in set.intersection(*(reader.find_word(w)[0] for w in fold_query(query)))}
        truth = find_plainly(folded, query)
        right, found_all, true_all = right + len(found & truth), found_all + len(found), true_all + len(truth)
        each.append(len(found & truth) / len(found) if found else 1.0)
    return {
        "recall": right / true_all,
        "precision": right / found_all,
        "precision_mean_of_queries": sum(each) / len(each),
        "bytes_median": median(sizes),
        "bytes_max": max(sizes),
    }


if __name__ == "__main__":
    asked = [int(word) for word in sys.argv[1:]]
    for name, value in measure(*(asked or [10_000]), *([1_900] if len(asked) < 2 else []), 150).items():
        print(f"{name:40}{value:14.3f}")
