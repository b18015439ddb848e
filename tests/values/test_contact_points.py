"""Email addresses, phone numbers and websites as people type them."""

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.contact_points import (
    Email,
    Phone,
    Website,
    check_email,
    check_phone,
    check_website,
    domain_of,
    e164,
    host_of,
)

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


def texts(read: Email | Phone | Website) -> list[tuple[str, str]]:
    return [(str(problem.message), problem.kind) for problem in read.problems]


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Anna.Krueger@Bergmann.DE", "Anna.Krueger@bergmann.de"),
        (" anna+crm@bergmann.de ", "anna+crm@bergmann.de"),
        ("o'neil@bergmann.ie", "o'neil@bergmann.ie"),
        ("Anna Krüger <anna@bergmann.de>", "anna@bergmann.de"),
        ("mailto:anna@bergmann.de", "anna@bergmann.de"),
        ("info@müller.de", "info@müller.de"),
        ("info@xn--mller-kva.de", "info@müller.de"),
        ("żółw@example.pl", "żółw@example.pl"),
        ("jan@wp.pl", "jan@wp.pl"),
        ("", ""),
    ],
)
def test_an_email_address_is_read(typed: str, normal: str) -> None:
    assert check_email(typed) == Email(normal)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("bergmann.de", "The @ is missing."),
        ("info@@froehlich.example", "Two @ signs."),
        ("office@tirol-sport", "The domain has no ending such as .com or .de."),
        ("@bergmann.de", "The part before the @ is missing."),
        ("info@", "The domain after the @ is missing."),
        ("a@b.de; c@d.de", "One address only; further ones belong to contact persons."),
        ("anna@-bergmann.de", "“-bergmann.de” cannot be a domain."),
        ("anna@10.0.0.1", "“10.0.0.1” cannot be a domain."),
        ("an na@bergmann.de", "“an na” cannot stand before the @."),
        ("anna@bergmann.local", "“bergmann.local” cannot be a domain."),
        ("a" * 65 + "@bergmann.de", f"“{'a' * 65}” cannot stand before the @."),
    ],
)
def test_what_is_wrong_with_an_email_address_is_said(typed: str, text: str) -> None:
    assert texts(check_email(typed)) == [(text, "error")]
    assert check_email(typed).normal == typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("s.bergmann@bergmann.con", "s.bergmann@bergmann.com"),
        ("jan@gmial.com", "jan@gmail.com"),
        ("jan@gmial.con", "jan@gmail.com"),
        ("jan@t-onlin.de", "jan@t-online.de"),
    ],
)
def test_a_mistyped_domain_is_a_warning_with_what_was_meant(typed: str, meant: str) -> None:
    read = check_email(typed)
    assert read.normal == typed
    assert texts(read) == [(f"Did you mean {meant}?", "warning")]
    assert read.problems[0].message.params["suggestion"] == meant


@given(ANY_TEXT)
@example("\ud800@b.de")
@example("a@\x00.de")
@example("a@" + "b." * 200 + "de")
def test_no_text_breaks_the_email_check(text: str) -> None:
    read = check_email(text)
    if not read.problems:
        assert check_email(read.normal) == read


@pytest.mark.parametrize(
    ("typed", "country", "normal"),
    [
        ("+49 711 204 11 40", "AT", "+49 711 2041140"),
        ("0711/204 11-40", "DE", "+49 711 2041140"),
        ("+49 (0)711 2041140", "PL", "+49 711 2041140"),
        ("0049 711 2041140", "", "+49 711 2041140"),
        ("tel:+49-711-2041140", "", "+49 711 2041140"),
        ("600 123 456", "PL", "+48 600 123 456"),
        ("48600123456", "PL", "+48 600 123 456"),
        ("061 8203311", "PL", "+48 61 820 33 11"),
        ("(061) 820-33-11", "PL", "+48 61 820 33 11"),
        ("+48 061 8203311", "DE", "+48 61 820 33 11"),
        ("0600 123 456", "PL", "+48 600 123 456"),
        ("+39 06 1234567", "DE", "+39 06 123 4567"),
        ("22 833 12 34 wew. 4", "PL", "+48 22 833 12 34 ext. 4"),
        ("+49 711 2041140 ext. 12", "DE", "+49 711 2041140 ext. 12"),
        ("+49 711 2041140 Durchwahl 12", "DE", "+49 711 2041140 ext. 12"),
        ("0664 1234567", "AT", "+43 664 1234567"),
        ("+1 (650) 253-0000", "DE", "+1 650-253-0000"),
        ("06 1234567", "IT", "+39 06 123 4567"),
        ("", "DE", ""),
    ],
)
def test_a_phone_number_is_written_internationally(typed: str, country: str, normal: str) -> None:
    assert check_phone(typed, country) == Phone(normal)
    assert check_phone(normal, country) == Phone(normal)


