"""One rootdir for all tests, so that `tests.tools` and `plugins` import by name."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

# A loaded machine is no fault of the code: speed is measured by make bench, never by a test's deadline.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")

# `make test` tells its children that they run under make, and the desk says one line more there. Tests say it themselves.
for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
    os.environ.pop(name, None)
