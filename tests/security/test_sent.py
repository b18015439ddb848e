"""A form's body, taken apart."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st

from app.web.forms import parse


@given(st.lists(st.tuples(st.text(), st.text())))
def test_what_a_browser_encodes_comes_back(fields: list[tuple[str, str]]) -> None:
    assert parse(urlencode(fields, errors="replace").encode()) == [
        (name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode())
        for name, value in fields
    ]


@given(st.one_of(st.binary(), st.text("=&+%;aA0fF ä").map(str.encode)))
def test_any_bytes_are_read_as_the_standard_library_reads_them(body: bytes) -> None:
    assert parse(body) == parse_qsl(body.decode("latin-1"), keep_blank_values=True)