@pytest.mark.parametrize(
    ("typed", "country", "text"),
    [
        ("nieznany", "PL", "This is no phone number."),
        ("0800 FLOWERS", "DE", "This is no phone number."),
        ("<b>0711 2041140</b>", "DE", "This is no phone number."),
        ("22/833 — wew. 4", "PL", "This phone number is too short."),
        ("12", "DE", "Please type the phone number with its area code."),
        ("+49 711 20411402041140", "DE", "This phone number is too long."),
        ("711 2041140", "", "Please type the number with its country code, such as +49."),
        ("+999 123456", "DE", "This is no phone number."),
        ("4.91E+11", "DE", "A spreadsheet has shortened this number; its last digits are lost."),
    ],
)
def test_a_number_that_cannot_be_dialled_is_an_error(typed: str, country: str, text: str) -> None:
    read = check_phone(typed, country)
    assert texts(read) == [(text, "error")]
    assert (read.normal, read.e164) == (typed, "")


def test_a_number_in_no_plan_is_a_warning() -> None:
    read = check_phone("+49 123 456 789", "DE")
    assert read.normal == "+49 123456789"
    assert texts(read) == [("No such number is known in its country. Please check it.", "warning")]


def test_a_number_is_compared_without_blanks_and_extension() -> None:
    assert e164("+48 22 833 12 34 ext. 4") == "+48228331234"
    assert e164("") == e164("833 12 34") == ""


@given(
    st.sampled_from(["DE", "AT", "PL", "CH", "CZ", "FR", "NL", "GB", "IT", "US"]),
    st.text("0123456789", max_size=13),
)
@example("CZ", "0200000000")
def test_numbers_are_read_as_the_library_reads_them(country: str, digits: str) -> None:
    read = check_phone(digits, country)
    without = digits.removeprefix("0")
    if without != digits and read == check_phone(without, country):
        digits = without  # the 0 that was dialled before the area, where no number begins with one
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        assert not read.e164
        return
    if phonenumbers.is_valid_number(number):
        assert read == Phone(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    elif read.e164:
        assert texts(read) == [("No such number is known in its country. Please check it.", "warning")]


@given(ANY_TEXT, st.sampled_from(["DE", "PL", "", "ZZ"]))
@example("+" * 50, "DE")
@example("\ud800", "DE")
def test_no_text_breaks_the_phone_check(text: str, country: str) -> None:
    read = check_phone(text, country)
    if not read.problems:
        assert check_phone(read.normal, country) == read


@pytest.mark.parametrize(
    ("typed", "normal", "host"),
    [
        ("bergmann.de", "https://bergmann.de", "bergmann.de"),
        ("www.bergmann.de/", "https://www.bergmann.de", "bergmann.de"),
        ("HTTP://WWW.Bergmann.DE/Kontakt?a=1#top", "http://www.bergmann.de/Kontakt?a=1#top", "bergmann.de"),
        ("bergmann.de:8443/x", "https://bergmann.de:8443/x", "bergmann.de"),
        ("//bergmann.de", "https://bergmann.de", "bergmann.de"),
        ("münchen.de", "https://münchen.de", "münchen.de"),
        ("https://xn--mnchen-3ya.de", "https://münchen.de", "münchen.de"),
        ("", "", ""),
    ],
)
def test_a_website_is_read(typed: str, normal: str, host: str) -> None:
    read = check_website(typed)
    assert (read, read.host) == (Website(normal), host)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("javascript:alert(1)", "Only addresses with http:// or https:// are accepted."),
        ("JaVaScRiPt:alert(1)//x.de", "Only addresses with http:// or https:// are accepted."),
        ("data:text/html,x", "Only addresses with http:// or https:// are accepted."),
        ("vbscript:x", "Only addresses with http:// or https:// are accepted."),
        ("java\tscript:alert(1)", "There are characters in this address that no website has."),
        ("ftp://bergmann.de", "Only addresses with http:// or https:// are accepted."),
        (
            "http://user@evil.example",
            "An address with a name before the host (evil.example) is not accepted.",
        ),
        (
            "https://bank.de:x@evil.example/",
            "An address with a name before the host (evil.example) is not accepted.",
        ),
        ("https://bergmann.de\\@evil.example", "There are characters in this address that no website has."),
        ('https://bergmann.de/"onmouseover="x', "There are characters in this address that no website has."),
        ("https://127.0.0.1/", "“127.0.0.1” cannot be a domain."),
        ("https://[::1]/", "“::1” cannot be a domain."),
        ("localhost", "“localhost” cannot be a domain."),
        ("https://bergmann.de:99999", "This is no address of a website."),
        ("https://", "This is no address of a website."),
        ("https://bergmann.de/" + "x" * 500, "This address is too long."),
    ],
)
def test_what_is_no_website_is_refused(typed: str, text: str) -> None:
    assert texts(check_website(typed)) == [(text, "error")]


@given(ANY_TEXT)
@example("http://[")
@example("http://a\u2100b.de")
@example("http://\ud800.de")
def test_an_accepted_website_opens_the_host_it_shows(text: str) -> None:
    read = check_website(text)
    if not read.problems and read.normal:
        assert read.normal.startswith(("https://", "http://"))
        assert "@" not in read.normal.split("/")[2]
        assert check_website(read.normal) == read


def test_the_domain_of_a_client_is_that_of_its_firm() -> None:
    assert domain_of("anna@bergmann.de", "https://www.other.de") == "bergmann.de"
    assert domain_of("anna@gmail.com", "https://www.bergmann.de/kontakt") == "bergmann.de"
    assert domain_of("anna@wp.pl", "https://www.facebook.com/bergmann") == ""
    assert domain_of("", "") == ""
    assert host_of("https://www.bergmann.de:8443/x") == "bergmann.de"
