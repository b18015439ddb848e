"""What happened to a client in up to two years: the changes, notes, calls and files staff left behind."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.clients.model import Client
from app.clock import parse_stamp
from app.demo import files, texts_de, texts_pl
from app.demo.chance import any_of
from app.demo.model import Change, DemoClient, DemoStaff, Document, Entry, EntryKind, Life
from app.demo.moments import TODAY, at_work
from app.demo.names import names
from app.demo.people import home_of
from app.demo.staff import staff_of

_BUSY_ENTRIES, _USUAL_ENTRIES = 14, 5
_FIRST_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Past:
    """The time since a client was added, with the people who worked for it."""

    client: Client
    home: str
    staff: tuple[DemoStaff, ...]
    since: datetime
    until: datetime
    chance: Random

    def moment(self) -> datetime:
        return at_work(self.since + _FIRST_DAY, self.until, self.chance)

    def someone(self) -> DemoStaff:
        return any_of(self.staff, self.chance)

    @property
    def is_short(self) -> bool:
        return self.until - self.since < timedelta(days=7)


def life(
    demo: DemoClient,
    region_code: str,
    number: int,
    seed: int = 1,
    until: datetime = TODAY,
    busy: bool = False,
) -> Life:
    """The life of client `number`; `busy` ones, like those in the pictures, have much of it."""
    chance = Random(f"{region_code}:{seed}:{number}")
    since = parse_stamp(demo.client.added_at)
    past = _Past(demo.client, home_of(region_code), staff_of(region_code), since, until, chance)
    before = {} if past.is_short else _before(past)
    return Life(
        first=replace(demo.client, **before),
        added_by=past.someone(),
        changes=_changes(past, before),
        entries=() if past.is_short else _entries(past, busy),
        documents=() if past.is_short else _documents(past, busy),
    )


def _before(past: _Past) -> dict[str, Any]:
    """The values that some fields had at first; each leads to one later change."""
    client, chance = past.client, past.chance
    candidates: dict[str, tuple[float, Any]] = {
        "phone": (0.25, f"{client.phone[:-2]}{any_of(range(10, 100), chance)}" if client.phone else ""),
        "street": (
            0.2,
            f"{names(client.country or past.home).street(chance)} {any_of(range(1, 90), chance)}",
        ),
        "payment_term_days": (0.2, any_of((7, 14, 30), chance)),
        "contact_name": (0.15, names(client.country or past.home).person(chance)),
        "website": (0.15, ""),
        "industry": (0.1, ""),
        "discount": (0.3, 0),
        "status": (1.0, "active"),
    }
    return {
        name: value
        for name, (share, value) in candidates.items()
        if getattr(client, name) not in ("", value) and chance.random() < share
    }


def _changes(past: _Past, before: dict[str, Any]) -> tuple[Change, ...]:
    """Back to today's values, one visit each; the status last, because it is a verdict on all before."""
    moments = sorted(past.moment() for _ in before)
    return tuple(
        Change(moment, past.someone(), {name: getattr(past.client, name)})
        for moment, name in zip(moments, before, strict=True)
    )


def _entries(past: _Past, busy: bool) -> tuple[Entry, ...]:
    texts = texts_pl if past.home == "PL" else texts_de
    lines = texts.ENTRIES.strip().splitlines()
    most = _BUSY_ENTRIES if busy else _USUAL_ENTRIES if past.client.status == "active" else 2
    count = past.chance.randint(most // 2, most)
    entries = [_entry(past, line) for line in past.chance.sample(lines, count)]
    if busy or past.chance.random() < 0.06:
        text = any_of(texts.PINNED, past.chance)
        entries.append(Entry(past.moment(), past.someone(), "note", "", text, pinned=True))
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _entry(past: _Past, line: str) -> Entry:
    written, subject, text = line.split("|")
    kind: EntryKind = written  # type: ignore[assignment]  # a test reads every line of the texts
    contact = past.client.contact_name or past.client.name
    amount = f"{any_of(range(4, 96), past.chance) * 250:,}".replace(",", " " if past.home == "PL" else ".")
    takes = {"call": range(2, 35), "meeting": range(30, 180, 15)}.get(kind)
    return Entry(
        at=past.moment(),
        by=past.someone(),
        kind=kind,
        subject=subject,
        text=text.format(contact=contact, amount=amount),
        people="" if kind == "note" else contact,
        minutes=any_of(takes, past.chance) if takes else 0,
    )


def _documents(past: _Past, busy: bool) -> tuple[Document, ...]:
    """Files with a picture to show only for busy clients: each picture is drawn in a process of its own."""
    texts = texts_pl if past.home == "PL" else texts_de
    found = [_price_list(past, *texts.PRICE_LIST)] if busy or past.chance.random() < 0.15 else []
    if busy and past.chance.random() < 0.4:
        found.append(_drawn(past, any_of(texts.DOCUMENTS, past.chance)))
    return tuple(found)


def _price_list(past: _Past, name: str, text: str) -> Document:
    at, hour = past.moment(), any_of(range(70, 130, 5), past.chance)
    content = text.format(a=hour * 2, b=hour, c=hour * 7)
    return Document(at, past.someone(), name.format(year=at.year + 1), content.encode())


def _drawn(past: _Past, pattern: str) -> Document:
    at = past.moment()
    name = pattern.format(year=at.year + 1, number=any_of(range(100, 1_000), past.chance))
    title = f"{past.client.name}: {name.rsplit('.')[0].replace('_', ' ')}"
    content = files.png(any_of(range(40, 200), past.chance)) if name.endswith(".png") else files.pdf(title)
    return Document(at, past.someone(), name, content)
