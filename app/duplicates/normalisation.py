"""What is left of names and addresses once the ways of writing them are taken away.

Umlauts, case and punctuation are `app.text.fold`'s. Here legal forms, joining words and titles go: they are what
people leave out, spell out and put elsewhere.
"""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import NamedTuple

from app.text import fold

# Form | how it is written, apart from case, dots and accents. Of several that fit, the longest is meant.
_FORMS = """
gmbh|GmbH;Gesellschaft mit beschränkter Haftung;Ges mbH;Gesellschaft mbH;GesmbH;gGmbH;G m b H
gmbh & co. kg|GmbH & Co KG;GmbH und Co KG;GmbH Co Kommanditgesellschaft;Gesellschaft mbH Co KG;GesmbH Co KG
ug|UG haftungsbeschränkt;UG;Unternehmergesellschaft haftungsbeschränkt;Unternehmergesellschaft
ag & co. kg|AG & Co KG
kgaa|KGaA;Kommanditgesellschaft auf Aktien
ag|AG;Aktiengesellschaft
kg|KG;Kommanditgesellschaft;Co KG
ohg|OHG;offene Handelsgesellschaft
og|OG;offene Gesellschaft
gbr|GbR;Gesellschaft bürgerlichen Rechts;GesbR;GdbR
partg|PartG;PartGmbB;PartG mbB;Partnerschaftsgesellschaft;Partnerschaftsgesellschaft mbB
eg|eG;e G;eingetragene Genossenschaft;Genossenschaft
ek|e K;e Kfm;e Kfr;eingetragener Kaufmann;eingetragene Kauffrau
eu|e U;eingetragenes Einzelunternehmen
ev|e V;eingetragener Verein
se|SE;Societas Europaea
sp. z o.o.|sp z o o;sp zoo;sp z oo;sp zo o;spzoo;spółka zoo;spółka z o o;spółka z ograniczoną odpowiedzialnością
sp. z o.o. sp.k.|sp z o o sp k;sp z o o spk;sp z o o spółka komandytowa;spółka z ograniczoną odpowiedzialnością sp k
s.a.|S A;SA;spółka akcyjna;Société anonyme;Sociedad anónima
sp.k.|sp k;spk;sp kom;spółka komandytowa
s.k.a.|S K A;SKA;spółka komandytowo akcyjna
sp.j.|sp j;spj;spółka jawna
s.c.|s c;spółka cywilna
p.s.a.|P S A;PSA;prosta spółka akcyjna
sp.p.|sp p;spółka partnerska
s.r.o.|s r o;spol s r o;společnost s ručením omezeným
a.s.|a s;akciová společnost
b.v.|B V;BV;besloten vennootschap;BVBA
n.v.|N V;NV;naamloze vennootschap
s.r.l.|S r l;Srl;società a responsabilità limitata;SARL;S A R L
s.p.a.|S p A;SpA;società per azioni
sas|SAS;S A S
kft.|Kft;korlátolt felelősségű társaság
zrt.|Zrt
aps|ApS
a/s|A/S;aktieselskab
ltd|Ltd;Limited;Ltd Co
inc|Inc;Incorporated;Corp;Corporation
"""
# Short forms are words or initials elsewhere: these and the long ones count anywhere, the others at the end only.
_ANYWHERE = frozenset(("ohg", "gbr", "ltd", "sro", "spj", "spk"))
_ANYWHERE_LENGTH = 4
# What Polish firms and German letter heads put before the name.
_LEADS = (
    "Firma;Fa;PPHU;PHU;FHU;PPUH;PUH;ZPHU;PHP;FHUP;P P H U;P H U;F H U;Przedsiębiorstwo Handlowo Usługowe"
    ";Przedsiębiorstwo Produkcyjno Handlowo Usługowe;Firma Handlowo Usługowa;Herr;Frau;Pan;Pani;An"
)
_JOINING = frozenset("und u and i oraz et y a the der die das co cie compagnie".split())
_TITLES = frozenset("dr prof mgr inz ing dipl mag med jur phil habil hab lek bc msc bsc mba ddr".split())
_GENERATIONS = {
    "junior": "junior", "jun": "junior", "jr": "junior", "mlodszy": "junior", "mlodsza": "junior",
    "senior": "senior", "sen": "senior", "sr": "senior", "starszy": "senior", "starsza": "senior",
}  # fmt: skip

_Form = tuple[str, ...]


class Name(NamedTuple):
    """`tokens` in the order of the name; `key` the same in alphabetical order; `glued` without blanks."""

    tokens: tuple[str, ...]
    key: str
    glued: str
    form: str
    generation: str


class Address(NamedTuple):
    """`street` without the words for "street", `number` the house's."""

    street: str
    number: str


