"""Which region is drilled next: by night where it is, and each has its turn however long drills take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

# Of the region's own time: nobody is at work. What has not begun by the end waits for the next night.
_FROM_HOUR, _UNTIL_HOUR = 4, 6
_EVERY = timedelta(hours=20)
_NEVER = datetime.min.replace(tzinfo=UTC)


def next_due(zones: Mapping[str, tzinfo], last: Mapping[str, datetime], now: datetime) -> str | None:
    """Of the regions with these time zones, the one whose last drill is longest ago."""
    due = [code for code, zone in zones.items() if _is_due(zone, last.get(code, _NEVER), now)]
    return min(due, key=lambda code: last.get(code, _NEVER), default=None)


def _is_due(zone: tzinfo, last: datetime, now: datetime) -> bool:
    return _FROM_HOUR <= now.astimezone(zone).hour < _UNTIL_HOUR and now - last > _EVERY
