"""Clients of whom is known which are one and the same: what the search for duplicates is measured by.

Invented clients; of some a second entry as a hurried or another hand would type it, one kind of slip each and besides
what such entries lack anyway; and others that only look like the same one. The same seed makes the same set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from string import ascii_lowercase

from app.clients.model import Client
from app.demo import vat
from app.demo.domains import slug, without_legal_form
from app.demo.names import names
from app.demo.people import clients
from app.demo.places import Place, places
from app.demo.trades import trades

Change = Callable[[Client, Random], Client | None]
Label = tuple[int, int]

_REGIONS = ("DE", "AT", "PL")
_PICTURED = 40  # the first ones of a demo region are made for pictures and hold duplicates
_EVERY_DOUBLE = 67  # and so are these
_PROVIDERS = ("gmail.com", "gmx.de", "web.de", "wp.pl", "o2.pl", "gmx.at")


@dataclass(frozen=True)
class Labelled:
    """`duplicates` and `others` map two numbers, the lower first, to the kind of slip or of likeness."""

    clients: tuple[Client, ...]
    duplicates: Mapping[Label, str]
    others: Mapping[Label, str]


def labelled(seed: int, *, each: int = 60, ordinary: int = 1500) -> Labelled:
    """`each` pairs of every kind among `ordinary` clients more."""
    chance = Random(seed)
    everybody = _everybody(seed, (len(SLIPS) + len(LIKENESSES)) * each * 3 + ordinary)
    made: list[Client] = []
    duplicates: dict[Label, str] = {}
    others: dict[Label, str] = {}

    def add(client: Client) -> int:
        made.append(replace(client, id=len(made) + 1))
        return len(made)

    for kinds, labels in ((SLIPS, duplicates), (LIKENESSES, others)):
        for kind, change in kinds.items():
            for _ in range(each):
                one, other = _changed(change, everybody, chance)
                labels[add(one), add(other)] = kind
    for _ in range(ordinary):
        add(next(everybody))
    return Labelled(tuple(made), duplicates, others)


def _changed(change: Change, everybody: Iterator[Client], chance: Random) -> tuple[Client, Client]:
    for one in everybody:
        other = change(one, chance)
        if other is not None:
            return one, other
    raise AssertionError("there are not enough clients")


def _everybody(seed: int, n: int) -> Iterator[Client]:
    """Firms have their domain for themselves, as in the real world; the invented ones are called alike too often."""
    taken: set[str] = set()
    waiting = [clients(code, n, seed * 10 + place) for place, code in enumerate(_REGIONS)]
    for number, row in enumerate(zip(*waiting, strict=True)):
        if number < _PICTURED or number % _EVERY_DOUBLE == 0:
            continue
        for offset, demo in enumerate(row):
            yield _on_its_own(demo.client, number * 3 + offset, taken)


def _on_its_own(client: Client, number: int, taken: set[str]) -> Client:
    host = client.email.rpartition("@")[2]
    if client.kind != "person" and host:
        own = host if host not in taken else host.replace(".example", f"-{number}.example")
        taken.add(own)
        client = replace(
            client, email=client.email.replace(host, own), website=client.website.replace(host, own)
        )
    elif client.email:
        client = replace(client, email=client.email.replace("@", f"{number}@"))
    number_of_line = f"{client.phone}{number}" if client.phone else ""
    return replace(
        client, vat_id=vat.make(client.country, number) if client.vat_id else "", phone=number_of_line
    )


# --- slips: the same client once more


def _second(client: Client, chance: Random, **changed: str) -> Client:
    """A second entry: half of what the first one knows is missing or was written another way."""
    roll = chance.random
    values = {
        "vat_id": client.vat_id if roll() < 0.3 else "",
        "email": client.email if roll() < 0.5 else "",
        "phone": client.phone if roll() < 0.5 else "",
        "website": client.website if roll() < 0.5 else "",
        "contact_name": "",
        "status": "active",
        "street": _street_otherwise(client.street) if roll() < 0.4 else client.street,
        "postal_code": _slip_of_a_digit(client.postal_code, chance) if roll() < 0.2 else client.postal_code,
    }
    return replace(client, **{**values, **changed})  # type: ignore[arg-type]


def _street_otherwise(street: str) -> str:
    return (
        street.replace("straße", "str.").replace("ul. ", "").replace("Straße", "Str.").replace("gasse", "g.")
    )


def _slip_of_a_digit(text: str, chance: Random) -> str:
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    if not digits:
        return text
    place = chance.choice(digits)
    return f"{text[:place]}{(int(text[place]) + chance.randint(1, 9)) % 10}{text[place + 1 :]}"


_SPELLED_OUT = {
    "GmbH & Co. KG": "GmbH und Co. Kommanditgesellschaft", "GmbH": "Gesellschaft mit beschränkter Haftung",
    "AG": "Aktiengesellschaft", "KG": "Kommanditgesellschaft", "OHG": "offene Handelsgesellschaft",
    "sp. z o.o.": "Spółka z ograniczoną odpowiedzialnością", "S.A.": "Spółka Akcyjna", "s.c.": "spółka cywilna",
    "sp.j.": "Spółka jawna", "s.r.o.": "spol. s r.o.", "B.V.": "BV", "e.K.": "eingetragener Kaufmann",
}  # fmt: skip


def legal_form(client: Client, chance: Random) -> Client | None:
    bare = without_legal_form(client.name)
    form = client.name[len(bare) :].strip()
    if not form or client.kind == "person":
        return None
    spelled = _SPELLED_OUT.get(form, form.replace(".", "").upper())
    return _second(client, chance, name=chance.choice((bare, f"{bare} {spelled}", f"{bare}, {form.lower()}")))


_TRANSLITERATED = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ł": "l", "ó": "o", "ś": "s",
        "ż": "z", "ź": "z", "ć": "c", "ń": "n", "ą": "a", "ę": "e", "Ł": "L", "Ś": "S", "Ż": "Z",
    }
)  # fmt: skip
_STRIPPED = str.maketrans("äöüÄÖÜłóśżźćńąęŁŚŻ", "aouAOUloszzcnaeLSZ")


def umlauts(client: Client, chance: Random) -> Client | None:
    table = chance.choice((_TRANSLITERATED, _STRIPPED))
    if client.name.translate(table) == client.name:
        return None
    return _second(
        client, chance, name=client.name.translate(table), city=client.city.translate(table),
        street=client.street.translate(table),
    )  # fmt: skip


def typing(client: Client, chance: Random) -> Client | None:
    """One or two letters of one long word swapped, doubled, left out or hit beside."""
    words = without_legal_form(client.name).split()
    long = [place for place, word in enumerate(words) if len(word) >= 6]
    if not long:
        return None
    place = chance.choice(long)
    for _ in range(1 + (chance.random() < 0.3)):
        words[place] = _mistyped(words[place], chance)
    return _second(client, chance, name=" ".join(words))


def _mistyped(word: str, chance: Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(ascii_lowercase)
    return chance.choice(
        (
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
        )
    )


def order(client: Client, chance: Random) -> Client | None:
    words = without_legal_form(client.name).split()
    if len(words) < 2:
        return None
    if client.kind == "person":
        return _second(client, chance, name=f"{words[-1]}, {' '.join(words[:-1])}")
    turn = chance.randrange(1, len(words))
    return _second(client, chance, name=" ".join(words[turn:] + words[:turn]))


def shortened(client: Client, chance: Random) -> Client | None:
    """A word left out, cut to its beginning or, of people, to its initial."""
    words = without_legal_form(client.name).split()
    if client.kind == "person":
        return _second(client, chance, name=f"{words[0][0]}. {words[-1]}")
    if len(words) < 2 or len(words[-1]) < 8:
        return None
    last = chance.choice(("", f"{words[-1][:4]}.", f"{words[-1][:5]}."))
    return _second(client, chance, name=" ".join([*words[:-1], last]).strip())


def writing(client: Client, chance: Random) -> Client | None:
    """Blanks, hyphens, capitals, "&" and "und"."""
    name = client.name
    made = chance.choice(
        (
            name.upper(),
            name.replace(" & ", " und "),
            name.replace(" & ", "+").replace(" i ", " & "),
            name.replace(" ", "-", 1),
            name.replace(" ", "", 1),
            name.replace(".", "").lower(),
        )
    )
    return _second(client, chance, name=made) if made != name else None


def moved(client: Client, chance: Random) -> Client | None:
    """At a new address, known by what one takes along."""
    if not (client.email and client.phone):
        return None
    place = chance.choice(places(client.country))
    kept = chance.choice(("email", "vat_id")) if client.vat_id else "email"
    values = {"vat_id": "", "email": "", "phone": client.phone if chance.random() < 0.6 else ""}
    return _second(client, chance, **{**values, kept: str(getattr(client, kept)), **_address(place, chance)})


def _address(place: Place, chance: Random) -> dict[str, str]:
    return {
        "street": place.street(names(place.country).street(chance), chance),
        "postal_code": place.postal_code(chance),
        "city": place.city,
    }


def vat_slip(client: Client, chance: Random) -> Client | None:
    if not client.vat_id:
        return None
    return _second(client, chance, vat_id=client.vat_id[:4] + _slip_of_a_digit(client.vat_id[4:], chance))


def other_mailbox(client: Client, chance: Random) -> Client | None:
    """Typed by somebody else at the client: another mailbox of the firm, the legal form forgotten, no number."""
    if client.kind == "person" or not client.email:
        return None
    host = client.email.rpartition("@")[2]
    return _second(
        client, chance, name=without_legal_form(client.name), email=f"einkauf@{host}", vat_id="", phone=""
    )


def unit(client: Client, chance: Random) -> Client | None:
    """With a department or a remark in the name."""
    if client.kind == "person":
        return None
    remark = chance.choice(("Buchhaltung", "Einkauf", "z. Hd. Frau Lehmann", "Dział Zakupów", "(Neu)"))
    return _second(client, chance, name=f"{client.name} {remark}")


def several(client: Client, chance: Random) -> Client | None:
    """Two slips at once, what they lose together."""
    first, second = chance.sample((legal_form, umlauts, typing, order, shortened, writing), 2)
    once = first(client, chance)
    return second(once, chance) if once else None


SLIPS: Mapping[str, Change] = {
    "legal form": legal_form,
    "umlauts": umlauts,
    "typing": typing,
    "word order": order,
    "shortened": shortened,
    "writing": writing,
    "moved": moved,
    "slip in the VAT ID": vat_slip,
    "other mailbox": other_mailbox,
    "department": unit,
    "several": several,
}


# --- likenesses: somebody else


def _stranger(client: Client, chance: Random, **changed: str) -> Client:
    """Somebody of the same place with numbers of their own."""
    number = chance.randrange(10_000_000, 60_000_000)
    name = changed.get("name", client.name)
    place = next(place for place in places(client.country) if place.city == client.city)
    values = {
        "vat_id": vat.make(client.country, number) if client.vat_id and chance.random() < 0.6 else "",
        "email": f"info@{slug(without_legal_form(name))}-{number}.example" if chance.random() < 0.8 else "",
        "phone": f"{client.phone[:8]}{number}" if client.phone else "",
        "website": "",
        "contact_name": "",
        **_address(place, chance),
    }
    return replace(client, **{**values, **changed})  # type: ignore[arg-type]


def same_surname(client: Client, chance: Random) -> Client | None:
    """Another trade under the founder's name."""
    words = without_legal_form(client.name).split()
    if client.kind == "person" or len(words) != 2:
        return None
    pool = [word for trade in trades() for word in trade.words_german if word not in client.name]
    return _stranger(client, chance, name=f"{words[0]} {chance.choice(pool)} GmbH")


