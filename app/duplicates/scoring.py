"""How likely two clients are one: points for everything that is the same, alike or different.

Names are compared word by word, without legal forms: words may stand in another order, be mistyped or shortened. A word
that one of them has more counts little; a word on each side that the other lacks tells two clients apart, as do first
names of people, other VAT IDs, other cities.
"""

from __future__ import annotations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from app.duplicates.model import Profile, Reason
from app.duplicates.normalisation import Name

# A firm's name is chosen to be its own, a person's is not.
NAME_POINTS, PERSONS_NAME_POINTS = 45, 35
_POINTS = {
    "same_vat_id": 75,
    "vat_id_slip": 20,
    "other_vat_id": -80,
    "foreign_vat_id": -20,
    "other_words": -15,
    "other_first_name": -40,
    "other_form": -5,
    "other_generation": -45,
    "same_email": 40,
    "same_phone": 25,
    "same_domain": 15,
    "same_address": 30,
    "same_postal_code": 15,
    "same_city": 6,
    "other_number": -3,
    "other_street": -3,
    "other_city": -15,
}
_REASON_OF = {kind: Reason(kind, points) for kind, points in _POINTS.items()}
_MOST_FOR_STRANGERS = NAME_POINTS
# Names less alike than this say nothing for it.
_NOTHING_ALIKE = 60
_ALIKE_WORDS = 0.75
_SHORTENED = 0.85
_GLUED_ALIKE = 93
_HEAVIEST = 8
# Parts of one family of firms: a word that one of two names has alone and that yet tells them apart.
_TELLING = frozenset(
    "holding verwaltung verwaltungs beteiligung beteiligungs beteiligungen besitz vermogensverwaltung immobilien"
    " grundstucks stiftung filiale niederlassung zweigniederlassung nieruchomosci fundacja oddzial filia".split()
)


def compare(one: Profile, other: Profile, at_least: int = 0) -> tuple[int, list[Reason]]:
    """(score from 0 to 100, reasons); (0, []) where it is less than `at_least`."""
    if at_least > _MOST_FOR_STRANGERS and _share_nothing(one, other):
        return 0, []
    reasons = _numbers(one, other) + _place(one, other)
    if sum([reason.points for reason in reasons]) + NAME_POINTS < at_least:
        return 0, []
    reasons = _name(one, other) + reasons
    score = max(0, min(100, sum([reason.points for reason in reasons])))
    return (score, reasons) if score >= at_least else (0, [])


def _share_nothing(one: Profile, other: Profile) -> bool:
    """Neither a number nor a place: most pairs, so they are told apart before anything is counted."""
    return not (
        (
            (one.city == other.city or one.postal_code == other.postal_code)
            and not _in_other_streets(one, other)
        )
        or (one.domain and one.domain == other.domain)
        or (one.email and one.email == other.email)
        or (one.phone and one.phone == other.phone)
        or (
            one.vat_id
            and other.vat_id
            and _vat_id_kind(one.vat_id, other.vat_id) in ("same_vat_id", "vat_id_slip")
        )
    )


def _numbers(one: Profile, other: Profile) -> list[Reason]:
    """What a client has for itself: VAT ID, email, phone, domain."""
    found = []
    if one.vat_id and other.vat_id:
        found.append(_REASON_OF[_vat_id_kind(one.vat_id, other.vat_id)])
    if one.email and one.email == other.email:
        found.append(_REASON_OF["same_email"])
    elif one.domain and one.domain == other.domain and not (one.is_person or other.is_person):
        found.append(_REASON_OF["same_domain"])
    if one.phone and one.phone == other.phone:
        found.append(_REASON_OF["same_phone"])
    return found


def _vat_id_kind(one: str, other: str) -> str:
    """Two numbers of one country are two taxable persons; one firm may well be registered in two countries."""
    if one == other:
        return "same_vat_id"
    if len(one) == len(other) and OSA.distance(one, other) == 1:
        return "vat_id_slip"
    return "other_vat_id" if one[:2] == other[:2] else "foreign_vat_id"


def _place(one: Profile, other: Profile) -> list[Reason]:
    kind = _place_kind(one, other)
    return [_REASON_OF[kind]] if kind else []


