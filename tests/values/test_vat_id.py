"""VAT IDs as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.at import uid
from stdnum.de import vat as german_vat
from stdnum.pl import nip

from app.countries import CODES, EU, vat_prefix
from app.text import compact
from app.vat_id import VatId, check, country_of, display, from_number, is_shortened, key

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40)
NUMBER_LIKE = st.text("0123456789ABDELPTUX -./E+", max_size=20)

REAL = """ATU13585627 BE0428759497 BG175074752 CHE107787577 CY10259033P CZ25123891 DE136695976 DK13585628 EE100931558
EL094259216 ESB58378431 FI20774740 FR40303265045 GB980780684 HR33392005961 HU12892312 IE6433435F IT00743110157
LT119511515 LU15027442 LV40003521600 MT11679112 NL004495445B01 PL5252248481 PT501964843 RO18547290 SE123456789701
SI50223054 SK2022749619 XI980780684""".split()


def texts(read: VatId) -> list[tuple[str, str]]:
    return [(str(problem.message), problem.kind) for problem in read.problems]


@pytest.mark.parametrize("normal", REAL)
def test_a_real_vat_id_is_read_with_and_without_its_prefix(normal: str) -> None:
    country = country_of(normal)
    assert check(normal, country) == VatId(normal)
    if not normal.startswith("XI"):  # without its prefix it is an ordinary British number
        assert check(normal[2:].lower(), country) == VatId(normal)


def test_every_country_of_the_union_has_a_format() -> None:
    assert {country_of(normal) for normal in REAL} == EU | {"CH", "GB"}
    assert {vat_prefix(country) for country in EU} <= {normal[:2] for normal in REAL}


@pytest.mark.parametrize(
    ("typed", "country", "normal", "shown"),
    [
        ("DE 136 695 976", "DE", "DE136695976", "DE 136 695 976"),
        ("136.695.976", "DE", "DE136695976", "DE 136 695 976"),
        ("525-224-84-81", "PL", "PL5252248481", "PL 525 224 84 81"),
        ("PL 525-224-84-81", "PL", "PL5252248481", "PL 525 224 84 81"),
        ("NIP: 525 224 84 81", "PL", "PL5252248481", "PL 525 224 84 81"),
        ("USt-IdNr.: DE136695976", "DE", "DE136695976", "DE 136 695 976"),
        ("atu 13585627", "AT", "ATU13585627", "ATU 1358 5627"),
        ("u13585627", "AT", "ATU13585627", "ATU 1358 5627"),
        ("GR094259216", "GR", "EL094259216", "EL 094259216"),
        ("CHE-107.787.577 MWST", "CH", "CHE107787577", "CHE-107.787.577"),
        ("CHE-107.787.577", "LI", "CHE107787577", "CHE-107.787.577"),
        ("428.759.497", "BE", "BE0428759497", "BE 0428 759 497"),
        ("XI 980 7806 84", "GB", "XI980780684", "XI 980 7806 84"),
        ("12-345/6 b", "US", "12-345/6 B", "12-345/6 B"),
        ("", "DE", "", ""),
        ("brak", "PL", "", ""),
        (" - ", "DE", "", ""),
    ],
)
def test_a_vat_id_is_brought_to_one_form(typed: str, country: str, normal: str, shown: str) -> None:
    read = check(typed, country)
    assert (read.normal, read.display, read.problems) == (normal, shown, ())
    assert read.key == key(normal) == compact(normal)


@pytest.mark.parametrize(
    ("typed", "country", "text"),
    [
        ("DE 811 907 98", "DE", "A German VAT ID has 9 digits, 8 typed."),
        ("781 122 33 4", "PL", "A Polish NIP has 10 digits, 9 typed."),
        ("ATU 1234", "AT", "An Austrian VAT ID is ATU and 8 digits."),
        ("13585627", "AT", "An Austrian VAT ID is ATU and 8 digits."),
        ("12345", "NL", "Netherlands: VAT IDs look like NL 123456789 B01."),
        ("PL12345", "DE", "A Polish NIP has 10 digits, 5 typed."),
        ("<b>DE136695976</b>", "DE", "Germany: VAT IDs look like DE 123 456 789."),
        ("4.91E+11", "PL", "A spreadsheet has shortened this number; its last digits are lost."),
        ("<script>", "US", "A tax number has up to 30 letters and digits."),
        ("9" * 31, "US", "A tax number has up to 30 letters and digits."),
    ],
)
def test_a_malformed_vat_id_is_an_error_that_keeps_what_was_typed(
    typed: str, country: str, text: str
) -> None:
    read = check(typed, country)
    assert texts(read) == [(text, "error")]
    assert read.normal == typed


@pytest.mark.parametrize(
    ("typed", "country"),
    [("DE136695977", "DE"), ("PL5252248482", "PL"), ("ATU13585628", "AT"), ("FR41303265045", "FR")],
)
def test_a_wrong_check_digit_is_a_warning(typed: str, country: str) -> None:
    read = check(typed, country)
    assert read.normal == typed
    assert texts(read) == [("The check digit does not fit. Please compare with the original.", "warning")]


def test_the_vat_id_of_another_country_is_a_warning() -> None:
    read = check("DE136695976", "FR")  # "DE" could also be a French key
    assert read.normal == "DE136695976"
    assert texts(read) == [("This is a VAT ID of Germany, not of the client's country.", "warning")]


def test_without_a_country_the_prefix_decides() -> None:
    assert check("ATU13585627", "") == VatId("ATU13585627")
    assert (country_of("EL094259216"), country_of("XI980780684"), country_of("12-345")) == ("GR", "GB", "")


@given(st.from_regex("[1-9][0-9]{8}", fullmatch=True))
def test_german_check_digits_are_those_of_the_standard(digits: str) -> None:
    assert (not check(digits, "DE").problems) == german_vat.is_valid(digits)


@given(st.from_regex("[0-9]{10}", fullmatch=True))
def test_polish_check_digits_are_those_of_the_standard(digits: str) -> None:
    assert (not check(digits, "PL").problems) == nip.is_valid(digits)


@given(st.from_regex("U[0-9]{8}", fullmatch=True))
def test_austrian_check_digits_are_those_of_the_standard(body: str) -> None:
    assert (not check(body, "AT").problems) == uid.is_valid(body)


@given(st.one_of(ANY_TEXT, NUMBER_LIKE), st.sampled_from(sorted(CODES | {""})))
def test_no_text_breaks_the_check_and_what_is_accepted_stays_accepted(text: str, country: str) -> None:
    read = check(text, country)
    if not any(problem.kind == "error" for problem in read.problems):
        assert check(read.normal, country) == read
        assert check(read.display, country).normal == read.normal


@given(ANY_TEXT)
def test_any_stored_text_can_be_shown(text: str) -> None:
    assert display(text) is not None and country_of(text) in CODES | {""}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("5252248481.0", "5252248481"),
        ("5.252248481E9", "5252248481"),
        ("5,252248481E+09", "5252248481"),
        ("0123", "0123"),
        ("4.91E+11", "4.91E+11"),
        ("1E999", "1E999"),
        ("DE136695976", "DE136695976"),
    ],
)
def test_a_number_cell_gives_its_digits_unless_they_are_lost(cell: str, text: str) -> None:
    assert from_number(cell) == text


def test_a_shortened_number_is_recognised() -> None:
    assert is_shortened("4.91E+11") and not is_shortened("491000000000") and not is_shortened("E1")
