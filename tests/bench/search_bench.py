"""What search costs: ``python -m tests.bench.search_bench [pages] [characters]``.

Bytes are those of a first search on a host that serves brotli: script, manifest, shards, and the blocks of ten results.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path
from statistics import median

import brotli

from plugins.search import Document, Reader, build_layout, build_shards, index_documents
from plugins.search.fold import fold_query
from plugins.search.write import build_files
from tests.search.corpus import find_plainly, fold_all, make_documents, sample_phrases, sample_queries

SCRIPT = Path(__file__).parents[2] / "theme/static/js/search.js"


def measure(pages: int, characters: int, queries: int) -> dict[str, float]:
    """Build an index of ``pages`` and ask it; seconds, MB, bytes, recall, precision."""
    documents = make_documents(pages, characters)
    at_rest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started, worked = time.perf_counter(), time.process_time()
    layout, units = build_layout(documents), index_documents(documents)
    folded_at = time.perf_counter()
    shards = build_shards(units, layout)
    ended, done = time.perf_counter(), time.process_time()
    files = build_files(sorted(documents, key=lambda d: d.key), units, layout, shards)
    figures = {
        "fold_seconds": folded_at - started,
        "index_seconds": ended - folded_at,
        "own_cpu_seconds": done - worked,
        "files_seconds": time.perf_counter() - ended,
        "extra_megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - at_rest) / 1024,
        "child_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "files": len(files),
        "index_megabytes": sum(map(len, files.values())) / 1e6,
    }
    figures |= ask(documents, files, sample_queries(documents, queries))
    phrases = ask(documents, files, sample_phrases(queries))
    return figures | {f"phrases_{name}": value for name, value in phrases.items()}


def ask(documents: list[Document], files: dict[str, bytes], queries: list[str]) -> dict[str, float]:
    """Recall and precision over all hits, and what each first search fetches."""
    slots = {slot: key for key, slot in build_layout(documents).slots.items()}
    folded, script = fold_all(documents), len(brotli.compress(SCRIPT.read_bytes()))
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
        print(f"{name:28}{value:14.3f}")