def branches(client: Client, chance: Random) -> Client | None:
    """Two houses of one chain: one name, one domain, elsewhere."""
    if client.kind == "person" or not client.email:
        return None
    host = client.email.rpartition("@")[2]
    place = chance.choice(places(client.country))
    name = without_legal_form(client.name)
    named = chance.choice((client.name, f"{name} {place.city}", f"{name} Filiale {place.city}"))
    return _stranger(
        client,
        chance,
        name=named,
        email=f"{slug(place.city)}@{host}",
        website=client.website,
        **_address(place, chance),
    )


def same_house(client: Client, chance: Random) -> Client | None:
    if client.kind == "person" or not client.street:
        return None
    pool = [word for trade in trades() for word in trade.words_german if word not in client.name]
    name = f"{names(client.country if client.country in _REGIONS else 'DE').surname(chance)} {chance.choice(pool)} GmbH"
    return _stranger(client, chance, name=name, street=client.street, postal_code=client.postal_code)


def same_provider(client: Client, chance: Random) -> Client | None:
    """Private people with one surname and mail at one provider."""
    if client.kind != "person":
        return None
    words = client.name.split()
    pool = names(client.country if client.country in _REGIONS else "DE")
    first = chance.choice([name for name in pool.men[:200] if name != words[0]])
    provider = chance.choice(_PROVIDERS)
    name = f"{first} {words[-1]}"
    return _stranger(client, chance, name=name, email=f"{slug(name)}{chance.randrange(999)}@{provider}")


