"""What was sent -> what an admin wants an account to be, or everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.accounts.model import Role, Staff, Wanted
from app.errors import Problem
from app.i18n import LOCALES, N_, Message
from app.text import clean_line, forbidden_characters
from app.web.user import ROLES

MAX_NAME = 100
MAX_EMAIL = 254  # RFC 5321
# The name somebody signs in with: an address of a network that the world does not know (.local) is as good.
_EMAIL = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")


def read_staff(
    form: Mapping[str, str], regions: Sequence[str], held: Sequence[Role] = ()
) -> tuple[Wanted, list[Problem]]:
    """Fields role_de, privacy_de, archive_de for each of the regions; anything else that was sent is not looked at.

    Roles that are held already and that the form did not offer stay: a region's file may be away for a while.
    """
    name, problems = read_name(form)
    email = clean_line(form.get("email", ""))
    if not is_email(email):
        problems.append(
            Problem("email", Message(N_("Please give one email address: it is needed to sign in.")))
        )
    roles = [each for each in held if each.region not in regions or f"role_{each.region}" not in form]
    kept = {each.region for each in roles}
    for region in (each for each in regions if each not in kept):
        role, wrong = _read_role(form, region)
        roles += [role] if role else []
        problems += wrong
    locale = form.get("locale", "")
    if locale not in LOCALES:
        problems.append(Problem("locale", Message(N_("Please choose a language."))))
    return Wanted(name, email, locale, form.get("admin") == "1", tuple(roles)), problems


def read_name(form: Mapping[str, str]) -> tuple[str, list[Problem]]:
    name = clean_line(form.get("name", ""))
    if not name:
        return name, [Problem("name", Message(N_("The change history names people: please give a name.")))]
    if len(name) > MAX_NAME:
        return name, [Problem("name", Message(N_("At most {n} characters."), {"n": MAX_NAME}))]
    if forbidden_characters(name):
        return name, [Problem("name", Message(N_("Contains characters that no name has.")))]
    return name, []


def is_email(text: str) -> bool:
    return len(text) <= MAX_EMAIL and text.isprintable() and _EMAIL.fullmatch(text) is not None


def typed_staff(staff: Staff) -> dict[str, str]:
    typed = {
        "name": staff.name, "email": staff.email, "locale": staff.locale, "admin": "1" if staff.admin else "",
        "state": staff.wanted.state,
    }  # fmt: skip
    for role in staff.roles:
        typed[f"role_{role.region}"] = role.role
        typed[f"privacy_{role.region}"] = "1" if role.privacy else ""
        typed[f"archive_{role.region}"] = "1" if role.archive else ""
    return typed


def _read_role(form: Mapping[str, str], region: str) -> tuple[Role | None, list[Problem]]:
    field = f"role_{region}"
    role = form.get(field, "")
    privacy, archive = (form.get(f"{grant}_{region}") == "1" for grant in ("privacy", "archive"))
    if role in ROLES:
        return Role(region, role, privacy, archive), []
    if role:
        return None, [Problem(field, Message(N_("Please choose a role.")))]
    if privacy or archive:
        return None, [Problem(field, Message(N_("What somebody may do besides needs a role in the region.")))]
    return None, []
