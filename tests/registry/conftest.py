"""Property tests run beside other work on small machines: no deadline per example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("registry", deadline=None)
settings.load_profile("registry")
