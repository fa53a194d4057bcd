"""Killing a publication at a chosen moment."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start_put(address: str, site: Path, keep: int = 3, **environ: str) -> subprocess.Popen[str]:
    """Start a publication and wait until it is about to touch the host."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.publishing.put_once", address, str(site), str(keep)],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n", process.communicate()[1]
    return process


def kill_after(process: subprocess.Popen[str], seconds: float) -> bool:
    """Kill -9 after ``seconds``; whether it was still running."""
    time.sleep(seconds)
    running = process.poll() is None
    process.kill()
    process.communicate()
    return running


def time_put(address: str, site: Path, **environ: str) -> float:
    """How long an undisturbed publication takes, in seconds."""
    process = start_put(address, site, **environ)
    begun = time.monotonic()
    _, told = process.communicate()
    assert process.returncode == 0, told
    return time.monotonic() - begun
