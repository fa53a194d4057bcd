"""One publication in a process of its own, to be killed: ``put_once.py <target> <site> <keep>``. Says
"ready" before it begins.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from plugins.publishing.errors import PublishError
from plugins.publishing.manifest import build_manifest
from plugins.publishing.targets.choose import Place, parse_target


def main(address: str, site: str, keep: str) -> int:
    folder = Path(site)
    target = parse_target(address, Place(folder.parent, folder.parent / "cache"), 0, os.environ, print)
    manifest = build_manifest(folder)
    print("ready", flush=True)
    try:
        target.put(manifest, folder, int(keep))
    except PublishError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
