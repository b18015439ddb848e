"""Work that goes round the regions: nothing is forgotten that had to wait, and one region's trouble is its own."""

from __future__ import annotations

import asyncio

import pytest

from app.errors import Unavailable
from app.i18n import N_
from app.instance import Instance
from app.jobs.rounds import Rounds
from app.regions import Region


class Painter(Rounds):
    """Has so many coats to paint in each region, one a visit; some regions are closed for the first visits."""

    def __init__(
        self, instance: Instance, coats: dict[str, int], closed: dict[str, int] | None = None
    ) -> None:
        super().__init__(instance.regions, "walls", 0.01)
        self.coats, self.closed, self.visits = coats, closed or {}, list[str]()

    async def begin(self) -> None:
        self.codes.update(self.coats)

    async def visit(self, region: Region) -> bool:
        self.visits.append(region.code)
        if self.closed.get(region.code, 0):
            self.closed[region.code] -= 1
            raise Unavailable(N_("{name} is being restored. It comes back by itself."), name=region.code)
        self.coats[region.code] -= 1
        return self.coats[region.code] == 0


def rounds(painter: Painter, number: int) -> list[str]:
    async def go() -> None:
        await painter.begin()
        for _ in range(number):
            await painter.go_round()

    asyncio.run(go())
    return painter.visits


def test_a_region_is_visited_until_nothing_is_left_to_do_there(instance: Instance) -> None:
    assert rounds(Painter(instance, {"de": 3, "at": 1}), 5) == ["at", "de", "de", "de"]


def test_what_had_to_wait_in_one_region_keeps_no_other_waiting(instance: Instance) -> None:
    assert rounds(Painter(instance, {"de": 1, "at": 1}, closed={"at": 2}), 4) == ["at", "de", "at", "at"]


def test_why_a_region_has_to_wait_is_said_once(instance: Instance, caplog: pytest.LogCaptureFixture) -> None:
    painter = Painter(instance, {"at": 2, "xx": 1}, closed={"at": 2})
    rounds(painter, 4)
    assert [each.getMessage()[:11] for each in caplog.records] == ["walls of at", "walls of xx"]
    assert painter.codes == {"xx"}, "it may come back"


def test_who_is_called_comes_at_once_and_finishes_what_is_in_hand(instance: Instance) -> None:
    painter = Painter(instance, {})

    async def work() -> None:
        running = asyncio.create_task(painter.run())
        await asyncio.sleep(0)
        painter.coats["de"] = 2
        painter.call("de")
        while painter.coats["de"]:
            await asyncio.sleep(0.005)
        running.cancel()
        await painter.close(5)

    asyncio.run(asyncio.wait_for(work(), 10))
    assert painter.visits == ["de", "de"] and painter.closing
