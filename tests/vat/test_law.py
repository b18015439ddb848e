"""VAT rates, texts and limits of the regions that come with the program, and how their files are read."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.errors import MasakuError
from app.i18n import LOCALES
from app.money import Money
from app.regions.definition import Definition, read_definition
from app.settings import ROOT
from app.vat.categories import CATEGORIES
from app.vat.conversion import converted
from app.vat.limits import limit_on
from app.vat.notes import note_on
from app.vat.rates import RateNotValid, is_valid, percent, rate_on, rates_on
from app.vat.reading import read_limits, read_notes, read_rates

TODAY = date(2026, 11, 26)
REGIONS = {code: read_definition(ROOT / "regions" / f"{code}.toml") for code in ("de", "at", "pl")}
RATE: dict[str, Any] = {
    "key": "standard",
    "percent": 19,
    "valid_from": date(2021, 1, 1),
    "source": "§ 12 UStG",
}
EVERY_REGION = pytest.mark.parametrize("region", REGIONS.values(), ids=REGIONS)


def percents(code: str, day: date) -> list[str]:
    return [str(percent(rate.basis_points)) for rate in rates_on(REGIONS[code].vat_rates, day)]


def test_todays_rates() -> None:
    assert percents("de", TODAY) == ["19", "7", "0"]
    assert percents("at", TODAY) == ["20", "10", "13", "4.9", "19"]
    assert percents("pl", TODAY) == ["23", "8", "5", "0"]


def test_the_day_of_supply_chooses_the_rate() -> None:
    at, de = REGIONS["at"].vat_rates, REGIONS["de"].vat_rates
    assert not is_valid(at, "S", 490, date(2026, 6, 30))
    assert is_valid(at, "S", 490, date(2026, 7, 1))
    days = (date(2020, 6, 30), date(2020, 7, 1), date(2020, 12, 31), date(2021, 1, 1))
    assert [rate_on(de, "standard", day).basis_points for day in days] == [1900, 1600, 1600, 1900]


def test_a_rate_that_does_not_hold_on_the_day_is_refused() -> None:
    with pytest.raises(RateNotValid, match="Lowest reduced rate: not valid on 30/06/2026"):
        rate_on(REGIONS["at"].vat_rates, "super_reduced", date(2026, 6, 30))
    assert not is_valid(REGIONS["de"].vat_rates, "S", 1600, TODAY)
    assert not is_valid(REGIONS["at"].vat_rates, "Z", 0, TODAY)
    assert not is_valid(REGIONS["de"].vat_rates, "X", 0, TODAY)


def test_what_has_no_vat_by_its_nature_asks_no_table() -> None:
    for category in ("E", "AE", "K", "G", "O"):
        assert is_valid((), category, 0, TODAY)
        assert not is_valid((), category, 1900, TODAY)


@EVERY_REGION
def test_each_category_without_vat_has_its_text_in_every_language(region: Definition) -> None:
    for category in CATEGORIES.values():
        for small_business in (False, True):
            note = note_on(region.vat_notes, category.code, small_business, TODAY)
            assert (note is not None) == category.needs_reason
            assert note is None or (set(note.texts) == set(LOCALES) and note.source)


def test_which_countries_want_vat_in_their_own_currency_too() -> None:
    rules = {code: region.vat_in_own_currency for code, region in REGIONS.items()}
    assert {code: rule and rule.before_supply for code, rule in rules.items()} == {
        "de": None, "at": False, "pl": True
    }  # fmt: skip
    assert converted(Money(1_00, "EUR"), 425_350_000, "PLN") == Money(4_25, "PLN")
    assert converted(Money(-1_00, "EUR"), 425_500_000, "PLN") == Money(-4_26, "PLN")


@EVERY_REGION
def test_no_text_speaks_of_a_gutschrift(region: Definition) -> None:
    assert not [note for note in region.vat_notes if "gutschrift" in str(note.texts).lower()]


def test_a_small_business_has_a_text_of_its_own_and_in_germany_a_new_one_since_2025() -> None:
    notes = REGIONS["de"].vat_notes
    texts = [note_on(notes, "E", True, day) for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert [note and note.text("de") for note in texts] == [
        "Gemäß § 19 UStG wird keine Umsatzsteuer berechnet.",
        "Steuerbefreiung für Kleinunternehmer (§ 19 UStG)",
    ]
    assert note_on(notes, "E", False, TODAY) not in texts
    assert note_on(notes, "AE", True, TODAY) == note_on(notes, "AE", False, TODAY)


def test_limits_hold_per_region_and_day() -> None:
    at = REGIONS["at"].invoice_limits
    assert limit_on(at, "buyer_vat_id", TODAY) == Money(1_000_000, "EUR")
    assert limit_on(REGIONS["de"].invoice_limits, "buyer_vat_id", TODAY) is None
    assert limit_on(at, "buyer_vat_id", date(2006, 6, 30)) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"percent": 19.0}, "no number"), ({"percent": True}, "no number"), ({"percent": "19"}, "no number"),
        ({"percent": Decimal("4.999")}, "4.999"), ({"percent": -1}, "-1"), ({"percent": 101}, "101"),
        ({"percent": 0, "category": "S"}, "category S"), ({"key": "normal"}, "normal"),
        ({"valid_from": "2021-01-01"}, "no day"), ({"valid_until": date(2020, 1, 1)}, "before"),
        ({"source": ""}, "source"),
    ],
)  # fmt: skip
def test_a_rate_that_cannot_be_is_refused_with_the_reason(changed: dict[str, Any], reason: str) -> None:
    with pytest.raises((TypeError, ValueError), match=reason):
        read_rates([RATE | changed])


def test_two_entries_of_one_key_never_hold_on_the_same_day() -> None:
    ended = RATE | {"valid_from": date(2007, 1, 1), "valid_until": date(2020, 12, 31)}
    assert len(read_rates([ended, RATE])) == 2
    with pytest.raises(ValueError, match="standard twice on 2021-01-01"):
        read_rates([ended | {"valid_until": date(2021, 1, 1)}, RATE])


def test_a_text_in_all_languages_and_a_known_limit_are_asked_for() -> None:
    dated = {"valid_from": date(2021, 1, 1), "source": "a law"}
    with pytest.raises(KeyError, match="pl"):
        read_notes([dated | {"key": "exempt", "category": "E", "text": {"de": "frei", "en": "exempt"}}])
    with pytest.raises(ValueError, match="large"):
        read_limits([dated | {"key": "large", "amount": 1, "currency": "EUR"}])


def test_a_file_that_is_wrong_is_named_with_the_fault(tmp_path: Path) -> None:
    text = (ROOT / "regions" / "at.toml").read_text("utf-8")
    path = tmp_path / "at.toml"
    for wrong in ("nan", "4.99999999999999999999", "1e400"):
        path.write_text(text.replace("percent = 4.9", f"percent = {wrong}"), encoding="utf-8")
        with pytest.raises(MasakuError, match=r"at\.toml cannot be used"):
            read_definition(path)
