"""No exported text is ever computed, and none is changed on its way out and back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.formulas import MARKS, as_meant, defused, kept
from tests.exports.rows import PAYLOADS

TEXTS = st.one_of(st.text(), st.text("=+-@'\"|% \t\r\n0a＝"), st.sampled_from(PAYLOADS))


@given(TEXTS)
def test_what_goes_out_comes_back(text: str) -> None:
    assert as_meant(defused(text)) == text
    assert as_meant(kept(text)) == text


@pytest.mark.parametrize("first", [*"=+-@\t\r\n|%", *"＝＋－＠"])
@pytest.mark.parametrize("blanks", ["", " ", "  ", "\u00a0", "\t", "\u3000"])
def test_what_a_spreadsheet_would_compute_is_marked(first: str, blanks: str) -> None:
    assert defused(f"{blanks}{first}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "+49 711 2041140", "+497112041140", "+1 201-555-0123", "+49 711 2041140 ext. 12", "-5", "-2,5", "+3.14", "-",
        "12", "a=1", "",
    ],
)  # fmt: skip
def test_numbers_and_what_cannot_be_computed_stay_as_they_are(text: str) -> None:
    assert defused(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"), ("'+49 711 1", "+49 711 1"), ('="00123"', "00123"), ("'tis", "'tis"), ("''=1", "'=1"),
        ("O'Neil", "O'Neil"),
    ],
)  # fmt: skip
def test_a_cell_of_anybodys_file_is_read_as_it_is_meant(cell: str, text: str) -> None:
    assert as_meant(cell) == text


@given(TEXTS)
@example("\u3000=1")
def test_what_begins_with_no_mark_is_left_alone(text: str) -> None:
    if text[:1] not in MARKS:
        assert defused(text) == kept(text) == as_meant(text) == text
