"""A new region in the browser, for admins."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, get, post

from app.countries import CODES, choices
from app.errors import MasakuError, Problem, Unavailable
from app.i18n import N_, Message
from app.regions import Regions
from app.regions.definition import defined_codes, definitions
from app.replicas.founding import found_region
from app.web.forms import sent
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest


class NewRegion(Controller):
    path = "/admin/regions/new"
    opt = {"right": "admin"}  # noqa: RUF012 (Litestar reads it from the class)

    @get()
    async def show(self, request: WebRequest) -> Response[Any]:
        return _form(request, {})

    @post(opt={"confirmed": True})
    async def add(self, request: WebRequest) -> Response[Any]:
        form, regions = await sent(request), _regions(request)
        code, source = form.get("country", "").lower(), form.get("source", "")
        if problems := _wrong_with(regions, code, source):
            return _form(request, form, problems)
        is_defined = code in defined_codes(regions.settings.data)
        try:
            await asyncio.to_thread(found_region, regions, code, "" if is_defined else source)
        except Unavailable:
            raise
        except MasakuError as error:
            return _form(request, form, [Problem("country", error.message)])
        return go(request, f"/admin/regions?made={code}")


def _wrong_with(regions: Regions, code: str, source: str) -> list[Problem]:
    data = regions.settings.data
    if code.upper() not in CODES:
        return [Problem("country", Message(N_("Please choose a country.")))]
    if code in regions.codes():
        return [
            Problem("country", Message(N_("The region “{code}” exists already."), {"code": code.upper()}))
        ]
    if code not in defined_codes(data) and source not in definitions(data):
        return [Problem("source", Message(N_("Please choose the region whose rules it begins with.")))]
    return []


def _form(request: WebRequest, typed: dict[str, str], problems: Sequence[Problem] = ()) -> Response[Any]:
    regions, locale = _regions(request), locale_of(request)
    known = definitions(regions.settings.data)
    return page(
        request,
        "replicas/new.html",
        module="admin",
        status=422 if problems else 200,
        base="/admin/regions",
        typed=typed,
        problems=problems,
        countries=choices(locale),
        known=[(code, f"{code.upper()} · {each.name(locale)}") for code, each in sorted(known.items())],
    )


def _regions(request: WebRequest) -> Regions:
    regions: Regions = request.app.state.regions
    return regions


ROUTES = (NewRegion,)
