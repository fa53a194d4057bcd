"""Lighthouse's four scores for the pages that matter most: python -m tests.bench.lighthouse [published|real].

Serves the output with brotli, caching and the publishing headers. Ends with status 1 when a score is below 100.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.builds import build_output, find_kinds
from tests.browser.serving import serve_folder

NODE = Path(__file__).resolve().parent / "lighthouse"
KINDS = ("home", "story", "honors", "place", "search")
MEASURES = ("largest-contentful-paint", "cumulative-layout-shift", "total-byte-weight", "total-blocking-time")


def install_lighthouse() -> Path:
    """The program, installed by its lock file where it is not there yet."""
    program = NODE / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=NODE, check=True)
    return program


def ask_lighthouse(program: Path, address: str) -> dict[str, object]:
    """Scores from 0 to 100, a few measures, and the audits that cost points."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        environment = {**os.environ, "CHROME_PATH": str(shutil.which("chromium"))}
        flags = "--headless=new --no-sandbox --disable-gpu"
        subprocess.run(
            [
                str(program),
                address,
                "--quiet",
                "--output=json",
                f"--output-path={file}",
                f"--chrome-flags={flags}",
            ],
            check=True,
            env=environment,
            timeout=240,
            capture_output=True,
        )
        report = json.loads(file.read_text("utf-8"))
    scores = {name: round(100 * (each["score"] or 0)) for name, each in report["categories"].items()}
    scored = {
        ref["id"] for each in report["categories"].values() for ref in each["auditRefs"] if ref["weight"]
    }
    lost = [
        f"{name}={audit['score']}"
        for name, audit in report["audits"].items()
        if name in scored and audit["score"] is not None and audit["score"] < 1
    ]
    shown = {name: report["audits"][name].get("displayValue", "") for name in MEASURES}
    return {**scores, **shown, "lost": lost}


def main(name: str) -> int:
    program = install_lighthouse()
    output = build_output(name)
    kinds = find_kinds(output)
    worst = 100
    with serve_folder(output, compress=True) as host:
        for kind in KINDS:
            if kind not in kinds:
                continue
            found = ask_lighthouse(program, host.address + kinds[kind])
            worst = min([worst, *(score for score in found.values() if isinstance(score, int))])
            print(kind, kinds[kind], json.dumps(found, ensure_ascii=False), flush=True)
    return 0 if worst == 100 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "published"))
