"""Clients on their way out, as the forms would have let them in."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.clients.model import Client
from app.exports.formats import FORMATS, Context
from app.exports.model import NOBODY, USUAL, Options, Row
from app.exports.subjects.clients import paper
from app.exports.table import Table
from app.text import clean_line, clean_text, forbidden_characters
from tests.house import BERGMANN

AT = "2026-11-23T09:30:00Z"
UUID = "0d928e64-5649-4ab2-b604-46f1ea3b78c3"
ZONE = ZoneInfo("Europe/Berlin")


def row(client: Client = BERGMANN, **changes: object) -> Row:
    fields = {name: getattr(client, name) for name in Row._fields if hasattr(client, name)}
    known = {
        "id": 7,
        "uuid": UUID,
        "added_at": AT,
        "changed_at": AT,
        "tags": "",
        "groups": "",
        "contacts": NOBODY,
    }
    return Row(**{**fields, **known, **changes})


def people(*some: tuple[str, str, str, str, int]) -> str:
    return json.dumps(some)


def written(
    key: str, rows: Iterable[Row], locale: str = "en", options: Options = USUAL, **given: object
) -> bytes:
    some = list(rows)
    context = Context(
        "Deutschland", locale, ZONE, datetime(2026, 11, 23, 9, 30, tzinfo=UTC), "Anna Krüger", "Weihnachtskarten",
        len(some), Table, paper, options=options,
    )  # fmt: skip
    file = io.BytesIO()
    FORMATS[key].write(file, iter(some), replace(context, **given))  # type: ignore[arg-type]
    return file.getvalue()


# What a spreadsheet might take for a formula, and what could end a cell, a line or a property.
PAYLOADS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "%0a=1", "|calc", "＝1+1", "＋1", "－1", "＠x",
    "'=1+1", "''=1", "'+49 1", '="00123"', "=HYPERLINK(\"http://evil.example\",\"x\")", '=WEBSERVICE("x")',
    'a",=1', "a;=1", "DDE(\"cmd\")", "_x0041_", "]]>", "<b>&amp;", "a  b", "a\\nb", "x;y,z:w", "END:VCARD", "'", "--x",
)  # fmt: skip
_LINES = st.one_of(
    st.sampled_from(PAYLOADS),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.text("=+-@'\"|%;,:\\ aB1\u00e4\u0142\u00df", min_size=1, max_size=12),
)


def lines(longest: int = 40) -> st.SearchStrategy[str]:
    """As a form keeps them; left out is what every import reads as "nothing here" ("n/a", "-", "brak")."""
    from app.imports.words import is_nothing

    cleaned = _LINES.filter(lambda text: not forbidden_characters(text)).map(clean_line)
    return cleaned.filter(lambda text: len(text) <= longest and not is_nothing(text))


def texts() -> st.SearchStrategy[str]:
    joined = st.lists(lines(), min_size=1, max_size=4).map("\n".join).map(clean_text)
    return joined.filter(bool)
