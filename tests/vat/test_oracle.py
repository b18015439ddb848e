"""Random invoices against a second way of computing them: with whole numbers alone.

`RANDOM_INVOICES=100000 bin/test tests/vat/test_oracle.py` computes 100,000 of them.
"""

import os
import random
from collections import defaultdict
from decimal import Decimal

from app.money import Money
from app.vat.totals import Line, Totals, compute

INVOICES = int(os.environ.get("RANDOM_INVOICES", "2000"))
RATES = (
    ("S", 1900),
    ("S", 700),
    ("S", 490),
    ("S", 2300),
    ("S", 1300),
    ("Z", 0),
    ("E", 0),
    ("AE", 0),
    ("K", 0),
)

Key = tuple[str, int]


def rounded(numerator: int, denominator: int) -> int:
    """Half up; nothing here is below zero."""
    return (2 * numerator + denominator) // (2 * denominator)


def shared_out(amount: int, nets: dict[Key, int]) -> dict[Key, int]:
    """One cent after the other to whoever is furthest below its due share."""
    whole = sum(nets.values())
    if not whole:
        return dict.fromkeys(nets, 0)
    got = {key: amount * net // whole for key, net in nets.items()}
    while sum(got.values()) < amount:
        neediest = max(nets, key=lambda key: amount * nets[key] - got[key] * whole)
        got[neediest] += 1
    return got


def oracle(lines: list[Line], percent: int, amount: int) -> tuple[int, ...]:
    """Allowance, net, VAT and gross in cents."""
    found: dict[Key, int] = defaultdict(int)
    for line in lines:
        gross = rounded(int(line.quantity * 10_000) * int(line.price * 10_000), 1_000_000)
        found[line.category, line.rate] += gross - rounded(gross * line.discount, 10_000)
    nets = {key: found[key] for key in sorted(found, key=lambda key: (-key[1], key[0]))}
    taken = {key: rounded(net * percent, 10_000) for key, net in nets.items()}
    if amount:
        taken = shared_out(amount, nets)
    vat = sum(rounded((net - taken[key]) * key[1], 10_000) for key, net in nets.items())
    net = sum(nets.values()) - sum(taken.values())
    return sum(taken.values()), net, vat, net + vat


def number(dice: random.Random, largest: int) -> Decimal:
    """With up to four decimals; halves of a cent are as common as in real price lists, not as in random numbers."""
    places = dice.choice((0, 0, 1, 2, 2, 3, 4))
    return Decimal(dice.randint(1, largest * 10**places)).scaleb(-places)


def invoice(dice: random.Random) -> tuple[list[Line], int, int]:
    rates = dice.sample(RATES, dice.randint(1, 4))
    lines = []
    for _ in range(dice.randint(1, 50)):
        discount = dice.choice((0, 0, 0, 500, 1250, 3333, 10_000, dice.randint(1, 9_999)))
        lines.append(Line(number(dice, 200), number(dice, 2_000), discount, *dice.choice(rates)))
    most = sum(int(line.quantity * line.price * (10_000 - line.discount) // 100) for line in lines)
    kind = dice.choice(("none", "percent", "amount"))
    percent = dice.randint(1, 10_000) if kind == "percent" else 0
    return lines, percent, dice.randint(1, max(most // 2, 1)) if kind == "amount" else 0


def rules_hold(totals: Totals) -> bool:
    """BR-CO-10, 13, 14, 15 and 16, exactly."""
    lines = sum(line.net.minor for line in totals.lines)
    return (
        lines == totals.lines_net.minor == totals.net.minor + totals.allowance.minor
        and totals.net.minor == sum(group.net.minor for group in totals.groups)
        and totals.vat.minor == sum(group.vat.minor for group in totals.groups)
        and totals.gross == totals.net + totals.vat
        and totals.due == totals.gross - totals.prepaid
        and all(line.net == line.gross - line.allowance for line in totals.lines)
    )


def negated(line: Line) -> Line:
    return Line(-line.quantity, line.price, line.discount, line.category, line.rate)


def test_random_invoices_agree_with_the_oracle_to_the_cent() -> None:
    dice = random.Random(16931)
    for index in range(INVOICES):
        lines, percent, amount = invoice(dice)
        totals = compute(lines, "EUR", percent, Money(amount, "EUR") if amount else None)
        found = (totals.allowance, totals.net, totals.vat, totals.gross)
        assert tuple(each.minor for each in found) == oracle(lines, percent, amount), f"invoice {index}"
        assert rules_hold(totals), f"invoice {index}"
        assert not amount or totals.allowance.minor == amount or not totals.lines_net


def test_what_is_taken_back_comes_to_the_same_below_zero() -> None:
    """A correction that takes everything back leaves nothing over, not even a cent."""
    dice = random.Random(2)
    for _ in range(max(INVOICES // 10, 100)):
        lines, percent, amount = invoice(dice)
        there = compute(lines, "EUR", percent, Money(amount, "EUR"))
        back = compute(map(negated, lines), "EUR", percent, Money(-amount, "EUR"))
        assert (there.gross + back.gross).minor == (there.vat + back.vat).minor == 0
        assert [-group.net for group in back.groups] == [group.net for group in there.groups]
