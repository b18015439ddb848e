"""Hands letters to the mail server, one after the other, for all regions of a server.

What may go wrong, and what then: the server is down or says "later" -> the letter waits, longer each time. It refuses
this letter -> a person decides. Its answer is lost, or we crash while it has the letter -> it goes out again and says
so. What it answered cannot be written down (a full disk) -> that is tried until it can.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.utils import parseaddr
from functools import partial

from app.clock import Clock, stamp
from app.errors import Conflict, MasakuError, NotFound
from app.i18n import N_, Message
from app.jobs.rounds import Rounds
from app.letters import originals, store
from app.letters.model import Letter
from app.letters.originals import Kept
from app.mail import MailNotSent, MailRefused, MailUncertain, deliver, without_server
from app.regions import Region, Regions

log = logging.getLogger("masaku")
EVERY_SECONDS = 20.0
_CLOSING_SECONDS = 15.0
_BROKE_OFF = Message(
    N_("The program ended while the mail server had this letter: whether it was taken, nobody knows.")
)
_UNFIT = N_("This letter cannot be sent as it is: {reason}")

# A region's letter as the bytes of a mail. Raises MasakuError where something of it is gone.
Assemble = Callable[[Region, Letter], Awaitable[bytes]]
# What has to be done about letters that wait before any of them goes.
Prepare = Callable[[Region, Clock], Awaitable[None]]
# Writes down in a region what the mail server said to a letter.
Answer = Callable[[Region], Awaitable[None]]


class Postman(Rounds):
    def __init__(
        self, regions: Regions, clock: Clock, assemble: Assemble, prepare: Prepare | None = None
    ) -> None:
        super().__init__(regions, "letters", EVERY_SECONDS)
        self._clock, self._assemble, self._settings = clock, assemble, regions.settings
        self._prepare: Prepare = prepare or _nothing
        self._answers: dict[str, list[Answer]] = {}
        self._taken_up: set[str] = set()
        # The mail server has it, and what became of it is not written down yet.
        self._in_hand = False

    async def close(self, within_seconds: float | None = _CLOSING_SECONDS) -> None:
        """Only a letter that the mail server has is waited for, until what it says is written down."""
        if self._round is not None and not self._in_hand and not any(self._answers.values()):
            self._round.cancel()
        await super().close(within_seconds)

    async def visit(self, region: Region) -> bool:
        """Every letter of it that is due."""
        await self._take_up(region)
        await self._write_down(region)
        await self._prepare(region, self._clock)
        await self._deliver_due(region)
        return region.read(store.is_empty)

    async def begin(self) -> None:
        for code in self.regions.codes():
            try:
                region = self.regions.find(code)
                await self._take_up(region)
                if not region.read(store.is_empty):
                    self.codes.add(code)
            except Exception as error:
                log.warning(
                    "letters of %s wait: %s", code, error, exc_info=not isinstance(error, MasakuError)
                )
                self.codes.add(code)
            await asyncio.sleep(0)  # there may be hundreds of them

    async def _take_up(self, region: Region) -> None:
        """What was in hand when the program ended; once, for what is in hand later is this program's."""
        if region.code not in self._taken_up:
            if region.read(store.some_in_hand):
                await region.write(store.take_up, _BROKE_OFF)
            self._taken_up.add(region.code)

    async def _deliver_due(self, region: Region) -> None:
        """Until one could not be handed over for a reason that is not its own: the others would not fare better."""
        if without_server(self._settings):
            return
        while ids := region.read(store.due, self._clock.now()):
            for letter_id in ids:
                if self.closing or not await self._deliver(region, region.read(store.find, letter_id)):
                    return
            await self._prepare(region, self._clock)

    async def _deliver(self, region: Region, letter: Letter) -> bool:
        """Whether the next one may be tried."""
        try:
            return await self._hand_over(region, letter)
        finally:
            self._in_hand = False

    async def _hand_over(self, region: Region, letter: Letter) -> bool:
        try:
            message = await self._assemble(region, letter)
            sender = parseaddr(self._settings.mail_from)[1]
            await deliver(
                self._settings, sender, letter.recipient, message,
                before=lambda: self._begin(region, letter),
            )  # fmt: skip
        except Conflict:
            return True  # withdrawn, held back or changed in the last moment
        except MailRefused as error:
            await self._not_sent(region, letter, error.message, final=True)
            return True
        except MailNotSent as error:
            await self._not_sent(region, letter, error.message, doubtful=isinstance(error, MailUncertain))
            return False
        except ValueError as error:
            await self._not_sent(region, letter, Message(_UNFIT, {"reason": str(error)[:200]}), final=True)
            return True
        except MasakuError as error:
            await self._not_sent(region, letter, error.message)
            return True
        await self._answered(region, partial(_taken, letter, message, stamp(self._clock.now())))
        return True

    async def _begin(self, region: Region, letter: Letter) -> None:
        self._in_hand = True
        await region.write(store.begin, letter.id, letter.version)

    async def _not_sent(
        self, region: Region, letter: Letter, reason: Message, *, final: bool = False, doubtful: bool = False
    ) -> None:
        log.warning("letter %s of %s was not sent: %s", letter.id, region.code, reason)
        now = self._clock.now()
        await self._answered(
            region,
            lambda region: region.write(store.not_sent, letter, reason, now, final=final, doubtful=doubtful),
        )

    async def _answered(self, region: Region, answer: Answer) -> None:
        self._answers.setdefault(region.code, []).append(answer)
        await self._write_down(region)

    async def _write_down(self, region: Region) -> None:
        """What became of them; what cannot be written stays in mind for the next round."""
        answers = self._answers.get(region.code, [])
        while answers:
            with suppress(NotFound):  # the region was restored to a time before this letter
                await answers[0](region)
            del answers[0]


async def _nothing(region: Region, clock: Clock) -> None:
    pass


async def _taken(letter: Letter, mail: bytes, at: str, region: Region) -> None:
    original = await asyncio.to_thread(_sealed, region, letter, mail, at)
    await region.write(store.sent, region.keys, letter.id, at, original)


def _sealed(region: Region, letter: Letter, mail: bytes, at: str) -> Kept | None:
    if letter.invoice_id is None:
        return None
    years = region.definition.retention_years["letter"]
    return originals.seal(letter.id, mail, region.keys, region.code, years, at)