def _together(words: list[str]) -> list[str]:
    """Letters that stand alone belong together: "s p a" is "spa", "sp z o o" is "sp zoo"."""
    found: list[str] = []
    alone = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and alone:
            found[-1] += word
        else:
            found.append(word)
        alone = single
    return found


def _spelled(text: str) -> _Form:
    return tuple(_together(fold(text).split()))


def _read_forms() -> dict[_Form, str]:
    lines = (line.partition("|") for line in _FORMS.strip().splitlines())
    return {_spelled(each): form for form, _, written in lines for each in written.split(";")}


_FORM_OF = _read_forms()
_FORM_BEGINS = frozenset(form[0] for form in _FORM_OF)
_LONGEST = max(map(len, _FORM_OF))
_BEGINNING = tuple(sorted({_spelled(each) for each in _LEADS.split(";")}, key=len, reverse=True))
_LEAD_BEGINS = frozenset(lead[0] for lead in _BEGINNING)
_LEFT_OUT = _JOINING | _TITLES


def name_of(text: str) -> Name:
    """Never without tokens where the text has a letter or digit: a firm may be called "AG"."""
    words = fold(text).split()
    if words and min(map(len, words)) == 1:
        words = _together(words)
    rest, form = _without_forms(words)
    rest = _without_lead(rest)
    generation = next((_GENERATIONS[word] for word in rest[1:] if word in _GENERATIONS), "")
    core = [word for word in rest if word not in _LEFT_OUT and not (generation and word in _GENERATIONS)]
    tokens = tuple(intern(word) for word in core or rest or words)  # most words come many times
    return Name(tokens, " ".join(sorted(tokens)), "".join(tokens), form, generation)


def _without_forms(words: list[str]) -> tuple[list[str], str]:
    """What stands before and between the legal forms, and the first of these."""
    if _FORM_BEGINS.isdisjoint(words):
        return words, ""
    rest: list[str] = []
    form, place = "", 0
    while place < len(words):
        found = _form_at(words, place) if words[place] in _FORM_BEGINS else ()
        if found:
            form, place = form or _FORM_OF[found], place + len(found)
        else:
            rest.append(words[place])
            place += 1
    return rest, form


def _form_at(words: list[str], place: int) -> _Form:
    for length in range(min(_LONGEST, len(words) - place), 0, -1):
        part = tuple(words[place : place + length])
        if part not in _FORM_OF:
            continue
        if (
            sum(map(len, part)) >= _ANYWHERE_LENGTH
            or part[0] in _ANYWHERE
            or _ends_in_forms(words, place + length)
        ):
            return part
    return ()


def _ends_in_forms(words: list[str], place: int) -> bool:
    """Whether nothing but legal forms follows."""
    return place == len(words) or any(
        tuple(words[place : place + length]) in _FORM_OF and _ends_in_forms(words, place + length)
        for length in range(1, min(_LONGEST, len(words) - place) + 1)
    )


def _without_lead(words: list[str]) -> list[str]:
    if not words or words[0] not in _LEAD_BEGINS:
        return words
    for lead in _BEGINNING:
        if len(words) > len(lead) and tuple(words[: len(lead)]) == lead:
            return words[len(lead) :]
    return words


# Where a street is called so in one spelling and so in the other: a word of its own, or the end of one.
_STREET_WORDS = frozenset("ul ulica al aleja aleje os osiedle pl plac str strasse street st".split())
_STREET_ENDS = ("strasse", "str")
_FLOOR_LETTERS = "abcdefgh"


def address_of(street: str) -> Address:
    words = fold(street).split()
    place = _place_of_number(words)
    if place is None:
        return Address(_street(words), "")
    number, after = words[place], words[place + 1 : place + 2]
    if len(words) == place + 2 and len(after[0]) == 1 and after[0] in _FLOOR_LETTERS:
        number += after[0]
    # What follows is a flat or a second number, unless the house's own comes first (12 rue de la Gare).
    return Address(_street(words[:place] or words[1:]), number)


def _place_of_number(words: list[str]) -> int | None:
    """The first number that is not part of the street's name, as that in "Straße des 17. Juni 135" is."""
    for place, word in enumerate(words):
        if word[0].isdigit() and (place == 0 or len("".join(words[place + 1 : place + 2])) < 3):
            return place
    return None


@lru_cache(65_536)
def _bare(word: str) -> str:
    if word in _STREET_WORDS:
        return ""
    return next((word.removesuffix(end) for end in _STREET_ENDS if word.endswith(end)), word)


def _street(words: list[str]) -> str:
    return intern("".join(map(_bare, words)))


def forget() -> None:
    _bare.cache_clear()
    city_of.cache_clear()


@lru_cache(16_384)
def city_of(city: str) -> str:
    """The first words: "Freiburg im Breisgau" is "Freiburg", "Kraków-Podgórze" is "Kraków"."""
    words = fold(city).split()
    return " ".join(words[:2]) if words and len(words[0]) <= 3 else "".join(words[:1])
