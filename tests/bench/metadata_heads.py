"""What a page's head costs, by kind of page, in microseconds.

python tests/bench/metadata_heads.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from plugins.catalog import CatalogLook
from plugins.metadata import HeadBuilder
from plugins.pages.activities import view_activity
from plugins.pages.honors import view_honoree
from plugins.pages.news import view_index, view_story
from plugins.pages.place import view_place
from tests.exports.made_site import SITEURL, publication

ROUNDS = 2000
VIEWS = {
    "story": (view_story, "story/2025/kaimen"),
    "news list": (view_index, 1),
    "activity": (view_activity, "activity/yizhen"),
    "honoree": (view_honoree, "honoree/jia"),
    "place": (view_place, "place/liushu-zhan"),
}


def main() -> None:
    catalog = publication().catalog
    builder = HeadBuilder(SITEURL, "/hd/", "theme/icons/touch.png")
    for name, (view, argument) in VIEWS.items():
        look = CatalogLook(catalog)
        head = view(look, "/hd/", argument)[0]
        builder(look, head)
        begun = time.process_time()
        for _ in range(ROUNDS):
            builder(look, head)
        print(f"{name}: {(time.process_time() - begun) / ROUNDS * 1e6:.1f} µs")


if __name__ == "__main__":
    main()
