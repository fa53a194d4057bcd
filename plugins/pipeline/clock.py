"""The only clock of the build."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

# China has kept one offset without summer time since 1991-09-15, so no zone database is needed to know what
# "now" is.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def read_now(environ: Mapping[str, str]) -> datetime:
    """The instant the build takes as now, aware, in Asia/Shanghai.

    ``PORTAL_NOW`` (ISO 8601; without an offset it is Shanghai time; a bare date is its midnight), else
    ``SOURCE_DATE_EPOCH`` (seconds since 1970-01-01 UTC), else the clock. Empty values count as absent.
    Raises ValueError, in Chinese and naming the variable, when a value cannot be read.
    """
    text = environ.get("PORTAL_NOW", "").strip()
    if text:
        try:
            now = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"PORTAL_NOW 不是 ISO 时间:{text}(应如 2026-05-01T08:00)") from None
        return now.replace(tzinfo=SHANGHAI) if now.tzinfo is None else now.astimezone(SHANGHAI)
    text = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if text:
        try:
            return datetime.fromtimestamp(int(text), UTC).astimezone(SHANGHAI)
        except (ValueError, OverflowError, OSError):
            raise ValueError(f"SOURCE_DATE_EPOCH 不是秒数:{text}(应如 1777593600)") from None
    return datetime.now(SHANGHAI)
