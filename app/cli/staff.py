"""masaku staff: accounts from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

import click

from app import sqlite
from app.accounts import events, invitations, numbers, passwords, store
from app.accounts.forms import is_email
from app.accounts.model import Role, Staff, Wanted
from app.cli.common import opened
from app.clock import stamp
from app.errors import Misuse
from app.i18n import N_
from app.instance import Instance
from app.web.user import ROLES

ACTOR = "command line"


@click.group()
def staff() -> None:
    """Staff accounts."""


@staff.command()
@click.argument("email")
@click.option(
    "--role", "roles", multiple=True, metavar="REGION:ROLE", help="viewer, editor or manager of a region."
)
@click.option(
    "--name", default="", help="Shown in the change history; the email address where it is missing."
)
@click.option("--admin", is_flag=True, help="May look after the whole instance.")
@click.option("--locale", default="en", type=click.Choice(["en", "de", "pl"]))
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from stdin instead of printing an invitation."
)
def add(
    email: str, roles: tuple[str, ...], name: str, admin: bool, locale: str, password_stdin: bool
) -> None:
    """Adds an account and prints its invitation link."""
    with opened() as instance:
        granted = read_roles(roles, instance.regions.codes())
        if not is_email(email):
            raise Misuse(N_("“{email}” is no email address."), email=email)
        hashed = passwords.hash_password(_new_password(email)) if password_stdin else ""
        wanted, now = Wanted(name or email, email, locale, admin, tuple(granted)), instance.clock.now()
        number = numbers.draw(instance.vault, instance.accounts)
        if hashed:
            instance.accounts.write_now(_add_with_password, wanted, number, hashed, stamp(now))
            click.echo(f"{email} can sign in.")
        else:
            _, token = instance.accounts.write_now(
                invitations.add, wanted, number=number, actor=ACTOR, now=now
            )
            click.echo(invitations.link(instance.settings, token))


@staff.command(name="list")
@click.option("--json", "as_json", is_flag=True)
def list_staff(as_json: bool) -> None:
    """Lists the accounts with their roles."""
    with opened() as instance:
        everybody = instance.accounts.read(store.list_all)
    for each in everybody:
        roles = [f"{role.region}:{role.role}" for role in each.roles]
        if as_json:
            fields = {"email": each.email, "name": each.name, "admin": each.admin, "active": each.active}
            click.echo(json.dumps({**fields, "roles": roles}, ensure_ascii=False))
        else:
            state = "" if each.active else " (inactive)"
            click.echo(f"{each.email}  {'admin ' if each.admin else ''}{' '.join(roles)}{state}")


@staff.command()
@click.argument("email")
def invite(email: str) -> None:
    """Prints a new invitation link; the account's earlier one is void."""
    with opened() as instance:
        account = _account(instance, email)
        token = instance.accounts.write_now(
            invitations.invite, account.id, actor=ACTOR, now=instance.clock.now()
        )
        click.echo(invitations.link(instance.settings, token))


@staff.command()
@click.argument("email")
def password(email: str) -> None:
    """Sets a password, asked for or read from stdin, and signs the account out everywhere."""
    with opened() as instance:
        account = _account(instance, email)
        hashed = passwords.hash_password(_new_password(account.email, account.name))
        instance.accounts.write_now(_set_password, account.id, hashed, stamp(instance.clock.now()))
    click.echo(f"{account.email} has a new password.")


def read_role(text: str, known: list[str]) -> Role:
    region, _, role = text.lower().partition(":")
    if region not in known:
        raise Misuse(N_("There is no region “{code}”. Known: {known}."), code=region, known=", ".join(known))
    if role not in ROLES:
        raise Misuse(N_("“{role}” is no role: viewer, editor or manager."), role=role)
    return Role(region, role)


def read_roles(texts: Iterable[str], known: list[str]) -> list[Role]:
    """One for each region."""
    found = [read_role(each, known) for each in texts]
    regions = [each.region for each in found]
    twice = next((each for each in regions if regions.count(each) > 1), None)
    if twice:
        raise Misuse(N_("Region “{code}” is named twice: give one role for each."), code=twice)
    return found


def _add_with_password(db: sqlite.Connection, wanted: Wanted, number: int, hashed: str, at: str) -> None:
    staff_id = store.add(
        db, email=wanted.email, name=wanted.name, admin=wanted.admin, locale=wanted.locale, granted=wanted.roles,
        actor=ACTOR, at=at, number=number,
    )  # fmt: skip
    _set_password(db, staff_id, hashed, at)


def _set_password(db: sqlite.Connection, staff_id: int, hashed: str, at: str) -> None:
    store.set_password(db, staff_id, hashed)
    events.note(db, ACTOR, staff_id, "password", at)


def _account(instance: Instance, email: str) -> Staff:
    return instance.accounts.read(store.find_by_email, email)


def _new_password(*own: str) -> str:
    """Twice and unseen from a person, one line from a script."""
    if sys.stdin.isatty():
        chosen: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        chosen = sys.stdin.readline().rstrip("\n")
    wrong = passwords.problems(chosen, own=own)
    if wrong:
        raise Misuse(wrong[0].message)
    return chosen
