"""SQL of a group's page: who is in it, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from app import sqlite
from app.clients.filters import condition, selection
from app.clients.listing import count_clients
from app.clock import stamp
from app.groups import groups
from app.groups.filters import CLIENT_LIST
from app.groups.model import Group
from app.lists import ListState

MONTHS = 12


@dataclass(frozen=True)
class Figures:
    """Clients by what they are, archived ones included; `added` holds the last MONTHS months, the oldest first."""

    clients: int
    incomplete: int
    status: Mapping[str, int]
    kind: Mapping[str, int]
    country: Mapping[str, int]
    added: tuple[tuple[str, int], ...]

    @property
    def business(self) -> int:
        return self.clients - self.kind.get("person", 0)


def members(group: Group, zone: tzinfo) -> ListState:
    """The list of this group, archived clients too."""
    return ListState(CLIENT_LIST, filters={"group": group.name, "status": "all"}, zone=zone)


def counted(db: sqlite.Connection, zone: tzinfo, *, limit: int) -> list[tuple[Group, int]]:
    """Every group with how many clients its list shows, up to CAPPED_AT + 1."""
    return [
        (group, count_clients(db, ListState(CLIENT_LIST, filters={"group": group.name}, zone=zone)))
        for group in groups.listed(db, limit=limit)
    ]


def figures(db: sqlite.Connection, group: Group, now: datetime) -> Figures:
    """In one pass over the group; `now` in the region's zone."""
    assert now.tzinfo
    among = condition(db, selection(db, members(group, now.tzinfo)))
    source = f"c.id IN ({among.ids})" if among.ids else "1"
    months = last_months(now.date())
    begins = {f"begin{place}": _begin(month, now.tzinfo) for place, month in enumerate(months)}
    # The latest first: a client is of the first month that had begun when it was added.
    whens = "".join(f" WHEN added_at >= :begin{place} THEN {place}" for place in reversed(range(MONTHS)))
    rows = db.execute(
        f"SELECT status, kind, country, incomplete, CASE{whens} END AS month, count(*) AS n FROM client c"
        f" WHERE {source} AND {among.where} GROUP BY 1, 2, 3, 4, 5",
        {**among.values, **begins},
    ).fetchall()
    by: dict[str, Counter[Any]] = {name: Counter() for name in ("status", "kind", "country", "month")}
    for row in rows:
        for name, counter in by.items():
            counter[row[name]] += row["n"]
    incomplete = sum(row["n"] for row in rows if row["incomplete"])
    added = tuple((month, by["month"][place]) for place, month in enumerate(months))
    return Figures(
        by["status"].total(), incomplete, by["status"], by["kind"], dict(by["country"].most_common()), added
    )


def _begin(month: str, zone: tzinfo) -> str:
    return stamp(datetime.fromisoformat(f"{month}-01").replace(tzinfo=zone))


def last_months(today: date) -> list[str]:
    """ "2026-11" and the MONTHS - 1 before it, the oldest first."""
    place = today.year * 12 + today.month - 1
    return [f"{each // 12}-{each % 12 + 1:02}" for each in range(place - MONTHS + 1, place + 1)]
