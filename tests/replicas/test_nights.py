"""Drills at night: each region in its own, and all of them in turn where one night is too short."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.clock import FixedClock, stamp
from app.replicas.drill import Drill, drills, remember
from app.replicas.nights import next_due

WARSAW = ZoneInfo("Europe/Warsaw")
FIRST_NIGHT = datetime(2026, 11, 23, tzinfo=WARSAW)


def night(zones: dict[str, tzinfo], last: dict[str, datetime], begin: datetime, minutes: int) -> list[str]:
    """The regions drilled in the day that begins then, where each drill takes so long."""
    clock, drilled = FixedClock(begin.astimezone(UTC)), []
    while clock.now() < begin + timedelta(days=1):
        code = next_due(zones, last, clock.now())
        if code:
            drilled.append(code)
            last[code] = clock.now()
        clock.advance(minutes=minutes if code else 10)
    return drilled


def nights(count: int, regions: int, minutes: int) -> list[list[str]]:
    zones: dict[str, tzinfo] = {f"r{chr(97 + number)}": WARSAW for number in range(regions)}
    last: dict[str, datetime] = {}
    return [night(zones, last, FIRST_NIGHT + timedelta(days=number), minutes) for number in range(count)]


@pytest.mark.parametrize("minutes", [1, 7, 10])
def test_each_region_is_drilled_once_a_night_while_two_hours_are_enough(minutes: int) -> None:
    for drilled in nights(count=5, regions=10, minutes=minutes):
        assert sorted(drilled) == [f"r{letter}" for letter in "abcdefghij"]


def test_where_two_hours_are_too_short_each_has_its_turn() -> None:
    found = nights(count=10, regions=10, minutes=30)
    assert all(len(drilled) == 4 for drilled in found)
    assert set(Counter(code for drilled in found for code in drilled).values()) == {4}


def test_a_region_is_drilled_in_its_own_night() -> None:
    zones: dict[str, tzinfo] = {"de": ZoneInfo("Europe/Berlin"), "us": ZoneInfo("America/New_York")}
    for hour, code in [(2, None), (3, "de"), (4, "de"), (5, None), (9, "us"), (10, "us"), (11, None)]:
        assert next_due(zones, {}, datetime(2026, 11, 23, hour, 30, tzinfo=UTC)) == code


def test_one_that_was_drilled_by_hand_a_moment_ago_is_left_out() -> None:
    now = FIRST_NIGHT.replace(hour=4)
    assert next_due({"pl": WARSAW}, {"pl": now - timedelta(hours=19)}, now) is None
    assert next_due({"pl": WARSAW}, {"pl": now - timedelta(hours=21)}, now) == "pl"


def test_a_hundred_drills_are_remembered_and_the_last_one_of_each_region(tmp_path: Path) -> None:
    clock = FixedClock(datetime(2026, 11, 23, tzinfo=UTC))
    codes = [f"r{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(120)]
    for code in (*codes, *["de"] * 150):
        clock.advance(minutes=1)
        remember(tmp_path, Drill(code, stamp(clock.now()), 1.0, True))
    found = drills(tmp_path)
    assert Counter(each.code for each in found) == {"de": 100} | dict.fromkeys(codes, 1)
    assert [each.at for each in found] == sorted((each.at for each in found), reverse=True)
