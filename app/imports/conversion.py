"""A row of a file, turned into what a person would have typed into the form of a client.

Only shapes are changed here: several cells become one field, one cell becomes several, words become the
product's own. Whether a value is right is for the form to say, and what is not understood gets there as
it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app import vat_id
from app.countries import country_by_name, restored_postal_code
from app.formulas import as_meant
from app.imports import words
from app.imports.addresses import split_address
from app.imports.contact_cells import reached_at
from app.text import fold

_LONGEST_LIST = 2_000  # characters of a cell with tags; also keeps the search for separators short
_TAG_SEPARATORS = re.compile(r"\s*(?::::|[;,|\n])\s*")
_SYSTEM_TAGS = frozenset({"mycontacts", "starred"})  # Google gives them to every contact
_DAYS = re.compile(
    r"([0-9]{1,4})(?:[.,]0+)?\s*(?:dni|dzień|tage?|days?|d)?\.?(?:\s*(?:netto|net))?", re.IGNORECASE
)

_Found = Mapping[str, Sequence[str]]


def convert(cells: Sequence[str], mapping: Mapping[int, str], defaults: Mapping[str, str]) -> dict[str, str]:
    """The filled fields of one row, for `app.clients.forms.read_clients`.

    `mapping` is column -> field of `fields.FIELDS`; where several columns are one field, the first filled one
    counts (streets, notes and tags are put together, further emails and phone numbers go to the notes).
    `defaults` are the user's own values for what a row leaves empty. `external_id`, `organization_id`, `tags`
    (parted by ", "), `in_groups`, `position` and `contacts` are no fields of the form.
    """
    found = _collect(cells, mapping)
    read = {}
    for field, texts in found.items():
        known = _PLAIN.get(field)
        if known and (text := known(texts[0])):
            read[field] = text
    country = read.get("country") or defaults.get("country", "")
    return {
        **defaults,
        **read,
        **reached_at(found),
        **_person(found),
        **_address(found, country),
        **_tagged(found),
    }


def _collect(cells: Sequence[str], mapping: Mapping[int, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for column, field in mapping.items():
        text = cells[column].strip() if column < len(cells) else ""
        if not words.is_nothing(text):
            found.setdefault(field, []).append(as_meant(text) if text[0] in "'=" else text)
    return found


def _as_it_is(text: str) -> str:
    return text


def _days(text: str) -> str:
    match = _DAYS.fullmatch(text)
    return match[1] if match else text


def _or_as_it_is(known: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: known(text) or text


# The fields that are one cell each. All others are put together from several below.
_PLAIN: Mapping[str, Callable[[str], str]] = {
    "vat_id": vat_id.from_number,
    "country": _or_as_it_is(country_by_name),
    "kind": _or_as_it_is(words.kind),
    "status": _or_as_it_is(words.status),
    "currency": _or_as_it_is(words.currency),
    "invoice_language": _or_as_it_is(words.language),
    "vat_treatment": _or_as_it_is(words.treatment),
    "payment_term_days": _days,
    "external_id": vat_id.from_number,
    "organization_id": vat_id.from_number,
    **dict.fromkeys(
        (
            "website",
            "industry",
            "discount",
            "vat_id_missing_reason",
            "buyer_reference",
            "position",
            "contacts",
            "in_groups",
        ),
        _as_it_is,
    ),
}


def _person(found: _Found) -> dict[str, str]:
    """Who the client is and who speaks for it. Without a firm's name the person is the client."""
    given = " ".join(found[field][0] for field in ("first_name", "last_name") if field in found)
    contact = found["contact_name"][0] if "contact_name" in found else given
    name = found["name"][0] if "name" in found else ""
    if name and not (given and fold(name) == fold(given)):
        return {"name": name, "contact_name": contact} if contact else {"name": name}
    if not contact:
        return {}
    kind = {} if "kind" in found else {"kind": "sole_trader" if "vat_id" in found else "person"}
    return {"name": name or contact, **kind}


def _address(found: _Found, country: str) -> dict[str, str]:
    code, city = (found[field][0] if field in found else "" for field in ("postal_code", "city"))
    street = ", ".join(found.get("street", ()))
    whole = found["address"][0] if "address" in found else ""
    values = {"street": street or whole, "postal_code": code, "city": city}
    if not (code and city) or code in values["street"]:
        values |= _taken_apart(street, whole, code, city)
    if "country" in found:
        values.pop("country", None)
    values["street"] = _with_number(values["street"], "/".join(found.get("house_number", ())))
    values["postal_code"] = _restored(values["postal_code"], values.get("country") or country)
    return {field: text for field, text in values.items() if text}


def _taken_apart(street: str, whole: str, code: str, city: str) -> dict[str, str]:
    """What a cell with a whole address adds to the others; a different postal code belongs to another address."""
    for text in filter(None, (street, whole)):
        parts = split_address(text)
        if parts.postal_code and code in ("", parts.postal_code):
            kept = street if street and text is whole else parts.street
            found = {"street": kept, "postal_code": parts.postal_code, "city": city or parts.city}
            return found | ({"country": parts.country} if parts.country else {})
    return {}


def _with_number(street: str, number: str) -> str:
    return street if not number or street.endswith(f" {number}") else f"{street} {number}".lstrip()


def _restored(code: str, country: str) -> str:
    """Excel takes "01067" for a number. Without the country nobody knows how many zeros it has taken."""
    if not code.removesuffix(".0").isdecimal():
        return code
    return restored_postal_code(code, country) if country else code.removesuffix(".0")


def _tagged(found: _Found) -> dict[str, str]:
    if "tags" not in found:
        return {}
    texts = (text[:_LONGEST_LIST] for text in found["tags"])
    parts = [part.strip("* #") for text in texts for part in _TAG_SEPARATORS.split(text)]
    tags = dict.fromkeys(tag for tag in parts if tag and tag.lower() not in _SYSTEM_TAGS)
    return {"tags": ", ".join(tags)} if tags else {}
