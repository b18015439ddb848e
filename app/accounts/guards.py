"""The guard of every route: reads the right the route names and lets in or not."""

from __future__ import annotations

from datetime import timedelta

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from app.accounts.rights import REGION_RIGHTS, may
from app.clock import parse_stamp
from app.errors import MasakuError, NotFound, Refused, SignInNeeded, Unavailable
from app.i18n import N_
from app.regions import Regions

CONFIRMED_FOR = timedelta(minutes=10)


class PasswordNeeded(MasakuError):
    """A dangerous act: the password is asked for again (see accounts.routes)."""

    status = 403


def guard(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Region routes: unknown or foreign regions do not exist (404); what a role may not do is refused (403)."""
    right = handler.opt.get("right")
    if right is None:
        return
    user, state = connection.user, connection.app.state
    if state.maintenance.instance and right != "public":
        raise Unavailable(N_("The instance is being restored. It comes back by itself."))
    if right != "public" and user is None:
        raise SignInNeeded()
    if right not in REGION_RIGHTS:
        if not may(user, right):
            raise NotFound()
        return
    regions: Regions = state.regions
    code = connection.path_params["region"]
    if not user.role(code):
        raise NotFound()
    connection.scope["state"]["region"] = regions.find(code)
    if not may(user, right, code):
        raise Refused(N_("Your role in this region does not allow that."))


def confirmed(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """For dangerous acts: the password was given again within the last ten minutes."""
    user = connection.user
    now = connection.app.state.clock.now()
    if user and (not user.confirmed_at or now - parse_stamp(user.confirmed_at) > CONFIRMED_FOR):
        raise PasswordNeeded(N_("Please enter your password again to go on."))
