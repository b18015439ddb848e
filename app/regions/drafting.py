"""The definition of a region that the program does not come with, made like another's."""

from __future__ import annotations

import json
import re
from pathlib import Path

from app import countries
from app.errors import MasakuError, Misuse, Refused
from app.i18n import LOCALES, N_
from app.regions.definition import (
    CODE,
    RESERVED,
    Definition,
    defined_codes,
    definition_file,
    definitions,
    read_definition,
)

_FREE_COLOURS = ("slate", "olive", "violet", "rust")


def draft_definition(data: Path, code: str, source: str) -> Path:
    """`code`.toml in the data directory: like `source`, with the new country's names.

    Its VAT rates, retention, time zone and currency are still the other's.
    """
    known = definitions(data)
    if source not in known:
        raise Misuse(
            N_("There is no definition of “{code}”. Known: {known}."),
            code=source,
            known=", ".join(sorted(known)),
        )
    if not CODE.fullmatch(code) or code in RESERVED:
        raise Misuse(N_("A region's code is two to eight letters, such as fr; “{code}” is not."), code=code)
    if code in defined_codes(data):
        raise Refused(N_("There is a definition of “{code}” already."), code=code)
    text = definition_file(data, source).read_text(encoding="utf-8")
    beside, path = data / f".{code}.toml", data / f"{code}.toml"
    beside.write_text(
        f"# Made like {source}.toml: check VAT rates, retention, time zone and currency.\n"
        + _renamed(text, code, known[source], _free_colour(known)),
        encoding="utf-8",
    )
    try:
        read_definition(beside)
    except MasakuError:
        beside.unlink()
        raise
    return beside.rename(path)


def _renamed(text: str, code: str, source: Definition, colour: str) -> str:
    country = code.upper() if code.upper() in countries.CODES else source.country
    names = {locale: countries.name(country, locale) for locale in LOCALES}
    values = {"country": country, "colour": colour, **names}
    for key, value in values.items():
        text = re.sub(rf"^{key} = .*$", f"{key} = {json.dumps(value, ensure_ascii=False)}", text, flags=re.M)
    return text


def _free_colour(known: dict[str, Definition]) -> str:
    taken = {each.colour for each in known.values()}
    return next((each for each in _FREE_COLOURS if each not in taken), _FREE_COLOURS[0])
