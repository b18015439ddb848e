"""The form of an account, new and existing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response

from app.accounts import events, sessions
from app.accounts.model import Staff, Wanted, differences
from app.errors import Problem
from app.i18n import Message, translate
from app.regions import File
from app.web.context import user_of
from app.web.pages import page
from app.web.shell import locale_of
from app.web.user import ROLES, WebRequest

HOME = "/admin/staff"
NEWEST_EVENTS = 8


def new_page(
    request: WebRequest, typed: Mapping[str, str], problems: list[Problem] | None = None
) -> Response[Any]:
    return _form(request, "accounts/staff_new.html", typed, problems or [], 422 if problems else 200)


def edit_page(
    request: WebRequest, staff: Staff, typed: Mapping[str, str], problems: list[Problem] | None = None,
    meanwhile: Wanted | None = None,
) -> Response[Any]:  # fmt: skip
    """`meanwhile` is what was wanted when somebody else was faster: both are shown, saving again decides."""
    instance: File = request.app.state.instance
    differing = differences(staff.wanted, meanwhile) if meanwhile else {}
    open_sessions = instance.read(sessions.of_staff, staff.id, b"", request.app.state.clock.now())
    if meanwhile:
        typed = {**typed, "state": staff.wanted.state}
    return _form(
        request, "accounts/staff_edit.html", typed, problems or [], 409 if meanwhile else 422 if problems else 200,
        staff=staff, differing=events.shown_changes(differing, locale_of(request)), open_sessions=len(open_sessions),
        events=instance.read(events.newest, staff_id=staff.id, limit=NEWEST_EVENTS), changes=events.shown_changes,
        own=staff.id == user_of(request).id,
    )  # fmt: skip


def _form(
    request: WebRequest, template: str, typed: Mapping[str, str], problems: list[Problem], status: int,
    **context: Any,
) -> Response[Any]:  # fmt: skip
    regions, locale = request.app.state.regions, locale_of(request)
    labels = {name: translate(Message(label), locale) for name, label in events.FIELDS.items()}
    return page(
        request, template, module="staff", status=status, typed=typed, problems=problems, roles=ROLES, base=HOME,
        known=[(code, regions.definition(code).name(locale)) for code in regions.codes()],
        field_labels=labels | {f"role_{code}": code.upper() for code in regions.codes()}, **context,
    )  # fmt: skip
