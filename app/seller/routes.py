"""The firm's own page among the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Controller, Response, get, post

from app.clock import stamp
from app.countries import choices
from app.documents.upload import receive
from app.errors import Conflict, NotFound, Problem
from app.i18n import N_, Message, translate
from app.seller import store
from app.seller.forms import as_typed, read_seller, wrong_with_logo
from app.seller.model import MAX_LOGO_KILOBYTES, SELLER_FIELDS, Seller, gaps
from app.web.context import acting, region_of, user_of
from app.web.files import file_answer
from app.web.forms import sent, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest


class SellerPage(Controller):
    path = "/settings/seller"

    @get(opt={"right": "seller.see"})
    async def show(self, request: WebRequest) -> Response[Any]:
        return _page(request)

    @post(opt={"right": "seller.edit"})
    async def change(self, request: WebRequest) -> Response[Any]:
        region, form = region_of(request), await sent(request)
        read = read_seller(form, region.definition.country)
        typed = {**read.typed, "version": form.get("version", "")}
        wanted = read.changing(region.read(store.load))
        if wanted is None:
            return _page(request, typed, read.problems, status=422)
        actor, now = acting(request)
        version = whole_number(typed["version"])
        try:
            await region.write(store.change, region.keys, wanted, actor, stamp(now), version=version)
        except store.Stale as stale:
            return _conflict(request, stale.current, wanted, typed)
        return go(request, f"/{region.code}/settings/seller")

    @get("/logo", opt={"right": "seller.see"})
    async def logo(self, request: WebRequest) -> Response[bytes]:
        seller = region_of(request).read(store.load)
        if not seller.logo:
            raise NotFound()
        return file_answer(seller.logo, seller.logo_type)

    @post("/logo", opt={"right": "seller.edit"}, request_max_body_size=2_000_000)
    async def set_logo(self, request: WebRequest) -> Response[Any]:
        content = next((content for _, content in (await receive(request)).files), b"")
        wrong = await asyncio.to_thread(wrong_with_logo, content)
        if wrong:
            return _page(request, problems=[Problem("logo", wrong)], status=422)
        return await _keep_logo(request, content)

    @post("/logo/removal", opt={"right": "seller.edit"})
    async def remove_logo(self, request: WebRequest) -> Response[Any]:
        return await _keep_logo(request, b"")


async def _keep_logo(request: WebRequest, content: bytes) -> Response[Any]:
    region = region_of(request)
    actor, now = acting(request)
    try:
        await region.write(store.set_logo, region.keys, content, actor, stamp(now))
    except Conflict as conflict:
        return _page(request, problems=[Problem("logo", conflict.message)], status=409)
    return go(request, f"/{region.code}/settings/seller")


def _page(
    request: WebRequest, typed: Mapping[str, str] | None = None, problems: Sequence[Problem] = (), *,
    status: int = 200, differing: Sequence[tuple[str, str, str]] = (),
) -> Response[Any]:  # fmt: skip
    region, locale = region_of(request), locale_of(request)
    seller = region.read(store.load)
    shown = as_typed(seller) | {"version": str(seller.version)}
    if not seller.version:
        shown["country"] = region.definition.country
    labels = {name: translate(Message(each.label), locale) for name, each in SELLER_FIELDS.items()}
    history_labels = {**labels, "logo": translate(Message(N_("Logo")), locale)}
    return page(
        request, "seller/show.html", module="settings", status=status, seller=seller, typed=typed or shown,
        problems=problems, differing=differing, gaps=gaps(seller), changes=region.read(store.changes, region.keys),
        labels=labels,
        history_labels=history_labels, countries=list(choices(locale)), base=f"/{region.code}/settings/seller",
        most_kilobytes=MAX_LOGO_KILOBYTES, may_edit=user_of(request).at_least(region.code, "manager"),
    )  # fmt: skip


def _conflict(
    request: WebRequest, current: Seller, wanted: Seller, typed: Mapping[str, str]
) -> Response[Any]:
    """409 with both values of every field that differs; saving again with the new version decides."""
    theirs, mine = as_typed(current), as_typed(wanted)
    differing = [
        (each.label, theirs[name], mine[name])
        for name, each in SELLER_FIELDS.items()
        if theirs[name] != mine[name]
    ]
    return _page(request, {**typed, "version": str(current.version)}, status=409, differing=differing)


ROUTES = [SellerPage]
