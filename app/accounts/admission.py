"""What every request passes before its handler: who may do it, and for dangerous acts, whether it is still they."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from litestar.handlers import BaseRouteHandler

from app.accounts import entry, sessions
from app.accounts.cookies import RENEWED
from app.accounts.proof import prove, wrong
from app.accounts.rights import REGION_RIGHTS, may
from app.clock import parse_stamp, stamp
from app.errors import MasakuError, NotFound, Problem, Refused, SignInNeeded, Unavailable
from app.i18n import N_
from app.regions import File, Regions
from app.web.forms import pairs
from app.web.user import User, WebRequest

CONFIRMED_FOR = timedelta(minutes=10)
CONFIRM_FIELD = "confirm_password"
# No column holds a larger one.
MAX_NUMBER = 2**63 - 1


class PasswordNeeded(MasakuError):
    """A dangerous act: the password is asked for again. `fields` is what was sent, to be sent once more."""

    status = 403

    def __init__(self, fields: list[tuple[str, str]], problems: list[Problem]) -> None:
        super().__init__(N_("Please enter your password again to go on."))
        self.fields, self.problems = fields, problems


async def admit(request: WebRequest) -> None:
    """Before every handler: may this person use it (`opt={"right": ...}`), and are they still the same one where it is
    dangerous (`"confirmed": True`)? Not one of Litestar's guards, for each of which it copies the handler."""
    handler: BaseRouteHandler = request.scope["route_handler"]
    right = handler.opt.get("right")
    if right is None:
        return
    if any(abs(each) > MAX_NUMBER for each in request.path_params.values() if isinstance(each, int)):
        raise NotFound()
    user, state = request.user, request.app.state
    if state.maintenance.instance and right != "public":
        raise Unavailable(N_("The instance is being restored. It comes back by itself."))
    if right != "public" and user is None:
        raise request.scope["state"].get("unidentified") or SignInNeeded()
    if right in REGION_RIGHTS:
        _let_into_region(request, right)
    elif not may(user, right):
        raise NotFound()
    if handler.opt.get("confirmed"):
        await _confirmed(request)


def _let_into_region(request: WebRequest, right: str) -> None:
    """Unknown or foreign regions do not exist (404); what a role may not do is refused (403)."""
    user, code = request.user, request.path_params["region"]
    if user is None or not user.role(code):
        raise NotFound()
    regions: Regions = request.app.state.regions
    request.scope["state"]["region"] = regions.find(code)
    if not may(user, right, code):
        raise Refused(N_("Your role in this region does not allow that."))


async def _confirmed(request: WebRequest) -> None:
    """The password was given within the last ten minutes, or comes along with this request."""
    user = request.user
    if user is None or _is_fresh(request, user):
        return
    form = await pairs(request) if request.method == "POST" else []
    fields = [(name, value) for name, value in form if name != CONFIRM_FIELD]
    password = dict(form).get(CONFIRM_FIELD, "")
    if not password:
        raise PasswordNeeded(fields, [])
    if not await confirm(request, password):
        raise PasswordNeeded(fields, [wrong(CONFIRM_FIELD)])


async def confirm(request: WebRequest, password: str) -> bool:
    """Whether it is the person's password; if so, the session goes on under a new token."""
    user, now = request.user, request.app.state.clock.now()
    assert user is not None
    proven = await prove(request, user.email, password)
    if proven is None:
        return False
    instance: File = request.app.state.instance
    token = await instance.write(entry.confirm, proven.verified, user.session, now, attempts=proven.attempts)
    if token:  # not of a form that was sent twice: a second cookie would sign the person out
        request.scope["state"][RENEWED] = token
        request.scope["user"] = replace(user, session=sessions.hash_token(token), confirmed_at=stamp(now))
    return token is not None


def _is_fresh(request: WebRequest, user: User) -> bool:
    now = request.app.state.clock.now()
    return bool(user.confirmed_at) and abs(now - parse_stamp(user.confirmed_at)) <= CONFIRMED_FOR
