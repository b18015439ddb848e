"""What every handler asks its request for."""

from __future__ import annotations

from datetime import datetime

from app.actor import Actor
from app.clock import Clock
from app.errors import NotFound, SignInNeeded
from app.regions import Region
from app.web.shell import current_region
from app.web.user import User, WebRequest


def region_of(request: WebRequest) -> Region:
    """The region the guard has let this person into."""
    region = current_region(request)
    if region is None:
        raise NotFound()
    return region


def user_of(request: WebRequest) -> User:
    if request.user is None:
        raise SignInNeeded()
    return request.user


def today_of(request: WebRequest) -> str:
    """The day it is in the region, as the tables hold days ("2026-11-23")."""
    clock: Clock = request.app.state.clock
    return clock.now().astimezone(region_of(request).definition.timezone).date().isoformat()


def acting(request: WebRequest) -> tuple[Actor, datetime]:
    """(who the history will name, when)"""
    user = user_of(request)
    return Actor(user.actor_id, user.name), request.app.state.clock.now()
