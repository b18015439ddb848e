"""Money is counted in cents, rounded half up, and never mixed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import (
    MixedCurrencies,
    Money,
    currencies,
    exponent,
    half_up,
    money,
    read_money,
    read_number,
    shown,
    total,
    totals,
)

AMOUNTS = st.builds(Money, st.integers(-(10**12), 10**12), st.just("EUR"))
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=30)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("19.99", "EUR", 1999), ("12.345", "EUR", 1235), ("-12.345", "EUR", -1235), ("100.5", "JPY", 101),
     ("1.0005", "KWD", 1001), ("0.004", "PLN", 0)],
)  # fmt: skip
def test_an_amount_is_rounded_half_up_to_the_currencys_minor_unit(
    amount: str, currency: str, minor: int
) -> None:
    assert money(Decimal(amount), currency) == Money(minor, currency)


def test_half_a_cent_goes_away_from_zero() -> None:
    assert [half_up(Decimal(text)) for text in ("0.5", "1.5", "2.5", "-0.5", "-2.5", "2.4999")] == [
        1,
        2,
        3,
        -1,
        -3,
        2,
    ]


def test_ten_times_ten_cents_is_one_euro() -> None:
    assert total([money(Decimal("0.1"), "EUR")] * 10, "EUR") == money(1, "EUR")
    assert total([], "PLN") == Money(0, "PLN")


def test_nineteen_percent_and_half_a_piece() -> None:
    assert Money(9999, "EUR").share(1900) == Money(1900, "EUR")  # 1899.81 cents
    assert Money(333, "EUR").times(Decimal("0.5")) == Money(167, "EUR")
    assert Money(-333, "EUR").times(Decimal("0.5")) == Money(-167, "EUR")


def test_different_currencies_are_never_added_or_compared() -> None:
    euro, zloty = Money(1, "EUR"), Money(1, "PLN")
    for attempt in (
        lambda: euro + zloty,
        lambda: euro - zloty,
        lambda: euro < zloty,
        lambda: total([zloty], "EUR"),
    ):
        with pytest.raises(MixedCurrencies):
            attempt()
    assert totals([zloty, euro, euro]) == {"EUR": Money(2, "EUR"), "PLN": Money(1, "PLN")}


@given(st.lists(AMOUNTS))
def test_a_sum_does_not_depend_on_the_order(amounts: list[Money]) -> None:
    assert total(amounts, "EUR") == total(reversed(amounts), "EUR")
    assert total(amounts, "EUR").minor == sum(amount.minor for amount in amounts)


@given(AMOUNTS, st.integers(0, 10_000))
def test_a_share_and_its_rest_make_the_whole(amount: Money, points: int) -> None:
    share = amount.share(points)
    assert share + (amount - share) == amount
    assert abs(share.minor * 10_000 - amount.minor * points) <= 5_000


@given(AMOUNTS)
def test_an_amount_survives_being_a_decimal(amount: Money) -> None:
    assert money(amount.decimal, "EUR") == amount
    assert read_money(str(amount.decimal), "EUR") == amount or "." not in str(amount.decimal)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1234", "1234"), ("1234,5", "1234.5"), ("1234.50", "1234.50"), ("1 234,50", "1234.50"),
        ("1\xa0234,50", "1234.50"), ("1\u202f234,50", "1234.50"), ("1.234,50", "1234.50"), ("1,234.50", "1234.50"),
        ("1.234.567", "1234567"), ("1.234.567,89", "1234567.89"), ("1'234.50", "1234.50"), ("−3,5", "-3.5"),
        ("0,125", "0.125"), (" 12 ", "12"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_poles_germans_and_britons_write_them(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed", ["", "1.234", "1,234", "1,2,3", "1.2.3,4", "1e5", "NaN", "inf", "0x10", "12,", "١٢", "1 EUR"]
)
def test_what_is_no_number_or_can_be_read_twice_is_refused(typed: str) -> None:
    assert read_number(typed) is None


def test_a_lone_mark_is_read_as_in_the_users_language() -> None:
    assert [read_number("1.234", locale) for locale in ("en", "de")] == [Decimal("1.234"), Decimal(1234)]
    assert [read_number("1,234", locale) for locale in ("en", "pl")] == [Decimal(1234), Decimal("1.234")]


def test_money_is_refused_beyond_all_reason() -> None:
    assert read_money("12,345", "EUR") is None
    assert read_money("1,5", "JPY") is None
    assert read_money("9" * 30, "EUR") is None
    assert read_money("12,34", "EUR") == Money(1234, "EUR")


@given(ANY_TEXT)
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    number = read_number(text)
    assert number is None or number.is_finite()
    read_money(text, "EUR")


def test_currencies_are_todays() -> None:
    assert {"EUR", "PLN", "CHF", "USD", "CZK"} <= currencies()
    assert not {"DEM", "ATS", "EURO", ""} & currencies()
    assert (exponent("EUR"), exponent("JPY"), exponent("KWD")) == (2, 0, 3)


def test_an_amount_is_shown_in_the_users_language() -> None:
    assert shown(Money(123450, "EUR"), "de") == "1.234,50\xa0€"
    assert shown(Money(123450, "EUR"), "en") == "€1,234.50"
