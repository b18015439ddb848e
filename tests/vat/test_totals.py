"""An invoice's totals: rounded as EN 16931 rounds, to the cent."""

from decimal import Decimal

import pytest

from app.money import MixedCurrencies, Money
from app.vat.totals import Beyond, Group, Line, Totals, compute, split


def line(quantity: str, price: str, discount: int = 0, category: str = "S", rate: int = 1900) -> Line:
    return Line(Decimal(quantity), Decimal(price), discount, category, rate)


def euro(*minor: int) -> list[Money]:
    return [Money(each, "EUR") for each in minor]


def figures(totals: Totals) -> tuple[int, ...]:
    return totals.allowance.minor, totals.net.minor, totals.vat.minor, totals.gross.minor, totals.due.minor


def test_an_invoice_with_two_rates_and_a_line_discount() -> None:
    totals = compute([line("3", "100"), line("1.5", "80", 1000), line("2", "9.99", rate=700)], "EUR")
    assert [found.net.minor for found in totals.lines] == [30000, 10800, 1998]
    assert totals.lines[1].gross - totals.lines[1].allowance == totals.lines[1].net
    assert totals.groups == (
        Group("S", 1900, *euro(40800, 7752, 0)),
        Group("S", 700, *euro(1998, 140, 0)),
    )
    assert figures(totals) == (0, 42798, 7892, 50690, 50690)


def test_vat_is_computed_once_per_rate_and_never_per_line() -> None:
    """Ten times 0.03 at 19 % are 0.0057 each, so nothing or a cent per line; together 0.057."""
    assert compute([line("1", "0.03")] * 10, "EUR").vat == Money(6, "EUR")


@pytest.mark.parametrize(("sign", "net", "vat"), [("1", 50, 10), ("-1", -50, -10)])
def test_halves_go_away_from_zero_on_either_side(sign: str, net: int, vat: int) -> None:
    totals = compute([line(sign, "0.495", rate=2000)], "EUR")
    assert (totals.net.minor, totals.vat.minor) == (net, vat)


def test_a_line_is_rounded_before_its_discount_is_taken() -> None:
    (found,) = compute([line("1", "10.005", 5000)], "EUR").lines
    assert (found.gross.minor, found.allowance.minor, found.net.minor) == (1001, 501, 500)


def test_a_document_discount_in_percent_is_taken_from_each_rate() -> None:
    totals = compute([line("1", "100"), line("1", "50", rate=700)], "EUR", discount_percent=333)
    assert [group.allowance.minor for group in totals.groups] == [333, 167]
    assert [group.net.minor for group in totals.groups] == [9667, 4833]
    assert totals.lines_net == Money(15000, "EUR")


def test_a_document_discount_by_amount_is_shared_out_to_the_last_cent() -> None:
    lines = [line("1", "10"), line("1", "10", rate=700), line("1", "10", category="Z", rate=0)]
    totals = compute(lines, "EUR", discount_amount=Money(100, "EUR"))
    assert sorted(group.allowance.minor for group in totals.groups) == [33, 33, 34]
    assert totals.allowance == Money(100, "EUR")


def test_the_largest_remainder_gets_the_cent() -> None:
    assert split(Money(10, "EUR"), euro(100, 250, 650)) == euro(1, 3, 6)  # 1, 2.5, 6.5: the first of the two
    assert split(Money(10, "EUR"), euro(110, 240, 650)) == euro(1, 2, 7)  # 1.1, 2.4, 6.5


def test_what_stands_on_the_other_side_bears_nothing_of_a_discount() -> None:
    assert split(Money(10, "EUR"), euro(300, -100)) == euro(10, 0)
    assert split(Money(-10, "EUR"), euro(-300, 100)) == euro(-10, 0)
    assert split(Money(10, "EUR"), euro(5, -5)) == euro(0, 0)
    assert split(Money(10, "EUR"), []) == []


def test_what_was_paid_before_lessens_what_is_due_and_nothing_else() -> None:
    totals = compute([line("1", "100")], "EUR", prepaid=Money(5000, "EUR"))
    assert figures(totals) == (0, 10000, 1900, 11900, 6900)


def test_nothing_comes_to_nothing() -> None:
    assert figures(compute([], "EUR", discount_amount=Money(100, "EUR"))) == (0, 0, 0, 0, 0)


def test_a_currency_without_cents_is_rounded_to_whole_units() -> None:
    totals = compute([line("3", "33.5", rate=1000)], "JPY")
    assert (totals.net.minor, totals.vat.minor) == (101, 10)


def test_a_rate_with_decimals() -> None:
    assert compute([line("1", "10", rate=490)], "EUR").vat == Money(49, "EUR")


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "category", "rate"),
    [
        ("1.00001", "1", 0, "S", 1900), ("1", "0.00001", 0, "S", 1900), ("NaN", "1", 0, "S", 1900),
        ("1", "Infinity", 0, "S", 1900), ("1e309", "1", 0, "S", 1900), ("1", "1e18", 0, "S", 1900),
        ("1", "1", 10_001, "S", 1900), ("1", "1", -1, "S", 1900), ("1", "1", 0, "S", 0), ("1", "1", 0, "S", -1),
        ("1", "1", 0, "E", 1900), ("1", "1", 0, "AE", 1), ("1", "1", 0, "Z", 700),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused(
    quantity: str, price: str, discount: int, category: str, rate: int
) -> None:
    with pytest.raises(ValueError, match=r"quantity|discount|category"):
        line(quantity, price, discount, category, rate)


def test_amounts_beyond_all_reason_are_refused() -> None:
    with pytest.raises(Beyond):
        compute([line("1000000000", "1000000000")], "EUR")
    with pytest.raises(Beyond):
        compute([line("9", "1000000000"), line("9", "1000000000")], "EUR")


def test_a_discount_is_a_share_or_an_amount_and_of_the_invoices_currency() -> None:
    with pytest.raises(ValueError, match="share or an amount"):
        compute([line("1", "1")], "EUR", 1000, Money(1, "EUR"))
    with pytest.raises(MixedCurrencies):
        compute([line("1", "1")], "EUR", discount_amount=Money(1, "PLN"))
    with pytest.raises(MixedCurrencies):
        compute([line("1", "1")], "EUR", prepaid=Money(1, "PLN"))
