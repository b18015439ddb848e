"""The catalogue: its list, a new product, one with its history, and what a line grid asks while somebody types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from app.catalogue import store, units
from app.catalogue.forms import as_typed, currencies_of, rate_choices, read_product
from app.catalogue.grid import is_line_text
from app.catalogue.listing import KIND, list_products
from app.catalogue.model import KINDS, PRODUCT_FIELDS, STATUSES, Product
from app.catalogue.model import Status as StatusValue
from app.clients.model import INVOICE_LANGUAGES
from app.clock import stamp
from app.errors import Problem, Refused
from app.i18n import N_, Message, translate
from app.lists import ListState
from app.regions import Region
from app.web.context import acting, region_of, today_of, user_of
from app.web.forms import new_submission, sent, submission_of, whole_number
from app.web.pages import go, page
from app.web.shell import locale_of
from app.web.user import WebRequest

_SUGGESTED = 20


class Products(Controller):
    path = "/products"

    @get(opt={"right": "catalogue.see"})
    async def show_all(self, request: WebRequest) -> Response[Any]:
        region = region_of(request)
        state = ListState.read(KIND, dict(request.query_params.items()), region.definition.timezone)
        return page(
            request, "catalogue/list.html", state=state, page=region.read(list_products, state),
            currency=region.definition.currency, **_common(request),
        )  # fmt: skip

    @get("/suggestions", opt={"right": "catalogue.see"})
    async def suggest(self, request: WebRequest) -> Response[Any]:
        """What holds the text typed so far (`q`, or a line of the grid), in the language asked for."""
        region, query = region_of(request), request.query_params
        typed = query.get("q") or next((each for name, each in query.items() if is_line_text(name)), "")
        found = region.read(store.search, typed[:100], _SUGGESTED)
        language = query.get("language", "") or locale_of(request)
        return page(
            request, "catalogue/suggestions.html", part="catalogue/_suggestions.html", language=language,
            currency=query.get("currency", ""), products=found, **_common(request),
        )  # fmt: skip

    @get("/new", opt={"right": "catalogue.edit"})
    async def new(self, request: WebRequest) -> Response[Any]:
        typed = as_typed(Product(), locale_of(request)) | {"submission": new_submission()}
        return _form(request, Product(), typed)

    @post(opt={"right": "catalogue.edit"})
    async def add(self, request: WebRequest) -> Response[Any]:
        return await _save(request, Product())

    @get("/{product_id:int}", opt={"right": "catalogue.see"})
    async def show(self, request: WebRequest, product_id: FromPath[int]) -> Response[Any]:
        region, locale = region_of(request), locale_of(request)
        product = region.read(store.find, product_id)
        return page(
            request, "catalogue/show.html", product=product, locale_names=_locale_names(locale),
            changes=region.read(store.changes, region.keys, product_id),
            history_labels={name: translate(Message(each.label), locale) for name, each in PRODUCT_FIELDS.items()}
            | {"": translate(Message(N_("Product added")), locale)},
            **_common(request),
        )  # fmt: skip

    @get("/{product_id:int}/edit", opt={"right": "catalogue.edit"})
    async def edit(self, request: WebRequest, product_id: FromPath[int]) -> Response[Any]:
        product = region_of(request).read(store.find, product_id)
        return _form(
            request, product, as_typed(product, locale_of(request)) | {"version": str(product.version)}
        )

    @post("/{product_id:int}", opt={"right": "catalogue.edit"})
    async def change(self, request: WebRequest, product_id: FromPath[int]) -> Response[Any]:
        return await _save(request, region_of(request).read(store.find, product_id))

    @post("/{product_id:int}/status", opt={"right": "catalogue.edit"})
    async def set_status(self, request: WebRequest, product_id: FromPath[int]) -> Response[Any]:
        """Taken back as easily as set, so the version of the form does not matter here."""
        region, form = region_of(request), await sent(request)
        region.read(store.find, product_id)
        status = form.get("status", "")
        if status not in STATUSES:
            raise Refused(N_("This status does not exist."))
        actor, now = acting(request)
        await region.write(
            store.set_status, region.keys, product_id, cast(StatusValue, status), actor, stamp(now)
        )
        return go(request, f"/{region.code}/products/{product_id}")


async def _save(request: WebRequest, current: Product) -> Response[Any]:
    region, form, locale = region_of(request), await sent(request), locale_of(request)
    rates = [value for value, _ in _rates(request, current)]
    read = read_product(form, region.definition.languages, rates, locale)
    typed = {**read.typed, "version": form.get("version", ""), "submission": form.get("submission", "")}
    wanted = read.changing(current)
    if wanted is None:
        return _form(request, current, typed, read.problems, status=422)
    actor, now = acting(request)
    at = stamp(now)
    try:
        if current.id:
            version = whole_number(typed["version"])
            saved = await region.write(store.change, region.keys, wanted, actor, at, version=version)
        else:
            submission = submission_of(form, user_of(request).id)
            saved = await region.write(store.add, region.keys, wanted, actor, at, submission=submission)
    except store.CodeTaken as taken:
        return _form(request, current, typed, [Problem("code", taken.message)], status=409)
    except store.Stale as stale:
        return _conflict(request, stale.current, wanted, typed)
    return go(request, f"/{region.code}/products/{saved.id}")


def _form(
    request: WebRequest, product: Product, typed: Mapping[str, str], problems: Sequence[Problem] = (), *,
    status: int = 200, differing: Sequence[tuple[str, str, str]] = (),
) -> Response[Any]:  # fmt: skip
    region, locale = region_of(request), locale_of(request)
    home = region.definition.currency
    return page(
        request, "catalogue/edit.html", status=status, product=product, typed=typed, problems=problems,
        differing=differing, currencies=currencies_of(product, home), home=home, rates=_rates(request, product),
        units=units.choices(locale), languages=_languages(region),
        kind_choices=[(value, translate(Message(label), locale)) for value, label in KINDS.items()],
        labels={name: translate(Message(each.label), locale) for name, each in PRODUCT_FIELDS.items()},
        **_common(request),
    )  # fmt: skip


def _conflict(
    request: WebRequest, current: Product, wanted: Product, typed: Mapping[str, str]
) -> Response[Any]:
    """409 with both values of every field that differs; saving again with the new version decides."""
    theirs, mine = store.as_text(current), store.as_text(wanted)
    differing = [
        (PRODUCT_FIELDS[name].label, theirs[name], mine[name])
        for name in theirs
        if theirs[name] != mine[name]
    ]
    typed = {**typed, "version": str(current.version)}
    return _form(request, current, typed, status=409, differing=differing)


def _common(request: WebRequest) -> dict[str, Any]:
    region, locale = region_of(request), locale_of(request)
    return {
        "module": "settings",
        "base": f"/{region.code}/products",
        "may_edit": user_of(request).at_least(region.code, "editor"),
        "kinds": KINDS,
        "statuses": STATUSES,
        "unit_names": dict(units.choices(locale)),
        "rate_names": dict(
            rate_choices(region.definition.vat_rates, date.fromisoformat(today_of(request)), locale)
        ),
    }


def _rates(request: WebRequest, product: Product) -> list[tuple[str, str]]:
    """What can be chosen today, and what the product bears already."""
    rates = rate_choices(
        region_of(request).definition.vat_rates, date.fromisoformat(today_of(request)), locale_of(request)
    )
    own = f"{product.category} {product.rate_key}"
    return rates if not product.id or own in dict(rates) else [*rates, (own, product.rate_key)]


def _locale_names(locale: str) -> dict[str, str]:
    return {code: translate(Message(label), locale) for code, label in INVOICE_LANGUAGES.items()}


def _languages(region: Region) -> list[str]:
    """The region's first, so that what has to be filled in stands first."""
    return list(dict.fromkeys((*region.definition.languages, "de", "en", "pl")))


ROUTES = [Products]
