"""The clients of a demo region, one after the other, the same ones for the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from app.clients.model import Client, Kind, Status
from app.clock import stamp
from app.demo import firms, vat
from app.demo.chance import any_of
from app.demo.contacts import contacts_of, mailbox
from app.demo.domains import domain, without_legal_form
from app.demo.known import Known, known
from app.demo.model import DemoClient
from app.demo.moments import TODAY, since_two_years
from app.demo.names import names
from app.demo.places import NEIGHBOURS, Place, places
from app.demo.trades import Trade, trades
from app.demo.wording import wording

_EVERY_DOUBLE = 67  # so often a colleague typed in a client that was there already
_LANGUAGES = {"DE": "de", "AT": "de", "CH": "de", "PL": "pl"}
_KINDS: tuple[Kind, ...] = ("company",) * 68 + ("sole_trader",) * 17 + ("person",) * 15
_STATUSES: tuple[Status, ...] = (
    ("active",) * 80 + ("inactive",) * 11 + ("archived",) * 6 + ("problematic",) * 3
)
_TELLS_VAT_ID = {"company": 0.95, "sole_trader": 0.6, "person": 0.0}
_TERMS = (14, 14, 14, 14, 30, 30, 7, 21, 45, 60)
_DISCOUNTS = (0,) * 14 + (200, 300, 300, 500, 1_000)


@dataclass(frozen=True, slots=True)
class _Entrant:
    """Who comes in, where from and when; everything else follows."""

    number: int
    added_at: str
    kind: Kind
    name: str
    owner: str
    place: Place
    trade: Trade


def clients(region_code: str, n: int, seed: int = 1, until: datetime = TODAY) -> Iterator[DemoClient]:
    """`n` clients as they are on the day `until`, in the order in which they were added."""
    home = home_of(region_code)
    chance = Random(f"{home}:{seed}")
    introduced = known(home)
    previous = DemoClient(Client(""))
    for number in range(n):
        added_at = stamp(since_two_years(until, number / n))
        if number < len(introduced):
            previous = _introduce(introduced[number], home, number, added_at, chance)
        elif number % _EVERY_DOUBLE == 0 and previous.client.kind == "company":
            previous = _double(previous.client, added_at, chance)
        else:
            previous = _complete(_newcomer(home, number, added_at, chance), home, chance)
        yield previous


def home_of(region_code: str) -> str:
    """The country a region's clients mostly come from; Germany where there are no tables for it."""
    return region_code.upper() if region_code.upper() in NEIGHBOURS else "DE"


def _newcomer(home: str, number: int, added_at: str, chance: Random) -> _Entrant:
    country = home if chance.random() < 0.82 else any_of(NEIGHBOURS[home], chance)
    cities = places(country)
    place = cities[int(chance.random() ** 2 * len(cities))]
    trade = any_of(trades(), chance)
    kind = any_of(_KINDS, chance)
    owner = names(country).person(chance)
    if kind == "company":
        name = firms.company(trade, place, chance)
    else:
        name = firms.sole_trader(trade, place, owner, chance) if kind == "sole_trader" else owner
    return _Entrant(number, added_at, kind, name, owner, place, trade)


def _complete(one: _Entrant, home: str, chance: Random, **known_values: Any) -> DemoClient:
    """Everything that follows from who and where somebody is; now and then something is left out."""
    words, roll, place, kind = wording(home), chance.random, one.place, one.kind
    host = domain(one.name) if kind != "person" else ""
    contacts = contacts_of(kind, one.owner, place, host, words.positions, one.number, chance)
    vat_id = vat.make(place.country, one.number) if roll() < _TELLS_VAT_ID[kind] else ""
    values: dict[str, Any] = {
        "name": one.name,
        "kind": kind,
        "contact_name": contacts[0].name if contacts else "",
        "email": mailbox(kind, one.owner, host, place.country, chance) if roll() < 0.94 else "",
        "phone": place.phone(one.number) if roll() < 0.92 else "",
        "vat_id": vat_id,
        "vat_id_missing_reason": words.small_business if kind == "sole_trader" and not vat_id else "",
        "street": place.street(names(place.country).street(chance), chance) if roll() < 0.97 else "",
        "postal_code": place.postal_code(chance),
        "city": place.city,
        "country": place.country,
        "website": f"https://www.{host}" if host and roll() < 0.7 else "",
        "industry": words.industry(one.trade) if kind != "person" and roll() < 0.9 else "",
        "notes": any_of(words.remarks, chance) if roll() < 0.15 else "",
        "status": any_of(_STATUSES, chance),
        "payment_term_days": any_of(_TERMS, chance),
        "currency": "PLN" if home == place.country == "PL" else "EUR",
        "invoice_language": _LANGUAGES.get(place.country, "en"),
        "discount": any_of(_DISCOUNTS, chance),
        "added_at": one.added_at,
        "changed_at": one.added_at,
    }
    client = Client(**values | known_values)
    return DemoClient(
        client, contacts, words.groups(client, home, chance), words.tags(one.trade, kind, chance)
    )


def _introduce(one: Known, home: str, number: int, added_at: str, chance: Random) -> DemoClient:
    """A client from the pictures: what is known of it, and the rest as with anybody else."""
    if one.bare:
        return DemoClient(replace(one.client, added_at=added_at, changed_at=added_at))
    was = one.client
    place = next(place for place in places(was.country) if place.city == was.city)
    trade = next(trade for trade in trades() if trade.german == one.trade)
    owner = was.contact_name or names(was.country).person(chance)
    entrant = _Entrant(number, added_at, was.kind, was.name, owner, place, trade)
    made = _complete(entrant, home, chance, **{"vat_id": vat.make(was.country, number), **one.values})
    return replace(made, groups=one.groups or made.groups)


def _double(was: Client, added_at: str, chance: Random) -> DemoClient:
    """The same company once more, as somebody in a hurry typed it."""
    hurried = was.name.replace("ö", "oe").replace("ü", "ue").replace(" & ", " + ").replace("ł", "l")
    same_vat_id = chance.random() < 0.6
    client = Client(
        name=hurried if hurried != was.name and chance.random() < 0.7 else without_legal_form(was.name),
        email=was.email,
        phone="" if same_vat_id else was.phone,
        vat_id=was.vat_id if same_vat_id else "",
        street=was.street.replace("straße", "str."),
        postal_code=was.postal_code,
        city=was.city,
        country=was.country,
        currency=was.currency,
        invoice_language=was.invoice_language,
        added_at=added_at,
        changed_at=added_at,
    )
    return DemoClient(client)
