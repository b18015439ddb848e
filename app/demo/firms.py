"""Names of firms: a trade, a founder, a city or a fantasy word, and a legal form that suits them."""

from random import Random

from app.demo.chance import any_of
from app.demo.names import names
from app.demo.places import Place
from app.demo.trades import FANTASY, FANTASY_ELSEWHERE, FANTASY_PL, Trade

_GERMAN_FORMS = (
    ("GmbH",) * 12 + ("GmbH & Co. KG",) * 4 + ("AG", "KG", "KG", "OHG", "UG (haftungsbeschränkt)", "eG", "SE")
)
_AUSTRIAN_FORMS = ("GmbH",) * 12 + ("GmbH & Co KG",) * 3 + ("AG", "KG", "OG", "OG")
_POLISH_FORMS = ("sp. z o.o.",) * 12 + ("sp. z o.o. sp.k.", "S.A.", "S.A.", "sp.j.", "s.c.", "s.c.", "P.S.A.")
_FORMS = {
    "DE": _GERMAN_FORMS,
    "AT": _AUSTRIAN_FORMS,
    "PL": _POLISH_FORMS,
    "CH": ("AG", "GmbH"),
    "NL": ("B.V.", "B.V.", "N.V."),
    "FR": ("SARL", "SAS", "SA"),
    "IT": ("S.r.l.", "S.p.A."),
    "CZ": ("s.r.o.", "s.r.o.", "a.s."),
    "SK": ("s.r.o.", "a.s."),
    "HU": ("Kft.", "Zrt."),
    "BE": ("BV", "NV"),
    "DK": ("ApS", "A/S"),
}


def company(trade: Trade, place: Place, chance: Random) -> str:
    form = any_of(_FORMS[place.country], chance)
    if place.country in ("DE", "AT"):
        return f"{_german(trade, place, chance)} {form}"
    if place.country == "PL":
        return f"{_polish(trade, place, chance)} {form}"
    return f"{_elsewhere(trade, place, chance)} {form}"


def sole_trader(trade: Trade, place: Place, owner: str, chance: Random) -> str:
    """A sole trader's firm carries the owner's name."""
    surname = owner.rsplit(" ", 1)[-1]
    if place.country == "PL":
        return f"{any_of(trade.words_polish, chance)} {owner}"
    if place.country in ("DE", "AT") and chance.random() < 0.6:
        return f"{surname} {any_of(trade.words_german, chance)} {'e.K.' if place.country == 'DE' else 'e.U.'}"
    words = trade.words_german if place.country in ("DE", "AT", "CH") else trade.words_elsewhere
    return f"{any_of(words, chance)} {owner}"


def _german(trade: Trade, place: Place, chance: Random) -> str:
    word, founder = any_of(trade.words_german, chance), names(place.country).surname
    shape = chance.random()
    if shape < 0.40:
        return f"{founder(chance)} {word}"
    if shape < 0.55:
        return f"{founder(chance)} & {any_of(('Söhne', 'Partner', 'Co.', 'Töchter', 'Sohn'), chance)} {word}"
    if shape < 0.67:
        return f"{founder(chance)} & {founder(chance)} {word}"
    if shape < 0.82:
        return f"{word} {place.city}"
    return f"{any_of(FANTASY, chance)} {word}"


def _polish(trade: Trade, place: Place, chance: Random) -> str:
    word, founder = any_of(trade.words_polish, chance), names("PL").surname
    shape = chance.random()
    if shape < 0.40:
        return f"{word} {founder(chance)}"
    if shape < 0.55:
        return f"{founder(chance)} i Wspólnicy {word}"
    if shape < 0.70:
        return f"{word} {place.city}"
    return f"{word} {any_of(FANTASY_PL, chance)}"


def _elsewhere(trade: Trade, place: Place, chance: Random) -> str:
    word = any_of(trade.words_elsewhere, chance)
    first = (
        names(place.country).surname(chance) if chance.random() < 0.5 else any_of(FANTASY_ELSEWHERE, chance)
    )
    return f"{first} {word}"
