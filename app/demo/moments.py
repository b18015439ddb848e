"""When things happen in the demo: on weekdays, in office hours, within two years of `until`."""

from datetime import UTC, datetime, timedelta
from random import Random

TODAY = datetime(2026, 11, 23, 17, tzinfo=UTC)  # where nobody says otherwise
WEEKS = 104
_OPENS, _HOURS = 7, 9  # in UTC


def since_two_years(until: datetime, share: float) -> datetime:
    """The moment that lies `share` (0 to 1) of the way from two years ago to the day of `until`."""
    monday = until.replace(hour=0, minute=0, second=0, microsecond=0)
    monday -= timedelta(weeks=WEEKS, days=until.weekday())
    days = share * (WEEKS * 5 + min(until.weekday(), 5))
    day = int(days)
    return monday + timedelta(
        days=day // 5 * 7 + day % 5, seconds=int((_OPENS + _HOURS * (days - day)) * 3600)
    )


def at_work(since: datetime, until: datetime, chance: Random) -> datetime:
    """Some moment of a working day after `since` and before `until`, which lie at least three days apart."""
    moment = since + (until - since) * chance.random() * 0.98
    moment = moment.replace(hour=_OPENS + int(chance.random() * _HOURS), second=0, microsecond=0)
    moment -= timedelta(days=max(0, moment.weekday() - 4))
    return moment if since < moment < until else since + (until - since) / 2