def father_and_son(client: Client, chance: Random) -> Client | None:
    if client.kind != "person" or not client.street:
        return None
    words = client.name.split()
    pool = names(client.country if client.country in _REGIONS else "DE")
    first = chance.choice([name for name in pool.men[:200] if name[:2] != words[0][:2]])
    young = "jun." if client.country != "PL" else "junior"
    name = chance.choice((f"{first} {words[-1]}", f"{first} {words[-1]}", f"{client.name} {young}"))
    return replace(
        client, name=name, email=f"{slug(name)}.{chance.randrange(999)}@{chance.choice(_PROVIDERS)}", notes="",
        phone=client.phone if chance.random() < 0.7 else "",
    )  # fmt: skip


def couple(client: Client, chance: Random) -> Client | None:
    """One address, one telephone and now and then one mailbox."""
    if client.kind != "person" or not client.street:
        return None
    words = client.name.split()
    pool = names(client.country if client.country in _REGIONS else "DE")
    first = chance.choice([name for name in pool.women[:200] if name[:2] != words[0][:2]])
    email = client.email if chance.random() < 0.3 else f"{slug(first)}.{chance.randrange(999)}@gmx.de"
    return replace(client, name=f"{first} {words[-1]}", email=email)


def one_owner(client: Client, chance: Random) -> Client | None:
    """A second firm of the same people in the same rooms."""
    words = without_legal_form(client.name).split()
    if client.kind == "person" or not client.email or len(words) < 2:
        return None
    host = client.email.rpartition("@")[2]
    other = chance.choice(
        ("Holding", "Verwaltungs", "Immobilien", "Beteiligungs", "Gastronomie", "Transporte")
    )
    vat_id = vat.make(client.country, chance.randrange(10**7, 6 * 10**7)) if chance.random() < 0.5 else ""
    return replace(
        client, name=f"{words[0]} {other} GmbH", email=f"{slug(other)}@{host}", vat_id=vat_id, contact_name="",
        phone=client.phone if chance.random() < 0.4 else "",
    )  # fmt: skip


