"""The admin page of regions and replicas, put together for its templates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from babel.numbers import format_decimal

from app.clients import store as clients
from app.errors import MasakuError
from app.i18n import N_, Message, translate
from app.regions import Regions
from app.replicas.canary import BESIDE, ReplicaState
from app.replicas.drill import Drill, drills
from app.replicas.keeper import Keeper

_BARS = 14
_BESIDE_NAMES = {"instance": N_("Accounts"), "vault": N_("Keys")}


@dataclass(frozen=True)
class Replicated:
    """One line: a region, or with an empty colour one of the files beside the regions."""

    code: str
    name: str | Message
    colour: str
    size: int
    # None where the region cannot be opened now, with the reason in `closed`; of a file beside the regions too.
    clients: int | None
    closed: str
    replica: ReplicaState | None
    worst_lag: float | None
    bars: tuple[int, ...]
    drill: Drill | None


def replicated(regions: Regions, keeper: Keeper | None, locale: str) -> list[Replicated]:
    data = regions.settings.data
    done = drills(data)
    return [_region(regions, keeper, code, locale, done) for code in regions.codes()] + [
        _line(data, keeper, name, Message(_BESIDE_NAMES[name])) for name in BESIDE
    ]


def lag_text(seconds: float, locale: str) -> str:
    """0.8 s, 42 s, 4 min 12 s, 3 h 5 min"""
    if seconds < 10:
        return f"{format_decimal(round(seconds, 1), format='0.0', locale=locale)} s"
    whole = int(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _region(regions: Regions, keeper: Keeper | None, code: str, locale: str, done: list[Drill]) -> Replicated:
    definition = regions.definition(code)
    count, closed = None, ""
    try:
        count = regions.find(code).cached("clients in all", clients.count)
    except MasakuError as error:
        closed = translate(error.message, locale)
    last = next((each for each in done if each.code == code), None)
    return _line(
        regions.settings.data, keeper, code, definition.name(locale), definition.colour, count, closed, last
    )


def _line(
    data: Path,
    keeper: Keeper | None,
    name: str,
    shown: str | Message,
    colour: str = "",
    count: int | None = None,
    closed: str = "",
    last: Drill | None = None,
) -> Replicated:
    lags = [lag for _, lag in keeper.canary.lags(name)] if keeper else []
    state = keeper.canary.replica_state(name) if keeper else None
    size = sum(
        path.stat().st_size for path in (data / f"{name}.db", data / f"{name}.db-wal") if path.exists()
    )
    worst = max(lags) if lags else None
    return Replicated(name, shown, colour, size, count, closed, state, worst, _heights(lags), last)


def _heights(lags: list[float]) -> tuple[int, ...]:
    """The last lags as heights from 10 to 100, against a minute at least: what is normal stays low."""
    recent = lags[-_BARS:]
    top = max([*recent, 5.0])
    return tuple(max(10, round(lag / top * 100)) for lag in recent)