def _place_kind(one: Profile, other: Profile) -> str:
    same_postal_code = bool(one.postal_code) and one.postal_code == other.postal_code
    same_city = bool(one.city) and one.city == other.city
    if not (same_postal_code or same_city):
        known = (one.city and other.city) or (one.postal_code and other.postal_code)
        return "other_city" if known and not _alike_cities(one, other) else ""
    if _in_other_streets(one, other):
        return "other_street"
    if one.street and other.street and one.number and other.number:
        return "same_address" if one.number == other.number else "other_number"
    return "same_postal_code" if same_postal_code else "same_city"


def _in_other_streets(one: Profile, other: Profile) -> bool:
    if one.street == other.street or not one.street or not other.street:
        return False
    return not fuzz.ratio(one.street, other.street, score_cutoff=100 * _ALIKE_WORDS)


def _alike_cities(one: Profile, other: Profile) -> bool:
    return bool(one.city and other.city) and OSA.normalized_similarity(one.city, other.city) >= _ALIKE_WORDS


def _name(one: Profile, other: Profile) -> list[Reason]:
    persons = one.is_person and other.is_person
    most = PERSONS_NAME_POINTS if persons else NAME_POINTS
    a, b = sorted((one.name, other.name))  # who is compared with whom makes no difference
    found: list[Reason] = []
    if not (a.tokens and b.tokens):
        return found
    if a.key == b.key:
        found.append(Reason(_same_kind(a, b), most))
        differs = False
    else:
        percent, differs = likeness(a, b, persons=persons)
        points = max(0, most * (percent - _NOTHING_ALIKE) // (100 - _NOTHING_ALIKE))
        found.append(Reason("alike_name", points, percent))
    if differs:
        found.append(_REASON_OF["other_first_name" if persons else "other_words"])
    elif a.form and b.form and a.form != b.form:
        found.append(_REASON_OF["other_form"])
    if a.generation != b.generation:
        found.append(_REASON_OF["other_generation"])
    return found


def _same_kind(a: Name, b: Name) -> str:
    if a.tokens != b.tokens:
        return "same_words"
    return "same_name" if a.form == b.form else "same_but_form"


def likeness(a: Name, b: Name, *, persons: bool = False) -> tuple[int, bool]:
    """(how alike the names are in percent, whether each has a word that the other lacks)."""
    glued = fuzz.ratio(a.glued, b.glued)
    if glued >= _GLUED_ALIKE and a.glued != b.glued and len(a.tokens) != len(b.tokens):
        return int(glued), False
    if a.glued == b.glued:
        return 100, False
    ours, theirs, agreeing = _without_equal(a.tokens, b.tokens)
    agreeing += _match_alike(ours, theirs, persons=persons)
    everything = _weight(a.tokens) + _weight(b.tokens)
    share = agreeing / everything if everything else 0.0
    differs = _tells_apart(ours) and _tells_apart(theirs)
    if not differs and (_TELLING.intersection(ours) or _TELLING.intersection(theirs)):
        differs = True
    if not differs and agreeing:
        share = (share + 1) / 2 if not (ours and theirs) else share
    return min(99, int(100 * share)), differs


def _weight(words: tuple[str, ...] | list[str]) -> int:
    return sum(min(len(word), _HEAVIEST) for word in words)


def _without_equal(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[list[str], list[str], float]:
    """(words of a that b lacks, words of b that a lacks, weight of those both have)."""
    theirs = list(b)
    ours = []
    agreeing = 0
    for word in a:
        if word in theirs:
            theirs.remove(word)
            agreeing += 2 * min(len(word), _HEAVIEST)
        else:
            ours.append(word)
    return ours, theirs, agreeing


def _match_alike(ours: list[str], theirs: list[str], *, persons: bool) -> float:
    """Takes pairs of alike words out of both lists and returns their weight."""
    agreeing = 0.0
    for word in tuple(ours):
        best, partner = max(
            ((_alike(word, each, persons=persons), each) for each in theirs), default=(0.0, "")
        )
        if best:
            ours.remove(word)
            theirs.remove(partner)
            agreeing += best * (_weight([word]) + _weight([partner]))
    return agreeing


def _alike(a: str, b: str, *, persons: bool) -> float:
    """From 0 (two words) to 1."""
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if short.isdigit() or long.isdigit():
        return 0.0
    if long.startswith(short):
        if len(short) == 1 or (4 <= len(short) <= 0.7 * len(long) and not persons):
            return _SHORTENED
        if persons:
            return 0.0  # Andrea and Andreas, Daniel and Daniela
    return OSA.normalized_similarity(a, b, score_cutoff=_ALIKE_WORDS)


def _tells_apart(words: list[str]) -> bool:
    return any(len(word) > 2 or word.isdigit() for word in words)