def sister_firms(client: Client, chance: Random) -> Client | None:
    """The limited company and the partnership it manages: one name, one house, two VAT IDs."""
    name = without_legal_form(client.name)
    if name == client.name or client.country not in ("DE", "AT") or not client.vat_id:
        return None
    form = "GmbH & Co. KG" if client.name.endswith("GmbH") else "Verwaltungs GmbH"
    vat_id = vat.make(client.country, chance.randrange(10**7, 6 * 10**7)) if chance.random() < 0.8 else ""
    return replace(client, name=f"{name} {form}", vat_id=vat_id, contact_name="")


def same_trade(client: Client, chance: Random) -> Client | None:
    """A competitor in the same town whose name has the same word."""
    words = without_legal_form(client.name).split()
    if client.kind == "person" or len(words) != 2:
        return None
    surname = names(client.country if client.country in _REGIONS else "DE").surname(chance)
    return _stranger(client, chance, name=f"{surname} {words[1]} GmbH") if surname != words[0] else None


def namesake(client: Client, chance: Random) -> Client | None:
    """The very same name elsewhere: nothing protects it."""
    place = chance.choice([place for place in places(client.country) if place.city != client.city] or [None])
    return _stranger(client, chance, **_address(place, chance)) if place else None


def office_centre(client: Client, chance: Random) -> Client | None:
    """Two tenants of one reception: same house, same switchboard."""
    other = same_house(client, chance)
    return replace(other, phone=client.phone) if other else None


LIKENESSES: Mapping[str, Change] = {
    "same surname": same_surname,
    "branches": branches,
    "same house": same_house,
    "same provider": same_provider,
    "father and son": father_and_son,
    "couple": couple,
    "one owner": one_owner,
    "sister firms": sister_firms,
    "same trade": same_trade,
    "namesake": namesake,
    "office centre": office_centre,
}
