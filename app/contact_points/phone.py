"""Phone numbers, written internationally. A number that cannot be dialled is an error; one that can be
dialled and is in no plan of its country ("+49 123 456 789") is a warning.

The plans are those of the library phonenumbers. Numbers typed plainly are compared with them
directly, ten times as fast as by the library's own parser, which reads all others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from app.errors import Problem
from app.i18n import N_, Message

_PLAIN = re.compile("\\+?[0-9 ()/.\xa0–-]*[0-9][0-9 ()/.\xa0–-]*")
_SEPARATORS = str.maketrans("", "", " ()/.-\xa0–")
_EXTENSION = re.compile(
    "[,;]?\\s*(?:ext\\.?|extension|durchwahl|dw\\.?|nst\\.?|wewn?\\.?|x|;ext=)\\s*:?\\s*([0-9]{1,7})$",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\\([0-9])")
_SHORTENED = re.compile("[0-9][.,][0-9]+E\\+?[0-9]+", re.IGNORECASE)
_EXTENSION_MARK = " ext. "


class Phone(NamedTuple):
    """`normal` is stored and shown: "+49 711 2041140 ext. 12"."""

    normal: str
    problems: tuple[Problem, ...] = ()

    @property
    def e164(self) -> str:
        return "" if any(problem.kind == "error" for problem in self.problems) else e164(self.normal)


def e164(normal: str) -> str:
    """What is dialled and compared ("+497112041140"), of a number as stored; "" when it is none."""
    number = normal.partition(_EXTENSION_MARK)[0]
    if not number.startswith("+"):
        return ""
    plain = number.translate(_SEPARATORS)
    return plain if plain[1:].isdecimal() else "+" + "".join(filter(str.isdecimal, number))


def check_phone(raw: str, country: str) -> Phone:
    """Reads one number, national ones as of the client's country; the problems are of the field `phone`."""
    text = raw.strip().removeprefix("tel:").strip()
    if not text:
        return Phone("")
    if _SHORTENED.fullmatch(text):
        return _refused(text, N_("A spreadsheet has shortened this number; its last digits are lost."))
    is_plain = _PLAIN.fullmatch(text)
    extension = None if is_plain else _EXTENSION.search(text)
    number = text[: extension.start()].rstrip(" ,;/-–—") if extension else text
    # Letters as on a keypad ("0800 FLOWERS") are guesses, not numbers.
    if not is_plain and not _PLAIN.fullmatch(number):
        return _refused(text, N_("This is no phone number."))
    read = _read_plainly(number, country)
    if read is None:
        read = _read_by_library(number, country)
        if not read.e164:
            return Phone(text, read.problems)
    return Phone(f"{read.normal}{_EXTENSION_MARK}{extension[1]}", read.problems) if extension else read


def _read_plainly(text: str, country: str) -> Phone | None:
    """The number when it is beyond doubt in the plan of its country; else None."""
    digits = text.replace("(0)", "", 1).translate(_SEPARATORS)
    international = digits.removeprefix("+") if digits.startswith("+") else digits.removeprefix("00")
    if international != digits:
        plan, national = _plan_and_rest(international)
        return plan.read(national) if plan else None
    plan = _plan(country)
    if plan is None:
        return None
    # Some files leave out the + ("48604113322"); only when the whole is no number of the country itself.
    return plan.read(digits.removeprefix(plan.trunk)) or (
        plan.read(digits.removeprefix(plan.calling_code)) if digits.startswith(plan.calling_code) else None
    )


def _plan_and_rest(international: str) -> tuple[_Plan | None, str]:
    regions = _regions()
    for length in (2, 3, 1):
        if international[:length] in regions:
            return _plan(regions[international[:length]]), international[length:]
    return None, ""


@cache
def _regions() -> dict[str, str]:
    """Calling code -> country, where a code belongs to one country alone."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return {str(code): found[0] for code, found in COUNTRY_CODE_TO_REGION_CODE.items() if len(found) == 1}


@dataclass(frozen=True)
class _Plan:
    """The numbers of one country: `trunk` is what goes before national ones ("0")."""

    calling_code: str
    trunk: str
    valid: re.Pattern[str]
    formats: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]  # leading digits, groups, "{0} {1}"

    def read(self, typed: str) -> Phone | None:
        """A 0 before the area, from the days when it was dialled or after +48, goes where no number begins with one."""
        national = typed if self.valid.fullmatch(typed) else typed.removeprefix("0")
        if not self.valid.fullmatch(national):
            return None
        return Phone(f"+{self.calling_code} {self._grouped(national)}")

    def _grouped(self, national: str) -> str:
        for leading, pattern, form in self.formats:
            if leading.match(national) and (groups := pattern.fullmatch(national)):
                return form.format(*groups.groups())
        return national


@cache
def _plan(country: str) -> _Plan | None:
    """None for countries that the library has to read: several under one calling code, prefixes that vary."""
    from phonenumbers import PhoneMetadata

    found = PhoneMetadata.metadata_for_region(country, None)
    if found is None or found.country_code is None or str(found.country_code) not in _regions():
        return None
    if found.national_prefix_for_parsing != found.national_prefix:
        return None
    kinds = (
        found.fixed_line,
        found.mobile,
        found.toll_free,
        found.shared_cost,
        found.premium_rate,
        found.voip,
    )
    patterns = [kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern]
    formats = tuple(
        (
            re.compile((form.leading_digits_pattern or [""])[-1]),
            re.compile(form.pattern),
            _GROUP.sub(lambda found: f"{{{int(found[1]) - 1}}}", form.format),
        )
        for form in found.intl_number_format or found.number_format
        if form.pattern and form.format
    )
    return _Plan(
        str(found.country_code), found.national_prefix or "", re.compile("|".join(patterns)), formats
    )


def _read_by_library(text: str, country: str) -> Phone:
    import phonenumbers
    from phonenumbers import PhoneNumberFormat, ValidationResult

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException as error:
        if error.error_type == error.INVALID_COUNTRY_CODE and not text.startswith("+"):
            return _refused(text, N_("Please type the number with its country code, such as +49."))
        return _refused(text, N_("This is no phone number."))
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == ValidationResult.TOO_SHORT:
        return _refused(text, N_("This phone number is too short."))
    if possible == ValidationResult.TOO_LONG:
        return _refused(text, N_("This phone number is too long."))
    if possible == ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return _refused(text, N_("Please type the phone number with its area code."))
    if possible != ValidationResult.IS_POSSIBLE:
        return _refused(text, N_("This phone number cannot be dialled."))
    normal = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    if phonenumbers.is_valid_number(number):
        return Phone(normal)
    doubt = Message(N_("No such number is known in its country. Please check it."))
    return Phone(normal, (Problem("phone", doubt, "warning"),))


def _refused(text: str, reason: str) -> Phone:
    return Phone(text, (Problem("phone", Message(reason)),))
